public import DoorwardSecrets

extension Store: APIKeyStore {
    public func create(_ record: APIKeyRecord) async throws {
        let values: [SQLValue] = [
            .blob(record.digest.bytes), .text(record.id), .text(record.user), .text(record.label), .text(record.hint),
            .integer(record.createdAt), .integer(record.expiresAt), .integer(record.lastUsedAt),
            .integer(record.revokedAt),
        ]
        try await write("API key") { session in
            if let owner = try session.first(locking: Self.owner, [.text(record.user)]), try !owner.isNull(0) {
                throw SQLFailure(kind: .constraint, message: "the account that the key is for is disabled")
            }
            try session.execute(
                """
                INSERT INTO api_key (digest, id, "user", label, hint, created_at, expires_at, last_used_at, revoked_at)
                VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
                """, values)
        }
    }

    /// The account of a key, locked: whoever disables it comes before, or sees the key and revokes it.
    private static let owner = LockingQuery("SELECT disabled_at FROM oauth_user WHERE id = $1", lock: "FOR SHARE")

    public func list(user: String?) async throws -> [APIKeyRecord] {
        try await read("listing API keys") { session in
            let columns = APIKeyRecord.columns
            let rows =
                if let user {
                    try session.query(
                        "SELECT \(columns) FROM api_key WHERE \"user\" = $1 ORDER BY created_at, id", [.text(user)])
                } else {
                    try session.query("SELECT \(columns) FROM api_key ORDER BY created_at, id")
                }
            return try rows.map { row throws(SQLFailure) in try APIKeyRecord(row: row) }
        }
    }

    public func revoke(id: String, at: Int64) async throws -> APIKeyRecord? {
        try await write("revoking an API key") { session in
            try session.execute(
                "UPDATE api_key SET revoked_at = $1 WHERE id = $2 AND revoked_at IS NULL", [.integer(at), .text(id)])
            let row = try session.first("SELECT \(APIKeyRecord.columns) FROM api_key WHERE id = $1", [.text(id)])
            return try row.map { row throws(SQLFailure) in try APIKeyRecord(row: row) }
        }
    }

    public func recordUses(_ uses: [SecretDigest: Int64]) async throws {
        guard !uses.isEmpty else { return }
        // In one order, so that two processes never wait for each other.
        let uses = uses.map { (digest: $0.key.bytes, at: $0.value) }.sorted {
            $0.digest.lexicographicallyPrecedes($1.digest)
        }
        try await write("recording uses of API keys") { session in
            for (digest, at) in uses {
                try session.execute(
                    """
                    UPDATE api_key SET last_used_at = CASE WHEN last_used_at >= $1 THEN last_used_at ELSE $1 END
                    WHERE digest = $2
                    """, [.integer(at), .blob(digest)])
            }
        }
    }

    public func revision() async throws -> Int64 {
        try await lookUp("reading the revision of the API keys") { session in
            try session.first("SELECT value FROM revision WHERE name = 'api_key'")?.integer(0) ?? 0
        }
    }
}

extension APIKeyRecord {
    fileprivate static let columns =
        "digest, id, \"user\", label, hint, created_at, expires_at, last_used_at, revoked_at"

    fileprivate init(row: SQLRow) throws(SQLFailure) {
        guard let digest = SecretDigest(bytes: try row.blob(0)) else {
            throw .damaged("an API key's digest is not 32 bytes")
        }
        self.init(
            id: try row.text(1), user: try row.text(2), label: try row.text(3), digest: digest, hint: try row.text(4),
            createdAt: try row.integer(5), expiresAt: try row.optionalInteger(6),
            lastUsedAt: try row.optionalInteger(7), revokedAt: try row.optionalInteger(8))
    }
}
