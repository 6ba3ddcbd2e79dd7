import DoorwardJOSE

/// Why a proof of possession was refused (RFC 9449 §4.3); the raw value is the word for logs.
public enum ProofProblem: String, Error, Sendable, CaseIterable {
    case missing
    case several
    case tooLarge = "too_large"
    /// It is no compact JWS of JSON objects.
    case malformed
    /// Its `typ` or its `alg` is another.
    case wrongKind = "wrong_kind"
    /// Its `jwk` is missing, private, or no key for its `alg`.
    case unusableKey = "unusable_key"
    case wrongSignature = "wrong_signature"
    /// A claim is missing or of the wrong type.
    case incomplete
    case wrongMethod = "wrong_method"
    case wrongAddress = "wrong_address"
    case tooOld = "too_old"
    case fromFuture = "from_future"
    /// Its `ath` is that of another access token, or of none.
    case wrongToken = "wrong_token"
    /// It is good, and of another key than the token.
    case otherKey = "other_key"
    case replayed
    /// It has no nonce, or one that is not in force.
    case nonceRequired = "nonce_required"

    init(_ error: JOSEError) {
        self =
            switch error {
            case .tooLarge: .tooLarge
            case .criticalExtension, .unencodedPayload, .unsupportedAlgorithm, .algorithmNotAllowed, .wrongType:
                .wrongKind
            case .unusableKey, .noKeyFits, .malformedHeader("jwk"): .unusableKey
            case .invalidSignature: .wrongSignature
            default: .malformed
            }
    }
}

extension Rejection {
    /// What the token endpoint answers for it.
    public init(_ problem: ProofProblem) {
        self =
            switch problem {
            case .missing: .proofRequired
            case .replayed: .proofReplayed
            case .otherKey: .keyMismatch
            case .nonceRequired: .proofNonceRequired
            default: .proofInvalid(problem.rawValue)
            }
    }
}
