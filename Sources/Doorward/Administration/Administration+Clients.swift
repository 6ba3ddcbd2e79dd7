internal import DoorwardJOSE
public import DoorwardOAuth
internal import DoorwardSecrets
internal import DoorwardStore

extension Administration {
    /// Registers a client.
    ///
    /// A plugin or an action may come without a redirect URI: ChatGPT tells its id only when it has been given the
    /// credentials. Until ``changeClient(_:_:)`` has it, nobody can sign in through it.
    ///
    /// - Returns: the client, and its secret unless it is public. Nobody can see the secret again.
    /// - Throws: ``AdministrationError``.
    public func addClient(
        _ new: NewClient
    ) async throws(AdministrationError) -> (client: ClientRecord, secret: String?) {
        guard let profile = ClientProfile.named(new.profile), profile.name != "registered" else {
            throw .unknownProfile(new.profile)
        }
        if let keys = new.keys { try check(keys, new, profile) }
        guard new.isPublic ? profile.allowsPublic : profile.allowsConfidential else {
            throw .publicNotForProfile(profile.name)
        }
        let secret = new.isPublic || new.keys != nil ? nil : OpaqueToken.clientSecret.make(random)
        let time = now()
        let client = ClientRecord(
            id: try await id(new.id), name: try Self.name(new.name), profile: profile.name, isPublic: new.isPublic,
            redirectURIs: try Self.redirects(new.redirectURIs, new.assistantID, profile),
            scopes: try scopes(new.scope ?? (profile.grants.isEmpty ? "" : nil)),
            secrets: secret.map { [ClientSecret(digest: OpaqueToken.digest(of: $0), createdAt: time)] } ?? [],
            createdAt: time, authenticationMethods: new.keys == nil ? nil : [.privateKeyJWT], keys: new.keys,
            requiresKeyBinding: new.requiresKeyBinding, requiresPushedRequests: new.requiresPushedRequests)
        do {
            try await store.create(client)
        } catch StoreError.duplicate {
            throw .clientIDTaken(client.id)
        } catch {
            throw .failed("\(error)")
        }
        try await note("client.added", client.id, ["name": client.name, "profile": client.profile])
        return (client, secret)
    }

    /// All that are not removed, oldest first.
    public func clients() async throws(AdministrationError) -> [ClientRecord] {
        try await kept { try await store.clients() }
    }

    /// A client that is not removed.
    public func client(_ id: String) async throws(AdministrationError) -> ClientRecord {
        guard let client = try await kept({ try await store.client(id: id) }) else { throw .unknownClient(id) }
        guard client.removedAt == nil else { throw .removedClient(id) }
        return client
    }

    /// Changes what is said of a client. Grants stay as they are.
    public func changeClient(
        _ id: String, _ changes: ClientChanges
    ) async throws(AdministrationError) -> ClientRecord {
        var client = try await client(id)
        guard client.registration == nil else { throw .clientRegisteredItself(id) }
        guard let profile = ClientProfile.named(client.profile) else { throw .unknownProfile(client.profile) }
        if let name = changes.name { client.name = try Self.name(name) }
        if changes.redirectURIs != nil || changes.assistantID != nil {
            client.redirectURIs = try Self.redirects(changes.redirectURIs ?? [], changes.assistantID, profile)
        }
        if let scope = changes.scope { client.scopes = try scopes(scope) }
        let changed = client
        guard try await kept({ try await store.update(changed) }) else { throw .unknownClient(id) }
        try await note("client.changed", id, ["name": changed.name])
        return changed
    }

    /// Makes a new secret. The one before it is accepted as well, until the next rotation or `retiringOld`.
    ///
    /// - Returns: the client, and the secret. Nobody can see it again.
    public func rotateSecret(
        ofClient id: String, retiringOld: Bool = false
    ) async throws(AdministrationError) -> (client: ClientRecord, secret: String) {
        let client = try await client(id)
        guard !client.isPublic else { throw .clientIsPublic(id) }
        guard client.keys == nil else { throw .clientHasKeys(id) }
        let secret = OpaqueToken.clientSecret.make(random)
        let digest = OpaqueToken.digest(of: secret)
        let time = now()
        var changed = try await kept {
            try await store.addSecret(ClientSecret(digest: digest, createdAt: time), toClient: id)
        }
        if retiringOld { changed = try await kept { try await store.removeSecrets(ofClient: id, except: digest) } }
        guard let changed else { throw .unknownClient(id) }
        try await note(
            "client.secret-rotated", id, ["name": client.name, "old": retiringOld ? "retired" : "accepted"])
        return (changed, secret)
    }

    /// Removes a client for good, with everything that people allowed it.
    ///
    /// - Returns: the client, and how many grants were revoked.
    public func removeClient(_ id: String) async throws(AdministrationError) -> (client: ClientRecord, grants: Int) {
        let client = try await client(id)
        let time = now()
        let grants = try await kept {
            try await store.removeClient(id: id, at: time, tokensEndBy: AuthorizationPolicy.tokensEndBy(at: time))
        }
        guard let grants else { throw .removedClient(id) }
        try await note("client.removed", id, ["name": client.name, "grants": String(grants)])
        return (client, grants)
    }

    // MARK: Parts

    /// Clients and users are both subjects of tokens, and the API must not take one for the other (RFC 9068 §5).
    private func id(_ wanted: String?) async throws(AdministrationError) -> String {
        guard let wanted else { return PublicID.make(random) }
        guard (1...128).contains(wanted.utf8.count), !PublicID.isMistakable(wanted),
            wanted.utf8.allSatisfy({ $0.isIdentifierByte || [0x2D, 0x2E, 0x7E].contains($0) })
        else { throw .badClientID }
        guard try await account(wanted) == nil else { throw .clientIDIsUser(wanted) }
        return wanted
    }

    /// Keys stand instead of a secret, and must be there for a client that has one and may prove itself so.
    private func check(
        _ keys: ClientKeys, _ new: NewClient, _ profile: ClientProfile
    ) throws(AdministrationError) {
        guard !new.isPublic, profile.authenticationMethods.contains(.privateKeyJWT) else {
            throw .keysNotForClient(profile: profile.name)
        }
        switch keys {
        case .url(let url):
            guard let parsed = try? EndpointURL(parsing: url), parsed.text.hasPrefix("https://") else {
                throw .badKeys("the address of the keys must be an https URL")
            }
        case .inline(let text):
            let set: JSONWebKeySet
            do throws(JOSEError) { set = try JSONWebKeySet(parsing: Array(text.utf8)) } catch {
                throw .badKeys("not a JWK Set with public keys: \(error)")
            }
            if set.refused.contains(where: { $0.reason == .containsPrivateKey }) {
                throw .badKeys("the file holds a private key; give the public keys only")
            }
            guard !set.keys.isEmpty else { throw .badKeys("the file has no key that can be used") }
        }
    }

    private static func name(_ name: String) throws(AdministrationError) -> String {
        guard (1...80).contains(name.unicodeScalars.count), name.unicodeScalars.allSatisfy({ !$0.isControl }),
            name.contains(where: { !$0.isWhitespace })
        else { throw .badClientName }
        return name
    }

    private static func redirects(
        _ uris: [String], _ assistantID: String?, _ profile: ClientProfile
    ) throws(AdministrationError) -> [String] {
        do throws(RedirectRefusal) {
            return try RedirectRegistration.uris(uris, assistantID: assistantID, profile: profile)
        } catch {
            if case .missing = error, profile.redirects.allowAssistants { return [] }
            throw .redirect(error)
        }
    }

    /// Scopes that are declared; nil means all of them.
    private func scopes(_ text: String?) throws(AdministrationError) -> [String] {
        let declared = configuration.oauth.scopes.names
        guard let text else { return declared }
        guard let scopes = try? ScopeSet.parse(text) else { throw .badScope }
        for scope in scopes where !declared.contains(scope) { throw .unknownScope(scope, known: declared) }
        return scopes
    }
}
