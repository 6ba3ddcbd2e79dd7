public import DoorwardOAuth
internal import DoorwardSecrets

extension Store: AttemptStore {
    /// One row for each second, so that a flood costs no more than its duration.
    public func countAttempt(_ keys: [String], at now: Int64, since: Int64) async throws -> [String: Int] {
        let accounts = Self.accounts(keys)
        return try await write("counting an attempt to sign in") { session in
            for (_, account) in accounts {
                try session.execute(
                    """
                    INSERT INTO attempt (account, made_at, number) VALUES ($1, $2, 1)
                    ON CONFLICT (account, made_at) DO UPDATE SET number = attempt.number + 1
                    """, [.blob(account), .integer(now)])
            }
            return try Self.count(accounts, since: since, in: session)
        }
    }

    public func attempts(_ keys: [String], since: Int64) async throws -> [String: Int] {
        let accounts = Self.accounts(keys)
        return try await lookUp("counting attempts to sign in") { session in
            try Self.count(accounts, since: since, in: session)
        }
    }

    public func forgetAttempts(_ key: String) async throws {
        let accounts = Self.accounts([key])
        try await write("forgetting attempts to sign in") { session in
            for (_, account) in accounts {
                try session.execute("DELETE FROM attempt WHERE account = $1", [.blob(account)])
            }
        }
    }

    /// Digests of the keys, in one order so that two processes never wait for each other.
    private static func accounts(_ keys: [String]) -> [(key: String, account: [UInt8])] {
        Set(keys).map { (key: $0, account: SecretDigest(hashing: Array($0.utf8)).bytes) }
            .sorted { $0.account.lexicographicallyPrecedes($1.account) }
    }

    private static func count(
        _ accounts: [(key: String, account: [UInt8])], since: Int64, in session: any SQLSession
    ) throws -> [String: Int] {
        var counts: [String: Int] = [:]
        for (key, account) in accounts {
            let row = try session.first(
                "SELECT coalesce(CAST(sum(number) AS BIGINT), 0) FROM attempt WHERE account = $1 AND made_at >= $2",
                [.blob(account), .integer(since)])
            counts[key] = Int(try row?.integer(0) ?? 0)
        }
        return counts
    }
}
