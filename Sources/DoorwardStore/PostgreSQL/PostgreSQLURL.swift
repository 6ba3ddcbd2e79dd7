#if PostgreSQL
    /// The parts of a `postgres://` URL (libpq's documentation, 34.1.1.2), without what is not needed: several hosts
    /// and passwords.
    struct PostgreSQLURL {
        let parameters: [(name: String, value: String)]
        let name: String

        private static let allowed: Set = ["sslmode", "sslrootcert", "sslcert", "sslkey", "host", "connect_timeout"]
        private static let modes: Set = ["disable", "allow", "prefer", "require", "verify-ca", "verify-full"]

        init(_ url: String) throws(SQLFailure) {
            guard let scheme = ["postgres://", "postgresql://"].first(where: url.hasPrefix) else {
                throw Self.wrong("the URL does not begin with postgres://")
            }
            let parts = url.dropFirst(scheme.count).split(
                separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
            let query = try Self.query(parts.count > 1 ? parts[1] : "")
            let (authority, path) = Self.cut(parts[0], at: "/")
            let database = try Self.decode(path ?? "", "the name of the database")
            guard !database.isEmpty, !database.contains("/") else { throw Self.wrong("the URL names no database") }
            let (user, address) = try Self.userAndAddress(authority)
            let (host, port) = try Self.hostAndPort(address)
            let socket = query["host"]
            guard host.isEmpty != (socket == nil) else {
                throw Self.wrong(host.isEmpty ? "the URL names no host" : "the URL names a host twice")
            }
            var parameters = query.sorted { $0.key < $1.key }.map { (name: $0.key, value: $0.value) }
            if socket == nil { parameters.append(("host", host)) }
            parameters += [("port", port), ("user", user), ("dbname", database)]
            self.parameters = parameters
            name = "postgres://\(user)@\(socket ?? host):\(port)/\(database)"
        }

        private static func query(_ text: Substring) throws(SQLFailure) -> [String: String] {
            var values: [String: String] = [:]
            for pair in text.split(separator: "&") {
                let (key, value) = cut(pair, at: "=")
                let name = try decode(key, "a parameter's name")
                guard name != "password" else { throw passwordInside }
                guard allowed.contains(name) else {
                    throw wrong("unknown parameter; known are \(allowed.sorted().joined(separator: ", "))")
                }
                guard values[name] == nil else { throw wrong("\(name) stands twice") }
                values[name] = try decode(value ?? "", name)
            }
            if let mode = values["sslmode"], !modes.contains(mode) {
                throw wrong("sslmode is none of \(modes.sorted().joined(separator: ", "))")
            }
            // libpq takes anything that is not a number for "wait for ever".
            if let timeout = values["connect_timeout"], !(2...600 ~= (Int(timeout) ?? 0)) {
                throw wrong("connect_timeout is not a number of seconds from 2 to 600")
            }
            return values
        }

        private static func userAndAddress(_ authority: Substring) throws(SQLFailure) -> (String, Substring) {
            guard let at = authority.lastIndex(of: "@") else { throw wrong("the URL names no user") }
            let user = authority[..<at]
            guard !user.contains(":") else { throw passwordInside }
            guard !user.isEmpty else { throw wrong("the URL names no user") }
            return (try decode(user, "the user"), authority[authority.index(after: at)...])
        }

        private static func hostAndPort(_ address: Substring) throws(SQLFailure) -> (String, String) {
            var host = address
            var port = "5432"
            if let colon = address.lastIndex(of: ":"), !address[colon...].contains("]") {
                host = address[..<colon]
                port = String(address[address.index(after: colon)...])
            }
            if host.hasPrefix("["), host.hasSuffix("]") { host = host.dropFirst().dropLast() }
            guard let number = UInt16(port), number > 0 else { throw wrong("the port is not a number from 1 to 65535") }
            return (try decode(host, "the host"), "\(number)")
        }

        private static func cut(_ text: Substring, at separator: Character) -> (Substring, Substring?) {
            guard let index = text.firstIndex(of: separator) else { return (text, nil) }
            return (text[..<index], text[text.index(after: index)...])
        }

        private static func decode(_ text: Substring, _ what: String) throws(SQLFailure) -> String {
            var bytes: [UInt8] = []
            var rest = text.utf8.makeIterator()
            while let byte = rest.next() {
                guard byte == UInt8(ascii: "%") else {
                    bytes.append(byte)
                    continue
                }
                let digits = [rest.next(), rest.next()].compactMap { $0 }.map { UInt32($0) }.compactMap(
                    Unicode.Scalar.init)
                guard let value = UInt8(String(String.UnicodeScalarView(digits)), radix: 16), digits.count == 2 else {
                    throw wrong("\(what) is not percent-encoded properly")
                }
                bytes.append(value)
            }
            guard let decoded = String(validating: bytes, as: UTF8.self), !bytes.contains(0) else {
                throw wrong("\(what) is not UTF-8 without NUL")
            }
            return decoded
        }

        private static func wrong(_ message: String) -> SQLFailure { SQLFailure(kind: .other, message: message) }

        private static var passwordInside: SQLFailure {
            wrong("the URL holds a password; it is given apart, so that it is not shown where addresses are")
        }
    }
#endif
