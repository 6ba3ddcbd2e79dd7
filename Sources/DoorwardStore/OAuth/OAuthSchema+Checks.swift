extension OAuthSchema {
    /// What must never be, whatever moment a process or a machine was stopped at.
    static let checks = references + families + accounts + revocations

    private static let references = [
        SchemaCheck(
            "a refresh token without its grant",
            """
            SELECT count(*) FROM refresh_token t
            WHERE t.rotated_at IS NULL AND NOT EXISTS (SELECT 1 FROM oauth_grant g WHERE g.id = t.grant_id)
            """),
        SchemaCheck(
            "a redeemed code without its grant",
            """
            SELECT count(*) FROM authorization_code c
            WHERE c.redeemed_at IS NOT NULL AND NOT EXISTS (SELECT 1 FROM oauth_grant g WHERE g.id = c.grant_id)
            """),
        SchemaCheck(
            "a grant without its client",
            """
            SELECT count(*) FROM oauth_grant g WHERE NOT EXISTS (SELECT 1 FROM client k WHERE k.id = g.client_id)
            """),
        SchemaCheck(
            "a grant without its user",
            """
            SELECT count(*) FROM oauth_grant g
            WHERE g.user_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM oauth_user u WHERE u.id = g.user_id)
            """),
        SchemaCheck(
            "a session without its user",
            "SELECT count(*) FROM session s WHERE NOT EXISTS (SELECT 1 FROM oauth_user u WHERE u.id = s.user_id)"),
        SchemaCheck(
            "a consent without its user",
            "SELECT count(*) FROM consent c WHERE NOT EXISTS (SELECT 1 FROM oauth_user u WHERE u.id = c.user_id)"),
    ]

    private static let families = [
        SchemaCheck(
            "a grant with two refresh tokens that are not rotated",
            """
            SELECT count(*) FROM
                (SELECT grant_id FROM refresh_token WHERE rotated_at IS NULL GROUP BY grant_id HAVING count(*) > 1) d
            """),
        SchemaCheck(
            "a grant that lost its newest refresh token",
            """
            SELECT count(*) FROM
                (SELECT id FROM oauth_grant WHERE user_id IS NOT NULL AND ends_at IS NULL
                 EXCEPT SELECT grant_id FROM refresh_token WHERE rotated_at IS NULL) d
            """),
        SchemaCheck(
            "a refresh token whose successor belongs to another grant",
            """
            SELECT count(*) FROM refresh_token t JOIN refresh_token s ON s.digest = t.successor
            WHERE s.grant_id <> t.grant_id
            """),
        SchemaCheck(
            "two codes that bought the same grant",
            """
            SELECT count(*) FROM
                (SELECT grant_id FROM authorization_code WHERE grant_id IS NOT NULL
                 GROUP BY grant_id HAVING count(*) > 1) d
            """),
    ]

    private static let accounts = [
        SchemaCheck(
            "a user who cannot sign in by name",
            """
            SELECT count(*) FROM oauth_user u
            WHERE NOT EXISTS (SELECT 1 FROM user_login l WHERE l.login = u.name AND l.user_id = u.id)
            """),
        SchemaCheck(
            "a user who cannot sign in by e-mail address",
            """
            SELECT count(*) FROM oauth_user u WHERE u.email <> ''
                AND NOT EXISTS (SELECT 1 FROM user_login l WHERE l.login = u.email AND l.user_id = u.id)
            """),
        SchemaCheck(
            "a live grant of a disabled user",
            """
            SELECT count(*) FROM oauth_grant g JOIN oauth_user u ON u.id = g.user_id
            WHERE u.disabled_at IS NOT NULL AND g.revoked_at IS NULL
            """),
        SchemaCheck(
            "a live grant of a removed client",
            """
            SELECT count(*) FROM oauth_grant g JOIN client k ON k.id = g.client_id
            WHERE k.removed_at IS NOT NULL AND g.revoked_at IS NULL
            """),
        SchemaCheck(
            "a secret of a removed client",
            """
            SELECT count(*) FROM client_secret s JOIN client k ON k.id = s.client_id
            WHERE k.removed_at IS NOT NULL
            """),
        SchemaCheck(
            "a client with more than two secrets",
            """
            SELECT count(*) FROM
                (SELECT client_id FROM client_secret GROUP BY client_id HAVING count(*) > 2) d
            """),
    ]

    private static let revocations = [
        SchemaCheck(
            "a revoked grant whose tokens still work",
            """
            SELECT count(*) FROM oauth_grant g WHERE g.revoked_at IS NOT NULL
                AND g.tokens_end_by > (SELECT value FROM counter WHERE name = 'revocations_pruned')
                AND NOT EXISTS (SELECT 1 FROM revocation r WHERE r.id = g.id)
            """),
        SchemaCheck(
            "a revocation that counts ahead",
            """
            SELECT count(*) FROM revocation
            WHERE sequence > (SELECT value FROM counter WHERE name = 'revocation')
            """),
        SchemaCheck(
            "a missing counter",
            """
            SELECT 3 - count(*) FROM counter WHERE name IN ('revocation', 'revocations_pruned', 'signing_key')
            """),
    ]
}
