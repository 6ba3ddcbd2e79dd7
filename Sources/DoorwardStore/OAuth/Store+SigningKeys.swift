public import DoorwardOAuth

extension Store: SigningKeyStore {
    public func signingKeys(at now: Int64) async throws -> [SigningKeyRecord] {
        try await read("reading signing keys") { session in
            try session.query(
                """
                SELECT id, public_key, sealed_private_key, created_at, active_from, retires_at FROM signing_key
                WHERE retires_at IS NULL OR retires_at > $1 ORDER BY position
                """, [.integer(now)]
            ).map { row in
                SigningKeyRecord(
                    id: try row.text(0), publicKey: try row.text(1), sealedPrivateKey: try row.blob(2),
                    createdAt: try row.integer(3), activeFrom: try row.integer(4),
                    retiresAt: try row.optionalInteger(5))
            }
        }
    }

    public func add(_ key: SigningKeyRecord, expecting newestID: String?) async throws -> Bool {
        let values: [SQLValue] = [
            .text(key.id), .text(key.publicKey), .blob(key.sealedPrivateKey), .integer(key.createdAt),
            .integer(key.activeFrom), .integer(key.retiresAt),
        ]
        return try await write("signing key") { session in
            // Counting locks out all others that would add a key, and is the key's position.
            try session.execute("UPDATE counter SET value = value + 1 WHERE name = 'signing_key'")
            let newest = try session.first("SELECT id FROM signing_key ORDER BY position DESC LIMIT 1")?.text(0)
            guard newest == newestID else { return false }
            try session.execute(
                """
                INSERT INTO signing_key
                    (id, public_key, sealed_private_key, created_at, active_from, retires_at, position)
                VALUES ($1, $2, $3, $4, $5, $6, (SELECT value FROM counter WHERE name = 'signing_key'))
                """, values)
            try session.notify(Topic.signingKey)
            return true
        }
    }

    public func retireSigningKey(id: String, at time: Int64) async throws {
        guard id.isStorable else { return }
        try await write("retiring a signing key") { session in
            let changed = try session.execute(
                "UPDATE signing_key SET retires_at = $1 WHERE id = $2 AND (retires_at IS NULL OR retires_at > $1)",
                [.integer(time), .text(id)])
            if changed > 0 { try session.notify(Topic.signingKey) }
        }
    }

    public func signingKeyRevision() async throws -> Int64 { try await revision(of: Topic.signingKey) }
}
