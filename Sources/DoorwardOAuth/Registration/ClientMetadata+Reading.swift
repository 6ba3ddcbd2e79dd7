public import DoorwardJOSE

extension ClientMetadata {
    /// Reads client metadata. Members that are not understood are passed over, with those in other languages
    /// (`client_name#de`) among them (RFC 7591 §2).
    ///
    /// - Throws: `.clientMetadataInvalid` that names the member and says what would be right, in fixed words.
    public init(_ object: JOSEObject) throws(Rejection) {
        let members = MetadataMembers(object: object)
        self.init()
        redirectURIs = try members.texts("redirect_uris")
        method = try members.text("token_endpoint_auth_method")
        methods = try members.texts("token_endpoint_auth_methods_supported")
        signingAlgorithm = try members.text("token_endpoint_auth_signing_alg")
        try readGrants(members)
        name = try Self.name(members)
        clientURI = try members.address("client_uri")
        logoURI = try members.address("logo_uri")
        termsURI = try members.address("tos_uri")
        policyURI = try members.address("policy_uri")
        scopes = try Self.scopes(members)
        contacts = try Self.contacts(members)
        keys = try Self.keys(members)
        softwareID = try members.text("software_id")
        softwareVersion = try members.text("software_version")
        let type = try members.text("application_type")
        applicationType = type == "web" || type == "native" ? type : nil
        requiresKeyBinding = try members.flag("dpop_bound_access_tokens")
        requiresPushedRequests = try members.flag("require_pushed_authorization_requests")
    }

    /// Clients list grants and response types of many servers: those that there are count, as long as the code flow is
    /// among them.
    private mutating func readGrants(_ members: MetadataMembers) throws(Rejection) {
        if let names = try members.texts("grant_types") {
            let known = names.compactMap(GrantType.init(rawValue:))
            grants = known
            allowsCodes = known.contains(.authorizationCode)
        }
        if let types = try members.texts("response_types"), !types.contains("code") { allowsCodes = false }
    }

    private static func name(_ members: MetadataMembers) throws(Rejection) -> String? {
        guard let name = try members.text("client_name", limit: ShownName.longest) else { return nil }
        return ShownName.isVisible(name) ? name : nil
    }

    private static func scopes(_ members: MetadataMembers) throws(Rejection) -> [String]? {
        guard let text = try members.text("scope", limit: 4096) else { return nil }
        do throws(Rejection) { return try ScopeSet.parse(text) } catch {
            throw MetadataMembers.invalid("scope", "must be words with single spaces between them, at most 100")
        }
    }

    private static func contacts(_ members: MetadataMembers) throws(Rejection) -> [String]? {
        guard let contacts = try members.texts("contacts") else { return nil }
        guard contacts.count <= 10, contacts.allSatisfy({ $0.utf8.count <= 256 && ShownName.isPlain($0) }) else {
            throw MetadataMembers.invalid("contacts", "must be at most 10 texts of at most 256 bytes")
        }
        return contacts
    }

    /// By value or by address, not both (RFC 7591 §2).
    private static func keys(_ members: MetadataMembers) throws(Rejection) -> ClientKeys? {
        let address = try members.keysAddress("jwks_uri")
        let value = members.object["jwks"]
        guard let value, value != .null else { return address.map { .url($0) } }
        guard address == nil else { throw MetadataMembers.invalid("jwks", "and jwks_uri must not both be there") }
        guard let object = value.object, let set = try? JSONWebKeySet(parsing: object.encoded) else {
            throw MetadataMembers.invalid("jwks", "must be a JWK Set")
        }
        guard !set.refused.contains(where: { $0.reason == .containsPrivateKey }) else {
            throw MetadataMembers.invalid("jwks", "must not have private keys")
        }
        guard !set.keys.isEmpty else { throw MetadataMembers.invalid("jwks", "must have a key that can be used") }
        return .inline(String(decoding: set.serialized, as: UTF8.self))
    }
}
