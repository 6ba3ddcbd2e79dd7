import DoorwardJOSE
import DoorwardOAuth
import DoorwardSecrets
import Testing

private let redirects = #""redirect_uris":["https://app.example/callback"]"#

@Suite("Metadata of clients that register themselves")
struct ClientMetadataTests {
    static func policy(_ change: (inout AuthorizationFeatures) -> Void = { _ in }) -> AuthorizationPolicy {
        var policy = Fixture.policy
        change(&policy.features)
        return policy
    }

    static func read(_ json: String) throws -> ClientMetadata {
        try ClientMetadata(try Array(json.utf8).withUnsafeBytes { try JOSEObject(parsing: $0) })
    }

    static func record(
        _ json: String, _ policy: AuthorizationPolicy = Fixture.policy, kind: ClientRegistration.Kind = .dynamic
    ) throws -> ClientRecord {
        try read(json).record(id: "dcr_1", kind: kind, policy: policy, at: noon)
    }

    /// The metadata in force, as an object.
    static func settled(_ record: ClientRecord) throws -> JOSEObject {
        let text = try #require(record.registration?.metadata)
        return try Array(text.utf8).withUnsafeBytes { try JOSEObject(parsing: $0) }
    }

    @Test(
        "What is sound is accepted",
        arguments: [
            #"{"redirect_uris":["https://app.example/callback"]}"#,
            #"{"redirect_uris":["http://localhost:8787/callback"]}"#,
            #"{"redirect_uris":["http://127.0.0.1/","http://[::1]:1/x"]}"#,
            #"{"redirect_uris":["cursor://anysphere.cursor-mcp/oauth/callback"]}"#,
            #"{"redirect_uris":["https://app.example:8443/cb?tenant=1"]}"#,
            #"{"redirect_uris":["https://chatgpt.com/connector/oauth/AbCdEfGh1234"]}"#,
            #"{"redirect_uris":["https://chatgpt.com/connector_platform_oauth_redirect"]}"#,
            "{\(redirects),\"token_endpoint_auth_method\":\"none\"}",
            "{\(redirects),\"token_endpoint_auth_method\":\"client_secret_post\"}",
            "{\(redirects),\"token_endpoint_auth_method\":null,\"client_name\":null,\"scope\":null}",
            "{\(redirects),\"token_endpoint_auth_methods_supported\":[\"tls_client_auth\",\"none\"]}",
            "{\(redirects),\"token_endpoint_auth_method\":\"private_key_jwt\","
                + "\"token_endpoint_auth_methods_supported\":[\"none\",\"private_key_jwt\"]}",
            "{\(redirects),\"grant_types\":[\"authorization_code\"]}",
            "{\(redirects),\"grant_types\":[]}",
            "{\(redirects),\"grant_types\":[\"urn:ietf:params:oauth:grant-type:jwt-bearer\",\"authorization_code\"]}",
            "{\(redirects),\"response_types\":[\"code\",\"id_token\"]}",
            "{\(redirects),\"response_types\":[]}",
            "{\(redirects),\"client_name\":\"Café 日本 👩‍👩‍👧\"}",
            "{\(redirects),\"client_name\":\"\"}",
            "{\(redirects),\"client_name\":\"App\",\"client_name#de\":5,\"client_name#ja-Jpan-JP\":\"x\"}",
            "{\(redirects),\"client_uri\":\"https://app.example\",\"logo_uri\":\"https://cdn.example/l.png\"}",
            "{\(redirects),\"client_uri\":\"http://localhost:3000\",\"tos_uri\":\"\",\"policy_uri\":\"\"}",
            "{\(redirects),\"scope\":\"read write\"}",
            "{\(redirects),\"scope\":\"openid offline_access\"}",
            "{\(redirects),\"contacts\":[\"a@app.example\"]}",
            "{\(redirects),\"software_id\":\"x\",\"software_version\":\"1.0\",\"application_type\":\"web\"}",
            "{\(redirects),\"application_type\":\"tv\"}",
            "{\(redirects),\"dpop_bound_access_tokens\":true,\"require_pushed_authorization_requests\":false}",
            "{\(redirects),\"jwks_uri\":\"https://app.example/jwks.json\"}",
            "{\(redirects),\"token_endpoint_auth_signing_alg\":\"RS256\"}",
            "{\(redirects),\"software_statement\":{\"a\":1},\"subject_type\":7,\"unheard_of\":[[]]}",
        ])
    func good(json: String) throws {
        let client = try Self.record(json)
        #expect(client.profile == "registered")
        #expect(client.registration?.kind == .dynamic)
        #expect(!client.name.isEmpty)
        // What is in force can be read again, and is the same then.
        let again = try Self.record(try #require(client.registration).metadata)
        #expect(again.registration?.metadata == client.registration?.metadata)
    }

    @Test(
        "What is of the wrong kind is refused, and the member is named",
        arguments: [
            ("redirect_uris", #"{"redirect_uris":"https://app.example/callback"}"#),
            ("redirect_uris", #"{"redirect_uris":[1]}"#),
            ("redirect_uris", #"{"redirect_uris":{}}"#),
            ("client_name", "{\(redirects),\"client_name\":7}"),
            ("client_name", "{\(redirects),\"client_name\":\"a\\u0000b\"}"),
            ("client_name", "{\(redirects),\"client_name\":\"a\\nb\"}"),
            ("client_name", "{\(redirects),\"client_name\":\"\\u202Eelpmaxe\"}"),
            ("client_name", "{\(redirects),\"client_name\":\"a\\u2066b\"}"),
            ("client_name", "{\(redirects),\"client_name\":\"a\\u200Bb\"}"),
            ("client_name", "{\(redirects),\"client_name\":\"a\\u2028b\"}"),
            ("client_name", "{\(redirects),\"client_name\":\"\(String(repeating: "n", count: 201))\"}"),
            ("token_endpoint_auth_method", "{\(redirects),\"token_endpoint_auth_method\":[\"none\"]}"),
            ("token_endpoint_auth_method", "{\(redirects),\"token_endpoint_auth_method\":\"tls_client_auth\"}"),
            ("token_endpoint_auth_method", "{\(redirects),\"token_endpoint_auth_method\":\"client_secret_jwt\"}"),
            ("token_endpoint_auth_method", "{\(redirects),\"token_endpoint_auth_method\":\"private_key_jwt\"}"),
            (
                "token_endpoint_auth_methods_supported",
                "{\(redirects),\"token_endpoint_auth_methods_supported\":\"none\"}"
            ),
            ("token_endpoint_auth_method", "{\(redirects),\"token_endpoint_auth_methods_supported\":[\"x\"]}"),
            ("token_endpoint_auth_signing_alg", "{\(redirects),\"token_endpoint_auth_signing_alg\":256}"),
            ("grant_types", "{\(redirects),\"grant_types\":\"authorization_code\"}"),
            ("grant_types", "{\(redirects),\"grant_types\":[\"client_credentials\"]}"),
            ("grant_types", "{\(redirects),\"grant_types\":[\"implicit\",\"refresh_token\"]}"),
            ("grant_types", "{\(redirects),\"grant_types\":[null]}"),
            ("grant_types", "{\(redirects),\"response_types\":[\"token\"]}"),
            ("grant_types", "{\(redirects),\"response_types\":[\"code id_token\"]}"),
            ("response_types", "{\(redirects),\"response_types\":\"code\"}"),
            ("client_uri", "{\(redirects),\"client_uri\":\"javascript:alert(1)\"}"),
            ("client_uri", "{\(redirects),\"client_uri\":\"app.example\"}"),
            ("client_uri", "{\(redirects),\"client_uri\":\"https://user@app.example\"}"),
            ("logo_uri", "{\(redirects),\"logo_uri\":\"data:image/png;base64,AA\"}"),
            ("logo_uri", "{\(redirects),\"logo_uri\":[]}"),
            ("tos_uri", "{\(redirects),\"tos_uri\":\"https://\"}"),
            ("policy_uri", "{\(redirects),\"policy_uri\":\"https://a b\"}"),
            ("scope", "{\(redirects),\"scope\":[\"read\"]}"),
            ("scope", "{\(redirects),\"scope\":\"re\\\"ad\"}"),
            ("contacts", "{\(redirects),\"contacts\":\"a@app.example\"}"),
            ("contacts", "{\(redirects),\"contacts\":[\"a\\nb\"]}"),
            ("software_id", "{\(redirects),\"software_id\":1}"),
            ("software_version", "{\(redirects),\"software_version\":2.0}"),
            ("application_type", "{\(redirects),\"application_type\":true}"),
            ("dpop_bound_access_tokens", "{\(redirects),\"dpop_bound_access_tokens\":\"true\"}"),
            ("require_pushed_authorization_requests", "{\(redirects),\"require_pushed_authorization_requests\":1}"),
            ("jwks_uri", "{\(redirects),\"jwks_uri\":\"http://app.example/jwks\"}"),
            ("jwks_uri", "{\(redirects),\"jwks_uri\":\"https://app.example/jwks#x\"}"),
            ("jwks_uri", "{\(redirects),\"jwks_uri\":\"https://app.example:0/jwks\"}"),
            ("jwks", "{\(redirects),\"jwks\":\"{}\"}"),
            ("jwks", "{\(redirects),\"jwks\":{}}"),
            ("jwks", "{\(redirects),\"jwks\":{\"keys\":[]}}"),
            ("jwks", "{\(redirects),\"jwks\":{\"keys\":[{\"kty\":\"oct\",\"k\":\"AA\"}]}}"),
            ("jwks", "{\(redirects),\"jwks\":{\"keys\":[]},\"jwks_uri\":\"https://app.example/jwks\"}"),
        ])
    func bad(member: String, json: String) throws {
        do {
            _ = try Self.record(json)
            Issue.record("it was accepted: \(json)")
        } catch Rejection.clientMetadataInvalid(let rule) {
            #expect(rule.hasPrefix(member + " "))
            // It is sent to the client as it is.
            #expect(rule.utf8.allSatisfy { (0x20...0x7E).contains($0) && $0 != 0x22 && $0 != 0x5C })
        }
    }

    @Test(
        "One address that cannot be accepted refuses them all",
        arguments: [
            ("[]", RedirectRefusal.missing(profile: "registered")),
            (#"["http://app.example/cb"]"#, .plainHTTP("http://app.example/cb")),
            (#"["https://app.example/cb","javascript:alert(1)"]"#, .forbiddenScheme("javascript:alert(1)")),
            (#"["data:text/html,x"]"#, .forbiddenScheme("data:text/html,x")),
            (#"["https://app.example/cb#x"]"#, .fragment("https://app.example/cb#x")),
            (#"["https://u@app.example/cb"]"#, .userinfo("https://u@app.example/cb")),
            (#"["/cb"]"#, .notAnAbsoluteURI("/cb")),
            (#"["https://*.app.example/cb"]"#, .pattern("https://*.app.example/cb")),
            (#"["https://app.example/cb?code=1"]"#, .reservedParameter("https://app.example/cb?code=1", name: "code")),
            (#"["vscode://x/cb"]"#, .schemeNotListed("vscode://x/cb")),
            (#"["com.example.app:/cb"]"#, .schemeNotListed("com.example.app:/cb")),
            (#"["https://chatgpt.com/anything"]"#, .assistantWithoutID("https://chatgpt.com/anything")),
        ])
    func refusedRedirects(list: String, refusal: RedirectRefusal) {
        #expect(throws: Rejection.redirectURIRefused(refusal)) {
            try Self.record("{\"redirect_uris\":\(list)}")
        }
        #expect(!refusal.rule.contains("app.example"))
    }

    @Test("Twenty addresses and no more; schemes are those of the configuration")
    func limits() throws {
        let many = (1...21).map { "\"https://app.example/\($0)\"" }
        #expect(
            try Self.record("{\"redirect_uris\":[\(many.dropLast().joined(separator: ","))]}").redirectURIs.count == 20)
        #expect(throws: Rejection.redirectURIRefused(.tooMany)) {
            try Self.record("{\"redirect_uris\":[\(many.joined(separator: ","))]}")
        }
        let json = #"{"redirect_uris":["com.example.app:/cb"]}"#
        #expect(
            try Self.record(json, Self.policy { $0.registrationSchemes = ["com.example.app"] }).redirectURIs.count == 1)
        #expect(throws: Rejection.self) {
            try Self.record(#"{"redirect_uris":["cursor://a/b"]}"#, Self.policy { $0.registrationSchemes = [] })
        }
    }

    @Test(
        "How the client proves who it is follows from what it says and what is offered",
        arguments: [
            ("", false, [ClientAuthenticationMethod.basic, .post], "client_secret_basic"),
            (#","token_endpoint_auth_method":"client_secret_post""#, false, [.basic, .post], "client_secret_post"),
            (#","token_endpoint_auth_method":"none""#, true, [.none], "none"),
            (
                #","token_endpoint_auth_method":"private_key_jwt","jwks_uri":"https://a.example/k""#, true,
                [.privateKeyJWT], "private_key_jwt"
            ),
            (
                #","token_endpoint_auth_method":"private_key_jwt","token_endpoint_auth_methods_supported":["none","#
                    + #""private_key_jwt"],"jwks_uri":"https://a.example/k""#, false, [.none], "none"
            ),
            (#","token_endpoint_auth_methods_supported":["none","client_secret_post"]"#, true, [.none], "none"),
        ])
    func methods(more: String, keys: Bool, methods: [ClientAuthenticationMethod], told: String) throws {
        let client = try Self.record("{\(redirects)\(more)}", Self.policy { $0.privateKeyJWT = keys })
        #expect(client.authenticationMethods == methods)
        #expect(client.isPublic == methods.contains(.none))
        #expect((client.keys != nil) == methods.contains(.privateKeyJWT))
        #expect(try Self.settled(client)["token_endpoint_auth_method"]?.string == told)
        #expect(try Self.settled(client)["jwks_uri"] == nil || client.keys != nil)
    }

    @Test("A document may keep several ways open")
    func documentMethods() throws {
        let json =
            "{\(redirects),\"token_endpoint_auth_method\":\"private_key_jwt\",\"jwks_uri\":\"https://a.example/k\","
            + "\"token_endpoint_auth_methods_supported\":[\"none\",\"private_key_jwt\"],\"token_endpoint_auth_signing_alg\":\"RS256\"}"
        let both = try Self.record(json, Self.policy { $0.privateKeyJWT = true }, kind: .document)
        #expect(both.authenticationMethods == [.privateKeyJWT, .none])
        #expect(both.isPublic)
        #expect(both.keys == .url("https://a.example/k"))
        let one = try Self.record(json, kind: .document)
        #expect(one.authenticationMethods == [.none])
        #expect(one.keys == nil)
    }

    @Test(
        "Scopes are those that such clients may have, whatever they want at first",
        arguments: [
            ("", nil, ["read", "write"]), ("", ["read", "gone"], ["read"]),
            (#","scope":"write""#, nil, ["read", "write"]), (#","scope":"write""#, ["read"], ["read"]),
            (#","scope":"openid profile""#, nil, ["read", "write"]),
            (#","scope":"write read openid""#, nil, ["read", "write"]),
        ] as [(String, [String]?, [String])])
    func scopes(more: String, ceiling: [String]?, scopes: [String]) throws {
        let client = try Self.record("{\(redirects)\(more)}", Self.policy { $0.registeredScopes = ceiling })
        #expect(client.scopes == scopes)
        #expect(try Self.settled(client)["scope"]?.string == scopes.joined(separator: " "))
    }

    @Test("What is not offered is not in force")
    func features() throws {
        let json =
            "{\(redirects),\"dpop_bound_access_tokens\":true,\"require_pushed_authorization_requests\":true,"
            + "\"grant_types\":[\"authorization_code\",\"urn:ietf:params:oauth:grant-type:device_code\"]}"
        let off = try Self.record(json)
        #expect(!off.requiresKeyBinding)
        #expect(!off.requiresPushedRequests)
        #expect(try Self.settled(off)["grant_types"]?.strings == ["authorization_code", "refresh_token"])
        #expect(try Self.settled(off)["dpop_bound_access_tokens"] == nil)
        let on = try Self.record(
            json,
            Self.policy {
                $0.keyBinding = .on
                $0.pushedRequests = .required
                $0.deviceFlow = true
            })
        #expect(on.requiresKeyBinding)
        #expect(on.requiresPushedRequests)
        #expect(try Self.settled(on)["grant_types"]?.strings?.count == 3)
        #expect(try Self.settled(on)["dpop_bound_access_tokens"]?.bool == true)
    }

    @Test("The same said in another order and with more around it has the same fingerprint")
    func fingerprint() throws {
        let one = try Self.read("{\(redirects),\"client_name\":\"A\",\"scope\":\"read\"}")
        let same = try Self.read(
            "{\"x\":1,\"scope\":\" read \",\"client_name\":\"A\",\(redirects),\"tos_uri\":null}")
        let other = try Self.read("{\(redirects),\"client_name\":\"B\",\"scope\":\"read\"}")
        #expect(one.fingerprint == same.fingerprint)
        #expect(one.fingerprint != other.fingerprint)
    }

    @Test(
        "A client without a name is called by where its answers go",
        arguments: [
            ("https://app.example/cb", "An application of app.example"),
            ("http://localhost:1/cb", "An application on your own computer"),
            ("cursor://a/b", "An application on your own device"),
        ])
    func nameless(redirect: String, name: String) throws {
        for blank in [" ", "\u{3164}", "\u{115F}\u{2800} "] {
            let json = "{\"redirect_uris\":[\"\(redirect)\"],\"client_name\":\"\(blank)\"}"
            #expect(try Self.record(json).name == name)
        }
    }

    @Test("Keys by value are kept without what is not a public key; a private one refuses them all")
    func keys() throws {
        let key = try SigningKey.generate().publicKey
        let text = String(decoding: key.serialized, as: UTF8.self)
        let json =
            "{\(redirects),\"token_endpoint_auth_method\":\"private_key_jwt\",\"jwks\":{\"keys\":[\(text),5]}}"
        let client = try Self.record(json, Self.policy { $0.privateKeyJWT = true })
        #expect(client.keys == .inline("{\"keys\":[\(text)]}"))
        #expect(try Self.settled(client)["jwks"]?.object?["keys"]?.array?.count == 1)
        let leaked = text.dropLast() + ",\"d\":\"\(String(repeating: "A", count: 43))\"}"
        #expect(throws: Rejection.clientMetadataInvalid("jwks must not have private keys")) {
            try Self.read("{\(redirects),\"jwks\":{\"keys\":[\(leaked)]}}")
        }
    }
}
