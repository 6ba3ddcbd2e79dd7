import DoorwardJOSE
public import DoorwardSecrets

extension ClientMetadata {
    /// The metadata in the names of RFC 7591 §2, made anew of what was understood, in one order.
    public var json: String { String(decoding: JOSEObject(members).encoded, as: UTF8.self) }

    /// What tells metadata apart: the SHA-256 of ``json``.
    public var fingerprint: SecretDigest { SecretDigest(hashing: Array(json.utf8)) }

    private var members: [JOSEObject.Member] {
        var list: [JOSEObject.Member] = []
        func add(_ name: String, _ value: JOSEValue?) {
            if let value { list.append(.init(name: name, value: value)) }
        }
        func add(_ name: String, _ text: String?) { add(name, text.map { .string($0) }) }
        func add(_ name: String, _ texts: [String]?) { add(name, texts.map { .array($0.map { .string($0) }) }) }
        add("redirect_uris", redirectURIs)
        add("client_name", name)
        add("token_endpoint_auth_method", method)
        add("token_endpoint_auth_methods_supported", methods)
        add("token_endpoint_auth_signing_alg", signingAlgorithm)
        add("grant_types", grants.map { $0.map(\.rawValue) })
        add("response_types", ["code"])
        add("scope", scopes.map { $0.joined(separator: " ") })
        add("client_uri", clientURI)
        add("logo_uri", logoURI)
        add("tos_uri", termsURI)
        add("policy_uri", policyURI)
        add("contacts", contacts)
        switch keys {
        case .inline(let text): add("jwks", Self.object(text))
        case .url(let address): add("jwks_uri", address)
        case nil: break
        }
        add("software_id", softwareID)
        add("software_version", softwareVersion)
        add("application_type", applicationType)
        if requiresKeyBinding { add("dpop_bound_access_tokens", .bool(true)) }
        if requiresPushedRequests { add("require_pushed_authorization_requests", .bool(true)) }
        return list
    }

    private static func object(_ json: String) -> JOSEValue? {
        (try? Array(json.utf8).withUnsafeBytes { try JOSEObject(parsing: $0) }).map { .object($0) }
    }
}
