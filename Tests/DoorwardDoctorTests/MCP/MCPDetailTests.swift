import DoorwardDocuments
import DoorwardJOSE
import Testing

@testable import DoorwardDoctor

@Suite("What an examination of an MCP server says")
struct MCPDetailTests {
    @Test("A refused token that is a JWT is opened: which audience and issuer it has, and which were wanted")
    func jwt() async throws {
        let payload = #"{"aud":"https://mcp.test","iss":"https://as.test/","exp":4000000000}"#
        let token = ["{}", payload, "x"].map { Base64URL.encode(Array($0.utf8)) }.joined(separator: ".")
        let seen = try await AppExamination { request, response in
            if request.place == "as.test/token", response.status == 200 {
                response.edit { $0["access_token"] = .string(token) }
            }
        }
        #expect(seen.failed == ["M09"])
        let text = try #require(seen.remarks(.failed).first?.text)
        #expect(text.contains("aud is https://mcp.test, not the resource https://mcp.test/mcp"))
        #expect(text.contains("iss is https://as.test/, the authorization server's issuer is https://as.test."))
        #expect(!text.contains(token))
    }

    @Test("A registration answer with nulls, empty texts and a secret without expiry is warned of")
    func strict() async throws {
        let seen = try await AppExamination { request, response in
            guard request.place == "as.test/register" else { return }
            response.edit {
                $0["logo_uri"] = .null
                $0["client_uri"] = ""
                $0["client_secret"] = "not-a-real-secret"
            }
        }
        #expect(seen.failed == [])
        #expect(seen.complaints.contains("logo_uri, client_uri"))
        #expect(seen.complaints.contains("client_secret_expires_at"))
        #expect(seen.report.masked.contains("not-a-real-secret"))
    }

    @Test("Tokens inside of another object are O06")
    func nested() async throws {
        let seen = try await AppExamination { request, response in
            guard request.place == "as.test/token", response.status == 200,
                let tokens = try? JSONValue(parsing: response.body)
            else { return }
            response = .json(["data": tokens])
        }
        #expect(seen.failed == ["O06"], "\(seen.complaints)")
    }

    @Test("A secret without a method is sent as Basic where the server lists only that")
    func basic() async throws {
        let seen = try await AppExamination(as: "claude-code") { request, response in
            if request.place.hasSuffix("oauth-authorization-server"), response.status == 200, request.method == "GET" {
                response.edit {
                    $0["token_endpoint_auth_methods_supported"] = ["client_secret_basic"]
                    $0["client_id_metadata_document_supported"] = false
                }
            }
            guard request.place == "as.test/register" else { return }
            response.edit {
                $0["client_secret"] = "not-a-real-secret"
                $0["client_secret_expires_at"] = 0
                $0["token_endpoint_auth_method"] = nil
            }
        }
        let asked = seen.asked.filter { $0.place == "as.test/token" }
        #expect(!asked.isEmpty && asked.allSatisfy { $0.header("authorization")?.hasPrefix("Basic ") == true })
    }

    @Test("A given client id that the server does not know was never forgotten")
    func unknownClient() async throws {
        var options = AppExamination.signingIn
        options.clientID = "nobody"
        let seen = try await AppExamination(options: options)
        #expect(seen.failed == ["?"], "\(seen.complaints)")
    }

    @Test("Of several redirect URIs the refused one is named")
    func culprit() async throws {
        let seen = try await AppExamination(as: "cursor") { request, response in
            if request.place == "as.test/register", String(decoding: request.body, as: UTF8.self).contains("localhost")
            {
                response = .json(["error": "invalid_redirect_uri"], status: 400)
            }
        }
        #expect(seen.remarks(.failed).first?.text.contains("because of http://localhost:8787/callback") == true)
    }

    @Test("What was registered is taken back where the server allows it")
    func takenBack() async throws {
        let seen = try await AppExamination { request, response in
            guard request.place == "as.test/register" else { return }
            response.edit {
                $0["registration_client_uri"] = "https://as.test/register/1"
                $0["registration_access_token"] = "not-a-real-token"
            }
        }
        #expect(seen.complaints == "")
        let request = try #require(seen.asked.first { $0.method == "DELETE" })
        #expect(request.url == "https://as.test/register/1")
        #expect(request.header("authorization") == "Bearer not-a-real-token")
    }

    @Test("A client that proves itself with its private key is followed by one that the doctor can be")
    func privateKey() async throws {
        let seen = try await AppExamination { request, response in
            if request.place.hasSuffix("oauth-authorization-server") {
                response.edit { $0["token_endpoint_auth_methods_supported"] = ["private_key_jwt", "none"] }
            }
            if request.place == "as.test/token", request.form["client_id"]?.hasPrefix("https:") == true {
                response = .json(["error": "invalid_client"], status: 401)
            }
        }
        #expect(seen.complaints == "")
        #expect(seen.step("Refresh the access token")?.verdict == .passed)
    }

    @Test("A client id that was given is used before all else")
    func preregistered() async throws {
        var options = AppExamination.signingIn
        options.clientID = "client-0"
        options.redirectURI = "http://127.0.0.1:7000/callback"
        let seen = try await AppExamination(as: "claude", options: options) { request, response in
            if request.place == "as.test/authorize", request.query["client_id"] == "client-0" {
                response = .html("<h1>invalid_client</h1>", status: 400)
            }
        }
        #expect(seen.failed == ["?"])
        #expect(
            seen.asked.first { $0.place == "as.test/authorize" }?.query["redirect_uri"]
                == "http://127.0.0.1:7000/callback")
    }

    @Test("Metadata in two places that differ, and metadata at the challenge's address only, are told")
    func places() async throws {
        let different = try await AppExamination { request, response in
            if request.place == "mcp.test/.well-known/oauth-protected-resource" {
                response.edit { $0["resource"] = "https://mcp.test" }
            }
        }
        #expect(different.failed == [])
        #expect(different.complaints.contains("differ in 'resource'"))
        let elsewhere = try await AppExamination { request, response in
            let named = "https://mcp.test/metadata"
            if request.place.contains("protected-resource") { response = ProbeResponse(status: 404) }
            if request.place == "mcp.test/metadata" { response = .json(AppServer.resourceMetadata) }
            if response.status == 401 {
                response = .unauthorized(
                    hadToken: true,
                    challenge: "Bearer error=\"invalid_token\", resource_metadata=\"\(named)\", scope=\"read\"")
            }
        }
        #expect(elsewhere.failed == [])
        #expect(elsewhere.complaints.contains("only. Clients that do not read the challenge"))
    }

    @Test("A tool without a schema or with an odd name is warned of")
    func tools() {
        let problems: [JSONValue] = [
            ["name": "look"], ["name": "a b", "inputSchema": ["type": "object"]], ["inputSchema": ["type": "object"]],
            ["name": "look", "inputSchema": .null], ["name": "look", "inputSchema": ["type": "string"]],
        ]
        for tool in problems { #expect(Examination.problem(of: tool, at: 0) != nil) }
        #expect(Examination.problem(of: ["name": "look", "inputSchema": ["type": "object"]], at: 0) == nil)
    }

    @Test(
        "Whatever a server answers, the examination ends",
        arguments: ["", "null", "[]", "{}", "\"x\"", "<html>", "{\"jsonrpc\":1"])
    func rubbish(body: String) async throws {
        for status in [200, 204, 301, 307, 400, 401, 500] {
            let seen = try await AppExamination { _, response in
                response = ProbeResponse(
                    status: status,
                    headers: [
                        ("Content-Type", "application/json"), ("Location", "/x"), ("WWW-Authenticate", "Bearer ,="),
                    ],
                    body: Array(body.utf8))
            }
            #expect(!seen.report.steps.isEmpty)
            #expect(seen.remarks(.failed).count > 0 || status == 200)
        }
    }

    @Test("A person's browser comes back to a client that the examination registers for itself")
    func browser() async throws {
        let options = DoctorOptions(signIn: .browser(wait: .milliseconds(1)))
        let seen = try await AppExamination(options: options)
        let bodies = seen.asked.filter { $0.place == "as.test/register" }.map {
            String(decoding: $0.body, as: UTF8.self)
        }
        #expect(bodies.count == 2)
        #expect(bodies.first?.contains("https://chatgpt.com/connector_platform_oauth_redirect") == true)
        #expect(bodies.last?.contains("http://127.0.0.1:") == true)
    }

    @Test("Where the server knows offline_access, the client asks for it too")
    func offline() async throws {
        let seen = try await AppExamination { request, response in
            if request.place.hasSuffix("oauth-authorization-server") {
                response.edit { $0["scopes_supported"] = ["read", "write", "offline_access"] }
            }
        }
        #expect(seen.asked.contains { $0.query["scope"] == "read offline_access" })
    }

    @Test("What lint finds in the metadata is told by its fault")
    func linted() async throws {
        let seen = try await AppExamination { request, response in
            if request.place.hasSuffix("oauth-authorization-server"), request.method == "GET" {
                response.edit { $0["revocation_endpoint"] = "/revoke" }
            }
        }
        #expect(seen.failed == ["M03"])
        #expect(seen.remarks(.failed).first?.findings.isEmpty == false)
    }

    @Test(
        "A server that wants scopes named at the registration is fine for clients that do, and told to others",
        arguments: ["claude", "chatgpt-app"])
    func namedScopes(profile: String) async throws {
        let seen = try await AppExamination(as: profile) { request, response in
            if request.place.hasSuffix("oauth-authorization-server") {
                response.edit { $0["client_id_metadata_document_supported"] = false }
            }
            if request.place == "as.test/register", !String(decoding: request.body, as: UTF8.self).contains("scope") {
                response.edit { $0["client_id"] = "nameless" }
            }
            if request.place == "as.test/authorize", request.query["client_id"] == "nameless" {
                response = .html("<h1>invalid_scope</h1>", status: 400)
            }
        }
        #expect(seen.failed == [])
        #expect(seen.remarks(.warned).map { $0.fault?.id } == (profile == "claude" ? [] : ["M13"]))
        #expect(seen.step("Refresh the access token")?.verdict == .passed)
    }
}
