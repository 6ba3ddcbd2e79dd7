/// A JSON Web Token: three parts of base64url, the first of which is a header that names an algorithm (RFC 7519
/// section 3).
enum JWTShape {
    private static let mostBytes = 16_384
    /// The subject of the token that documentation everywhere shows; in base64url it is always written so.
    private static let sample = Array(#""sub":"1234567890""#.utf8)

    /// Whether a signed token begins at a place, and how far the look at it went.
    static func look(at place: Int, in text: [UInt8]) -> (end: Int, isToken: Bool) {
        guard text[place...].starts(with: "eyJ".utf8) else { return (place, false) }
        let (parts, end) = parts(at: place, in: text)
        return (end, isSigned(parts) && !isSample(parts[1]))
    }

    private static func parts(at place: Int, in text: [UInt8]) -> (parts: [ArraySlice<UInt8>], end: Int) {
        var parts: [ArraySlice<UInt8>] = []
        var rest = text[place...].prefix(mostBytes)
        while parts.count < 3 {
            let part = rest.prefix(while: KeyAlphabet.wordAndDash.contains)
            parts.append(part)
            rest = rest[part.endIndex...]
            guard rest.first == UInt8(ascii: "."), parts.count < 3 else { break }
            rest = rest.dropFirst()
        }
        return (parts, rest.startIndex)
    }

    /// Whether a signed token begins at a place, also one that documentation shows.
    ///
    /// Whoever finds a value by its name leaves such a value to the search for tokens, which knows what it opens.
    static func begins(at place: Int, in text: [UInt8]) -> Bool {
        guard place < text.count, text[place...].starts(with: "eyJ".utf8) else { return false }
        return isSigned(parts(at: place, in: text).parts)
    }

    /// What a token says of itself; nil for what is none.
    static func claims(of token: ArraySlice<UInt8>) -> JSONValue? {
        let parts = token.split(separator: UInt8(ascii: "."), maxSplits: 2, omittingEmptySubsequences: false)
        guard parts.count == 3, let claims = Base64Form.decodeURLSafe(parts[1]) else { return nil }
        return try? JSONValue(parsing: claims)
    }

    private static func isSigned(_ parts: [ArraySlice<UInt8>]) -> Bool {
        guard parts.count == 3, parts[1].count >= 8, parts[2].count >= 16,
            let header = Base64Form.decodeURLSafe(parts[0]), let json = try? JSONValue(parsing: header)
        else { return false }
        return json["alg"]?.stringValue != nil
    }

    private static func isSample(_ payload: ArraySlice<UInt8>) -> Bool {
        guard let claims = Base64Form.decodeURLSafe(payload) else { return false }
        return claims[...].holds(sample)
    }
}
