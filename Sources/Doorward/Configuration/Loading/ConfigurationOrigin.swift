/// Where a value, or a problem, came from.
public enum ConfigurationOrigin: Sendable, Hashable, CustomStringConvertible {
    /// The configuration file; without a position when it is about the file as a whole.
    case file(path: String, position: FilePosition?)
    /// An environment variable.
    case environment(name: String)
    /// A flag of the command line, with its dashes.
    case flag(name: String)
    /// Said nowhere: the built-in default, or a configuration made in code.
    case `default`

    /// `doorward.yaml:12:3`, `DOORWARD_LISTEN`, `--listen`, `default`.
    public var description: String {
        switch self {
        case .file(let path, let position): position.map { "\(path):\($0)" } ?? path
        case .environment(let name), .flag(let name): name
        case .default: "default"
        }
    }

    /// File positions first and in order, then the environment, then flags.
    var sortKey: (Int, Int, Int, String) {
        switch self {
        case .file(_, let position): (0, position?.line ?? 0, position?.column ?? 0, "")
        case .environment(let name): (1, 0, 0, name)
        case .flag(let name): (2, 0, 0, name)
        case .default: (3, 0, 0, "")
        }
    }
}
