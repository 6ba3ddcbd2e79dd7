/// Which grants are meant.
enum GrantSelection: Sendable {
    case all
    case one(String)
    case ofUser(String)
    case ofClient(String)
    case between(user: String, client: String)

    init(user: String?, client: String?) {
        switch (user, client) {
        case (nil, nil): self = .all
        case (let user?, nil): self = .ofUser(user)
        case (nil, let client?): self = .ofClient(client)
        case (let user?, let client?): self = .between(user: user, client: client)
        }
    }

    /// A condition with ``values`` as placeholders, numbered from the given one on.
    func condition(from first: Int) -> String {
        switch self {
        case .all: "1 = 1"
        case .one: "id = $\(first)"
        case .ofUser: "user_id = $\(first)"
        case .ofClient: "client_id = $\(first)"
        case .between: "user_id = $\(first) AND client_id = $\(first + 1)"
        }
    }

    var values: [SQLValue] {
        switch self {
        case .all: []
        case .one(let id), .ofUser(let id), .ofClient(let id): [.text(id)]
        case .between(let user, let client): [.text(user), .text(client)]
        }
    }

    /// Revokes the live ones of these grants, and takes back the codes and devices that could still buy more; returns how many
    /// grants there were.
    ///
    /// Whoever calls it for a user or a client has locked that one before, so that no grant is made in between.
    func revoke(at now: Int64, tokensEndBy: Int64, in session: any SQLSession) throws(SQLFailure) -> Int {
        if case .one = self {
        } else {
            try session.execute(
                """
                DELETE FROM authorization_code
                WHERE expires_at > $1 AND redeemed_at IS NULL AND \(condition(from: 2))
                """, [.integer(now)] + values)
            try session.execute(
                """
                DELETE FROM device_authorization
                WHERE expires_at > $1 AND state = 'approved' AND \(condition(from: 2))
                """, [.integer(now)] + values)
        }
        try Store.countRevocation(in: session)
        try session.execute(
            """
            INSERT INTO revocation (id, sequence, revoked_at, expires_at)
            SELECT id, (SELECT value FROM counter WHERE name = 'revocation'), CAST($1 AS BIGINT), CAST($2 AS BIGINT)
            FROM oauth_grant WHERE \(condition(from: 3)) AND revoked_at IS NULL
            ON CONFLICT (id) DO NOTHING
            """, [.integer(now), .integer(tokensEndBy)] + values)
        let revoked = try session.execute(
            """
            UPDATE oauth_grant SET revoked_at = $1, tokens_end_by = $2,
                ends_at = CASE WHEN user_id IS NULL THEN $2 ELSE ends_at END
            WHERE \(condition(from: 3)) AND revoked_at IS NULL
            """, [.integer(now), .integer(tokensEndBy)] + values)
        if revoked > 0 { try session.notify(Topic.revocation) }
        return revoked
    }
}
