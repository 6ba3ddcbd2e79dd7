/// A JSON Web Token: three parts of base64url, the first of which is a header that names an algorithm (RFC 7519
/// section 3).
enum JWTShape {
    private static let mostBytes = 16_384
    /// The subject of the token that documentation everywhere shows; in base64url it is always written so.
    private static let sample = Array(#""sub":"1234567890""#.utf8)

    static func begins(at place: Int, in text: [UInt8]) -> Bool {
        guard text[place...].starts(with: "eyJ".utf8) else { return false }
        var parts: [ArraySlice<UInt8>] = []
        var rest = text[place...].prefix(mostBytes)
        while parts.count < 3 {
            let part = rest.prefix(while: KeyShape.Alphabet.wordAndDash.contains)
            parts.append(part)
            rest = rest[part.endIndex...]
            guard rest.first == UInt8(ascii: ".") else { break }
            rest = rest.dropFirst()
        }
        guard parts.count == 3, parts[1].count >= 8, parts[2].count >= 16,
            let header = Base64Form.decodeURLSafe(parts[0]), let json = try? JSONValue(parsing: header),
            json["alg"]?.stringValue != nil
        else { return false }
        return !isSample(parts[1])
    }

    private static func isSample(_ payload: ArraySlice<UInt8>) -> Bool {
        guard let claims = Base64Form.decodeURLSafe(payload) else { return false }
        return claims.indices.contains { claims[$0...].starts(with: sample) }
    }
}
