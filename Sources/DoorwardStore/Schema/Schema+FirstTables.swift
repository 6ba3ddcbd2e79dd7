extension Schema {
    /// API keys, the history of secrets, audit events. Times are Unix seconds, digests SHA-256.
    ///
    /// The triggers make the revision right whoever writes, but do not fire for `last_used_at`: it changes all the time
    /// and no gate has to know.
    static let firstTables = SchemaStep(
        name: "first tables",
        sqlite: """
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
            """,
        postgreSQL: """
            CREATE TABLE revision (
                name {text} PRIMARY KEY,
                value BIGINT NOT NULL
            );
            INSERT INTO revision VALUES ('api_key', 0);

            CREATE TABLE api_key (
                digest BYTEA PRIMARY KEY CHECK (length(digest) = 32),
                id {text} NOT NULL UNIQUE,
                "user" {text} NOT NULL,
                label {text} NOT NULL,
                hint {text} NOT NULL,
                created_at BIGINT NOT NULL,
                expires_at BIGINT,
                last_used_at BIGINT,
                revoked_at BIGINT
            );
            CREATE INDEX api_key_by_user ON api_key ("user", created_at);
            CREATE FUNCTION api_key_changed() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                UPDATE revision SET value = value + 1 WHERE name = 'api_key';
                PERFORM pg_notify('doorward', 'api_key');
                RETURN NULL;
            END $$;
            CREATE TRIGGER api_key_inserted_or_deleted AFTER INSERT OR DELETE ON api_key
            FOR EACH ROW EXECUTE FUNCTION api_key_changed();
            CREATE TRIGGER api_key_updated
            AFTER UPDATE OF digest, id, "user", label, hint, created_at, expires_at, revoked_at ON api_key
            FOR EACH ROW EXECUTE FUNCTION api_key_changed();

            CREATE TABLE secret_usage (
                fingerprint {text} PRIMARY KEY,
                source {text} NOT NULL,
                first_seen BIGINT NOT NULL,
                last_used BIGINT,
                retired_at BIGINT
            );

            CREATE TABLE audit_event (
                id {identity},
                at BIGINT NOT NULL,
                kind {text} NOT NULL,
                actor {text} NOT NULL,
                subject {text} NOT NULL,
                detail {text} NOT NULL CHECK (detail::json IS NOT NULL)
            );
            """)
}
