/// Verifies compact JWTs of one issuer under one policy (RFC 7519 §7.2, RFC 8725).
///
/// Synchronous and without a clock: the time is an argument. Work is linear in the token's size, which the policy
/// bounds, plus at most four signatures.
public struct TokenVerifier: Sendable {
    public let keys: JSONWebKeySet
    public let policy: VerificationPolicy

    public init(keys: JSONWebKeySet, policy: VerificationPolicy) {
        self.keys = keys
        self.policy = policy
    }

    /// Verifies a token, given as ASCII bytes, at a time in Unix seconds.
    /// - Throws: `JOSEError`, of the first check that fails; `.unknownKey` means that the keys may be out of date.
    public func verify(_ token: UnsafeRawBufferPointer, now: Int64) throws(JOSEError) -> VerifiedToken {
        let signed = try signedContent(of: token)
        let claims = try ClaimSet(signed.payload)  // RFC 7519 §7.2, step 10
        return try VerifiedToken(checking: claims, signature: signed.signature, policy: policy, now: now)
    }

    /// Verifies a token at a time in Unix seconds.
    /// - Throws: `JOSEError`, of the first check that fails.
    public func verify(_ token: [UInt8], now: Int64) throws(JOSEError) -> VerifiedToken {
        let result = token.withUnsafeBytes { bytes in
            Result { () throws(JOSEError) in try verify(bytes, now: now) }
        }
        return try result.get()
    }

    /// Verifies a token at a time in Unix seconds.
    /// - Throws: `JOSEError`, of the first check that fails.
    public func verify(_ token: String, now: Int64) throws(JOSEError) -> VerifiedToken {
        var token = token
        let result = token.withUTF8 { bytes in
            Result { () throws(JOSEError) in try verify(UnsafeRawBufferPointer(bytes), now: now) }
        }
        return try result.get()
    }

    /// What was signed and by whom; every check of the header and the signature, in order.
    func signedContent(
        of token: UnsafeRawBufferPointer
    ) throws(JOSEError) -> (payload: [UInt8], signature: VerifiedToken.Signature) {
        let compact = try CompactToken(token, maximumSize: policy.maximumSize)  // RFC 7515 §7.1
        let header = try TokenHeader(compact.header)  // RFC 7515 §5.2, steps 2 to 4
        try header.checkExtensions()  // RFC 7515 §4.1.11, RFC 7797 §6
        let algorithm = try header.algorithm(allowedBy: policy.algorithms)  // RFC 8725 §3.1
        try header.checkType(policy.type, or: policy.otherTypes)  // RFC 8725 §3.11
        let keyID = try header.keyID()  // RFC 7515 §4.1.4
        let candidates = try keys.candidates(keyID: keyID, algorithm: algorithm)  // RFC 7515 §6, RFC 8725 §3.1
        let signer = try compact.signer(among: candidates, by: algorithm)  // RFC 7515 §5.2, step 8
        let payload = try compact.decodedPayload()  // RFC 7515 §5.2, step 6
        return (payload, VerifiedToken.Signature(algorithm: algorithm, keyID: signer.keyID))
    }
}
