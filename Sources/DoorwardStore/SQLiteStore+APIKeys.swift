public import DoorwardSecrets
internal import GRDB

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

extension SQLiteStore: APIKeyStore {
    public func create(_ record: APIKeyRecord) async throws {
        try await write("API key") { database in
            try database.execute(
                sql: """
                    INSERT INTO api_key
                        (digest, id, user, label, hint, created_at, expires_at, last_used_at, revoked_at)
                    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
                    """,
                arguments: [
                    record.digest.blob, record.id, record.user, record.label, record.hint, record.createdAt,
                    record.expiresAt, record.lastUsedAt, record.revokedAt,
                ])
        }
    }

    public func list(user: String?) async throws -> [APIKeyRecord] {
        try await read("listing API keys") { database in
            try Row.fetchAll(
                database,
                sql: """
                    SELECT * FROM api_key WHERE user = coalesce(:user, user) ORDER BY created_at, id
                    """,
                arguments: ["user": user]
            ).map(APIKeyRecord.init(row:))
        }
    }

    public func revoke(id: String, at: Int64) async throws -> APIKeyRecord? {
        try await write("revoking an API key") { database in
            try database.execute(
                sql: "UPDATE api_key SET revoked_at = ? WHERE id = ? AND revoked_at IS NULL", arguments: [at, id])
            return try Row.fetchOne(database, sql: "SELECT * FROM api_key WHERE id = ?", arguments: [id])
                .map(APIKeyRecord.init(row:))
        }
    }

    public func recordUses(_ uses: [SecretDigest: Int64]) async throws {
        guard !uses.isEmpty else { return }
        try await write("recording uses of API keys") { database in
            let statement = try database.makeStatement(
                sql: "UPDATE api_key SET last_used_at = max(coalesce(last_used_at, :at), :at) WHERE digest = :digest")
            for (digest, at) in uses {
                try statement.execute(arguments: ["at": at, "digest": digest.blob])
            }
        }
    }

    public func revision() async throws -> Int64 {
        try await read("reading the revision of the API keys") { database in
            try Int64.fetchOne(database, sql: "SELECT value FROM revision WHERE name = 'api_key'") ?? 0
        }
    }
}

extension APIKeyRecord {
    fileprivate init(row: Row) throws {
        let digest: Data = try row.value("digest")
        guard let digest = SecretDigest(bytes: digest) else {
            throw DatabaseError(resultCode: .SQLITE_CORRUPT, message: "an API key's digest is not 32 bytes")
        }
        self.init(
            id: try row.value("id"), user: try row.value("user"),
            label: try row.value("label"), digest: digest, hint: try row.value("hint"),
            createdAt: try row.value("created_at"), expiresAt: try row.optional("expires_at"),
            lastUsedAt: try row.optional("last_used_at"), revokedAt: try row.optional("revoked_at"))
    }
}

extension SecretDigest {
    fileprivate var blob: Data { Data(bytes) }
}
