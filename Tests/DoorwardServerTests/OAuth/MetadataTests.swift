import DoorwardDocuments
import DoorwardJOSE
import DoorwardOAuth
import DoorwardSecrets
import DoorwardServer
import DoorwardTesting
import Testing

@Suite("Documents by which clients find the server")
struct MetadataTests {
    func json(_ document: PublicDocument) throws -> JOSEObject {
        try document.body.withUnsafeBytes { try JOSEObject(parsing: $0) }
    }

    @Test("The server's metadata names one issuer and only what exists, at both paths")
    func server() async throws {
        let test = try await TestServer()
        let documents = ServerMetadata.documents(test.server.policy, documentation: "https://as.example/docs")
        #expect(
            documents.map(\.path) == ["/.well-known/oauth-authorization-server", "/.well-known/openid-configuration"])
        #expect(documents[0].body == documents[1].body)
        let json = try json(documents[0])
        #expect(json["issuer"]?.string == TestServer.issuer)
        #expect(json["code_challenge_methods_supported"]?.strings == ["S256"])
        #expect(json["response_types_supported"]?.strings == ["code"])
        #expect(json["authorization_response_iss_parameter_supported"]?.bool == true)
        #expect(json["scopes_supported"]?.strings == ["read", "write"])
        #expect(
            json["token_endpoint_auth_methods_supported"]?.strings
                == ["client_secret_basic", "client_secret_post", "none"])
        let paths = Set(test.server.routes(flow: test.flow).map(\.path) + [ServerMetadata.keySetPath])
        let named = json.members.filter { $0.name.hasSuffix("_endpoint") || $0.name == "jwks_uri" }
        #expect(Set(named.map { String(($0.value.string ?? "").dropFirst(TestServer.issuer.count)) }) == paths)
        for document in documents {
            #expect(document.headers.contains(.init(name: "Access-Control-Allow-Origin", value: "*")))
            #expect(document.contentType == "application/json")
        }
    }

    @Test("The resource's metadata names the same issuer, and leaves empty lists out")
    func resource() throws {
        let document = ProtectedResourceMetadata.document(
            resource: TestServer.issuer, issuer: TestServer.issuer, scopes: [], name: "", documentation: nil)
        #expect(document.path == "/.well-known/oauth-protected-resource")
        let json = try json(document)
        #expect(json["resource"]?.string == TestServer.issuer)
        #expect(json["authorization_servers"]?.strings == [TestServer.issuer])
        #expect(json["scopes_supported"] == nil && json["resource_name"] == nil)
        #expect(json["bearer_methods_supported"]?.strings == ["header"])
    }

    @Test("The published keys verify the tokens and show nothing private")
    func keys() async throws {
        let test = try await TestServer.ready()
        let document = ServerMetadata.keySet(test.server.keys.published)
        #expect(document.path == "/oauth/jwks.json")
        let keys = try JSONWebKeySet(parsing: document.body)
        let verifier = TokenVerifier(
            keys: keys, policy: .accessToken(issuer: TestServer.issuer, audience: TestServer.issuer))
        let token = try await test.tokens().access
        #expect(try verifier.verify(token, now: test.now).clientID == "web")
        #expect(!String(decoding: document.body, as: UTF8.self).contains("\"d\""))
    }

    /// What stands between braces in a document.
    func members(_ document: PublicDocument) -> String { String(decoding: document.body, as: UTF8.self) }

    /// The members of the metadata of a server that offers the core alone, byte for byte as clients have always seen
    /// them.
    static let plain = [
        #""issuer":"https://as.example""#,
        #""authorization_endpoint":"https://as.example/oauth/authorize""#,
        #""token_endpoint":"https://as.example/oauth/token""#,
        #""jwks_uri":"https://as.example/oauth/jwks.json""#,
        #""scopes_supported":["read","write"]"#,
        #""response_types_supported":["code"]"#,
        #""response_modes_supported":["query"]"#,
        #""grant_types_supported":["authorization_code","refresh_token","client_credentials"]"#,
        #""token_endpoint_auth_methods_supported":["client_secret_basic","client_secret_post","none"]"#,
        #""revocation_endpoint":"https://as.example/oauth/revoke""#,
        #""revocation_endpoint_auth_methods_supported":["client_secret_basic","client_secret_post","none"]"#,
        #""introspection_endpoint":"https://as.example/oauth/introspect""#,
        #""introspection_endpoint_auth_methods_supported":["client_secret_basic","client_secret_post"]"#,
        #""code_challenge_methods_supported":["S256"]"#,
        #""authorization_response_iss_parameter_supported":true"#,
        #""subject_types_supported":["public"]"#,
        #""id_token_signing_alg_values_supported":["ES256"]"#,
        #""prompt_values_supported":["none","login","consent"]"#,
        #""request_parameter_supported":false"#,
        #""request_uri_parameter_supported":false"#,
        #""protected_resources":["https://as.example"]"#,
        #""service_documentation":"https://as.example/docs""#,
    ]

    static func policy(
        _ features: AuthorizationFeatures, scopes: [AuthorizationPolicy.Scope] = scopes
    ) -> AuthorizationPolicy {
        AuthorizationPolicy(
            issuer: TestServer.issuer, resource: TestServer.issuer, scopes: scopes, features: features)
    }

    static let scopes: [AuthorizationPolicy.Scope] = [
        .init(name: "read", sentence: "Read"), .init(name: "write", sentence: "Write"),
    ]

    @Test(
        "With nothing switched on the documents are to the byte what they were before there was anything to switch on")
    func unchanged() {
        let documents = ServerMetadata.documents(Self.policy(.init()), documentation: "https://as.example/docs")
        #expect(members(documents[0]) == "{\(Self.plain.joined(separator: ","))}")
        let bare = ServerMetadata.documents(Self.policy(.init(), scopes: []), documentation: nil)
        let fewer = Self.plain.filter { !$0.hasPrefix("\"scopes_") && !$0.hasPrefix("\"service_doc") }
        #expect(members(bare[1]) == "{\(fewer.joined(separator: ","))}")
        let resource = ProtectedResourceMetadata.document(
            resource: TestServer.issuer, issuer: TestServer.issuer, scopes: ["read", "write"], name: "Garden",
            documentation: "https://as.example/docs")
        let expected = [
            #""resource":"https://as.example""#,
            #""authorization_servers":["https://as.example"]"#,
            #""scopes_supported":["read","write"]"#,
            #""bearer_methods_supported":["header"]"#,
            #""resource_name":"Garden""#,
            #""resource_documentation":"https://as.example/docs""#,
        ]
        #expect(members(resource) == "{\(expected.joined(separator: ","))}")
    }

    /// A feature, and what it adds to the members of the core.
    static let additions: [(AuthorizationFeatures, [String: JOSEValue])] = [
        (.init(registration: .open), ["registration_endpoint": .string("https://as.example/oauth/register")]),
        (.init(registration: .token), ["registration_endpoint": .string("https://as.example/oauth/register")]),
        (.init(clientDocuments: true), ["client_id_metadata_document_supported": .bool(true)]),
        (
            .init(pushedRequests: .on),
            [
                "pushed_authorization_request_endpoint": .string("https://as.example/oauth/par"),
                "require_pushed_authorization_requests": .bool(false),
            ]
        ),
        (
            .init(pushedRequests: .required),
            [
                "pushed_authorization_request_endpoint": .string("https://as.example/oauth/par"),
                "require_pushed_authorization_requests": .bool(true),
            ]
        ),
        (
            .init(deviceFlow: true),
            ["device_authorization_endpoint": .string("https://as.example/oauth/device_authorization")]
        ),
        (
            .init(keyBinding: .on),
            ["dpop_signing_alg_values_supported": .array(ProofVerifier.algorithmNames.map { .string($0) })]
        ),
        (
            .init(privateKeyJWT: true),
            Dictionary(
                uniqueKeysWithValues: ["token", "revocation", "introspection"].map {
                    (
                        "\($0)_endpoint_auth_signing_alg_values_supported",
                        .array(ClientAssertion.algorithmNames.map { .string($0) })
                    )
                })
        ),
    ]

    @Test("What is switched on adds its own members and no others", arguments: additions.indices)
    func isAdded(index: Int) throws {
        let (features, added) = Self.additions[index]
        let core = try json(ServerMetadata.documents(Self.policy(.init()), documentation: nil)[0])
        let json = try json(ServerMetadata.documents(Self.policy(features), documentation: nil)[0])
        let names = Set(core.members.map(\.name))
        #expect(Set(json.members.map(\.name)) == names.union(added.keys))
        for (name, value) in added { #expect(json[name] == value, "\(name)") }
        let device = GrantType.deviceCode.rawValue
        #expect(json["grant_types_supported"]?.strings?.contains(device) == features.deviceFlow)
        for endpoint in ["token", "revocation", "introspection"] {
            let methods = json["\(endpoint)_endpoint_auth_methods_supported"]?.strings
            #expect(methods?.contains("private_key_jwt") == features.privateKeyJWT)
        }
        #expect(!ClientAssertion.algorithmNames.contains { $0 == "none" || $0.hasPrefix("HS") })
        #expect(ClientAssertion.algorithmNames.contains("RS256") && ClientAssertion.algorithmNames.contains("ES256"))
    }

    @Test("Every endpoint that is named exists, with everything switched on")
    func nothingDead() async throws {
        let world = try await FeatureWorld(
            .init(pushedRequests: .required, keyBinding: .on, deviceFlow: true), issuer: TestServer.issuer)
        let json = try json(ServerMetadata.documents(world.server.policy, documentation: nil)[0])
        for member in json.members where member.name.hasSuffix("_endpoint") {
            let path = String((member.value.string ?? "").dropFirst(TestServer.issuer.count))
            #expect(world.routes[path] != nil, "\(path)")
        }
    }

    @Test(
        "The resource says whether tokens may or must be bound to a key",
        arguments: [AuthorizationFeatures.Use.on, .required])
    func boundTokens(use: AuthorizationFeatures.Use) throws {
        let document = ProtectedResourceMetadata.document(
            resource: TestServer.issuer, issuer: TestServer.issuer, scopes: [], name: nil, documentation: nil,
            keyBinding: use)
        let json = try json(document)
        #expect(json["dpop_bound_access_tokens_required"]?.bool == (use == .required))
        #expect(json["dpop_signing_alg_values_supported"]?.strings == ProofVerifier.algorithmNames)
    }
}
