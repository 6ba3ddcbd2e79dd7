/// Where keys of users and what must outlive a restart are kept.
public enum DatabaseLocation: Sendable, Hashable, CustomStringConvertible {
    /// An SQLite file; relative to the configuration file until the loader has made it a path of its own.
    case sqlite(String)
    /// Nowhere.
    case none

    /// Reads `sqlite:PATH` or `none`.
    ///
    /// - Throws: ``ConfigurationValueError``; it never repeats the text, for addresses of databases carry passwords.
    public init(parsing text: String) throws(ConfigurationValueError) {
        let hint = "write sqlite:doorward.db or none"
        if text == "none" {
            self = .none
            return
        }
        guard text.hasPrefix("sqlite:") else {
            let other = text.lowercased().hasPrefix("postgres")
            throw ConfigurationValueError(
                other ? "names PostgreSQL, which is not available in this version" : "is neither sqlite:PATH nor none",
                hint: hint)
        }
        let path = String(text.dropFirst(7))
        guard !path.hasPrefix("//") else {
            throw ConfigurationValueError(
                "has two slashes after sqlite:", hint: "write sqlite:/the/whole/path or \(hint.dropFirst(6))")
        }
        guard path != ":memory:" else {
            throw ConfigurationValueError("would be forgotten at every stop", hint: hint)
        }
        self = .sqlite(try fileName(path, hint: hint))
    }

    public var description: String {
        switch self {
        case .sqlite(let path): "sqlite:\(path)"
        case .none: "none"
        }
    }
}

extension DatabaseLocation: ConfigurationText {}
