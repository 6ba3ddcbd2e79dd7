extension Store {
    /// Each kind in a transaction of its own, so that none waits long for it.
    public func prune(at now: Int64, limit: Int) async throws -> Int {
        guard limit > 0 else { return 0 }
        let most = Int64(limit)
        var gone = try await pruneRefreshTokens(at: now, limit: most)
        gone += try await pruneRevocations(at: now, limit: most)
        gone += try await prune("old grants", Self.oldGrants, upTo: now, limit: most)
        gone += try await prune("old codes", Self.oldCodes, upTo: now - Self.codeRetention, limit: most)
        gone += try await prune("old sessions", Self.old("session"), upTo: now, limit: most)
        gone += try await prune("old sign-ins", Self.old("pending_authorization"), upTo: now, limit: most)
        gone += try await prune("old visits", Self.old("provider_visit"), upTo: now, limit: most)
        for table in ["pushed_request", "device_authorization"] {
            gone += try await prune(
                "old requests", Self.old(table), upTo: now - Self.requestRetention, limit: most)
        }
        gone += try await prune("ids used once", Self.old("used_once"), upTo: now, limit: most)
        for (table, condition) in Self.flooded { gone += try await pruneFlood(table, condition, at: now) }
        gone += try await pruneClients(at: now, limit: most)
        gone += try await prune("old invitations", Self.old("invitation"), upTo: now, limit: most)
        gone += try await prune("old attempts", Self.oldAttempts, upTo: now - Self.attemptRetention, limit: most)
        return gone
    }

    private func prune(_ what: String, _ sql: String, upTo end: Int64, limit: Int64) async throws -> Int {
        try await write("deleting \(what)") { session in try session.execute(sql, [.integer(end), .integer(limit)]) }
    }

    private static func old(_ table: String) -> String {
        """
        DELETE FROM \(table) WHERE digest IN
            (SELECT digest FROM \(table) WHERE expires_at <= $1 ORDER BY expires_at LIMIT $2)
        """
    }

    private static let oldCodes = old("authorization_code")
    private static let oldGrants = """
        DELETE FROM oauth_grant WHERE id IN
            (SELECT id FROM oauth_grant WHERE ends_at IS NOT NULL AND ends_at <= $1 ORDER BY ends_at LIMIT $2)
        """
    private static let oldAttempts = """
        DELETE FROM attempt WHERE (account, made_at) IN
            (SELECT account, made_at FROM attempt WHERE made_at <= $1 ORDER BY made_at LIMIT $2)
        """

    /// More sign-ins and requests under way than people can have at once are a flood: those go that were begun first,
    /// unless a password was given for them already, or somebody has answered.
    private func pruneFlood(_ table: String, _ condition: String, at now: Int64) async throws -> Int {
        let newest = try await lookUp("counting what is under way") { session in
            try session.first(
                """
                SELECT expires_at FROM \(table) WHERE expires_at > $1
                ORDER BY expires_at DESC LIMIT 1 OFFSET \(Self.mostUnderWay)
                """, [.integer(now - Self.requestRetention)])?.integer(0)
        }
        guard let newest else { return 0 }
        return try await write("deleting a flood") { session in
            try session.execute("DELETE FROM \(table) WHERE expires_at <= $1\(condition)", [.integer(newest)])
        }
    }

    /// Tables that anybody fills by asking, and which of their rows may go before their end.
    private static let flooded = [
        ("pending_authorization", " AND password_given_by IS NULL"), ("provider_visit", ""), ("pushed_request", ""),
        ("device_authorization", " AND state = 'pending'"),
    ]
    private static let mostUnderWay = 20_000

    /// With the newest token of a grant goes the last that could refresh it: it ends when its last access token has.
    private func pruneRefreshTokens(at now: Int64, limit: Int64) async throws -> Int {
        try await write("deleting old refresh tokens") { session in
            let rows = try session.query(
                Self.old("refresh_token") + " RETURNING grant_id, rotated_at", [.integer(now), .integer(limit)])
            for row in rows where try row.isNull(1) {
                try session.execute(
                    "UPDATE oauth_grant SET ends_at = $1 WHERE id = $2 AND ends_at IS NULL",
                    [.integer(now + Self.longestTokenLife), .text(try row.text(0))])
            }
            return rows.count
        }
    }

    /// Writes down how far it came, so that a revocation that is missing can be told from one that is over.
    private func pruneRevocations(at now: Int64, limit: Int64) async throws -> Int {
        try await write("deleting old revocations") { session in
            let gone = try session.execute(
                """
                DELETE FROM revocation WHERE id IN
                    (SELECT id FROM revocation WHERE expires_at <= $1 ORDER BY expires_at LIMIT $2)
                """, [.integer(now), .integer(limit)])
            guard gone > 0 else { return 0 }
            try session.execute(
                "UPDATE counter SET value = $1 WHERE name = 'revocations_pruned' AND value < $1", [.integer(now)])
            return gone
        }
    }
}
