/// The parts of a PostgreSQL connection URI, percent-decoded; what they may be is for ``PostgresURL`` to say.
struct PostgresURLParts {
    var user: String?
    var password: String?
    /// Without brackets; empty when there is none.
    var host = ""
    var port: Int?
    var database = ""
    var query: [(name: String, value: String)] = []

    static let example = "postgres://doorward@db.example.com/doorward"
    static let password = ConfigurationValueError(
        "carries a password, which does not belong here",
        hint: "remove it, and write where it is kept: database_password: env:NAME")

    init(_ text: String) throws(ConfigurationValueError) {
        let hint = "write \(Self.example)"
        guard text.utf8.count <= 2048 else {
            throw ConfigurationValueError("is longer than 2048 characters", hint: hint)
        }
        guard text.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else {
            throw ConfigurationValueError(
                "contains a space, a control character or one outside ASCII", hint: "write it percent-encoded")
        }
        guard let scheme = ["postgres://", "postgresql://"].first(where: text.lowercased().hasPrefix) else {
            throw ConfigurationValueError("has no // behind the scheme", hint: hint)
        }
        guard !text.utf8.contains(0x23) else { throw ConfigurationValueError("has a fragment (#…)", hint: hint) }
        let rest = text.dropFirst(scheme.count)
        let beforeQuery = rest.prefix { $0 != "?" }
        try readQuery(rest[beforeQuery.endIndex...].dropFirst())
        let authority = beforeQuery.prefix { $0 != "/" }
        try readAuthority(authority, hint: hint)
        database = try Self.decoded(beforeQuery[authority.endIndex...].dropFirst(), hint: hint)
        guard !database.isEmpty else { throw ConfigurationValueError("names no database", hint: hint) }
        guard !database.contains("/") else {
            throw ConfigurationValueError("has a path behind the name of the database", hint: hint)
        }
    }

    private mutating func readAuthority(_ text: Substring, hint: String) throws(ConfigurationValueError) {
        var place = text
        if let at = text.lastIndex(of: "@") {
            let who = text[..<at]
            let name = who.prefix { $0 != ":" }
            if name.endIndex < who.endIndex { password = "" }
            user = name.isEmpty ? nil : try Self.decoded(name, hint: hint)
            place = text[text.index(after: at)...]
        }
        guard !place.contains(",") else {
            throw ConfigurationValueError("names several hosts", hint: "write one of them")
        }
        if place.hasPrefix("%2F") || place.hasPrefix("%2f") {
            let socket = place.prefix { $0 != ":" }
            host = try Self.decoded(socket, hint: hint)
            place = place[socket.endIndex...]
        } else {
            let bytes = Array(place.utf8)
            let bracket = bytes.lastIndex(of: 0x5D) ?? 0
            let end = bytes[bracket...].lastIndex(of: 0x3A) ?? bytes.count
            if end > 0 {
                do {
                    host = try HostText(parsing: bytes[..<end]).text
                } catch { throw ConfigurationValueError(error.message, hint: error.hint ?? hint) }
            }
            place = place.dropFirst(end)
        }
        guard !place.isEmpty else { return }
        guard let number = WebURL.port(Array(place.utf8.dropFirst())[...]), number > 0 else {
            throw ConfigurationValueError("has a port that is not a number from 1 to 65535", hint: hint)
        }
        port = number
    }

    private mutating func readQuery(_ text: Substring) throws(ConfigurationValueError) {
        for pair in text.split(separator: "&") {
            let name = pair.prefix { $0 != "=" }
            let hint = "write name=value behind the ?"
            let value = try Self.decoded(pair[name.endIndex...].dropFirst(), hint: hint)
            guard !query.contains(where: { $0.name == name }) else {
                throw ConfigurationValueError("has a parameter twice", hint: "remove one of the two")
            }
            query.append((try Self.decoded(name, hint: hint), value))
        }
    }

    /// Decodes `%41` (RFC 3986 §2.1); the result is UTF-8 without control characters.
    private static func decoded(_ text: Substring, hint: String) throws(ConfigurationValueError) -> String {
        var bytes: [UInt8] = []
        var rest = text.utf8[...]
        while let byte = rest.popFirst() {
            guard byte == 0x25 else {
                bytes.append(byte)
                continue
            }
            let digits = rest.prefix(2)
            guard digits.count == 2, digits.allSatisfy(\.isASCIIHexDigit),
                let value = UInt8(String(decoding: digits, as: UTF8.self), radix: 16)
            else {
                throw ConfigurationValueError("has a % that is not followed by two hexadecimal digits", hint: hint)
            }
            bytes.append(value)
            rest = rest.dropFirst(2)
        }
        guard let decoded = String(validating: bytes, as: UTF8.self),
            decoded.unicodeScalars.allSatisfy({ !$0.isControl })
        else { throw ConfigurationValueError("has an encoded character that cannot stand there", hint: hint) }
        return decoded
    }

    /// Encodes all but unreserved characters (RFC 3986 §2.3).
    static func encoded(_ text: String, slashes: Bool = false) -> String {
        text.utf8.reduce(into: "") { text, byte in
            let isPlain = byte.isIdentifierByte || [0x2D, 0x2E, 0x7E].contains(byte) || (slashes && byte == 0x2F)
            if isPlain {
                text.unicodeScalars.append(Unicode.Scalar(byte))
            } else {
                let digits = String(byte, radix: 16, uppercase: true)
                text += "%" + (digits.utf8.count == 1 ? "0" : "") + digits
            }
        }
    }
}
