import Crypto

/// A compact JWS, taken apart and verified without Doorward's code.
struct SignedToken: Sendable {
    let text: String
    let header: JSONValue
    let claims: JSONValue
    private let signature: [UInt8]
    private let signed: [UInt8]

    init(_ text: String) throws {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 3, let header = Base64Text.decodeURL(parts[0]),
            let claims = Base64Text.decodeURL(parts[1]),
            let signature = Base64Text.decodeURL(parts[2])
        else { throw Failure("not a compact JWS of three parts") }
        self.text = text
        self.header = try JSONValue(parsing: header)
        self.claims = try JSONValue(parsing: claims)
        self.signature = signature
        signed = Array("\(parts[0]).\(parts[1])".utf8)
    }

    /// Whether the key that `kid` names in a JWKS made an ES256 signature of it.
    func isSigned(by keys: JSONValue) throws -> Bool {
        guard header["alg"]?.string == "ES256", let id = header["kid"]?.string,
            let key = keys["keys"]?.array.first(where: { $0["kid"]?.string == id }),
            key["kty"]?.string == "EC", key["crv"]?.string == "P-256",
            let x = key["x"]?.string.flatMap({ Base64Text.decodeURL($0) }),
            let y = key["y"]?.string.flatMap({ Base64Text.decodeURL($0) })
        else { return false }
        let point = try P256.Signing.PublicKey(x963Representation: [4] + x + y)
        return try point.isValidSignature(P256.Signing.ECDSASignature(rawRepresentation: signature), for: signed)
    }

    /// The token with something else for a header or for claims, the signature left as it was.
    func forged(header: String? = nil, claims: String? = nil) -> String {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        let head = header.map { Base64Text.encodeURL($0.utf8) } ?? String(parts[0])
        let body = claims.map { Base64Text.encodeURL($0.utf8) } ?? String(parts[1])
        return "\(head).\(body).\(parts[2])"
    }
}

/// A P-256 key of somebody else's, for tokens that Doorward did not make.
struct ForeignKey: Sendable {
    let key = P256.Signing.PrivateKey()
    let id: String

    init(id: String) { self.id = id }

    /// The public key as a member of a JWKS.
    var jwk: String {
        let point = Array(key.publicKey.x963Representation.dropFirst())
        let x = Base64Text.encodeURL(point.prefix(32))
        let y = Base64Text.encodeURL(point.suffix(32))
        return #"{"kty":"EC","crv":"P-256","alg":"ES256","use":"sig","kid":"\#(id)","x":"\#(x)","y":"\#(y)"}"#
    }

    /// A token with these claims; `header` in place of the usual one.
    func sign(_ claims: String, header: String? = nil) throws -> String {
        let head = header ?? #"{"alg":"ES256","typ":"at+jwt","kid":"\#(id)"}"#
        let signed = "\(Base64Text.encodeURL(head.utf8)).\(Base64Text.encodeURL(claims.utf8))"
        let signature = try key.signature(for: Array(signed.utf8))
        return "\(signed).\(Base64Text.encodeURL(Array(signature.rawRepresentation)))"
    }
}

extension SignedToken {
    /// HMAC-SHA256 of a text.
    static func hmac(_ key: [UInt8], _ text: String) -> [UInt8] {
        Array(HMAC<SHA256>.authenticationCode(for: Array(text.utf8), using: SymmetricKey(data: key)))
    }
}
