import DoorwardSecrets
import Synchronization
import Testing

@testable import DoorwardSecretSources

@Suite("Tokens for Azure's vaults")
struct AzureTokensTests {
    private let vault: ScriptedTransport.Answer = { request throws(SecretSourceError) in
        request.url.contains("/versions?")
            ? AzureScript.page([AzureScript.item(1, created: 100)]) : AzureScript.bundle(1, value: "\"fake\"")
    }

    private func logins(_ transport: ScriptedTransport) -> Int { transport.requests.count { $0.method == "POST" } }

    @Test("are got once for any number of readings at once")
    func singleFlight() async throws {
        let transport = AzureScript.transport(vault: vault)
        let source = AzureKeyVaultSource(
            surroundings: SourceSurroundings(SlowLogin(transport: transport), environment: AzureScript.environment))
        let reference = try AzureScript.reference()
        try await withThrowingTaskGroup(of: Int.self) { group in
            for _ in 0..<50 { group.addTask { try await source.read(reference).count } }
            for try await count in group { #expect(count == 1) }
        }
        #expect(logins(transport) == 1)
    }

    @Test(
        "are renewed five minutes before their end, and not earlier",
        arguments: [(3600, 3299, 1), (3600, 3300, 2), (100, 79, 1), (100, 80, 2)])
    func renewal(life: Int, after: Int64, expected: Int) async throws {
        let transport = AzureScript.transport(
            login: { _ throws(SecretSourceError) in AzureScript.token(life: life) }, vault: vault)
        let clock = ManualClock()
        let source = AzureScript.source(transport, clock: clock)
        _ = try await source.read(AzureScript.reference())
        clock.advance(after)
        _ = try await source.read(AzureScript.reference())
        #expect(logins(transport) == expected)
        // The vault has said once what it wants.
        #expect(transport.requests.count { $0.method == "GET" && $0.header("Authorization") == nil } == 1)
    }

    @Test("whose renewal fails are used until their end, and the login is not asked all the time")
    func failingRenewal() async throws {
        let isUp = Mutex(true)
        let transport = AzureScript.transport(
            login: { _ throws(SecretSourceError) in
                guard isUp.withLock({ $0 }) else { throw .denied(reason: "down") }
                return AzureScript.token()
            }, vault: vault)
        let clock = ManualClock()
        let source = AzureScript.source(transport, clock: clock)
        _ = try await source.read(AzureScript.reference())
        isUp.withLock { $0 = false }
        clock.advance(3400)
        for _ in 0..<5 { #expect(try await source.read(AzureScript.reference()).count == 1) }
        #expect(logins(transport) == 2)
        clock.advance(30)
        #expect(try await source.read(AzureScript.reference()).count == 1)
        #expect(logins(transport) == 3)
        clock.advance(170)
        let error = await problem { _ = try await source.read(AzureScript.reference()) }
        #expect(error == .denied(reason: "down"))
        isUp.withLock { $0 = true }
        #expect(try await source.read(AzureScript.reference()).count == 1)
    }

    @Test("that are refused are replaced once")
    func replaced() async throws {
        let count = Mutex(0)
        let transport = AzureScript.transport(
            login: { _ throws(SecretSourceError) in
                AzureScript.token(
                    count.withLock {
                        $0 += 1
                        return $0
                    })
            },
            vault: { [vault] request throws(SecretSourceError) in
                request.header("Authorization") == "Bearer fake-token-1" ? AzureScript.asked() : try vault(request)
            })
        let source = AzureScript.source(transport)
        #expect(try await source.read(AzureScript.reference()).count == 1)
        #expect(logins(transport) == 2)
        #expect(try await source.read(AzureScript.reference()).count == 1)
        #expect(logins(transport) == 2)
    }

    @Test("that are always refused end after the second")
    func refused() async throws {
        let transport = AzureScript.transport(vault: { _ throws(SecretSourceError) in AzureScript.asked() })
        let error = await problem { _ = try await AzureScript.source(transport).read(AzureScript.reference()) }
        guard case .denied? = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(logins(transport) == 2)
        #expect(transport.requests.count == 5)
    }

    @Test("follow a vault to another tenant")
    func moved() async throws {
        var environment = AzureScript.environment
        environment["AZURE_TENANT_ID"] = nil
        let transport = AzureScript.transport(
            login: { request throws(SecretSourceError) in
                AzureScript.token(request.url.contains("/new-tenant/") ? 2 : 1)
            },
            vault: { [vault] request throws(SecretSourceError) in
                guard request.header("Authorization") == "Bearer fake-token-1" else { return try vault(request) }
                return AzureScript.asked(AzureScript.challenge.replacing("the-tenant", with: "new-tenant"))
            })
        let source = AzureScript.source(transport, environment: environment)
        #expect(try await source.read(AzureScript.reference()).count == 1)
    }

    @Test("are not made for a host that asks for another place's, at first or later", arguments: [true, false])
    func foreign(atFirst: Bool) async throws {
        let evil = "Bearer authorization=\"https://evil.example/t\", resource=\"https://vault.azure.com\""
        let transport = ScriptedTransport(every: { request throws(SecretSourceError) in
            if request.method == "POST" { return AzureScript.token() }
            let isFirst = request.header("Authorization") == nil
            return AzureScript.asked(isFirst == atFirst ? evil : AzureScript.challenge)
        })
        let error = await problem { _ = try await AzureScript.source(transport).read(AzureScript.reference()) }
        guard case .denied(let reason)? = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(!reason.contains("evil"))
        #expect(logins(transport) == (atFirst ? 0 : 1))
        #expect(transport.requests.allSatisfy { !$0.url.contains("evil") })
        // The secret and the token went to the login and to the vault that was named.
        #expect(transport.requests.count == (atFirst ? 1 : 3))
    }

    @Test("are not made, and values not taken, where nobody asks for any", arguments: [200, 302, 204])
    func unasked(status: Int) async throws {
        let transport = ScriptedTransport(every: { _ throws(SecretSourceError) in
            SecretResponse(
                status: status, headers: [("WWW-Authenticate", AzureScript.challenge)],
                body: AzureScript.bundle(1, value: "\"fake\"").body)
        })
        let error = await problem { _ = try await AzureScript.source(transport).read(AzureScript.reference()) }
        guard case .malformed? = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(transport.requests.count == 1)
    }
}

/// A login that takes so long that everybody is there before it answers.
private struct SlowLogin: SecretTransport {
    let transport: ScriptedTransport

    func send(_ request: SecretRequest) async throws(SecretSourceError) -> SecretResponse {
        if request.method == "POST" { try? await Task.sleep(for: .milliseconds(200)) }
        return try await transport.send(request)
    }
}
