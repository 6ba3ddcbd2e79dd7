/// Why a database could not be opened or used; with its name (a path, or an address without a password) and the cause,
/// never with a value.
public enum StoreError: Error, Sendable, Equatable {
    /// The file cannot be created or opened, or the server not reached.
    case cannotOpen(path: String, cause: String)
    /// It is a database of another program.
    case foreign(path: String)
    /// It was written by a newer version of Doorward; `found` and `known` are schema numbers.
    case newerSchema(path: String, found: Int, known: Int)
    /// Bringing the schema up to `version` failed; it is as it was.
    case migration(path: String, version: Int, cause: String)
    /// There is a row with the same key already.
    case duplicate(path: String, what: String)
    /// A read or a write failed.
    case failed(path: String, doing: String, cause: String)
    /// This database is backed up by a program of its own.
    case backupElsewhere(command: String)
}

extension StoreError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .cannotOpen(let path, let cause):
            "cannot open the database \(path): \(cause)"
                + (path.hasPrefix("postgres:") ? "" : "; its directory must exist and be writable")
        case .foreign(let path): "\(path) is a database of another program; name one of its own"
        case .newerSchema(let path, let found, let known):
            "the database \(path) has schema \(found), this version knows \(known); start the newer version, "
                + "or restore a backup"
        case .migration(let path, let version, let cause):
            "cannot bring the database \(path) to schema \(version): \(cause); it is unchanged"
        case .duplicate(let path, let what): "the database \(path) has this \(what) already"
        case .failed(let path, let doing, let cause): "the database \(path) failed \(doing): \(cause)"
        case .backupElsewhere(let command): "PostgreSQL makes backups itself; run: \(command)"
        }
    }
}
