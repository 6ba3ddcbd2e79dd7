/// Why a token, a key or a set of keys was refused.
///
/// Descriptions hold nothing of the token; `unknownKey` carries the `kid` as data, because the owner of the keys may
/// want to fetch them again, and it is whatever the sender wrote.
public enum JOSEError: Error, Equatable, Sendable {
    /// The part of a token, or the document, that an error is about.
    public enum Part: String, Sendable {
        case header, payload, signature, key
        case keySet = "key set"
    }

    // The token's shape.
    case tooLarge(size: Int, limit: Int)
    case notCompact(parts: Int)
    case invalidBase64URL(Part)
    case invalidJSON(Part, JSONProblem)
    case malformedHeader(parameter: String)

    // What its header says.
    case criticalExtension
    case unencodedPayload
    case unsupportedAlgorithm
    case algorithmNotAllowed(SignatureAlgorithm)
    case wrongType

    // The key and the signature.
    case unknownKey(String)
    case noKeyFits(SignatureAlgorithm)
    case ambiguousKey(candidates: Int)
    case invalidSignature

    // The claims.
    case missingClaim(String)
    case malformedClaim(String)
    case expired(at: Int64)
    case notYetValid(until: Int64)
    case issuedInFuture(at: Int64)
    case wrongIssuer
    case wrongAudience

    // Keys of our own and of others.
    case unusableKey(KeyRefusal)
    case keySetTooLarge(size: Int, limit: Int)
    case keySetWithoutKeys
    case tooManyKeys(count: Int, limit: Int)
    case invalidPrivateKey
    case signingFailed
}
