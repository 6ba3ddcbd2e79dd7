public import DoorwardSecrets
internal import GRDB

extension SQLiteStore: SecretUsageStore {
    public func recordUses(_ uses: [String: Int64]) async throws {
        guard !uses.isEmpty else { return }
        try await write("recording uses of secrets") { database in
            let statement = try database.makeStatement(
                sql: "UPDATE secret_usage SET last_used = max(coalesce(last_used, :at), :at) WHERE fingerprint = :name")
            for (fingerprint, at) in uses {
                try statement.execute(arguments: ["at": at, "name": fingerprint])
            }
        }
    }

    public func noteFirstSeen(_ sightings: [String: SecretSighting]) async throws {
        guard !sightings.isEmpty else { return }
        try await write("noting secrets") { database in
            let statement = try database.makeStatement(
                sql: """
                    INSERT INTO secret_usage (fingerprint, source, first_seen) VALUES (:name, :source, :at)
                    ON CONFLICT (fingerprint) DO UPDATE SET
                        source = excluded.source,
                        retired_at = CASE WHEN excluded.first_seen > retired_at THEN NULL ELSE retired_at END
                    """)
            for (fingerprint, sighting) in sightings {
                try statement.execute(arguments: ["name": fingerprint, "source": sighting.source, "at": sighting.at])
            }
        }
    }

    public func usage() async throws -> [SecretUsage] {
        try await read("listing secrets") { database in
            try Row.fetchAll(database, sql: "SELECT * FROM secret_usage ORDER BY first_seen, fingerprint")
                .map(SecretUsage.init(row:))
        }
    }

    public func retire(fingerprint: String, at: Int64) async throws -> SecretUsage? {
        try await write("retiring a secret") { database in
            try database.execute(
                sql: "UPDATE secret_usage SET retired_at = ? WHERE fingerprint = ? AND retired_at IS NULL",
                arguments: [at, fingerprint])
            return try Row.fetchOne(
                database, sql: "SELECT * FROM secret_usage WHERE fingerprint = ?", arguments: [fingerprint]
            ).map(SecretUsage.init(row:))
        }
    }
}

extension SecretUsage {
    fileprivate init(row: Row) throws {
        self.init(
            fingerprint: try row.value("fingerprint"), source: try row.value("source"),
            firstSeen: try row.value("first_seen"), lastUsed: try row.optional("last_used"),
            retiredAt: try row.optional("retired_at"))
    }
}
