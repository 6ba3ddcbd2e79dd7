extension Store {
    /// Writes a copy of a SQLite file as it is now, while others go on using it.
    ///
    /// - Parameter path: where the copy goes; there must be no such file. It is readable by its owner only and complete
    /// when the call returns.
    /// - Throws: ``StoreError``; for PostgreSQL ``StoreError/backupElsewhere(command:)`` with the command that does it.
    public func backUp(to path: String) async throws(StoreError) { try await database.backUp(to: path) }

    /// Looks for damage: the database's own checks, and whether the data fit together.
    ///
    /// - Returns: a sentence for each problem, none when all is well.
    public func check() async throws(StoreError) -> [String] {
        try await check(Schema.checks)
    }

    func check(_ checks: [SchemaCheck]) async throws(StoreError) -> [String] {
        var problems = try await database.damage()
        for check in checks {
            let count = try await read("checking for \(check.problem)") { session in
                try session.first(check.query)?.integer(0) ?? 0
            }
            if count > 0 { problems.append("\(check.problem): \(count)") }
        }
        return problems
    }
}
