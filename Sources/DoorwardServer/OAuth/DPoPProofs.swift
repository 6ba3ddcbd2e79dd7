import DoorwardOAuth

extension AuthorizationServer {
    /// The proof of possession that a request of one of the server's own endpoints came with, checked and used up.
    ///
    /// - Returns: nil when there is none, or when proofs are not looked at since the feature is off (RFC 9449 §5: whoever
    ///   does not know the field ignores it).
    /// - Throws: `.proofInvalid`, `.proofNonceRequired`, `.proofReplayed`, `.unavailable`.
    func proof(of request: EndpointRequest) async throws(Rejection) -> VerifiedProof? {
        let time = now()
        guard let proof = try verifiedProof(of: request, at: time) else { return nil }
        try await use(proof, at: time)
        return proof
    }

    /// Looks at the proof of a request whose client proves itself by an assertion, before that is used up: whoever is told
    /// a nonce sends the same again with it (RFC 9449 §8).
    func foreseeProof(of request: EndpointRequest, _ parameters: Parameters) throws(Rejection) {
        guard try parameters.value("client_assertion") != nil else { return }
        _ = try verifiedProof(of: request, at: now())
    }

    private func verifiedProof(of request: EndpointRequest, at time: Int64) throws(Rejection) -> VerifiedProof? {
        guard policy.features.keyBinding.isOffered else { return nil }
        let fields = request.fields.filter { $0.name == "dpop" }
        guard let field = fields.first else { return nil }
        do throws(ProofProblem) {
            guard fields.count == 1 else { throw .several }  // RFC 9449 §4.3, item 1
            guard let target = ProofTarget(origin: policy.issuer, path: request.path) else { throw .wrongAddress }
            return try proofs.verify(
                field.value, method: request.method, target: target, accessToken: nil, now: time)
        } catch {
            throw Rejection(error)
        }
    }

    /// Takes a proof as used: here at once, and in the store for all other processes (RFC 9449 §11.1).
    private func use(_ proof: VerifiedProof, at time: Int64) async throws(Rejection) {
        switch proofReplays.use(proof, at: time) {
        case .first: break
        case .again: throw .proofReplayed
        case .full: throw .unavailable
        }
        let store = store
        let isFirst = try await stored {
            try await store.useOnce(proof.id, expiresAt: proof.isOverAt, at: time)
        }
        guard isFirst else { throw .proofReplayed }
    }

    /// The answer with a nonce for the next proof, where the client sends proofs and they are looked at (RFC 9449 §8.2).
    func noncing(_ response: EndpointResponse, for request: EndpointRequest) -> EndpointResponse {
        guard policy.features.keyBinding.isOffered, request.field("dpop") != nil else { return response }
        var response = response
        response.fields.append(("DPoP-Nonce", proofs.nonce.current(at: now())))
        return response
    }
}
