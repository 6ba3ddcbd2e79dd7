import DoorwardSecrets
import Foundation
import Testing

@testable import DoorwardSecretSources

@Suite("Azure's credentials")
struct AzureCredentialsTests {
    private let read: ScriptedTransport.Answer = { request throws(SecretSourceError) in
        request.url.contains("/versions?")
            ? AzureScript.page([AzureScript.item(1, created: 100)]) : AzureScript.bundle(1, value: "\"fake\"")
    }

    /// The one request that is neither the vault's nor without an answer.
    private func login(
        _ environment: [String: String], directory: String = "/", answer: SecretResponse
    ) async throws -> SecretRequest {
        let vault = read
        let transport = ScriptedTransport(every: { request throws(SecretSourceError) in
            guard request.url.hasPrefix("https://myvault.") else { return answer }
            return request.header("Authorization") == nil ? AzureScript.asked() : try vault(request)
        })
        let source = AzureScript.source(transport, environment: environment, directory: directory)
        _ = try await source.read(AzureScript.reference())
        let logins = transport.requests.filter { !$0.url.hasPrefix("https://myvault.") }
        #expect(logins.count == 1)
        let last = try #require(transport.requests.last)
        #expect(last.header("Authorization") == "Bearer fake-token-1")
        return try #require(logins.first)
    }

    @Test("are a client secret from the environment, before all others")
    func clientSecret() async throws {
        let more = ["AZURE_FEDERATED_TOKEN_FILE": "/nowhere", "IDENTITY_ENDPOINT": "http://x", "IDENTITY_HEADER": "y"]
        let request = try await login(
            AzureScript.environment.merging(more) { $1 }, answer: AzureScript.token())
        #expect(request.method == "POST")
        #expect(request.url == "https://login.microsoftonline.com/my-tenant/oauth2/v2.0/token")
        #expect(request.header("Content-Type") == "application/x-www-form-urlencoded")
        #expect(
            request.text == "client_id=my-client&client_secret=fake%26secret&grant_type=client_credentials"
                + "&scope=https%3A%2F%2Fvault.azure.net%2F.default")
    }

    @Test("know other clouds and take the tenant from the vault when none is set")
    func otherCloud() async throws {
        var environment = AzureScript.environment
        environment["AZURE_TENANT_ID"] = nil
        environment["AZURE_AUTHORITY_HOST"] = "https://login.microsoftonline.us/"
        let request = try await login(environment, answer: AzureScript.token())
        #expect(request.url == "https://login.microsoftonline.us/the-tenant/oauth2/v2.0/token")
    }

    @Test("are a workload's token, read anew each time")
    func workload() async throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let environment = [
            "AZURE_TENANT_ID": "my-tenant", "AZURE_CLIENT_ID": "my-client", "AZURE_FEDERATED_TOKEN_FILE": "token",
        ]
        let clock = ManualClock()
        let transport = AzureScript.transport(vault: read)
        let source = AzureScript.source(
            transport, environment: environment, directory: folder.path, clock: clock)
        for name in ["a.b.one", "a.b.two"] {
            try Data("\(name)\n".utf8).write(to: folder.appendingPathComponent("token"))
            _ = try await source.read(AzureScript.reference())
            clock.advance(3600)
        }
        let bodies = transport.requests.filter { $0.method == "POST" }.map(\.text)
        let rest =
            "&client_assertion_type=urn%3Aietf%3Aparams%3Aoauth%3Aclient-assertion-type%3Ajwt-bearer"
            + "&grant_type=client_credentials&scope=https%3A%2F%2Fvault.azure.net%2F.default"
        #expect(bodies == ["a.b.one", "a.b.two"].map { "client_id=my-client&client_assertion=\($0)\(rest)" })
    }

    @Test("are App Service's managed identity", arguments: [nil, "user-assigned"])
    func application(client: String?) async throws {
        let request = try await login(
            [
                "IDENTITY_ENDPOINT": "http://127.0.0.1:41/msi/token", "IDENTITY_HEADER": "fake-header",
                "AZURE_CLIENT_ID": client ?? "",
            ],
            answer: .json(200, #"{"access_token":"fake-token-1","expires_on":"1800003600"}"#))
        #expect(
            request.url == "http://127.0.0.1:41/msi/token?api-version=2019-08-01&resource=https%3A%2F%2Fvault.azure.net"
                + (client.map { "&client_id=\($0)" } ?? ""))
        #expect(request.method == "GET")
        #expect(request.header("X-IDENTITY-HEADER") == "fake-header")
    }

    @Test(
        "that are set and cannot be used are an error that names them, and no other is tried",
        arguments: [
            (["AZURE_CLIENT_SECRET": "fake"], "AZURE_CLIENT_ID"),
            (["AZURE_CLIENT_SECRET": "fake", "AZURE_CLIENT_ID": "c", "AZURE_TENANT_ID": "a/b"], "AZURE_TENANT_ID"),
            (
                ["AZURE_CLIENT_SECRET": "fake", "AZURE_CLIENT_ID": "c", "AZURE_AUTHORITY_HOST": "http://login.x"],
                "AZURE_AUTHORITY_HOST"
            ),
            (
                ["AZURE_CLIENT_SECRET": "fake", "AZURE_CLIENT_ID": "c", "AZURE_AUTHORITY_HOST": "https://u@h"],
                "AZURE_AUTHORITY_HOST"
            ),
            (["AZURE_CLIENT_CERTIFICATE_PATH": "/x.pem", "AZURE_CLIENT_ID": "c"], "AZURE_CLIENT_CERTIFICATE_PATH"),
            (["AZURE_FEDERATED_TOKEN_FILE": "/nowhere/token", "AZURE_CLIENT_ID": "c"], "AZURE_FEDERATED_TOKEN_FILE"),
            (["AZURE_FEDERATED_TOKEN_FILE": "/dev/null", "AZURE_CLIENT_ID": "c"], "AZURE_FEDERATED_TOKEN_FILE"),
            (["AZURE_FEDERATED_TOKEN_FILE": "/x"], "AZURE_CLIENT_ID"),
            (["IDENTITY_ENDPOINT": "http://127.0.0.1/"], "IDENTITY_HEADER"),
            (["IDENTITY_ENDPOINT": "ftp://127.0.0.1/", "IDENTITY_HEADER": "x"], "IDENTITY_ENDPOINT"),
            (["AZURE_POD_IDENTITY_AUTHORITY_HOST": "here"], "AZURE_POD_IDENTITY_AUTHORITY_HOST"),
        ])
    func unusable(environment: [String: String], name: String) async throws {
        let transport = AzureScript.transport(vault: read)
        let source = AzureScript.source(transport, environment: environment)
        let error = await problem { _ = try await source.read(AzureScript.reference()) }
        guard case .denied(let reason)? = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(reason.contains(name))
        #expect(!reason.contains("fake"))
        #expect(transport.requests.count == 1)
    }

    @Test(
        "that are refused say what is wrong by Microsoft's number, and not by its text",
        arguments: [
            (7_000_215, "the client secret is wrong"), (7_000_222, "has expired"), (700_016, "AZURE_CLIENT_ID"),
            (90_002, "AZURE_TENANT_ID"), (700_024, "clock"), (700_213, "federated"), (999, "AADSTS999"),
        ])
    func refused(code: Int, words: String) async throws {
        let transport = AzureScript.transport(
            login: { _ throws(SecretSourceError) in
                let text = "AADSTS\(code): fake&secret"
                return .json(
                    401, #"{"error":"invalid_client","error_description":"\#(text)","error_codes":[\#(code)]}"#)
            }, vault: read)
        let error = await problem { _ = try await AzureScript.source(transport).read(AzureScript.reference()) }
        guard case .denied(let reason)? = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(reason.contains("AADSTS\(code)"))
        #expect(reason.contains(words))
        #expect(!reason.contains("fake"))
    }

    @Test(
        "in an answer that is none are refused",
        arguments: [
            "", "[]", "{}", #"{"access_token":""}"#, #"{"access_token":"a b","expires_in":3600}"#,
            #"{"access_token":"a\r\nX: y","expires_in":3600}"#, #"{"access_token":"fake-token"}"#,
            #"{"access_token":"fake-token","expires_in":-1}"#, #"{"access_token":"fake-token","expires_on":"1"}"#,
            #"{"access_token":"fake-token","expires_on":-9223372036854775808}"#,
            #"{"access_token":7,"expires_in":3600}"#,
        ])
    func garbage(body: String) async throws {
        let transport = AzureScript.transport(
            login: { _ throws(SecretSourceError) in .json(200, body) }, vault: read)
        let error = await problem { _ = try await AzureScript.source(transport).read(AzureScript.reference()) }
        guard case .malformed(let reason)? = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(!reason.contains("fake-token"))
    }

    @Test(
        "with a life beyond all numbers are good for a week",
        arguments: ["9223372036854775807", "\"9223372036854775807\""])
    func endless(life: String) throws {
        for name in ["expires_in", "expires_on"] {
            let token = try AzureToken(
                Array(#"{"access_token":"fake","\#(name)":\#(life)}"#.utf8), from: "x", now: 1_800_000_000)
            #expect(token.end == 1_800_000_000 + 7 * 86400)
        }
    }
}
