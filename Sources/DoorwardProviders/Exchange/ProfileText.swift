internal import DoorwardJOSE
internal import DoorwardOAuth

/// What a provider says of a person, made sound: bounded, and without what would mislead whoever reads it.
enum ProfileText {
    /// RFC 5321 §4.5.3.1.3.
    static let longestEmail = 254
    static let longestName = 200
    static let longestClaim = 1024
    static let mostClaims = 100
    static let mostValues = 1000

    /// An address in lower case; nil for what is none.
    ///
    /// Only ASCII letters change: Unicode's lower case of the Kelvin sign is `k`, and would make one address another.
    static func email(_ text: String?) -> String? {
        guard let text, (3...longestEmail).contains(text.utf8.count),
            text.utf8.allSatisfy({ $0 > 0x20 && $0 != 0x7F }),
            let at = text.utf8.lastIndex(of: UInt8(ascii: "@")), at != text.startIndex,
            text.utf8.index(after: at) != text.endIndex
        else { return nil }
        return String(
            decoding: text.utf8.map { (0x41...0x5A).contains($0) ? $0 | 0x20 : $0 }, as: UTF8.self)
    }

    /// Whether an address can count as verified: one with letters outside ASCII may look like another, or become one
    /// where somebody compares without regard to case.
    static func canBeVerified(_ email: String) -> Bool { email.utf8.allSatisfy { $0 < 0x80 } }

    /// `true`, or the text `true` that some providers write.
    static func isTrue(_ value: JOSEValue?) -> Bool { value == .bool(true) || value == .string("true") }

    /// A name without control characters; nil for none.
    static func name(_ text: String?) -> String? {
        guard let text else { return nil }
        let sound = text.unicodeScalars.prefix(longestName).filter { !isControl($0) }
        let name = String(String.UnicodeScalarView(sound))
        return name.allSatisfy(\.isWhitespace) ? nil : name
    }

    /// A text, or an integer as one.
    static func identifier(_ value: JOSEValue?) -> String? {
        switch value {
        case .string(let text): text
        case .integer(let number): String(number)
        default: nil
        }
    }

    /// Claims of texts and lists of texts; earlier objects win. Those that rules ask for may be members of members.
    static func claims(of objects: [JOSEObject], without protocolNames: Set<String>, rules: AllowRules) -> [String:
        [String]]
    {
        var claims: [String: [String]] = [:]
        for name in rules.claims.keys.sorted() {
            for object in objects where claims[name] == nil {
                claims[name] = values(MemberPath.value(name, in: object))
            }
        }
        for member in objects.flatMap(\.members) where claims.count < mostClaims {
            guard claims[member.name] == nil, !protocolNames.contains(member.name) else { continue }
            claims[member.name] = values(member.value)
        }
        return claims
    }

    private static func values(_ value: JOSEValue?) -> [String]? {
        let texts: [String]
        switch value {
        case .array(let elements): texts = elements.prefix(mostValues).compactMap(text)
        case .some(let value): texts = text(value).map { [$0] } ?? []
        default: return nil
        }
        let short = texts.filter { $0.utf8.count <= longestClaim }
        return short.isEmpty ? nil : short
    }

    /// A value as rules are written: `true` and `5` as they are read in YAML.
    private static func text(_ value: JOSEValue) -> String? {
        switch value {
        case .string(let text): text
        case .bool(let truth): truth ? "true" : "false"
        case .integer(let number): String(number)
        case .null, .number, .array, .object: nil
        }
    }

    private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .privateUse, .unassigned: true
        default: false
        }
    }
}
