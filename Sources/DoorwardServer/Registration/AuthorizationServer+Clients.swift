public import DoorwardOAuth

extension AuthorizationServer {
    /// A client that is registered, or that has a document; nil when there is none, or its registration has ended.
    ///
    /// Scopes of those that registered themselves are what such clients may have today, whatever that was when they came.
    /// - Throws: `.unavailable`, `.clientDocumentUnavailable`, `.clientDocumentInvalid`.
    ///
    /// - Parameter caller: the address of whoever names it, where that is not known to be anybody's.
    func knownClient(_ id: String, from caller: String? = nil) async throws(Rejection) -> ClientRecord? {
        guard var client = try await recordedClient(id, from: caller) else { return nil }
        guard let registration = client.registration else { return client }
        if let end = registration.expiresAt, end <= now() {
            // Registering again moves the end, which nobody else is told of; so what is remembered may be behind.
            let clients = clients
            guard let current = try await stored({ try await clients.current(id: id) }) else { return nil }
            if let end = current.registration?.expiresAt, end <= now() { return nil }
            client = current
        }
        // What is off cannot be asked of those whom nobody but themselves can change.
        if !policy.features.keyBinding.isOffered { client.requiresKeyBinding = false }
        if !policy.features.pushedRequests.isOffered { client.requiresPushedRequests = false }
        client.scopes = policy.registeredScopes
        return client
    }

    private func recordedClient(_ id: String, from caller: String?) async throws(Rejection) -> ClientRecord? {
        if let documents, ClientDocumentAddress.isMeant(by: id) {
            return try await documents.client(id: id, from: caller)
        }
        let clients = clients
        let client = try await stored { try await clients.client(id: id) }
        // Documents count only while they are switched on.
        return client?.registration?.kind == .document ? nil : client
    }

    /// Makes a client stay that a person has agreed to; to be called before anything of the agreement is written down.
    /// One that registered itself loses its end, one that has a document is put into the store. Costs no call of the
    /// store for a client that stays anyway.
    ///
    /// - Throws: `.unavailable`; `.unknownClient` when it has gone meanwhile.
    public func adopt(_ client: ClientRecord) async throws(Rejection) {
        guard let registration = client.registration else { return }
        switch registration.kind {
        case .document: try await documents?.adopt(client)
        case .dynamic:
            guard registration.expiresAt != nil else { return }
            let store = store
            let isThere = try await stored { try await store.keepClient(id: client.id) }
            clients.forget(client.id)
            guard isThere else { throw .unknownClient }
        }
    }

    /// The client that an assertion proves (RFC 7523). The last step takes the assertion as used, so that it proves
    /// nothing a second time.
    func client(
        provedBy assertion: ClientAssertion, at path: String, from caller: String
    ) async throws(Rejection) -> AuthenticatedClient {
        guard let clientKeys else { throw .clientAssertionNotSupported }
        let record = try await knownClient(assertion.clientID, from: caller)
        let place = try assertion.keys(of: record)
        guard let record else { throw .unknownClient }
        let isStranger = record.registration != nil
        let keys = try await clientKeys.keys(place, keyID: assertion.keyID, isStranger: isStranger, from: caller)
        // RFC 7523 §3 has the token endpoint stand for the server, RFC 9126 §2 the one that is called.
        let audiences = [policy.issuer, policy.issuer + "/oauth/token", policy.issuer + path]
        let now = now()
        let proof: ClientAssertion.Proof
        do throws(Rejection) {
            proof = try assertion.verify(record, keys: keys, audiences: audiences, now: now)
        } catch {
            guard
                let newer = try await clientKeys.newerKeys(place, isStranger: isStranger, from: caller)
            else { throw error }
            proof = try assertion.verify(record, keys: newer, audiences: audiences, now: now)
        }
        let store = store
        let isNew = try await stored { try await store.useOnce(proof.use, expiresAt: proof.expiresAt, at: now) }
        guard isNew else { throw .clientAssertionReplayed }
        return proof.client
    }
}
