extension PathTemplate {
    /// The one form in which a request's path may be compared with templates, or nil when the path is not a clean one.
    ///
    /// Percent-encoded unreserved characters are decoded, other escapes get upper-case digits (RFC 3986 section
    /// 6.2.2), and `[`, `]`, `^`, `|`, which browsers send as they are, become escapes. Refused is what servers
    /// understand differently: a path that does not begin with `/`, an empty segment before the last, `.` and `..`
    /// segments in any spelling (also before a `;`), `%2F`, `%5C`, `%00`, a backslash, bytes outside of what RFC 3986
    /// section 3.3 allows, broken escapes.
    ///
    /// - Parameter path: the path alone, without a query.
    public static func canonical(path: some Collection<UInt8>) -> String? {
        guard path.first == UInt8(ascii: "/"), let bytes = PathCanonicalizer.canonical(path) else { return nil }
        let segments = bytes.dropFirst().split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
        for (place, segment) in segments.enumerated() {
            if segment.isEmpty, place < segments.count - 1 { return nil }
            let name = segment.prefix { $0 != UInt8(ascii: ";") }
            if name.elementsEqual(".".utf8) || name.elementsEqual("..".utf8) { return nil }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// The canonical form of a path in a `String`.
    public static func canonical(path: String) -> String? { canonical(path: path.utf8) }
}

/// The rules for single characters of paths.
enum PathCanonicalizer {
    /// Canonical bytes of a path or a part of one, or nil for what no path may hold.
    static func canonical(_ path: some Collection<UInt8>) -> [UInt8]? {
        var result: [UInt8] = []
        result.reserveCapacity(path.count)
        var rest = path.makeIterator()
        while let byte = rest.next() {
            if byte == UInt8(ascii: "%") {
                guard let high = rest.next()?.hexDigitValue, let low = rest.next()?.hexDigitValue else { return nil }
                let value = high << 4 | low
                switch value {
                case 0x00, UInt8(ascii: "/"), UInt8(ascii: "\\"): return nil
                case _ where isUnreserved(value): result.append(value)
                default: appendEscape(of: value, to: &result)
                }
            } else if isPathCharacter(byte) {
                result.append(byte)
            } else if "[]^|".utf8.contains(byte) {
                appendEscape(of: byte, to: &result)
            } else {
                return nil
            }
        }
        return result
    }

    /// Literal text of a template: what a client would have to escape is escaped first.
    static func literal(_ text: ArraySlice<UInt8>) -> String? {
        var escaped: [UInt8] = []
        for byte in text {
            switch byte {
            case 0..<0x20, 0x7F, UInt8(ascii: "?"), UInt8(ascii: "#"), UInt8(ascii: "}"), UInt8(ascii: "\\"): return nil
            case UInt8(ascii: "%"): escaped.append(byte)
            default: if isPathCharacter(byte) { escaped.append(byte) } else { appendEscape(of: byte, to: &escaped) }
            }
        }
        return canonical(escaped).map { String(decoding: $0, as: UTF8.self) }
    }

    private static func appendEscape(of byte: UInt8, to result: inout [UInt8]) {
        result.append(UInt8(ascii: "%"))
        result.append(contentsOf: byte.upperHex)
    }

    /// RFC 3986 section 2.3.
    private static func isUnreserved(_ byte: UInt8) -> Bool { byte.isAlphanumeric || "-._~".utf8.contains(byte) }

    /// RFC 3986 section 3.3: `pchar` without escapes, and the slash.
    private static func isPathCharacter(_ byte: UInt8) -> Bool {
        isUnreserved(byte) || "!$&'()*+,;=:@/".utf8.contains(byte)
    }
}
