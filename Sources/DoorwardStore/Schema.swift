internal import GRDB

/// The tables and how they came to be: forward only, one transaction a step. `PRAGMA user_version` counts the steps.
enum Schema {
    /// Marks the file as Doorward's (`PRAGMA application_id`): "DWRD".
    static let applicationID: Int64 = 0x4457_5244

    /// Each step is final once released; a change is a new step at the end.
    static let steps: [String] = [firstTables]

    static func migrate(_ writer: any DatabaseWriter, path: String) throws(StoreError) {
        var version = try currentVersion(writer, path: path)
        while version < steps.count {
            do { version = try take(version, in: writer) } catch {
                throw .migration(path: path, version: version + 1, cause: SQLiteStore.cause(of: error))
            }
        }
        guard version == steps.count else { throw .newerSchema(path: path, found: version, known: steps.count) }
    }

    /// Takes one step and returns the version after it. The version is read again inside the transaction: another
    /// process may have taken the step in between.
    static func take(_ step: Int, in writer: any DatabaseWriter) throws -> Int {
        try writer.write { database in
            let found = try Int.fetchOne(database, sql: "PRAGMA user_version") ?? 0
            guard found == step else { return found }
            try database.execute(sql: steps[step])
            try database.execute(sql: "PRAGMA user_version = \(step + 1); PRAGMA application_id = \(applicationID)")
            return step + 1
        }
    }

    private static func currentVersion(_ writer: any DatabaseWriter, path: String) throws(StoreError) -> Int {
        let found: (version: Int, application: Int64, tables: Int)
        do {
            found = try writer.read { database in
                (
                    try Int.fetchOne(database, sql: "PRAGMA user_version") ?? 0,
                    try Int64.fetchOne(database, sql: "PRAGMA application_id") ?? 0,
                    try Int.fetchOne(database, sql: "SELECT count(*) FROM sqlite_schema") ?? 0
                )
            }
        } catch {
            throw .cannotOpen(path: path, cause: SQLiteStore.cause(of: error))
        }
        let isNew = found.version == 0 && found.application == 0 && found.tables == 0
        guard isNew || found.application == applicationID else { throw .foreign(path: path) }
        return found.version
    }

    /// Times are Unix seconds, digests SHA-256. The triggers make the revision right whoever writes, but do not fire
    /// for `last_used_at`: it changes all the time and no gate has to know.
    private static let firstTables = """
        CREATE TABLE revision (
            name TEXT PRIMARY KEY,
            value INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;
        INSERT INTO revision VALUES ('api_key', 0);

        CREATE TABLE api_key (
            digest BLOB PRIMARY KEY CHECK (length(digest) = 32),
            id TEXT NOT NULL UNIQUE,
            user TEXT NOT NULL,
            label TEXT NOT NULL,
            hint TEXT NOT NULL,
            created_at INTEGER NOT NULL,
            expires_at INTEGER,
            last_used_at INTEGER,
            revoked_at INTEGER
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX api_key_by_user ON api_key (user, created_at);
        CREATE TRIGGER api_key_inserted AFTER INSERT ON api_key BEGIN
            UPDATE revision SET value = value + 1 WHERE name = 'api_key';
        END;
        CREATE TRIGGER api_key_deleted AFTER DELETE ON api_key BEGIN
            UPDATE revision SET value = value + 1 WHERE name = 'api_key';
        END;
        CREATE TRIGGER api_key_updated
        AFTER UPDATE OF digest, id, user, label, hint, created_at, expires_at, revoked_at ON api_key BEGIN
            UPDATE revision SET value = value + 1 WHERE name = 'api_key';
        END;

        CREATE TABLE secret_usage (
            fingerprint TEXT PRIMARY KEY,
            source TEXT NOT NULL,
            first_seen INTEGER NOT NULL,
            last_used INTEGER,
            retired_at INTEGER
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE audit_event (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            at INTEGER NOT NULL,
            kind TEXT NOT NULL,
            actor TEXT NOT NULL,
            subject TEXT NOT NULL,
            detail TEXT NOT NULL CHECK (json_valid(detail))
        ) STRICT;
        """
}
