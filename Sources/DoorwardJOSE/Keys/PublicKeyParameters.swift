/// What RFC 7638 §3.2 calls the required members of a public key, as bytes in their one canonical form.
enum PublicKeyParameters: Sendable, Equatable {
    /// An elliptic curve and the coordinates of a point, each as long as the curve's field.
    case ellipticCurve(EllipticCurve, x: [UInt8], y: [UInt8])
    /// Modulus and exponent, big-endian without leading zeros.
    case rsa(modulus: [UInt8], exponent: [UInt8])
    case ed25519(x: [UInt8])

    /// The members in lexicographic order, values as they stand in JSON.
    var members: [(name: String, value: String)] {
        switch self {
        case .ellipticCurve(let curve, let x, let y):
            [("crv", curve.rawValue), ("kty", "EC"), ("x", Base64URL.encode(x)), ("y", Base64URL.encode(y))]
        case .rsa(let modulus, let exponent):
            [("e", Base64URL.encode(exponent)), ("kty", "RSA"), ("n", Base64URL.encode(modulus))]
        case .ed25519(let x): [("crv", "Ed25519"), ("kty", "OKP"), ("x", Base64URL.encode(x))]
        }
    }

    /// The algorithms that such a key can do (RFC 7518 §3.4, §3.3, §3.5; RFC 8037 §3.1).
    func supports(_ algorithm: SignatureAlgorithm) -> Bool {
        switch (self, algorithm) {
        case (.ellipticCurve(.p256, _, _), .es256), (.ellipticCurve(.p384, _, _), .es384),
            (.ellipticCurve(.p521, _, _), .es512):
            true
        case (.rsa, .rs256), (.rsa, .rs384), (.rsa, .rs512), (.rsa, .ps256), (.rsa, .ps384), (.rsa, .ps512): true
        case (.ed25519, .edDSA): true
        default: false
        }
    }
}
