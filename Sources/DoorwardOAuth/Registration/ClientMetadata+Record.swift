import DoorwardJOSE

extension ClientMetadata {
    /// The client that the metadata makes here: what it asks for, as far as it is offered.
    ///
    /// - Parameters:
    ///   - kind: whether it registers or has a document; a document cannot have a secret.
    ///   - now: Unix seconds.
    /// - Returns: a client without secrets and without an end, whose `registration.metadata` is what is in force.
    /// - Throws: `.clientMetadataInvalid`, `.redirectURIRefused`.
    public func record(
        id: String, kind: ClientRegistration.Kind, policy: AuthorizationPolicy, at now: Int64
    ) throws(Rejection) -> ClientRecord {
        let features = policy.features
        let redirects = try redirects(features)
        guard allowsCodes else {
            throw MetadataMembers.invalid(
                "grant_types", "must have authorization_code among them, and response_types code")
        }
        let methods = try methods(kind: kind, features)
        var settled = self
        settled.redirectURIs = redirects
        settled.settle(methods, kind: kind)
        settled.grants = Self.grants(asked: grants ?? [], features)
        let scopes = policy.registeredScopes
        settled.scopes = scopes.isEmpty ? nil : scopes
        settled.requiresKeyBinding = requiresKeyBinding && features.keyBinding.isOffered
        settled.requiresPushedRequests = requiresPushedRequests && features.pushedRequests.isOffered
        return ClientRecord(
            id: id, name: name ?? ShownName.standIn(forRedirect: redirects.first ?? ""), profile: "registered",
            isPublic: methods.contains(.none), redirectURIs: redirects, scopes: scopes, createdAt: now,
            authenticationMethods: methods, keys: methods.contains(.privateKeyJWT) ? keys : nil,
            requiresKeyBinding: settled.requiresKeyBinding, requiresPushedRequests: settled.requiresPushedRequests,
            registration: ClientRegistration(kind: kind, metadata: settled.json))
    }

    /// All or nothing: one address that cannot be accepted refuses them all (RFC 7591 §3.2.2).
    private func redirects(_ features: AuthorizationFeatures) throws(Rejection) -> [String] {
        guard var profile = ClientProfile.named("registered") else { throw .registrationClosed }
        profile.redirects.privateUseSchemes = Set(features.registrationSchemes)
        do throws(RedirectRefusal) {
            return try RedirectRegistration.uris(redirectURIs ?? [], profile: profile)
        } catch {
            throw .redirectURIRefused(error)
        }
    }

    /// The one for the token endpoint that is preferred stands first. Whoever names several may come with any of them.
    private func methods(
        kind: ClientRegistration.Kind, _ features: AuthorizationFeatures
    ) throws(Rejection) -> [ClientAuthenticationMethod] {
        let asked = (method.map { [$0] } ?? []) + (methods ?? [])
        // RFC 7591 §2 has a secret by default, which a document cannot have.
        let known: [ClientAuthenticationMethod] =
            asked.isEmpty ? [kind == .document ? .none : .basic] : asked.compactMap { .init(rawValue: $0) }
        var usable: [ClientAuthenticationMethod] = []
        for method in known where !usable.contains(method) {
            switch method {
            case .basic, .post: if kind == .dynamic { usable.append(method) }
            case .privateKeyJWT: if features.privateKeyJWT, keys != nil { usable.append(method) }
            case .none: usable.append(method)
            }
        }
        guard let first = usable.first else { throw refusal(ofMethods: known, features) }
        if usable.contains(.privateKeyJWT) { try checkSigningAlgorithm() }
        // A registration settles on one; what is sent in which place makes no difference to a secret.
        guard kind == .dynamic else { return usable }
        return first == .basic || first == .post ? [.basic, .post] : [first]
    }

    private func refusal(
        ofMethods known: [ClientAuthenticationMethod], _ features: AuthorizationFeatures
    ) -> Rejection {
        if known.contains(.privateKeyJWT), features.privateKeyJWT {
            return MetadataMembers.invalid("jwks", "or jwks_uri must be there for private_key_jwt")
        }
        let offered = features.authenticationMethods.map(\.rawValue).joined(separator: ", ")
        return MetadataMembers.invalid("token_endpoint_auth_method", "must be one of those offered: \(offered)")
    }

    private func checkSigningAlgorithm() throws(Rejection) {
        guard let signingAlgorithm else { return }
        guard SignatureAlgorithm(name: signingAlgorithm) != nil else {
            throw MetadataMembers.invalid(
                "token_endpoint_auth_signing_alg", "must be a public-key algorithm such as RS256 or ES256")
        }
    }

    /// What is in force is written down, not what was asked for (RFC 7591 §3.2.1).
    private mutating func settle(_ usable: [ClientAuthenticationMethod], kind: ClientRegistration.Kind) {
        if kind == .document {
            method = usable.first?.rawValue
            methods = usable.count > 1 ? usable.map(\.rawValue) : nil
        } else {
            let asked = (method.map { [$0] } ?? []) + (methods ?? [])
            method = asked.first { name in usable.contains { $0.rawValue == name } } ?? usable.first?.rawValue
            methods = nil
        }
        if !usable.contains(.privateKeyJWT) {
            keys = nil
            signingAlgorithm = nil
        }
    }

    /// Refresh tokens come with every code; nothing is given without a person.
    private static func grants(asked: [GrantType], _ features: AuthorizationFeatures) -> [GrantType] {
        let devices: [GrantType] = features.deviceFlow && asked.contains(.deviceCode) ? [.deviceCode] : []
        return [.authorizationCode, .refreshToken] + devices
    }

}

extension AuthorizationPolicy {
    /// Those that clients may have that registered themselves, whatever they name: what clients name is what they want
    /// at first (the MCP SDKs write the scopes of the first challenge there), and what they ask people for later would
    /// be refused.
    public var registeredScopes: [String] {
        features.registeredScopes.map { allowed in scopeNames.filter(allowed.contains) } ?? scopeNames
    }
}
