internal import Crypto
internal import DoorwardJOSE
internal import DoorwardOAuth

/// The checks of an ID token that came from the token endpoint (OpenID Connect Core §3.1.3.7 and §3.1.3.8).
///
/// Pure: nothing of the token means anything before its signature is right.
struct IDTokenChecks {
    static let skew: Int64 = 30
    /// The most seconds since a token was made: it came in the same breath.
    static let longestAge: Int64 = 600
    /// Core §2: at most 255 ASCII characters.
    static let longestSubject = 255

    let rule: IssuerRule
    let clientID: String
    let algorithms: Set<SignatureAlgorithm>
    let nonce: String
    let accessToken: String
    /// The `iss` that came with the code.
    let callbackIssuer: String?

    /// Everything that depends on the keys, then on the clock, the issuer and the audience.
    func verify(_ token: String, keys: ProviderKeys, now: Int64) -> Result<VerifiedToken, JOSEError> {
        var policy = VerificationPolicy(
            issuer: rule.verificationIssuer(of: token),  // steps 2 and, for Microsoft, `checkIssuer`
            audiences: [clientID],  // step 3
            type: "JWT",  // RFC 8725 §3.11
            algorithms: algorithms,  // steps 6 to 8, RFC 8725 §3.1
            requiredClaims: ["iat", "sub"],  // §2
            clockSkew: Self.skew)  // step 9, RFC 7519 §4.1.5
        policy.otherTypes = [""]
        let verifier = TokenVerifier(keys: keys.set, policy: policy)
        return Result { () throws(JOSEError) in try verifier.verify(token, now: now) }
    }

    /// Everything else, in order; the subject of the token.
    func check(_ token: VerifiedToken, keys: ProviderKeys, now: Int64) throws(ProviderFailure) -> String {
        try checkIssuer(token, keys: keys)  // step 2, RFC 9207 §2.4
        try checkAuthorizedParty(token)  // steps 3 to 5
        try checkAge(token, now: now)  // step 10
        try checkNonce(token)  // step 11
        try checkTokenHash(token)  // §3.1.3.8
        return try subject(token)  // §2
    }

    private func checkIssuer(_ token: VerifiedToken, keys: ProviderKeys) throws(ProviderFailure) {
        try rule.check(issuer: token.issuer, tenant: token.claims["tid"])
        let tenant = token.claims["tid"]?.string ?? ""
        guard keys.mayKey(token.keyID, signFor: token.issuer, tenant: tenant) else { throw .untrue(.wrongIssuer) }
        if let callbackIssuer, !callbackIssuer.isSame(as: token.issuer) { throw .untrue(.wrongIssuerParameter) }
    }

    private func checkAuthorizedParty(_ token: VerifiedToken) throws(ProviderFailure) {
        guard let party = token.claims["azp"], party != .null else {
            guard token.audience.count == 1 else { throw .untrue(.missingAuthorizedParty) }
            return
        }
        guard let party = party.string, party.isSame(as: clientID) else { throw .untrue(.wrongAuthorizedParty) }
    }

    private func checkAge(_ token: VerifiedToken, now: Int64) throws(ProviderFailure) {
        guard let issuedAt = token.issuedAt else { throw .untrue(.missingClaim) }
        let (age, overflow) = now.subtractingReportingOverflow(issuedAt)
        guard !overflow, age <= Self.longestAge + Self.skew else { throw .untrue(.issuedLongAgo) }
    }

    private func checkNonce(_ token: VerifiedToken) throws(ProviderFailure) {
        guard let value = token.claims["nonce"], value != .null else { throw .untrue(.missingNonce) }
        guard let text = value.string, !nonce.isEmpty, ConstantTime.areEqual(text, nonce) else {
            throw .untrue(.wrongNonce)
        }
    }

    /// The left half of the access token's hash, by the hash of the signature's algorithm; that of Ed25519 is SHA-512.
    private func checkTokenHash(_ token: VerifiedToken) throws(ProviderFailure) {
        guard let value = token.claims["at_hash"], value != .null else { return }
        let bytes = Array(accessToken.utf8)
        let hash: [UInt8]
        switch token.algorithm {
        case .es256, .rs256, .ps256: hash = Array(SHA256.hash(data: bytes))
        case .es384, .rs384, .ps384: hash = Array(SHA384.hash(data: bytes))
        case .es512, .rs512, .ps512, .edDSA: hash = Array(SHA512.hash(data: bytes))
        }
        let expected = Base64URL.encode(Array(hash.prefix(hash.count / 2)))
        guard let text = value.string, text.isSame(as: expected) else { throw .untrue(.wrongTokenHash) }
    }

    private func subject(_ token: VerifiedToken) throws(ProviderFailure) -> String {
        guard let subject = token.subject else { throw .untrue(.missingSubject) }
        guard Self.isSubject(subject) else { throw .untrue(.malformedSubject) }
        return subject
    }

    /// 1 to 255 ASCII characters that can be seen, or spaces.
    static func isSubject(_ text: String) -> Bool {
        (1...longestSubject).contains(text.utf8.count) && text.utf8.allSatisfy { (0x20...0x7E).contains($0) }
    }
}

extension JOSEError {
    /// Whether the provider may have changed its keys since they were fetched.
    var mayBeOfOldKeys: Bool {
        switch self {
        case .unknownKey, .noKeyFits, .invalidSignature: true
        default: false
        }
    }

    var untruth: Untruth {
        switch self {
        case .unsupportedAlgorithm, .algorithmNotAllowed: .algorithmNotAllowed
        case .wrongType: .wrongType
        case .unknownKey, .noKeyFits, .ambiguousKey: .unknownKey
        case .invalidSignature: .wrongSignature
        case .missingClaim("sub"): .missingSubject
        case .malformedClaim("sub"): .malformedSubject
        case .missingClaim: .missingClaim
        case .malformedClaim: .malformedClaim
        case .expired: .expired
        case .notYetValid: .notYetValid
        case .issuedInFuture: .issuedInFuture
        case .wrongIssuer: .wrongIssuer
        case .wrongAudience: .wrongAudience
        case .tooLarge, .notCompact, .invalidBase64URL, .invalidJSON, .malformedHeader, .criticalExtension,
            .unencodedPayload, .unusableKey, .keySetTooLarge, .keySetWithoutKeys, .tooManyKeys, .invalidPrivateKey,
            .signingFailed:
            .malformedToken
        }
    }
}
