extension JOSEError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .tooLarge(let size, let limit): "the token has \(size) bytes; at most \(limit) are read"
        case .notCompact(let parts): "the token has \(parts) parts; a compact JWS has three, separated by dots"
        case .invalidBase64URL(let part): "the token's \(part.rawValue) is not base64url without padding"
        case .invalidJSON(let part, let problem): "the \(part.rawValue) is not the JSON expected: \(problem)"
        case .malformedHeader(let parameter): "the header parameter \"\(parameter)\" is missing or of the wrong type"
        case .criticalExtension: "the header has \"crit\"; no extension is supported, so leave it out"
        case .unencodedPayload: "the header has \"b64\"; the payload must be base64url, so leave it out"
        case .unsupportedAlgorithm:
            "the header's \"alg\" is not one of \(SignatureAlgorithm.allCases.map(\.name).joined(separator: ", "))"
        case .algorithmNotAllowed(let algorithm): "the algorithm \(algorithm.name) is not allowed here"
        case .wrongType: "the header's \"typ\" is not the type of token expected here"
        case .unknownKey: "no key of the issuer has the token's \"kid\""
        case .noKeyFits(let algorithm): "no key that the token may mean is for \(algorithm.name)"
        case .ambiguousKey(let candidates): "\(candidates) keys might be meant; the token must name one by \"kid\""
        case .invalidSignature: "the signature does not match the token and the issuer's keys"
        case .missingClaim, .malformedClaim, .expired, .notYetValid, .issuedInFuture, .wrongIssuer, .wrongAudience:
            claimDescription
        case .unusableKey(let refusal): refusal.description
        case .keySetTooLarge(let size, let limit): "the key set has \(size) bytes; at most \(limit) are read"
        case .keySetWithoutKeys: "the key set has no array \"keys\""
        case .tooManyKeys(let count, let limit): "the key set has \(count) keys; at most \(limit) are read"
        case .invalidPrivateKey: "the private key is not a P-256 scalar of 32 bytes"
        case .signingFailed: "the token could not be signed"
        }
    }

    private var claimDescription: String {
        switch self {
        case .missingClaim(let name): "the claim \"\(name)\" is missing"
        case .malformedClaim(let name): "the claim \"\(name)\" is not of the type that its definition asks for"
        case .expired(let time): "the token expired at \(time) (Unix seconds)"
        case .notYetValid(let time): "the token is not valid before \(time) (Unix seconds)"
        case .issuedInFuture(let time): "the token says that it was issued at \(time) (Unix seconds), in the future"
        case .wrongIssuer: "the claim \"iss\" is not the issuer expected here"
        case .wrongAudience: "the claim \"aud\" does not name this audience"
        default: ""
        }
    }
}
