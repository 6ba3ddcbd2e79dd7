#if PostgreSQL
    extension PostgreSQLConnection: SchemaConnection {
        /// The steps that were taken are rows of the table `doorward_schema`.
        func schemaState() throws(SQLFailure) -> (version: Int, isForeign: Bool) {
            // One statement: another process may be making the tables now.
            let found = try first(
                """
                SELECT count(*) FILTER (WHERE relname = 'doorward_schema'), count(*) FROM pg_catalog.pg_class
                WHERE relnamespace = current_schema()::regnamespace AND relkind IN ('r', 'p', 'v', 'm', 'f')
                """)
            guard let found else { throw .damaged("no answer to a question about the tables") }
            guard try found.integer(0) > 0 else { return (0, try found.integer(1) > 0) }
            return (try version(), false)
        }

        func take(_ step: SchemaStep, after version: Int) throws(SQLFailure) -> Int {
            do {
                try script(
                    """
                    BEGIN;
                    SET LOCAL statement_timeout = 0;
                    SELECT pg_advisory_xact_lock(\(Self.lock));
                    CREATE TABLE IF NOT EXISTS doorward_schema (
                        version BIGINT PRIMARY KEY,
                        name TEXT NOT NULL,
                        taken_at TIMESTAMPTZ NOT NULL DEFAULT now()
                    )
                    """)
                let found = try self.version()
                guard found == version else {
                    try script("ROLLBACK")
                    return found
                }
                try script(step.postgreSQL)
                try execute(
                    "INSERT INTO doorward_schema (version, name) VALUES ($1, $2)",
                    [.integer(Int64(version + 1)), .text(step.name)])
                try commit()
                return version + 1
            } catch {
                _ = try? script("ROLLBACK")
                throw error
            }
        }

        /// "DWRD": one lock for all who bring a schema forward.
        private static let lock = 0x4457_5244

        private func version() throws(SQLFailure) -> Int {
            Int(clamping: try first("SELECT coalesce(max(version), 0) FROM doorward_schema")?.integer(0) ?? 0)
        }
    }
#endif
