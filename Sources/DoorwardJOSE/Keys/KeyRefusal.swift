/// Why a JWK is not used to verify signatures; every other key of its set still is (RFC 7517 §5).
public enum KeyRefusal: Error, Equatable, Sendable, CustomStringConvertible {
    /// An element of `keys` that is not a JSON object.
    case notAnObject
    /// A member that is missing, of the wrong type or not encoded right.
    case malformed(member: String)
    /// A `kty` other than `EC`, `RSA` and `OKP`.
    case unknownKeyType
    /// A `crv` other than P-256, P-384, P-521 and Ed25519.
    case unknownCurve
    /// An `alg` that is no supported signature algorithm, or none that this kind of key can do.
    case unsuitableAlgorithm
    /// `use` is not `sig`, or `key_ops` has no `verify`.
    case notForSignatures
    /// The private part is there: whoever publishes it has lost the key.
    case containsPrivateKey
    /// An RSA modulus of fewer than 2048 or more than 8192 bits.
    case unsuitableSize(bits: Int)
    /// An RSA exponent that is even, 1 or above 32 bits, or a modulus of the shape that CVE-2017-15361 made.
    case weakKey
    /// A point that is not on its curve.
    case invalidPoint

    public var description: String {
        switch self {
        case .notAnObject: "the key is not a JSON object"
        case .malformed(let member): "the key's \"\(member)\" is missing, of the wrong type or not encoded right"
        case .unknownKeyType: "the key's \"kty\" is not EC, RSA or OKP"
        case .unknownCurve: "the key's \"crv\" is not P-256, P-384, P-521 or Ed25519"
        case .unsuitableAlgorithm: "the key's \"alg\" is not a supported signature algorithm for its type and curve"
        case .notForSignatures: "the key's \"use\" or \"key_ops\" does not allow verifying signatures"
        case .containsPrivateKey: "the key contains its private part; publish the public part only"
        case .unsuitableSize(let bits): "the RSA key has \(bits) bits; 2048 to 8192 are accepted"
        case .weakKey: "the RSA key is of a kind known to be weak"
        case .invalidPoint: "the key's point is not on its curve"
        }
    }
}
