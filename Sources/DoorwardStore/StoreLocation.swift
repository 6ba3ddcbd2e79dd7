public import DoorwardSecrets

/// Which database the stores are in.
public enum StoreLocation: Sendable {
    /// A SQLite file, made when there is none.
    case sqlite(path: String)

    /// A PostgreSQL database: `postgres://user@host:port/database?sslmode=verify-full&sslrootcert=/path`.
    ///
    /// The password is given apart so that it never stands where addresses are shown; a URL that holds one is refused.
    /// Parameters: `sslmode` (`prefer` unless told), `sslrootcert`, `sslcert`, `sslkey`, `host` (a directory of a Unix
    /// socket), `connect_timeout` (seconds, 5 unless told).
    case postgres(url: String, password: Secret?)
}
