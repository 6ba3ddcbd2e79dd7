extension PluginManifest {
    /// The manifest as a document, its members in the order of OpenAI's own examples.
    public func document() -> JSONValue {
        [
            "schema_version": "v1",
            "name_for_human": .string(nameForHuman),
            "name_for_model": .string(nameForModel),
            "description_for_human": .string(descriptionForHuman),
            "description_for_model": .string(descriptionForModel),
            "auth": .object(auth.document),
            "api": [
                "type": "openapi",
                "url": .string(apiURL),
                "is_user_authenticated": .bool(isUserAuthenticated),
            ],
            "logo_url": .string(logoURL),
            "contact_email": .string(contactEmail),
            "legal_info_url": .string(legalInfoURL),
        ]
    }
}

extension PluginManifest.Authentication {
    fileprivate var document: JSONObject {
        switch self {
        case .none: return ["type": "none"]
        case .serviceHTTP(let type, let tokens):
            var auth: JSONObject = ["type": "service_http"]
            type.add(to: &auth)
            auth["verification_tokens"] = Self.document(of: tokens)
            return auth
        case .userHTTP(let type):
            var auth: JSONObject = ["type": "user_http"]
            type.add(to: &auth)
            return auth
        case .oauth(let oauth):
            return [
                "type": "oauth",
                "client_url": .string(oauth.clientURL),
                "scope": .string(oauth.scope),
                "authorization_url": .string(oauth.authorizationURL),
                "authorization_content_type": .string(oauth.authorizationContentType),
                "verification_tokens": Self.document(of: oauth.verificationTokens),
            ]
        }
    }

    private static func document(of tokens: [PluginManifest.VerificationToken]) -> JSONValue {
        .object(JSONObject(tokens.map { ($0.service, .string($0.token)) }))
    }
}

extension PluginManifest.AuthorizationType {
    fileprivate func add(to auth: inout JSONObject) {
        switch self {
        case .bearer: auth["authorization_type"] = "bearer"
        case .basic: auth["authorization_type"] = "basic"
        case .custom(let header):
            auth["authorization_type"] = "custom"
            auth["custom_auth_header"] = .string(header)
        }
    }
}
