/// A database of a PostgreSQL server, as libpq's connection URIs name it, but never with a password in it.
///
/// `postgres://user@host:5432/database?sslmode=verify-full`, or over a socket of this machine
/// `postgres://user@/database?host=/run/postgresql` (PostgreSQL 17, §32.1.1.2).
public struct PostgresURL: Sendable, Hashable, CustomStringConvertible {
    /// How much the connection is protected (PostgreSQL 17, §32.19).
    public enum SSLMode: String, Sendable, Hashable, CaseIterable {
        case disable, prefer, require
        case verifyCA = "verify-ca"
        case verifyFull = "verify-full"
    }

    /// A DNS name or IP address without brackets; for sockets their directory, which begins with a slash.
    public let host: String
    public let port: Int
    public let database: String
    public let user: String
    /// What was said; `nil` for the rule of ``sslMode``.
    public let writtenSSLMode: SSLMode?
    /// PEM files by libpq's names for them: `sslrootcert`, `sslcert`, `sslkey`. Relative to the configuration file
    /// until the loader has made them paths of their own.
    public internal(set) var files: [String: String] = [:]

    /// How much the connection is protected: as written, else `prefer` on this machine and `require` elsewhere.
    public var sslMode: SSLMode {
        writtenSSLMode ?? (host.hasPrefix("/") || isLoopbackHost(host) ? .prefer : .require)
    }

    /// The text with ``sslMode`` said in it: what a connection is made with.
    public var connectionURL: String { text(sslMode: sslMode) }

    /// Reads a `postgres:` or `postgresql:` URL.
    ///
    /// - Throws: ``ConfigurationValueError``; it never repeats the text, which may carry a password.
    public init(parsing text: String) throws(ConfigurationValueError) {
        let parts = try PostgresURLParts(text)
        guard parts.password == nil else { throw PostgresURLParts.password }
        var mode: SSLMode?
        var socket: String?
        for (name, value) in parts.query {
            switch name {
            case "sslmode": mode = try Self.sslMode(value)
            case "sslrootcert", "sslcert", "sslkey":
                files[name] = try fileName(value, hint: "write the name of a PEM file")
            case "host": socket = try Self.socket(value, isAlone: parts.host.isEmpty)
            case "password": throw PostgresURLParts.password
            default:
                throw ConfigurationValueError(
                    "has a parameter other than sslmode, sslrootcert, sslcert, sslkey and host", hint: "remove it")
            }
        }
        guard let host = socket ?? (parts.host.isEmpty ? nil : parts.host) else {
            throw ConfigurationValueError("has no host", hint: "write \(PostgresURLParts.example)")
        }
        guard let user = parts.user, !user.isEmpty else {
            throw ConfigurationValueError("names no user", hint: "write \(PostgresURLParts.example)")
        }
        self.host = host
        port = parts.port ?? 5432
        database = parts.database
        self.user = user
        writtenSSLMode = mode
    }

    private static func sslMode(_ text: String) throws(ConfigurationValueError) -> SSLMode {
        guard let mode = SSLMode(rawValue: text) else {
            let words = SSLMode.allCases.map(\.rawValue).joined(separator: ", ")
            throw ConfigurationValueError("has an sslmode that is not known", hint: "write \(words)")
        }
        return mode
    }

    private static func socket(_ text: String, isAlone: Bool) throws(ConfigurationValueError) -> String {
        guard text.hasPrefix("/"), isAlone else {
            throw ConfigurationValueError(
                "has a host= that is not the directory of a socket",
                hint: "write postgres://user@/database?host=/run/postgresql")
        }
        return text
    }

    /// The canonical text, with nothing in it that must be kept secret.
    public var description: String { text(sslMode: writtenSSLMode) }

    private func text(sslMode: SSLMode?) -> String {
        let isSocket = host.hasPrefix("/")
        let name = isSocket ? "" : host.utf8.contains(0x3A) ? "[\(host)]" : host
        var text = "postgres://\(PostgresURLParts.encoded(user))@\(name)"
        if port != 5432 { text += ":\(port)" }
        text += "/" + PostgresURLParts.encoded(database)
        var query: [String] = []
        if isSocket { query.append("host=" + PostgresURLParts.encoded(host, slashes: true)) }
        if let sslMode { query.append("sslmode=\(sslMode.rawValue)") }
        for (name, path) in files.sorted(by: { $0.key < $1.key }) {
            query.append("\(name)=" + PostgresURLParts.encoded(path, slashes: true))
        }
        return query.isEmpty ? text : "\(text)?\(query.joined(separator: "&"))"
    }
}
