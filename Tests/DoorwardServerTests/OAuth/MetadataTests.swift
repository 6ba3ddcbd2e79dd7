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
}
