extension SQLiteConnection: SchemaConnection {
    /// Marks the file as Doorward's (`PRAGMA application_id`): "DWRD".
    static let applicationID: Int64 = 0x4457_5244

    /// `PRAGMA user_version` counts the steps.
    func schemaState() throws(SQLFailure) -> (version: Int, isForeign: Bool) {
        let version = try number("PRAGMA user_version")
        let application = try number("PRAGMA application_id")
        let tables = try number("SELECT count(*) FROM sqlite_schema")
        let isNew = version == 0 && application == 0 && tables == 0
        // A negative number of steps was never ours either.
        return (Int(clamping: version), !isNew && (application != Self.applicationID || version < 0))
    }

    func take(_ step: SchemaStep, after version: Int) throws(SQLFailure) -> Int {
        try script("BEGIN IMMEDIATE")
        do {
            let found = Int(clamping: try number("PRAGMA user_version"))
            guard found == version else {
                try script("ROLLBACK")
                return found
            }
            try script(step.sqlite)
            let mark = "PRAGMA user_version = \(version + 1); PRAGMA application_id = \(Self.applicationID)"
            try script(mark + "; COMMIT")
            return version + 1
        } catch {
            if isInTransaction { _ = try? script("ROLLBACK") }
            throw error
        }
    }

    private func number(_ sql: String) throws(SQLFailure) -> Int64 {
        guard let row = try first(sql) else { throw .damaged("no answer to a question about the file") }
        return try row.integer(0)
    }
}
