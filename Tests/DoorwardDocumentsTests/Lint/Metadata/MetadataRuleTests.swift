import Testing

@testable import DoorwardDocuments

@Suite("OAuth and MCP metadata")
struct MetadataRuleTests {
    static func findings(_ text: String, name: String = "metadata.json") -> [LintFinding] {
        Linter().lint(LintInput(name: name, bytes: Array(text.utf8))).findings.filter { $0.rule.id.hasPrefix("DW4") }
    }

    private func short(
        _ members: [(String, String)], _ name: String = "", _ value: String? = nil, at file: String = "metadata.json"
    )
        -> [String]
    {
        Self.findings(MetadataExample.document(members, name, value), name: file).map {
            "\($0.rule.id) \($0.severity.rawValue) \($0.pointer)"
        }
    }

    @Test("Good documents raise nothing")
    func acceptsGood() {
        for members in [MetadataExample.resource, MetadataExample.server, MetadataExample.client] {
            #expect(short(members).isEmpty)
        }
    }

    @Test(
        "Every example is found wrong, and mended is not",
        arguments: LintRule.metadataRules.filter { $0.example != nil })
    func provesExamples(rule: LintRule) throws {
        let example = try #require(rule.example)
        #expect(Self.findings(example.wrong).contains { $0.rule == rule })
        #expect(Self.findings(example.right).isEmpty)
    }

    @Test(
        "What is wrong with a resource is told at its place",
        arguments: [
            ("resource", #""http://api.example.com/mcp""#, ["DW411 error /resource"]),
            ("resource", #""http://localhost:8000/mcp""#, ["DW411 warning /resource"]),
            ("resource", #""https://api.example.com/mcp#x""#, ["DW411 error /resource"]),
            ("resource", #""https://API.example.com/mcp""#, ["DW412 warning /resource"]),
            ("resource", #""https://api.example.com/mcp?x=1""#, ["DW412 warning /resource"]),
            ("resource", #""https://api.example.com:443/mcp""#, ["DW412 warning /resource"]),
            ("resource", "7", ["DW402 error /resource"]),
            ("authorization_servers", #"["auth.example.com"]"#, ["DW404 error /authorization_servers/0"]),
            (
                "authorization_servers", #"["https://auth.example.com/.well-known/openid-configuration"]"#,
                ["DW404 error /authorization_servers/0"]
            ),
            ("authorization_servers", #"["https://auth.example.com/"]"#, ["DW405 info /authorization_servers/0"]),
            ("authorization_servers", #""https://auth.example.com""#, ["DW402 error /authorization_servers"]),
            (
                "authorization_servers", "[]",
                ["DW401 warning /authorization_servers", "DW414 error /authorization_servers"]
            ),
            ("bearer_methods_supported", #"["body"]"#, ["DW416 error /bearer_methods_supported"]),
            ("jwks_uri", #""/jwks""#, ["DW403 error /jwks_uri"]),
            ("resource_name", #""""#, ["DW401 warning /resource_name"]),
        ])
    func judgesResource(name: String, value: String, expected: [String]) {
        #expect(short(MetadataExample.resource, name, value) == expected)
    }

    @Test(
        "The resource is compared with the address of the document",
        arguments: [
            ("https://api.example.com/.well-known/oauth-protected-resource/mcp", [String]()),
            ("https://api.example.com/.well-known/oauth-protected-resource", []),
            ("https://api.example.com/.well-known/oauth-protected-resource/other", ["DW413 error /resource"]),
            ("https://mcp.example.com/.well-known/oauth-protected-resource/mcp", ["DW413 error /resource"]),
        ])
    func comparesResource(file: String, expected: [String]) {
        #expect(short(MetadataExample.resource, at: file) == expected)
    }

    @Test(
        "What is wrong with an authorization server is told at its place",
        arguments: [
            ("issuer", #""http://auth.example.com""#, ["DW404 error /issuer"]),
            ("issuer", #""https://AUTH.example.com""#, ["DW405 warning /issuer"]),
            ("token_endpoint", #""http://auth.example.com/token""#, ["DW403 error /token_endpoint"]),
            ("token_endpoint", #""https://auth.example.com/token#a""#, ["DW403 error /token_endpoint"]),
            ("token_endpoint", nil, ["DW421 error "]),
            ("authorization_endpoint", nil, ["DW421 error "]),
            ("code_challenge_methods_supported", #"["plain"]"#, ["DW423 error /code_challenge_methods_supported"]),
            ("code_challenge_methods_supported", #"["s256"]"#, ["DW423 error /code_challenge_methods_supported"]),
            (
                "code_challenge_methods_supported", #"["plain", "S256"]"#,
                ["DW423 warning /code_challenge_methods_supported"]
            ),
            ("client_id_metadata_document_supported", nil, []), ("registration_endpoint", nil, []),
            (
                "client_id_metadata_document_supported", #""true""#,
                ["DW402 error /client_id_metadata_document_supported"]
            ),
            (
                "token_endpoint_auth_methods_supported", #"["private_key_jwt"]"#,
                [
                    "DW425 warning /token_endpoint_auth_methods_supported",
                    "DW426 warning /token_endpoint_auth_methods_supported",
                ]
            ),
            (
                "token_endpoint_auth_methods_supported", #"["client_secret_post"]"#,
                ["DW425 error /token_endpoint_auth_methods_supported"]
            ),
            (
                "token_endpoint_auth_signing_alg_values_supported", #"["RS256", "none"]"#,
                ["DW426 error /token_endpoint_auth_signing_alg_values_supported/1"]
            ),
            ("response_types_supported", nil, ["DW428 warning "]),
            (
                "grant_types_supported", #"["client_credentials"]"#,
                ["DW428 error /grant_types_supported", "DW429 warning /grant_types_supported"]
            ),
            ("grant_types_supported", nil, []),
            ("require_signed_request_object", "true", ["DW431 error /require_signed_request_object"]),
            ("require_pushed_authorization_requests", "false", []),
            ("introspection_endpoint", "[]", ["DW401 warning /introspection_endpoint"]),
            ("introspection_endpoint", "{}", ["DW402 error /introspection_endpoint"]),
            ("scopes_supported", #""notes:read notes:write""#, ["DW402 error /scopes_supported"]),
            ("scopes_supported", "[1]", ["DW402 error /scopes_supported"]),
            ("scopes_supported", "[]", ["DW401 warning /scopes_supported"]),
            ("x-vendor", "{}", []),
        ] as [(String, String?, [String])])
    func judgesServer(name: String, value: String?, expected: [String]) {
        #expect(short(MetadataExample.server, name, value) == expected)
    }

    @Test(
        "The issuer is compared with the address of the document",
        arguments: [
            ("https://auth.example.com/.well-known/oauth-authorization-server", [String]()),
            ("https://auth.example.com/.well-known/openid-configuration", []),
            ("https://auth.example.com/a/.well-known/openid-configuration", ["DW406 warning /issuer"]),
            ("https://auth.example.com/.well-known/oauth-authorization-server/a", ["DW406 warning /issuer"]),
            ("https://mcp.example.com/.well-known/oauth-authorization-server", ["DW406 warning /issuer"]),
        ])
    func comparesIssuer(file: String, expected: [String]) {
        #expect(short(MetadataExample.server, at: file) == expected)
    }

    @Test(
        "What is wrong with a client's document is told at its place",
        arguments: [
            ("client_id", #""http://app.example.com/c.json""#, ["DW441 error /client_id"]),
            ("client_id", #""https://app.example.com/a/../c.json""#, ["DW441 error /client_id"]),
            ("client_id", #""https://app.example.com/a/%2E%2e/c.json""#, ["DW441 error /client_id"]),
            ("client_id", #""https://u@app.example.com/c.json""#, ["DW441 error /client_id"]),
            ("client_id", #""https://app.example.com/c.json#a""#, ["DW441 error /client_id"]),
            ("client_id", #""https://app.example.com/c.json?a=1""#, ["DW441 warning /client_id"]),
            ("client_id", #""weather-app""#, ["DW441 error /client_id"]),
            ("client_secret_expires_at", "0", ["DW443 error /client_secret_expires_at"]),
            ("token_endpoint_auth_method", #""client_secret_basic""#, ["DW444 error /token_endpoint_auth_method"]),
            ("token_endpoint_auth_method", nil, ["DW444 warning "]),
            ("redirect_uris", #"["http://app.example.com/cb"]"#, ["DW445 error /redirect_uris/0"]),
            ("redirect_uris", #"["javascript:alert(1)"]"#, ["DW445 error /redirect_uris/0"]),
            ("redirect_uris", #"["/callback"]"#, ["DW445 error /redirect_uris/0"]),
            ("redirect_uris", #"["https://app.example.com/cb#a"]"#, ["DW445 error /redirect_uris/0"]),
            (
                "redirect_uris", #"["cursor://app/callback", "https://a.example/cb"]"#,
                ["DW445 warning /redirect_uris/0"]
            ),
            ("redirect_uris", #"["http://localhost:3000/cb", "http://[::1]/cb"]"#, ["DW446 info /redirect_uris"]),
            ("redirect_uris", "[]", ["DW401 warning /redirect_uris", "DW445 error /redirect_uris"]),
            ("grant_types", #"["authorization_code"]"#, ["DW448 info /grant_types"]),
            ("response_types", #"["id_token"]"#, ["DW448 error /response_types"]),
            ("client_name", nil, ["DW449 error "]),
        ] as [(String, String?, [String])])
    func judgesClient(name: String, value: String?, expected: [String]) {
        #expect(short(MetadataExample.client, name, value) == expected)
    }

    @Test("A client's ID is compared with the address of its document")
    func comparesClientID() {
        #expect(short(MetadataExample.client, at: "https://app.example.com/oauth/client.json").isEmpty)
        #expect(
            short(MetadataExample.client, at: "https://app.example.com/oauth/Client.json") == ["DW442 error /client_id"]
        )
    }

    @Test("Keys of a client are named once")
    func judgesKeys() {
        let signing = MetadataExample.client.map {
            $0.0 == "token_endpoint_auth_method" ? ($0.0, #""private_key_jwt""#) : $0
        }
        #expect(short(signing) == ["DW447 error /token_endpoint_auth_method"])
        #expect(short(signing, "jwks_uri", #""https://app.example.com/jwks.json""#).isEmpty)
        let both = signing + [("jwks_uri", #""https://app.example.com/jwks.json""#)]
        #expect(short(both, "jwks", #"{"keys": []}"#) == ["DW447 error /jwks"])
    }

    @Test("A large client document is told")
    func judgesSize() {
        #expect(
            short(MetadataExample.client, "x-padding", "\"" + String(repeating: "a", count: 5_200) + "\"") == [
                "DW450 warning "
            ])
    }

    @Test("A server that nobody can register at is told")
    func judgesRegistration() {
        let closed = MetadataExample.server.filter {
            $0.0 != "registration_endpoint" && $0.0 != "client_id_metadata_document_supported"
        }
        #expect(short(closed) == ["DW424 warning "])
    }

    @Test(
        "Odd documents are survived",
        arguments: [
            "{\"issuer\": 1}", "{\"issuer\": null, \"x\": [[]]}", "{\"resource\": {}, \"authorization_servers\": {}}",
            "{\"client_id\": [], \"redirect_uris\": 7}", "{\"issuer\": \"https://\"}",
        ])
    func survivesOddDocuments(text: String) {
        #expect(!Self.findings(text).isEmpty)
    }
}
