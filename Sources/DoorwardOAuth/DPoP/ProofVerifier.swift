import DoorwardJOSE
public import DoorwardSecrets

/// Verifies proofs of possession: the value of the `DPoP` field (RFC 9449 §4).
///
/// Pure: whether a proof was used before is asked last, of ``ProofReplays`` or of the store.
public struct ProofVerifier: Sendable {
    /// How old a proof may be, in seconds.
    public static let longestAge: Int64 = 60
    /// How far its clock may be ahead, in seconds.
    public static let longestLead: Int64 = 30
    /// The most bytes of a proof.
    public static let largestSize = 4096
    /// The longest `jti`, in bytes.
    static let longestID = 128
    /// The algorithms of proofs; what is verified within tens of microseconds by keys that clients have.
    private static let algorithms: [SignatureAlgorithm] = [.es256, .es384, .edDSA, .ps256, .rs256]
    private static let allowed = Set(algorithms)

    /// The names of the algorithms, for metadata and challenges (RFC 9449 §5.1, §7.1).
    public static let algorithmNames = algorithms.map(\.name)

    public let nonce: ProofNonce

    public init(nonce: ProofNonce) { self.nonce = nonce }

    /// Verifies a proof by the checks of RFC 9449 §4.3, in the order below.
    ///
    /// - Parameters:
    ///   - proof: ASCII.
    ///   - method: of the request, compared exactly.
    ///   - target: the address that the request went to.
    ///   - accessToken: the SHA-256 of the access token that came with it; nil where none does.
    ///   - now: Unix seconds.
    /// - Throws: `ProofProblem`, of the first check that fails; `.nonceRequired` is the last, so that a client that heeds
    ///   it succeeds.
    public func verify(
        _ proof: UnsafeRawBufferPointer, method: String, target: ProofTarget, accessToken: SecretDigest?, now: Int64
    ) throws(ProofProblem) -> VerifiedProof {
        let token = try Self.token(proof)  // items 2 to 7
        let claims = ProofClaims(token.claims)
        let id = try claims.text("jti")  // item 3, §4.2
        guard (1...Self.longestID).contains(id.utf8.count) else { throw .incomplete }
        let issuedAt = try claims.requiredTime("iat")
        guard try claims.text("htm").utf8.elementsEqual(method.utf8) else { throw .wrongMethod }  // item 8
        guard ProofTarget(uri: try claims.text("htu")) == target else { throw .wrongAddress }  // item 9
        guard issuedAt >= now - Self.longestAge else { throw .tooOld }  // item 11
        guard issuedAt <= now + Self.longestLead else { throw .fromFuture }
        // RFC 7519 §4.1.4 and §4.1.5: nobody has to say these, but who does means them.
        if let end = try claims.time("exp"), end <= now { throw .tooOld }
        if let start = try claims.time("nbf"), start > now + Self.longestLead { throw .fromFuture }
        if let accessToken { try claims.check(hash: accessToken) }  // item 12
        let age = nonce.age(of: try claims.optionalText("nonce") ?? "", at: now)  // item 10
        guard age != .none else { throw .nonceRequired }
        return VerifiedProof(
            thumbprint: token.thumbprint, tokenID: id, issuedAt: issuedAt, needsNewNonce: age == .previous)
    }

    /// Verifies a proof that is text.
    ///
    /// - Throws: `ProofProblem`, of the first check that fails.
    public func verify(
        _ proof: String, method: String, target: ProofTarget, accessToken: SecretDigest?, now: Int64
    ) throws(ProofProblem) -> VerifiedProof {
        var proof = proof
        let result = proof.withUTF8 { bytes in
            Result { () throws(ProofProblem) in
                try verify(
                    UnsafeRawBufferPointer(bytes), method: method, target: target, accessToken: accessToken, now: now)
            }
        }
        return try result.get()
    }

    private static func token(_ proof: UnsafeRawBufferPointer) throws(ProofProblem) -> SelfSignedToken {
        do throws(JOSEError) {
            return try SelfSignedToken(
                verifying: proof, type: "dpop+jwt", algorithms: allowed, maximumSize: largestSize)
        } catch {
            throw ProofProblem(error)
        }
    }
}

/// The claims of a proof (RFC 9449 §4.2).
private struct ProofClaims {
    private let claims: JOSEObject

    init(_ claims: JOSEObject) { self.claims = claims }

    func text(_ name: String) throws(ProofProblem) -> String {
        guard let text = claims[name]?.string else { throw .incomplete }
        return text
    }

    func optionalText(_ name: String) throws(ProofProblem) -> String? {
        claims[name] == nil ? nil : try text(name)
    }

    func requiredTime(_ name: String) throws(ProofProblem) -> Int64 {
        guard let time = try time(name) else { throw .incomplete }
        return time
    }

    /// A NumericDate (RFC 7519 §2), rounded down, in the range that a double counts exactly.
    func time(_ name: String) throws(ProofProblem) -> Int64? {
        let exact: ClosedRange<Int64> = 0...(1 << 53)
        switch claims[name] {
        case nil: return nil
        case .integer(let seconds) where exact.contains(seconds): return seconds
        case .number(let seconds):
            guard let whole = Int64(exactly: seconds.rounded(.down)), exact.contains(whole) else { throw .incomplete }
            return whole
        default: throw .incomplete
        }
    }

    /// `ath`: base64url of the SHA-256 of the access token.
    func check(hash: SecretDigest) throws(ProofProblem) {
        guard let text = try optionalText("ath"), let bytes = Base64URL.decode(text),
            SecretDigest(bytes: bytes) == hash
        else { throw .wrongToken }
    }
}
