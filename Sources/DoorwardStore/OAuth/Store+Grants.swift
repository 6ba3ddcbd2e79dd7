public import DoorwardOAuth
internal import DoorwardSecrets

extension Store: GrantStore {
    private static let liveOwnGrant = """
        SELECT \(GrantRecord.columns) FROM oauth_grant g
        WHERE g.own_key = $1 AND g.own_key IS NOT NULL AND g.revoked_at IS NULL
        """
    /// Shared, because all grants of a client would wait for one another otherwise.
    private static let grantingClient = LockingQuery(
        "SELECT expires_at FROM client WHERE id = $1 AND removed_at IS NULL", lock: "FOR SHARE")

    public func clientGrant(_ grant: GrantRecord) async throws -> GrantRecord {
        let key = SQLValue.blob(grant.ownKey)
        let known = try await lookUp("reading the grant of a client") { session in
            try session.first(Self.liveOwnGrant, [key]).map { try GrantRecord(row: $0) }
        }
        if let known { return known }
        return try await write("grant of a client") { session in
            guard let client = try session.first(locking: Self.grantingClient, [.text(grant.clientID)]) else {
                throw SQLFailure(kind: .constraint, message: "the client of the grant is unknown or was removed")
            }
            try Self.insert(grant, endsAt: nil, in: session)
            if try !client.isNull(0) { try Self.keep(client: grant.clientID, in: session) }
            guard let row = try session.first(Self.liveOwnGrant, [key]) else {
                throw SQLFailure(kind: .conflict, message: "the grant was revoked while it was made")
            }
            return try GrantRecord(row: row)
        }
    }

    private static let grantByID = "SELECT \(GrantRecord.columns) FROM oauth_grant g WHERE g.id = $1"

    public func grant(id: String) async throws -> GrantRecord? {
        guard id.isStorable else { return nil }
        return try await lookUp("reading a grant") { session in
            try session.first(Self.grantByID, [.text(id)]).map { try GrantRecord(row: $0) }
        }
    }

    public func grants(ofUser userID: String?, ofClient clientID: String?, limit: Int) async throws -> [GrantRecord] {
        guard limit > 0, userID?.isStorable ?? true, clientID?.isStorable ?? true else { return [] }
        let selection = GrantSelection(user: userID, client: clientID)
        return try await read("listing grants") { session in
            try session.query(
                """
                SELECT \(GrantRecord.columns) FROM oauth_grant g WHERE \(selection.condition(from: 1))
                    AND g.revoked_at IS NULL
                ORDER BY g.created_at DESC, g.id DESC LIMIT $\(selection.values.count + 1)
                """, selection.values + [.integer(Int64(limit))]
            ).map { try GrantRecord(row: $0) }
        }
    }

    public func recordGrantUses(_ uses: [String: Int64]) async throws {
        // In one order, so that two processes never wait for each other.
        let uses = uses.filter { $0.key.isStorable }.sorted { $0.key < $1.key }
        guard !uses.isEmpty else { return }
        try await write("recording uses of grants") { session in
            for (id, at) in uses {
                try session.execute(
                    "UPDATE oauth_grant SET last_used_at = $1 WHERE id = $2 AND last_used_at < $1",
                    [.integer(at), .text(id)])
            }
        }
    }

    /// Adds a grant; one that a client has for itself is left out when there is one already.
    static func insert(_ grant: GrantRecord, endsAt: Int64?, in session: any SQLSession) throws(SQLFailure) {
        let isOwn = grant.userID == nil
        try session.execute(
            isOwn ? insertGrant + " ON CONFLICT DO NOTHING" : insertGrant,
            [
                .text(grant.id), .text(grant.userID), .text(grant.clientID), .text(grant.resource),
                .words(grant.scopes), .text(grant.redirectURI), .integer(grant.createdAt), .integer(grant.lastUsedAt),
                .integer(endsAt), .blob(isOwn ? grant.ownKey : nil), .text(grant.keyThumbprint), .text(grant.role),
                .flag(grant.needsAssertion),
            ])
    }

    private static let insertGrant = """
        INSERT INTO oauth_grant (id, user_id, client_id, resource, scopes, redirect_uri, created_at, last_used_at,
            ends_at, own_key, key_thumbprint, role, needs_assertion)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
        """
}

extension GrantRecord {
    static let columns = """
        g.id, g.user_id, g.client_id, g.resource, g.scopes, g.redirect_uri, g.created_at, g.last_used_at, \
        g.revoked_at, g.key_thumbprint, g.role, g.needs_assertion
        """

    /// Reads ``columns`` from a position on.
    init(row: SQLRow, from start: Int = 0) throws(SQLFailure) {
        self.init(
            id: try row.text(start), userID: try row.optionalText(start + 1), clientID: try row.text(start + 2),
            resource: try row.text(start + 3), scopes: try row.words(start + 4), redirectURI: try row.text(start + 5),
            createdAt: try row.integer(start + 6), lastUsedAt: try row.integer(start + 7),
            revokedAt: try row.optionalInteger(start + 8), keyThumbprint: try row.optionalText(start + 9),
            role: try row.optionalText(start + 10), needsAssertion: try row.integer(start + 11) == 1)
    }

    /// What is the same for two grants of a client for itself exactly when they mean the same.
    fileprivate var ownKey: [UInt8] {
        let parts = [clientID, resource] + Set(scopes).sorted()
        return SecretDigest(hashing: Array(parts.joined(separator: "\u{0}").utf8)).bytes
    }
}
