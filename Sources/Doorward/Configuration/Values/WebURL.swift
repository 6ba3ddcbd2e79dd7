/// An absolute http(s) URL read strictly, in canonical form (RFC 3986 §3): the base of every URL in the configuration.
///
/// Refused: user names and passwords, fragments, spaces, control characters, backslashes, characters outside ASCII,
/// empty ports, numbers that only look like IPv4. Messages never repeat the text, for it may carry a credential.
struct WebURL: Hashable, Sendable, CustomStringConvertible {
    let scheme: WebScheme
    let host: HostText
    /// The port that connections go to, the scheme's own when none was written.
    let port: Int
    /// The path with its leading slash, empty when there is none.
    let path: String
    /// What follows the question mark, `nil` without one.
    let query: String?

    static let maximumLength = 2048

    /// - Parameter example: what would be right, for the hint of the error.
    init(parsing text: String, example: String) throws(ConfigurationValueError) {
        let hint = "write \(example)"
        let bytes = Array(text.utf8)
        try Self.checkCharacters(bytes, hint: hint)
        guard let colon = bytes.firstIndex(of: 0x3A), bytes[colon...].starts(with: Array("://".utf8)),
            let scheme = WebScheme(rawValue: String(decoding: bytes[..<colon], as: UTF8.self).lowercased())
        else { throw ConfigurationValueError("does not begin with http:// or https://", hint: hint) }
        let rest = bytes[(colon + 3)...]
        let end = rest.firstIndex { $0 == 0x2F || $0 == 0x3F } ?? rest.endIndex
        let (host, port) = try Self.authority(rest[..<end], hint: hint)
        self.scheme = scheme
        self.host = host
        self.port = port ?? scheme.defaultPort
        let question = rest[end...].firstIndex(of: 0x3F)
        path = try Self.path(rest[end..<(question ?? rest.endIndex)], hint: hint)
        query = question.map { String(decoding: rest[($0 + 1)...], as: UTF8.self) }
    }

    /// Scheme, host and port, the scheme's own port left out.
    var originText: String { "\(scheme.rawValue)://\(host.inURL)\(port == scheme.defaultPort ? "" : ":\(port)")" }

    var description: String { originText + path + (query.map { "?\($0)" } ?? "") }

    private static func checkCharacters(_ bytes: [UInt8], hint: String) throws(ConfigurationValueError) {
        guard !bytes.isEmpty else { throw ConfigurationValueError("is empty", hint: hint) }
        guard bytes.count <= maximumLength else {
            throw ConfigurationValueError("is longer than \(maximumLength) characters", hint: hint)
        }
        for (index, byte) in bytes.enumerated() {
            switch byte {
            case 0...0x20, 0x7F:
                throw ConfigurationValueError("contains a space or a control character", hint: hint)
            case 0x5C:
                throw ConfigurationValueError("contains a backslash", hint: hint)
            case 0x23:
                throw ConfigurationValueError("has a fragment (#…)", hint: hint)
            case 0x22, 0x3C, 0x3E, 0x5E, 0x60, 0x7B, 0x7C, 0x7D:
                throw ConfigurationValueError(
                    "contains the character '\(Character(Unicode.Scalar(byte)))', which no URL has", hint: hint)
            case 0x25:
                guard index + 2 < bytes.count, bytes[index + 1].isASCIIHexDigit, bytes[index + 2].isASCIIHexDigit else {
                    throw ConfigurationValueError("has a % that is not followed by two hexadecimal digits", hint: hint)
                }
            default: continue
            }
        }
    }

    private static func authority(
        _ bytes: ArraySlice<UInt8>, hint: String
    ) throws(ConfigurationValueError) -> (HostText, Int?) {
        guard !bytes.contains(0x40) else {
            throw ConfigurationValueError("carries a user name or password before an @", hint: hint)
        }
        var hostBytes = bytes
        var port: Int?
        let afterBracket = bytes.lastIndex(of: 0x5D) ?? bytes.startIndex
        if let colon = bytes[afterBracket...].firstIndex(of: 0x3A), bytes[(colon + 1)...].firstIndex(of: 0x3A) == nil {
            hostBytes = bytes[..<colon]
            port = Self.port(bytes[(colon + 1)...])
            guard let port, port > 0 else {
                throw ConfigurationValueError("has a port that is not a number from 1 to 65535", hint: hint)
            }
        }
        do {
            return (try HostText(parsing: hostBytes), port)
        } catch { throw ConfigurationValueError(error.message, hint: error.hint ?? hint) }
    }

    /// One to five digits up to 65535.
    static func port(_ bytes: ArraySlice<UInt8>) -> Int? {
        guard (1...5).contains(bytes.count), bytes.allSatisfy(\.isASCIIDigit) else { return nil }
        return Int(String(decoding: bytes, as: UTF8.self)).flatMap { $0 <= 65535 ? $0 : nil }
    }

    private static func path(_ bytes: ArraySlice<UInt8>, hint: String) throws(ConfigurationValueError) -> String {
        guard bytes.allSatisfy({ $0 < 0x80 }) else {
            throw ConfigurationValueError(
                "has characters outside ASCII in its path", hint: "write them percent-encoded")
        }
        let text = String(decoding: bytes, as: UTF8.self)
        for segment in text.split(separator: "/") where Self.isDotSegment(segment) {
            throw ConfigurationValueError("has a '.' or '..' segment in its path", hint: hint)
        }
        return text
    }

    /// `.` and `..`, also percent-encoded: servers disagree about them.
    static func isDotSegment(_ segment: Substring) -> Bool {
        var rest = segment.lowercased()[...]
        var dots = 0
        while !rest.isEmpty {
            if rest.hasPrefix("%2e") {
                rest = rest.dropFirst(3)
            } else if rest.hasPrefix(".") {
                rest = rest.dropFirst()
            } else {
                return false
            }
            dots += 1
            if dots > 2 { return false }
        }
        return dots > 0
    }
}
