/// A signature algorithm of JWS (RFC 7518 §3.1, RFC 8037 §3.1).
///
/// There is no `none` and no `HS…`: neither can be asked for, so neither can be smuggled in (RFC 8725 §3.1, §3.2).
public enum SignatureAlgorithm: String, Sendable, Hashable, CaseIterable {
    case es256 = "ES256"
    case es384 = "ES384"
    case es512 = "ES512"
    case rs256 = "RS256"
    case rs384 = "RS384"
    case rs512 = "RS512"
    case ps256 = "PS256"
    case ps384 = "PS384"
    case ps512 = "PS512"
    /// Ed25519, the only curve that is supported under this name.
    case edDSA = "EdDSA"

    /// The algorithm of a header's or a key's `alg`; `nil` for every other name, compared byte by byte.
    public init?(name: String) {
        guard let match = Self.allCases.first(where: { $0.rawValue.hasSameBytes(as: name) }) else { return nil }
        self = match
    }

    /// The name in `alg`.
    public var name: String { rawValue }
}
