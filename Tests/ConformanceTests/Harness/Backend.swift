import DoorwardTesting
import Testing

/// The databases that a door can keep its state in.
enum Backend: String, CaseIterable, Sendable, CustomTestStringConvertible {
    case sqlite = "SQLite"
    case postgresql = "PostgreSQL"

    var testDescription: String { rawValue }

    /// The settings of a fresh database, with its secrets in `folder`; `nil` where this machine has no such database,
    /// which has been said on standard output.
    func settings(in folder: TemporaryFolder) throws -> [(key: String, value: String)]? {
        switch self {
        case .sqlite: return [("database", "\"sqlite:\(folder.path)/doorward.db\"")]
        case .postgresql:
            guard let cluster = PostgreSQLCluster.shared else { return nil }
            try folder.write("database-password", cluster.password)
            try folder.write("master-secret", GateConfiguration.freshSecret())
            return Self.postgreSQLSettings(try cluster.makeDatabase(), in: folder)
        }
    }

    /// The settings of a PostgreSQL database whose secrets are in `folder`.
    static func postgreSQLSettings(_ url: String, in folder: TemporaryFolder) -> [(key: String, value: String)] {
        [
            ("database", "\"\(url)\""), ("database_password", "\"file:\(folder.path)/database-password\""),
            ("database_connections", "4"), ("oauth.master_secret", "\"file:\(folder.path)/master-secret\""),
        ]
    }
}
