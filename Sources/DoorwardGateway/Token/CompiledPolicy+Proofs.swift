internal import DoorwardOAuth
internal import DoorwardSecrets

/// A token that is good but for the proof that its caller has the key.
struct BoundToken {
    let entry: TokenCache.Entry
    /// The SHA-256 of its text.
    let digest: SecretDigest
}

/// A call that is refused, as an error.
struct RefusedCall: Error {
    let answer: Answer
}

extension CompiledPolicy {
    /// Checks the proof that came with a bound token: that it is one for this request, by the token's own key, and was not
    /// used before (RFC 9449 §4.3, §7.1).
    func check(
        _ token: BoundToken, of head: RequestHead, in bytes: UnsafeRawBufferPointer, path: UnsafeRawBufferPointer,
        for operation: RouteTable.Operation?, by tokens: TokenGuard, now: Int64
    ) -> Result<VerifiedProof, RefusedCall> {
        guard let binding = tokens.binding else { return .failure(RefusedCall(answer: .tooManyProofs)) }
        let challenge = Challenge(tokens, operation, isBound: true)
        let nonce = binding.verifier.nonce
        do throws(ProofProblem) {
            let field = try Self.proof(in: head)
            let target = ProofTarget(origin: binding.origin, path: String(decoding: path, as: UTF8.self))
            guard let target else { throw .wrongAddress }
            let proof = try binding.verifier.verify(
                bytes[slice: field.valueRange], method: head.method.text, target: target, accessToken: token.digest,
                now: now)
            guard let key = token.entry.facts.keyThumbprint, proof.thumbprint.utf8.elementsEqual(key.utf8) else {
                throw .otherKey
            }
            switch binding.replays.use(proof, at: now) {
            case .first: return .success(proof)
            case .again: throw .replayed
            case .full: return .failure(RefusedCall(answer: .tooManyProofs))
            }
        } catch {
            let answer: Answer =
                error == .nonceRequired
                ? .nonceRequired(nonce.current(at: now), challenge) : .invalidProof(error, challenge)
            return .failure(RefusedCall(answer: answer.about(token.entry.facts, operation)))
        }
    }

    /// The one field with a proof (RFC 9449 §4.3, item 1).
    private static func proof(in head: RequestHead) throws(ProofProblem) -> HeadField {
        var found: HeadField?
        for field in head.fields where field.name == .dpop {
            guard found == nil else { throw .several }
            found = field
        }
        guard let found else { throw .missing }
        return found
    }
}
