import DoorwardSecrets
import Testing

@testable import DoorwardSecretSources

@Suite("Vault's leases")
struct VaultLeasesTests {
    private static let renewal = "PUT sys/leases/renew"
    private static let creds = "GET database/creds/app"
    private static let password = "vault://database/creds/app#password"

    private static func renewed(_ duration: Int) -> SecretResponse {
        .json(200, #"{"lease_id":"database/creds/app/one","lease_duration":\#(duration),"renewable":true}"#)
    }

    private static func script() -> VaultScript {
        VaultScript([
            VaultScript.lookup: [VaultScript.rootToken],
            VaultScript.mounts + "database/creds/app": [VaultScript.mount("database", type: "database", version: nil)],
            creds: [VaultScript.lease("one", "p1", 3600), VaultScript.lease("two", "p2", 3600)],
            renewal: [renewed(3600)],
        ])
    }

    private static func values(_ versions: [SecretVersion]) -> [String?] { versions.map { $0.secret.revealUTF8() } }

    @Test("Credentials are made once, name and password together, and to be looked after at two thirds")
    func once() async throws {
        let script = Self.script()
        let (source, transport) = script.source()
        let versions = try await VaultScript.read(source, Self.password)
        #expect(Self.values(versions) == ["p1"])
        #expect(versions[0].renewBy == script.clock.now + 2400)
        #expect(versions[0].since == script.clock.now)
        let names = try await VaultScript.read(source, "vault://database/creds/app#username")
        #expect(Self.values(names) == ["v-one"])
        let said = try await VaultScript.read(source, "vault://database/creds/app?engine=lease#username")
        #expect(Self.values(said) == ["v-one"])
        #expect(transport.names.filter { $0 == Self.creds }.count == 1)
    }

    @Test("A lease is renewed at two thirds by its id, and the value stays")
    func renewal() async throws {
        let script = Self.script()
        let (source, transport) = script.source()
        _ = try await VaultScript.read(source, Self.password)
        script.clock.advance(2399)
        _ = try await VaultScript.read(source, Self.password)
        #expect(!transport.names.contains(Self.renewal))
        script.clock.advance(1)
        let versions = try await VaultScript.read(source, Self.password)
        #expect(Self.values(versions) == ["p1"])
        #expect(versions[0].renewBy == script.clock.now + 2400)
        let request = try #require(transport.requests.last)
        #expect(VaultScript.name(request) == Self.renewal)
        #expect(String(decoding: request.body, as: UTF8.self) == #"{"lease_id":"database/creds/app/one"}"#)
        #expect(transport.names.filter { $0 == Self.creds }.count == 1)
    }

    @Test("Near the maximum new credentials come, and the old ones stay until their lease ends")
    func maximum() async throws {
        let script = Self.script()
        script.set(Self.renewal, Self.renewed(1200))
        let (source, _) = script.source()
        _ = try await VaultScript.read(source, Self.password)
        script.clock.advance(2400)
        #expect(Self.values(try await VaultScript.read(source, Self.password)) == ["p2", "p1"])
        script.clock.advance(1199)
        #expect(Self.values(try await VaultScript.read(source, Self.password)) == ["p2", "p1"])
        script.clock.advance(1)
        #expect(Self.values(try await VaultScript.read(source, Self.password)) == ["p2"])
    }

    @Test(
        "A lease that is refused its renewal is replaced, and lives on beside the new one", arguments: [400, 403, 404])
    func refused(status: Int) async throws {
        let script = Self.script()
        script.set(Self.renewal, .json(status, #"{"errors":["lease is not renewable"]}"#))
        let (source, _) = script.source()
        _ = try await VaultScript.read(source, Self.password)
        script.clock.advance(2400)
        #expect(Self.values(try await VaultScript.read(source, Self.password)) == ["p2", "p1"])
        script.clock.advance(1200)
        #expect(Self.values(try await VaultScript.read(source, Self.password)) == ["p2"])
    }

    @Test("A lease that cannot be renewed is replaced at two thirds without asking")
    func notRenewable() async throws {
        let script = Self.script()
        script.set(
            Self.creds, VaultScript.lease("one", "p1", 3600, renewable: false), VaultScript.lease("two", "p2", 3600))
        let (source, transport) = script.source()
        _ = try await VaultScript.read(source, Self.password)
        script.clock.advance(2400)
        #expect(Self.values(try await VaultScript.read(source, Self.password)) == ["p2", "p1"])
        #expect(!transport.names.contains(Self.renewal))
    }

    @Test("While Vault is down the lease is kept until its end, with a warning, and not a second longer")
    func down() async throws {
        let script = Self.script()
        let (source, _) = script.source()
        _ = try await VaultScript.read(source, Self.password)
        script.setDown(true)
        script.clock.advance(2400)
        let kept = try await VaultScript.read(source, Self.password)
        #expect(Self.values(kept) == ["p1"])
        #expect(kept[0].warnings.count == 1)
        #expect(kept[0].warnings[0].contains("connection refused"))
        #expect(kept[0].renewBy == script.clock.now + 30)
        script.clock.advance(1199)
        #expect(Self.values(try await VaultScript.read(source, Self.password)) == ["p1"])
        script.clock.advance(1)
        let error = await VaultScript.failure(source, Self.password)
        guard case .unavailable = error else { return #expect(error == .empty) }
        script.setDown(false)
        let back = try await VaultScript.read(source, Self.password)
        #expect(Self.values(back) == ["p2"])
        #expect(back[0].warnings.isEmpty)
    }

    @Test("When Vault is back before the end, the lease is renewed and the warning goes")
    func back() async throws {
        let script = Self.script()
        let (source, _) = script.source()
        _ = try await VaultScript.read(source, Self.password)
        script.setDown(true)
        script.clock.advance(2400)
        _ = try await VaultScript.read(source, Self.password)
        script.setDown(false)
        script.clock.advance(31)
        let versions = try await VaultScript.read(source, Self.password)
        #expect(Self.values(versions) == ["p1"])
        #expect(versions[0].warnings.isEmpty)
        #expect(versions[0].renewBy == script.clock.now + 2400)
    }

    @Test("Credentials end with the token they were got with: after a new login new ones come at once")
    func newLogin() async throws {
        let script = Self.script()
        script.set(
            "POST auth/approle/login", VaultScript.auth("first", 900, renewable: false),
            VaultScript.auth("second", 90000))
        let (source, _) = script.source(environment: ["VAULT_ADDR": "http://v", "VAULT_ROLE_ID": "r"])
        let first = try await VaultScript.read(source, Self.password)
        #expect(first[0].renewBy == script.clock.now + 600)
        script.clock.advance(600)
        #expect(Self.values(try await VaultScript.read(source, Self.password)) == ["p2", "p1"])
        script.clock.advance(300)
        #expect(Self.values(try await VaultScript.read(source, Self.password)) == ["p2"])
    }

    @Test("Credentials of a token that died are not offered any more")
    func deadToken() async throws {
        let script = Self.script()
        script.set("POST auth/approle/login", VaultScript.auth("first", 90000), VaultScript.auth("second", 90000))
        let (source, _) = script.source(environment: ["VAULT_ADDR": "http://v", "VAULT_ROLE_ID": "r"])
        _ = try await VaultScript.read(source, Self.password)
        script.clock.advance(2400)
        script.set(VaultScript.lookup, VaultScript.denied)
        script.set(Self.renewal, VaultScript.denied)
        #expect(Self.values(try await VaultScript.read(source, Self.password)) == ["p2"])
    }

    @Test("Many who read at once cause one set of credentials")
    func singleFlight() async throws {
        let (source, transport) = Self.script().slowSource()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 1...20 { group.addTask { _ = try await VaultScript.read(source, Self.password) } }
            try await group.waitForAll()
        }
        #expect(transport.names.filter { $0 == Self.creds }.count == 1)
    }

    @Test(
        "What comes without a lease, without the member, or without a choice is refused",
        arguments: [
            (#"{"lease_id":"","lease_duration":2764800,"data":{"password":"x"}}"#, "#password", "without a lease"),
            (#"{"lease_id":"a","lease_duration":0,"data":{"password":"x"}}"#, "#password", "without a lease"),
            (
                #"{"lease_id":"a","lease_duration":-9223372036854775808,"data":{"password":"x"}}"#, "#password",
                "without"
            ),
            (#"{"lease_id":"a","lease_duration":60,"data":{"other":"x"}}"#, "#password", "no such member"),
            (#"{"lease_id":"a","lease_duration":60,"data":{"a":"x","b":"y"}}"#, "", "which one"),
            (#"{"lease_id":"a","lease_duration":60,"data":{"password":""}}"#, "#password", "no bytes"),
            (#"{"lease_id":"a","lease_duration":60,"data":null}"#, "#password", "no data"),
        ])
    func odd(text: String, fragment: String, hint: String) async {
        let script = Self.script()
        script.set(Self.creds, .json(200, text))
        let error = await VaultScript.failure(script.source().source, "vault://database/creds/app\(fragment)")
        let words = error == .empty ? "no bytes" : error?.description
        #expect(words?.contains(hint) == true, "\(String(describing: error))")
    }

    @Test("Credentials are neither written nor retired")
    func readOnly() async throws {
        let (source, _) = Self.script().source()
        let reference = try SecretReference(parsing: Self.password)
        await #expect(throws: SecretSourceError.self) { try await source.write(Secret(utf8: "x"), to: reference) }
        await #expect(throws: SecretSourceError.self) {
            try await source.retire(SecretVersion(secret: Secret(utf8: "x"), id: "1"), of: reference)
        }
    }
}
