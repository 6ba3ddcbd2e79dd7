/// Where keys of users and what must outlive a restart are kept.
public enum DatabaseLocation: Sendable, Hashable, CustomStringConvertible {
    /// An SQLite file; relative to the configuration file until the loader has made it a path of its own.
    case sqlite(String)
    /// A database of a PostgreSQL server, shared by any number of processes.
    case postgres(PostgresURL)
    /// Nowhere.
    case none

    /// Reads `sqlite:PATH`, `postgres://…` or `none`.
    ///
    /// - Throws: ``ConfigurationValueError``; it never repeats the text, for addresses of databases carry passwords.
    public init(parsing text: String) throws(ConfigurationValueError) {
        let hint = "write sqlite:doorward.db, postgres://doorward@db.example.com/doorward or none"
        if text == "none" {
            self = .none
            return
        }
        let lower = text.lowercased()
        if lower.hasPrefix("postgres:") || lower.hasPrefix("postgresql:") {
            self = .postgres(try PostgresURL(parsing: text))
            return
        }
        guard text.hasPrefix("sqlite:") else {
            throw ConfigurationValueError("is neither sqlite:PATH nor postgres://… nor none", hint: hint)
        }
        let path = String(text.dropFirst(7))
        guard !path.hasPrefix("//") else {
            throw ConfigurationValueError(
                "has two slashes after sqlite:", hint: "write sqlite:/the/whole/path or sqlite:doorward.db")
        }
        guard path != ":memory:" else {
            throw ConfigurationValueError("would be forgotten at every stop", hint: hint)
        }
        self = .sqlite(try fileName(path, hint: hint))
    }

    public var description: String {
        switch self {
        case .sqlite(let path): "sqlite:\(path)"
        case .postgres(let url): url.description
        case .none: "none"
        }
    }
}

extension DatabaseLocation: ConfigurationText {}
