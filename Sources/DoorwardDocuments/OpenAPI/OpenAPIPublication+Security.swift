extension OpenAPIPublication.Security {
    /// The scheme's name and its description (OpenAPI 3.1 section 4.8.27); nil where none is asked for.
    var scheme: (name: String, value: JSONValue)? {
        switch self {
        case .none: nil
        case .bearer: ("bearerAuth", ["type": "http", "scheme": "bearer"])
        case .basic: ("basicAuth", ["type": "http", "scheme": "basic"])
        case .header(let name): ("apiKeyAuth", ["type": "apiKey", "in": "header", "name": .string(name)])
        case .oauth2(let authorizationURL, let tokenURL, let scopes):
            (
                "oauth2",
                [
                    "type": "oauth2",
                    "flows": [
                        "authorizationCode": [
                            "authorizationUrl": .string(authorizationURL), "tokenUrl": .string(tokenURL),
                            "scopes": .object(JSONObject(scopes.map { ($0.name, .string($0.sentence)) })),
                        ]
                    ],
                ]
            )
        }
    }

    /// The alternatives as `security` has them: each a set of scopes of the one scheme.
    func requirements(_ alternatives: [[String]]) -> JSONValue? {
        guard let name = scheme?.name else { return nil }
        return .array(alternatives.map { .object([name: .array($0.map { .string($0) })]) })
    }
}

extension OpenAPIDocument {
    /// What the published document asks for where an operation says nothing else.
    func commonSecurity(_ publication: OpenAPIPublication) -> JSONValue {
        var alternatives: [[String]] = [[]]
        if case .oauth2 = publication.security {
            let reader = OpenAPISecurityReader(document: value)
            let said = reader.common.map(reader.scopeAlternatives) ?? []
            if !said.isEmpty { alternatives = said }
        }
        return publication.security.requirements(alternatives) ?? []
    }

    /// What operations that are not public ask for in the published document, by their pointers; only OAuth tells one
    /// from another.
    func operationSecurity(_ publication: OpenAPIPublication) -> [String: JSONValue] {
        guard case .oauth2 = publication.security else { return [:] }
        var security: [String: JSONValue] = [:]
        for operation in operations where security[operation.pointer] == nil {
            let access = operation.access(publication.operationScopes)
            guard !access.isPublic else { continue }
            security[operation.pointer] = publication.security.requirements(
                access.alternatives.isEmpty ? [[]] : access.alternatives)
        }
        return security
    }
}
