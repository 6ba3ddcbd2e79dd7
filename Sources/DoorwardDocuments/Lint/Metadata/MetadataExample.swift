/// Good documents of each kind, and the same with something changed, for the pages of the rules.
enum MetadataExample {
    static let resource = [
        ("resource", #""https://api.example.com/mcp""#),
        ("authorization_servers", #"["https://auth.example.com"]"#),
        ("scopes_supported", #"["notes:read", "notes:write"]"#),
        ("bearer_methods_supported", #"["header"]"#),
    ]

    static let server = [
        ("issuer", #""https://auth.example.com""#),
        ("authorization_endpoint", #""https://auth.example.com/authorize""#),
        ("token_endpoint", #""https://auth.example.com/token""#),
        ("registration_endpoint", #""https://auth.example.com/register""#),
        ("response_types_supported", #"["code"]"#),
        ("grant_types_supported", #"["authorization_code", "refresh_token"]"#),
        ("code_challenge_methods_supported", #"["S256"]"#),
        ("token_endpoint_auth_methods_supported", #"["none", "client_secret_post"]"#),
        ("client_id_metadata_document_supported", "true"),
        ("authorization_response_iss_parameter_supported", "true"),
    ]

    static let client = [
        ("client_id", #""https://app.example.com/oauth/client.json""#),
        ("client_name", #""Example""#),
        ("redirect_uris", #"["https://app.example.com/callback"]"#),
        ("grant_types", #"["authorization_code", "refresh_token"]"#),
        ("response_types", #"["code"]"#),
        ("token_endpoint_auth_method", #""none""#),
    ]

    /// A document with one member changed, added, or (with nil) taken away.
    static func document(_ members: [(String, String)], _ name: String = "", _ value: String? = nil) -> String {
        var lines: [String] = []
        for (known, json) in members {
            if let json = known == name ? value : json { lines.append("  \"\(known)\": \(json)") }
        }
        if let value, !members.contains(where: { $0.0 == name }) { lines.append("  \"\(name)\": \(value)") }
        return "{\n" + lines.joined(separator: ",\n") + "\n}"
    }
}

extension LintRule.Example {
    /// A good document and the same with one member changed, added, or (with nil) taken away.
    init(_ members: [(String, String)], _ name: String, _ value: String?) {
        self.init(
            wrong: MetadataExample.document(members, name, value), right: MetadataExample.document(members))
    }
}
