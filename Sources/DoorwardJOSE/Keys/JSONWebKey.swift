import Crypto

/// A public key that verifies signatures (RFC 7517), parsed and checked once.
public struct JSONWebKey: Sendable {
    /// The longest `kid`, in bytes.
    public static let longestKeyID = 512
    /// `kid`, if the key has one.
    public let keyID: String?
    /// `alg`, if the key is bound to one algorithm.
    public let algorithm: SignatureAlgorithm?
    let parameters: PublicKeyParameters
    let key: VerificationKey

    init(
        keyID: String?, algorithm: SignatureAlgorithm?, parameters: PublicKeyParameters
    ) throws(KeyRefusal) {
        if let algorithm, !parameters.supports(algorithm) { throw .unsuitableAlgorithm }
        self.keyID = keyID
        self.algorithm = algorithm
        self.parameters = parameters
        key = try VerificationKey(parameters)
    }

    /// Whether the key may verify signatures of the algorithm: its own `alg` if it has one, else those of its type and
    /// curve (RFC 8725 §3.1).
    public func allows(_ candidate: SignatureAlgorithm) -> Bool {
        if let algorithm { algorithm == candidate } else { parameters.supports(candidate) }
    }

    /// The RFC 7638 thumbprint: base64url of the SHA-256 of the required members.
    public var thumbprint: String {
        var text: [UInt8] = []
        JSONWriter.append(parameters.members, brackets: (UInt8(ascii: "{"), UInt8(ascii: "}")), to: &text) {
            Self.append($0, to: &$1)
        }
        return Base64URL.encode(Array(SHA256.hash(data: text)))
    }

    /// The key as a JSON object: its public members, then `kid`, `use` and `alg`.
    public var serialized: [UInt8] {
        var members = parameters.members
        if let keyID { members.append(("kid", keyID)) }
        members.append(("use", "sig"))
        if let algorithm { members.append(("alg", algorithm.name)) }
        var text: [UInt8] = []
        JSONWriter.append(members, brackets: (UInt8(ascii: "{"), UInt8(ascii: "}")), to: &text) {
            Self.append($0, to: &$1)
        }
        return text
    }

    private static func append(_ member: (name: String, value: String), to text: inout [UInt8]) {
        JSONWriter.append(member.name, to: &text)
        text.append(UInt8(ascii: ":"))
        JSONWriter.append(member.value, to: &text)
    }
}
