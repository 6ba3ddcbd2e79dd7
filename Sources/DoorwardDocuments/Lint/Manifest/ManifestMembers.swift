/// The members of a manifest and of the objects in it.
enum ManifestMembers {
    static let texts = [
        "schema_version", "name_for_human", "name_for_model", "description_for_human", "description_for_model",
        "logo_url", "contact_email", "legal_info_url",
    ]
    static let required = [
        "schema_version", "name_for_human", "name_for_model", "description_for_human", "description_for_model", "auth",
        "api", "logo_url", "contact_email", "legal_info_url",
    ]

    static let authTypes = ["none", "service_http", "user_http", "oauth"]
    static let oauthRequired = ["client_url", "authorization_url", "scope", "authorization_content_type"]

    /// What a type of authentication is described by.
    static func auth(_ type: String) -> Set<String> {
        switch type {
        case "none": ["type", "instructions"]
        case "service_http":
            ["type", "instructions", "authorization_type", "verification_tokens", "custom_auth_header"]
        case "user_http": ["type", "instructions", "authorization_type"]
        case "oauth":
            [
                "type", "instructions", "client_url", "authorization_url", "scope", "authorization_content_type",
                "verification_tokens", "token_exchange_method", "pkce_required",
            ]
        default: Set(anyAuth)
        }
    }

    /// What some type of authentication is described by, the members first that people write by hand.
    static let anyAuth = [
        "type", "authorization_type", "verification_tokens", "client_url", "authorization_url", "scope",
        "authorization_content_type", "instructions", "custom_auth_header", "token_exchange_method", "pkce_required",
    ]

    static let apiKnown = ["type", "url", "is_user_authenticated", "has_user_authentication"]
}

extension LocatedValue {
    /// Puts another text in the value's place.
    func replaced(by text: String) -> [SyntaxProblem.Edit] { replaced(byJSON: "\"\(text)\"") }

    /// Puts other JSON in the value's place.
    func replaced(byJSON json: String) -> [SyntaxProblem.Edit] {
        guard document.syntax == .json, !range.isEmpty else { return [] }
        return [SyntaxProblem.Edit(range: range, replacement: Array(json.utf8))]
    }

    /// Gives the member another name.
    func renamed(_ name: String) -> [SyntaxProblem.Edit] {
        guard document.syntax == .json, let range = nameRange, !range.isEmpty else { return [] }
        return [SyntaxProblem.Edit(range: range, replacement: Array("\"\(name)\"".utf8))]
    }

    /// What kind of value it is, with its article.
    var kindInWords: String {
        switch kind {
        case .object: "an object"
        case .array: "a list"
        case .string: "a text"
        case .number: "a number"
        case .boolean: "a boolean"
        case .null: "null"
        }
    }
}
