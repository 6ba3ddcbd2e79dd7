extension IdentitiesSchema {
    /// What must never be, whatever moment a process or a machine was stopped at.
    static let checks = [
        SchemaCheck(
            "a client that is to be forgotten though it has a grant",
            """
            SELECT count(*) FROM client k WHERE k.expires_at IS NOT NULL
                AND EXISTS (SELECT 1 FROM oauth_grant g WHERE g.client_id = k.id)
            """),
        SchemaCheck(
            "a removed client that has an end",
            "SELECT count(*) FROM client WHERE expires_at IS NOT NULL AND removed_at IS NOT NULL"),
        SchemaCheck(
            "a client with an end that registered itself nowhere",
            """
            SELECT count(*) FROM client WHERE registration IS NULL
                AND (registration_token IS NOT NULL OR fingerprint IS NOT NULL OR expires_at IS NOT NULL
                    OR fresh_until IS NOT NULL)
            """),
        SchemaCheck(
            "provider tokens of a disabled user",
            """
            SELECT count(*) FROM provider_tokens t JOIN oauth_user u ON u.id = t.user_id
            WHERE u.disabled_at IS NOT NULL
            """),
        SchemaCheck(
            "a live grant whose role is not its user's",
            """
            SELECT count(*) FROM oauth_grant g JOIN oauth_user u ON u.id = g.user_id
            WHERE g.revoked_at IS NULL AND coalesce(g.role, '') <> coalesce(u.role, '')
            """),
        SchemaCheck(
            "a device agreed to by a user who is not there",
            """
            SELECT count(*) FROM device_authorization d
            WHERE d.user_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM oauth_user u WHERE u.id = d.user_id)
            """),
        SchemaCheck(
            "a redeemed device without its grant",
            """
            SELECT count(*) FROM device_authorization d
            WHERE d.grant_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM oauth_grant g WHERE g.id = d.grant_id)
            """),
        SchemaCheck(
            "two devices that bought the same grant",
            """
            SELECT count(*) FROM
                (SELECT grant_id FROM device_authorization WHERE grant_id IS NOT NULL
                 GROUP BY grant_id HAVING count(*) > 1) d
            """),
        SchemaCheck(
            "a code and a device that bought the same grant",
            """
            SELECT count(*) FROM device_authorization d JOIN authorization_code c ON c.grant_id = d.grant_id
            """),
    ]
}
