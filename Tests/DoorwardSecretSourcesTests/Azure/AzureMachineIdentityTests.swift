import DoorwardSecrets
import Synchronization
import Testing

@testable import DoorwardSecretSources

@Suite("The managed identity of a machine of Azure's")
struct AzureMachineIdentityTests {
    private static let url =
        "http://169.254.169.254/metadata/identity/oauth2/token?api-version=2018-02-01"
        + "&resource=https%3A%2F%2Fvault.azure.net"
    private static let token = SecretResponse.json(
        200, #"{"access_token":"fake-token-1","expires_in":"3599","expires_on":"1"}"#)
    private static let host = ["AZURE_POD_IDENTITY_AUTHORITY_HOST": "http://127.0.0.1:41/"]

    private let read: ScriptedTransport.Answer = { request throws(SecretSourceError) in
        request.url.contains("/versions?")
            ? AzureScript.page([AzureScript.item(1, created: 100)]) : AzureScript.bundle(1, value: "\"fake\"")
    }

    /// A vault, and a metadata service that answers by a closure.
    private func transport(_ service: @escaping ScriptedTransport.Answer) -> ScriptedTransport {
        let vault = read
        return ScriptedTransport(every: { request throws(SecretSourceError) in
            guard request.url.hasPrefix("https://myvault.") else { return try service(request) }
            return request.header("Authorization") == nil ? AzureScript.asked() : try vault(request)
        })
    }

    /// What the metadata service was asked.
    private func asked(_ transport: ScriptedTransport) -> [SecretRequest] {
        transport.requests.filter { !$0.url.hasPrefix("https://myvault.") }
    }

    @Test(
        "is asked for when a short question has found the service, whatever the answer to that is",
        arguments: [nil, "user-assigned"], [400, 200, 404, 403, 500])
    func machine(client: String?, status: Int) async throws {
        let transport = transport { request throws(SecretSourceError) in
            request.header("Metadata") == nil ? SecretResponse(status: status) : Self.token
        }
        let source = AzureScript.source(transport, environment: client.map { ["AZURE_CLIENT_ID": $0] } ?? [:])
        #expect(try await source.read(AzureScript.reference()).count == 1)
        let asked = asked(transport)
        #expect(asked.map(\.url) == Array(repeating: Self.url + (client.map { "&client_id=\($0)" } ?? ""), count: 2))
        #expect(asked.map(\.method) == ["GET", "GET"])
        #expect(asked.map { $0.header("Metadata") } == [nil, "true"])
        // Where there is no such service, the wait for it is short.
        #expect(asked.map(\.timeout) == [.seconds(1), .seconds(5)])
        #expect(transport.requests.last?.header("Authorization") == "Bearer fake-token-1")
    }

    @Test("may take longer for its first token than the service takes to be found")
    func cold() async throws {
        let transport = transport { request throws(SecretSourceError) in
            guard request.header("Metadata") != nil else { return SecretResponse(status: 400) }
            guard request.timeout > .seconds(3) else { throw .unavailable(reason: "no answer in time") }
            return Self.token
        }
        let source = AzureScript.source(transport, environment: [:])
        #expect(try await source.read(AzureScript.reference()).count == 1)
    }

    @Test("is not to be had at the moment where nobody answers, which one short attempt tells with all that was tried")
    func nothing() async throws {
        let isUp = Mutex(false)
        let transport = transport { request throws(SecretSourceError) in
            guard isUp.withLock({ $0 }) else { throw .unavailable(reason: "no connection in time") }
            return request.header("Metadata") == nil ? SecretResponse(status: 400) : Self.token
        }
        let source = AzureScript.source(transport, environment: [:])
        let error = await problem { _ = try await source.read(AzureScript.reference()) }
        try expectAllTried(error)
        #expect(transport.requests.count == 2)
        isUp.withLock { $0 = true }
        #expect(try await source.read(AzureScript.reference()).count == 1)
    }

    @Test("is not searched for where a variable says the service's place")
    func saidPlace() async throws {
        let there = transport { _ throws(SecretSourceError) in Self.token }
        #expect(try await AzureScript.source(there, environment: Self.host).read(AzureScript.reference()).count == 1)
        #expect(asked(there).map { $0.header("Metadata") } == ["true"])
        #expect(asked(there).first?.url.hasPrefix("http://127.0.0.1:41/metadata/identity/oauth2/token?") == true)
        let nowhere = transport { _ throws(SecretSourceError) in throw .unavailable(reason: "connection refused") }
        let source = AzureScript.source(nowhere, environment: Self.host)
        try expectAllTried(await problem { _ = try await source.read(AzureScript.reference()) })
    }

    private func expectAllTried(_ error: SecretSourceError?) throws {
        guard case .unavailable(let reason)? = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        for name in ["AZURE_CLIENT_SECRET", "AZURE_FEDERATED_TOKEN_FILE", "IDENTITY_ENDPOINT", "metadata service"] {
            #expect(reason.contains(name))
        }
    }

    @Test("is refused for good where the service says so", arguments: [400, 403])
    func refused(status: Int) async throws {
        let transport = transport { _ throws(SecretSourceError) in SecretResponse(status: status) }
        let source = AzureScript.source(transport, environment: [:])
        let error = await problem { _ = try await source.read(AzureScript.reference()) }
        guard case .denied(let reason)? = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(reason.contains("status \(status)"))
        #expect(asked(transport).count == 2)
    }

    @Test("is asked for again while the service is updated", arguments: [404, 410, 429, 500])
    func updating(status: Int) async throws {
        let count = Mutex(0)
        let vault = read
        let transport = ScriptedTransport(every: { request throws(SecretSourceError) in
            if request.url.hasPrefix("https://myvault.") {
                return request.header("Authorization") == nil ? AzureScript.asked() : try vault(request)
            }
            let attempt = count.withLock {
                $0 += 1
                return $0
            }
            return attempt < 4 ? SecretResponse(status: status) : AzureScript.token()
        })
        let source = AzureScript.source(transport, environment: [:])
        #expect(try await source.read(AzureScript.reference()).count == 1)
        #expect(count.withLock { $0 } == 4)
    }
}
