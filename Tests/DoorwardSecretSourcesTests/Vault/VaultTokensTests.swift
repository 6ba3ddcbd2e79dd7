import DoorwardSecrets
import Testing

@testable import DoorwardSecretSources

@Suite("Vault's tokens")
struct VaultTokensTests {
    private static let approle = ["VAULT_ADDR": "http://v", "VAULT_ROLE_ID": "role-1", "VAULT_SECRET_ID": "made-up-id"]
    private static let login = "POST auth/approle/login"
    private static let renewal = "POST auth/token/renew-self"
    private static let reference = "vault://secret/app?version=2#token"

    private static func script() -> VaultScript {
        let script = VaultScript.versioned()
        script.set("GET secret/data/app?version=2", VaultScript.version(2, #""token":"new-value""#))
        script.set(login, VaultScript.auth("first", 900), VaultScript.auth("second", 900))
        script.set(renewal, VaultScript.auth("first", 900))
        return script
    }

    private static func tokens(_ transport: ScriptedTransport) -> [String?] {
        transport.requests.filter { VaultScript.name($0) == "GET secret/data/app?version=2" }.map { request in
            request.headers.first { $0.name == "X-Vault-Token" }?.value
        }
    }

    @Test("AppRole sends the role id and the secret id without a token, and what comes is used and said to end")
    func approle() async throws {
        let script = Self.script()
        let (source, transport) = script.source(environment: Self.approle)
        let versions = try await VaultScript.read(source, Self.reference)
        let login = try #require(transport.requests.first)
        #expect(login.url == "http://v/v1/auth/approle/login")
        #expect(String(decoding: login.body, as: UTF8.self) == #"{"role_id":"role-1","secret_id":"made-up-id"}"#)
        #expect(login.headers.map(\.name) == ["X-Vault-Request", "Content-Type"])
        #expect(Self.tokens(transport) == ["first"])
        #expect(versions[0].renewBy == script.clock.now + 600)
    }

    @Test("A token is renewed at two thirds of its life, not before")
    func renewal() async throws {
        let script = Self.script()
        let (source, transport) = script.source(environment: Self.approle)
        _ = try await VaultScript.read(source, Self.reference)
        script.clock.advance(599)
        _ = try await VaultScript.read(source, Self.reference)
        #expect(!transport.names.contains(Self.renewal))
        script.clock.advance(1)
        let versions = try await VaultScript.read(source, Self.reference)
        #expect(transport.names.filter { $0 == Self.renewal }.count == 1)
        #expect(versions[0].renewBy == script.clock.now + 600)
        #expect(transport.names.filter { $0 == Self.login }.count == 1)
        #expect(Self.tokens(transport) == ["first", "first", "first"])
    }

    @Test("Where a renewal gives little, the maximum is near: a new login follows")
    func shrinking() async throws {
        let script = Self.script()
        script.set(Self.renewal, VaultScript.auth("first", 400))
        let (source, transport) = script.source(environment: Self.approle)
        _ = try await VaultScript.read(source, Self.reference)
        script.clock.advance(600)
        _ = try await VaultScript.read(source, Self.reference)
        #expect(Self.tokens(transport) == ["first", "second"])
    }

    @Test("However small the steps in which renewals give less, the new login comes before the end")
    func smallSteps() async throws {
        let script = Self.script()
        script.set(
            Self.renewal, VaultScript.auth("first", 600), VaultScript.auth("first", 460), VaultScript.auth("first", 440)
        )
        let (source, transport) = script.source(environment: Self.approle)
        for wait in [600, 400, 307, 0] as [Int64] {
            _ = try await VaultScript.read(source, Self.reference)
            script.clock.advance(wait)
        }
        #expect(Self.tokens(transport) == ["first", "first", "first", "second"])
    }

    @Test("A renewal that gives nothing is the end of the token, not endless life")
    func renewedToNothing() async throws {
        let script = Self.script()
        script.set(Self.renewal, VaultScript.auth("first", 0))
        let (source, transport) = script.source(environment: Self.approle)
        _ = try await VaultScript.read(source, Self.reference)
        script.clock.advance(600)
        _ = try await VaultScript.read(source, Self.reference)
        #expect(Self.tokens(transport) == ["first", "second"])
    }

    @Test("A token that died a moment after its renewal is replaced all the same")
    func diedAfterRenewal() async throws {
        let script = Self.script()
        let (source, transport) = script.source(environment: Self.approle)
        _ = try await VaultScript.read(source, Self.reference)
        script.clock.advance(600)
        _ = try await VaultScript.read(source, Self.reference)
        script.set(
            "GET secret/data/app?version=2", VaultScript.denied, VaultScript.version(2, #""token":"new-value""#))
        script.set(VaultScript.lookup, VaultScript.denied)
        _ = try await VaultScript.read(source, Self.reference)
        #expect(Self.tokens(transport) == ["first", "first", "first", "second"])
    }

    @Test("A token that is not renewed any more is replaced by a login", arguments: [400, 403])
    func refusedRenewal(status: Int) async throws {
        let script = Self.script()
        script.set(Self.renewal, .json(status, #"{"errors":["lease is not renewable"]}"#))
        let (source, transport) = script.source(environment: Self.approle)
        _ = try await VaultScript.read(source, Self.reference)
        script.clock.advance(600)
        _ = try await VaultScript.read(source, Self.reference)
        #expect(Self.tokens(transport) == ["first", "second"])
    }

    @Test("A token that cannot be renewed by nature is replaced at two thirds")
    func notRenewable() async throws {
        let script = Self.script()
        script.set(
            Self.login, VaultScript.auth("first", 900, renewable: false), VaultScript.auth("second", 900))
        let (source, transport) = script.source(environment: Self.approle)
        _ = try await VaultScript.read(source, Self.reference)
        script.clock.advance(600)
        _ = try await VaultScript.read(source, Self.reference)
        #expect(Self.tokens(transport) == ["first", "second"])
        #expect(!transport.names.contains(Self.renewal))
    }

    @Test("A token that lives on is used on while its renewal fails, and the renewal is tried again soon")
    func renewalDown() async throws {
        let script = Self.script()
        script.set(Self.renewal, .json(500, "{}"), .json(500, "{}"), .json(500, "{}"), VaultScript.auth("first", 900))
        let (source, transport) = script.source(environment: Self.approle)
        _ = try await VaultScript.read(source, Self.reference)
        script.clock.advance(600)
        _ = try await VaultScript.read(source, Self.reference)
        #expect(Self.tokens(transport) == ["first", "first"])
        let asked = transport.names.filter { $0 == Self.renewal }.count
        _ = try await VaultScript.read(source, Self.reference)
        #expect(transport.names.filter { $0 == Self.renewal }.count == asked)
        script.clock.advance(31)
        _ = try await VaultScript.read(source, Self.reference)
        #expect(transport.names.filter { $0 == Self.renewal }.count == asked + 1)
    }

    @Test("After the end of a token only a new login helps, and without one the reading fails")
    func ended() async throws {
        let script = Self.script()
        let (source, transport) = script.source(environment: Self.approle)
        _ = try await VaultScript.read(source, Self.reference)
        script.clock.advance(900)
        script.setDown(true)
        let error = await VaultScript.failure(source, Self.reference)
        #expect(error == .unavailable(reason: "http://127.0.0.1:8200: connection refused"))
        script.setDown(false)
        _ = try await VaultScript.read(source, Self.reference)
        #expect(Self.tokens(transport) == ["first", "second"])
        #expect(!transport.names.contains(Self.renewal))
    }

    @Test("A token that died is replaced once when a call is refused, and the call is made again")
    func revoked() async throws {
        let script = Self.script()
        let (source, transport) = script.source(environment: Self.approle)
        _ = try await VaultScript.read(source, Self.reference)
        script.clock.advance(100)
        script.set(
            "GET secret/data/app?version=2", VaultScript.denied, VaultScript.version(2, #""token":"new-value""#))
        script.set(VaultScript.lookup, VaultScript.denied)
        _ = try await VaultScript.read(source, Self.reference)
        #expect(Self.tokens(transport) == ["first", "first", "second"])
        #expect(transport.names.filter { $0 == Self.login }.count == 2)
    }

    @Test("A refusal by policy is followed by no login: the token lives")
    func policy() async throws {
        let script = Self.script()
        script.set("GET secret/data/app?version=2", VaultScript.denied)
        let (source, transport) = script.source(environment: Self.approle)
        for _ in 1...3 {
            script.clock.advance(100)
            let error = await VaultScript.failure(source, Self.reference)
            guard case .denied(let reason) = error else { return #expect(error == .empty) }
            #expect(reason.contains("read on secret/data/app and secret/metadata/app"))
            #expect(!reason.contains("first"))
        }
        #expect(transport.names.filter { $0 == Self.login }.count == 1)
    }

    @Test("Where a policy forbids even asking for the token, a refusal is not followed by login after login")
    func noLoginStorm() async throws {
        let script = Self.script()
        script.set("GET secret/data/app?version=2", VaultScript.denied)
        script.set(VaultScript.lookup, VaultScript.denied)
        let (source, transport) = script.source(environment: Self.approle)
        for _ in 1...10 { _ = await VaultScript.failure(source, Self.reference) }
        #expect(transport.names.filter { $0 == Self.login }.count == 2)
        script.clock.advance(60)
        for _ in 1...10 { _ = await VaultScript.failure(source, Self.reference) }
        #expect(transport.names.filter { $0 == Self.login }.count == 3)
    }

    @Test("Many who need a token at once cause one login")
    func singleFlight() async throws {
        let script = Self.script()
        let (source, transport) = script.slowSource(environment: Self.approle)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 1...20 {
                group.addTask { _ = try await VaultScript.read(source, Self.reference) }
            }
            try await group.waitForAll()
        }
        #expect(transport.names.filter { $0 == Self.login }.count == 1)
        #expect(Self.tokens(transport).count == 20)
    }

    @Test("A given token is asked once how long it lives, renewed, and warned of when it cannot be")
    func given() async throws {
        let script = Self.script()
        script.set(VaultScript.lookup, VaultScript.givenToken(ttl: 3600))
        script.set(Self.renewal, VaultScript.auth("", 3600))
        let (source, transport) = script.source()
        _ = try await VaultScript.read(source, Self.reference)
        script.clock.advance(2400)
        let versions = try await VaultScript.read(source, Self.reference)
        #expect(versions[0].warnings.isEmpty)
        #expect(transport.names.filter { $0 == Self.renewal }.count == 1)
        #expect(Self.tokens(transport) == ["hvs.made-up", "hvs.made-up"])

        script.set(VaultScript.lookup, VaultScript.givenToken(ttl: 3600, renewable: false))
        let warned = try await VaultScript.read(script.source().source, Self.reference)
        #expect(warned[0].warnings.count == 1)
        #expect(warned[0].warnings[0].contains("ends in 60 minutes"))
        #expect(!warned[0].warnings[0].contains("made-up"))
    }

    @Test("A given token that may not ask for itself is used as it is")
    func lookupForbidden() async throws {
        let script = Self.script()
        script.set(VaultScript.lookup, VaultScript.denied)
        let versions = try await VaultScript.read(script.source().source, Self.reference)
        #expect(versions[0].secret.revealUTF8() == "new-value")
        #expect(versions[0].renewBy == nil)
    }

    @Test(
        "Lives that no clock holds, and none, do no harm",
        arguments: [("9223372036854775807", true), ("-5", false), ("0", false)])
    func oddLives(life: String, hasEnd: Bool) async throws {
        let script = Self.script()
        script.set(
            Self.login,
            .json(200, #"{"auth":{"client_token":"t","lease_duration":\#(life),"renewable":true}}"#))
        let versions = try await VaultScript.read(script.source(environment: Self.approle).source, Self.reference)
        #expect((versions[0].renewBy != nil) == hasEnd)
    }
}
