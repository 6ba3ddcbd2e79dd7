/// An absolute URI taken apart (RFC 3986 §3), without changing a byte of it but the case of the scheme.
struct URIParts: Sendable, Equatable {
    /// In lower case.
    var scheme: String
    var userinfo: String?
    /// Nil when there is no authority.
    var host: String?
    /// The digits; empty for a colon without any.
    var port: String?
    var path = ""
    var query: String?
    var fragment: String?

    /// Takes a URI apart; nil when it is relative, too long, or has a character that no URI has.
    init?(_ text: String, limit: Int = 2048) {
        guard text.utf8.count <= limit, Self.isWritten(text.utf8),
            let colon = text.utf8.firstIndex(of: UInt8(ascii: ":")), let scheme = Self.scheme(text[..<colon])
        else { return nil }
        self.scheme = scheme
        var rest = text[text.utf8.index(after: colon)...]
        if let hash = rest.utf8.firstIndex(of: UInt8(ascii: "#")) {
            fragment = String(rest[rest.utf8.index(after: hash)...])
            rest = rest[..<hash]
        }
        if let mark = rest.utf8.firstIndex(of: UInt8(ascii: "?")) {
            query = String(rest[rest.utf8.index(after: mark)...])
            rest = rest[..<mark]
        }
        if rest.hasPrefix("//") {
            rest = rest.dropFirst(2)
            let end = rest.utf8.firstIndex(of: UInt8(ascii: "/")) ?? rest.endIndex
            guard takeAuthority(rest[..<end]) else { return nil }
            rest = rest[end...]
        }
        path = String(rest)
    }

    private static func scheme(_ text: Substring) -> String? {
        let scheme = text.lowercased()
        guard let first = scheme.utf8.first, (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(first) else { return nil }
        let isSound = scheme.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "+"),
                UInt8(ascii: "-"), UInt8(ascii: "."):
                true
            default: false
            }
        }
        return isSound ? scheme : nil
    }

    private mutating func takeAuthority(_ text: Substring) -> Bool {
        var text = text
        if let at = text.utf8.lastIndex(of: UInt8(ascii: "@")) {
            userinfo = String(text[..<at])
            text = text[text.utf8.index(after: at)...]
        }
        let hostEnd: Substring.Index
        if text.utf8.first == UInt8(ascii: "[") {
            guard let bracket = text.utf8.firstIndex(of: UInt8(ascii: "]")) else { return false }
            hostEnd = text.utf8.index(after: bracket)
        } else {
            hostEnd = text.utf8.firstIndex(of: UInt8(ascii: ":")) ?? text.endIndex
        }
        host = String(text[..<hostEnd])
        guard hostEnd < text.endIndex else { return true }
        guard text.utf8[hostEnd] == UInt8(ascii: ":") else { return false }
        let digits = text[text.utf8.index(after: hostEnd)...]
        port = String(digits)
        return digits.isEmpty || Self.isPort(digits)
    }

    /// 0 to 65535 in digits.
    static func isPort(_ digits: Substring) -> Bool {
        guard (1...5).contains(digits.utf8.count),
            digits.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) })
        else { return false }
        return UInt16(digits) != nil
    }

    /// 1 to 65535 in digits: a port that somebody can be reached at.
    static func isUsablePort(_ digits: Substring) -> Bool { isPort(digits) && UInt16(digits) != 0 }

    /// Whether there are only characters that a URI may have, with every `%` followed by two hexadecimal digits.
    private static func isWritten(_ bytes: String.UTF8View) -> Bool {
        var digitsWanted = 0
        for byte in bytes {
            if digitsWanted > 0 {
                guard Character(UnicodeScalar(byte)).isHexDigit else { return false }
                digitsWanted -= 1
                continue
            }
            switch byte {
            case UInt8(ascii: "%"): digitsWanted = 2
            case 0x00...0x20, 0x7F...0xFF, UInt8(ascii: "\""), UInt8(ascii: "<"), UInt8(ascii: ">"),
                UInt8(ascii: "\\"), UInt8(ascii: "^"), UInt8(ascii: "`"), UInt8(ascii: "{"), UInt8(ascii: "|"),
                UInt8(ascii: "}"):
                return false
            default: break
            }
        }
        return digitsWanted == 0
    }
}
