public import DoorwardSecrets

/// How a database is used; the defaults are right for most.
public struct StoreOptions: Sendable {
    /// What a power failure may take.
    public enum Durability: Sendable {
        /// Nothing that was acknowledged (SQLite: `synchronous=FULL`; PostgreSQL: as the server is set, on unless told).
        case full
        /// The last writes, never the whole (SQLite: `synchronous=NORMAL`; PostgreSQL: `synchronous_commit=off`).
        case normal
    }

    /// How many audit events are kept before the oldest go.
    public var auditCapacity = 100_000
    public var durability = Durability.full
    /// How many connections a pool has; PostgreSQL only.
    public var connections = 8
    /// Passwords of PostgreSQL that may still be the right one, the newest first, while it is being changed.
    public var olderPasswords: [Secret] = []
    /// How many writes share one transaction at most.
    public var batchLimit = 256
    /// Milliseconds between two looks for what other processes changed.
    public var pollInterval = 200
    /// Whether PostgreSQL is asked to tell of changes by itself (`LISTEN`), which is faster than looking.
    public var listens = true

    public init() {}
}
