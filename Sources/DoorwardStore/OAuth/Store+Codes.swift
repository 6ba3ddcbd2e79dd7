public import DoorwardOAuth
public import DoorwardSecrets

extension Store {
    public func create(_ code: AuthorizationCodeRecord) async throws {
        let values: [SQLValue] = [
            .digest(code.digest), .text(code.clientID), .text(code.userID), .text(code.redirectURI),
            .flag(code.redirectURIWasGiven), .text(code.challenge), .text(code.resource), .words(code.scopes),
            .integer(code.createdAt), .integer(code.expiresAt), .integer(code.redeemedAt), .text(code.grantID),
            .text(code.keyThumbprint),
        ]
        try await write("authorization code") { session in try session.execute(Self.insertCode, values) }
    }

    private static let insertCode = """
        INSERT INTO authorization_code (digest, client_id, user_id, redirect_uri, redirect_uri_given, challenge,
            resource, scopes, created_at, expires_at, redeemed_at, grant_id,
            key_thumbprint)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
        """

    /// What a disabled user or a removed client has to do with is as good as gone. Locking both makes sure that whoever
    /// disables or removes them comes before, or sees the grant; and that whoever
    /// changes the user's role does.
    private static let redeemable = LockingQuery(
        """
        SELECT c.client_id, c.user_id, c.redirect_uri, c.redirect_uri_given, c.challenge, c.resource, c.scopes,
            c.created_at, c.expires_at, c.redeemed_at, c.grant_id, c.key_thumbprint, u.role, k.expires_at
        FROM authorization_code c JOIN oauth_user u ON u.id = c.user_id JOIN client k ON k.id = c.client_id
        WHERE c.digest = $1 AND u.disabled_at IS NULL AND k.removed_at IS NULL
        """, lock: "FOR SHARE OF u, k FOR UPDATE OF c")

    public func redeem(
        code digest: SecretDigest, at now: Int64, tokensEndBy: Int64,
        decide: @escaping @Sendable (AuthorizationCodeRecord?) -> CodeDecision
    ) async throws -> CodeDecision {
        let key = SQLValue.digest(digest)
        return try await write("redeeming an authorization code") { session in
            let row = try session.first(locking: Self.redeemable, [key])
            let code = try row.map { try AuthorizationCodeRecord(digest, row: $0) }
            let decision = decide(code)
            switch decision {
            case .reject: break
            case .revoke:
                guard let bought = code?.grantID else { break }
                _ = try GrantSelection.one(bought).revoke(at: now, tokensEndBy: tokensEndBy, in: session)
            case .redeem(let grant, let token):
                guard let row, let code else { return .reject(.codeUnknown) }
                let isFirst = try session.execute(
                    """
                    UPDATE authorization_code SET redeemed_at = $1, grant_id = $2
                    WHERE digest = $3 AND redeemed_at IS NULL
                    """, [.integer(now), .text(grant.id), key])
                guard isFirst > 0 else { return .reject(.codeReplayed) }
                try Self.insert(grant, endsAt: token == nil ? now + Self.longestTokenLife : nil, in: session)
                if let token { try Self.insert(token, in: session) }
                if try !row.isNull(13) { try Self.keep(client: code.clientID, in: session) }
            }
            return decision
        }
    }
}

extension AuthorizationCodeRecord {
    fileprivate init(_ digest: SecretDigest, row: SQLRow) throws(SQLFailure) {
        self.init(
            digest: digest, clientID: try row.text(0), userID: try row.text(1), redirectURI: try row.text(2),
            redirectURIWasGiven: try row.flag(3), challenge: try row.optionalText(4), resource: try row.text(5),
            scopes: try row.words(6), createdAt: try row.integer(7), expiresAt: try row.integer(8),
            redeemedAt: try row.optionalInteger(9), grantID: try row.optionalText(10),
            keyThumbprint: try row.optionalText(11), role: try row.optionalText(12))
    }
}
