public import DoorwardSecrets

extension Store: SecretUsageStore {
    public func recordUses(_ uses: [String: Int64]) async throws {
        guard !uses.isEmpty else { return }
        let uses = uses.sorted { $0.key < $1.key }
        try await write("recording uses of secrets") { session in
            for (fingerprint, at) in uses {
                try session.execute(
                    """
                    UPDATE secret_usage SET last_used = CASE WHEN last_used >= $1 THEN last_used ELSE $1 END
                    WHERE fingerprint = $2
                    """, [.integer(at), .text(fingerprint)])
            }
        }
    }

    public func noteFirstSeen(_ sightings: [String: SecretSighting]) async throws {
        guard !sightings.isEmpty else { return }
        let sightings = sightings.sorted { $0.key < $1.key }
        try await write("noting secrets") { session in
            for (fingerprint, sighting) in sightings {
                try session.execute(
                    """
                    INSERT INTO secret_usage (fingerprint, source, first_seen) VALUES ($1, $2, $3)
                    ON CONFLICT (fingerprint) DO UPDATE SET
                        source = excluded.source,
                        retired_at = CASE WHEN excluded.first_seen > secret_usage.retired_at THEN NULL
                            ELSE secret_usage.retired_at END
                    """, [.text(fingerprint), .text(sighting.source), .integer(sighting.at)])
            }
        }
    }

    public func usage() async throws -> [SecretUsage] {
        try await read("listing secrets") { session in
            try session.query("SELECT \(SecretUsage.columns) FROM secret_usage ORDER BY first_seen, fingerprint")
                .map { row throws(SQLFailure) in try SecretUsage(row: row) }
        }
    }

    public func retire(fingerprint: String, at: Int64) async throws -> SecretUsage? {
        try await write("retiring a secret") { session in
            try session.execute(
                "UPDATE secret_usage SET retired_at = $1 WHERE fingerprint = $2 AND retired_at IS NULL",
                [.integer(at), .text(fingerprint)])
            let row = try session.first(
                "SELECT \(SecretUsage.columns) FROM secret_usage WHERE fingerprint = $1", [.text(fingerprint)])
            return try row.map { row throws(SQLFailure) in try SecretUsage(row: row) }
        }
    }
}

extension SecretUsage {
    fileprivate static let columns = "fingerprint, source, first_seen, last_used, retired_at"

    fileprivate init(row: SQLRow) throws(SQLFailure) {
        self.init(
            fingerprint: try row.text(0), source: try row.text(1), firstSeen: try row.integer(2),
            lastUsed: try row.optionalInteger(3), retiredAt: try row.optionalInteger(4))
    }
}
