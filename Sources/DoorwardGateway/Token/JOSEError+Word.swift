public import DoorwardJOSE

extension JOSEError {
    /// The word for logs and metrics: few enough to count by.
    public var word: String {
        switch self {
        case .tooLarge, .notCompact, .invalidBase64URL, .invalidJSON, .malformedHeader, .malformedClaim:
            "malformed_token"
        case .criticalExtension, .unencodedPayload, .unsupportedAlgorithm, .algorithmNotAllowed, .wrongType:
            "token_of_wrong_kind"
        case .unknownKey, .noKeyFits, .ambiguousKey, .unusableKey, .keySetTooLarge, .keySetWithoutKeys, .tooManyKeys,
            .invalidPrivateKey, .signingFailed:
            "token_of_unknown_key"
        case .invalidSignature: "wrong_token_signature"
        case .missingClaim: "incomplete_token"
        case .expired: "expired_token"
        case .notYetValid, .issuedInFuture: "token_not_yet_valid"
        case .wrongIssuer: "token_of_another_issuer"
        case .wrongAudience: "token_for_another_resource"
        }
    }
}
