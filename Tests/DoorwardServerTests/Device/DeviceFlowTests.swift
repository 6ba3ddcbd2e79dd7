import DoorwardForms
import DoorwardJOSE
import DoorwardOAuth
import DoorwardSecrets
import DoorwardTesting
import Testing

@testable import DoorwardServer

@Suite("A device without a browser")
struct DeviceFlowTests {
    /// What a device got to begin with.
    struct Codes {
        var device: String
        var user: String
    }

    static func world(_ features: AuthorizationFeatures = .init(deviceFlow: true)) async throws -> FeatureWorld {
        let world = try await FeatureWorld(features)
        try await world.add()
        try await world.add(user: "ada", role: "member")
        return world
    }

    static func begin(_ world: FeatureWorld, client: String = "tv") async throws -> Codes {
        let json = try await world.post("/oauth/device_authorization", "client_id=\(client)&scope=read").json()
        return Codes(
            device: try #require(json["device_code"]?.string), user: try #require(json["user_code"]?.string))
    }

    static func ask(_ world: FeatureWorld, _ codes: Codes, client: String = "tv") async -> EndpointResponse {
        let grant = "grant_type=urn:ietf:params:oauth:grant-type:device_code"
        return await world.post("/oauth/token", "\(grant)&device_code=\(codes.device)&client_id=\(client)")
    }

    static func answer(
        _ decision: String, _ codes: Codes, _ browser: inout FormBrowser
    ) async throws {
        try await browser.open("/oauth/device")
        try await browser.submit(["user_code": codes.user.lowercased()], to: "/oauth/device")
        try await browser.submit(to: "/oauth/device", button: ("decision", decision))
    }

    @Test("gets its tokens once somebody has signed in elsewhere, compared the code and agreed")
    func whole() async throws {
        let world = try await Self.world()
        let codes = try await Self.begin(world)
        #expect(try await Self.ask(world, codes).error() == "authorization_pending")
        var browser = world.browser()
        try await browser.open("/oauth/device?user_code=\(codes.user)")
        #expect(browser.address == "/oauth/sign-in")
        try await browser.signIn("ada")
        #expect(browser.address == "/oauth/device?user_code=\(codes.user)")
        #expect(browser.page.forms.first?["user_code"] == codes.user)
        try await browser.submit(to: "/oauth/device")
        let text = browser.page.text
        for wanted in ["Plant TV", "id tv", "See your plants", "Does your device show \(codes.user)", "ada"] {
            #expect(text.contains(wanted), "\(wanted)")
        }
        #expect(!text.contains("Change your plants"))
        world.advance(5)
        #expect(try await Self.ask(world, codes).error() == "authorization_pending")
        try await browser.submit(to: "/oauth/device", button: ("decision", "allow"))
        #expect(browser.response.status == 200 && browser.page.texts(in: "h1") == ["Your device is connected"])
        let tokens = await Self.ask(world, codes)
        #expect(tokens.status == 200)
        let json = try tokens.json()
        #expect(json["scope"]?.string == "read" && json["access_token"] != nil)
        let refresh = try #require(json["refresh_token"]?.string)
        let grants = try await world.store.grants(ofUser: "u-ada", ofClient: "tv", limit: 5)
        #expect(grants.map(\.scopes) == [["read"]] && grants.first?.role == "member")
        #expect(world.audit.map(\.kind) == ["sign-in.succeeded", "device.approved", "grant.created"])
        // Once only, for a device code; the refresh token goes on.
        #expect(try await Self.ask(world, codes).error() == "invalid_grant")
        let more = await world.post(
            "/oauth/token", "grant_type=refresh_token&refresh_token=\(refresh)&client_id=tv")
        #expect(more.status == 200)
        // Another device is asked about again.
        let consent = try await world.store.consent(
            userID: "u-ada", clientID: "tv", redirectOrigin: "", resource: FeatureWorld.issuer)
        #expect(consent == nil)
    }

    @Test("is told that somebody denied, and stays denied")
    func denied() async throws {
        let world = try await Self.world()
        let codes = try await Self.begin(world)
        var browser = try await world.browser(of: "ada")
        try await Self.answer("deny", codes, &browser)
        #expect(browser.page.texts(in: "h1") == ["Nothing was allowed"])
        #expect(try await Self.ask(world, codes).error() == "access_denied")
        #expect(world.audit.last?.kind == "device.denied" && world.audit.last?.actor == "u-ada")
        try await browser.open("/oauth/device")
        try await browser.submit(["user_code": codes.user], to: "/oauth/device")
        #expect(browser.response.status == 400 && browser.problem.hasPrefix("No device waits with this code"))
    }

    @Test("is slowed down when it asks too often, and stays slow")
    func slowDown() async throws {
        let world = try await Self.world()
        let codes = try await Self.begin(world)
        #expect(try await Self.ask(world, codes).error() == "authorization_pending")
        world.advance(1)
        let slow = await Self.ask(world, codes)
        #expect(try slow.status == 400 && slow.error() == "slow_down")
        world.advance(6)
        #expect(try await Self.ask(world, codes).error() == "slow_down")
        world.advance(15)
        #expect(try await Self.ask(world, codes).error() == "authorization_pending")
    }

    @Test("is told that it waited too long, and nobody can agree then")
    func expired() async throws {
        let world = try await Self.world()
        let codes = try await Self.begin(world)
        var browser = try await world.browser(of: "ada")
        try await browser.open("/oauth/device")
        try await browser.submit(["user_code": codes.user], to: "/oauth/device")
        world.advance(900)
        try await browser.submit(to: "/oauth/device", button: ("decision", "allow"))
        #expect(browser.response.status == 400 && browser.page.texts(in: "h1") == ["This device no longer waits"])
        #expect(try await Self.ask(world, codes).error() == "expired_token")
        #expect(!world.audit.contains { $0.kind == "device.approved" })
    }

    @Test("is nobody else's: another client gets nothing for its code")
    func otherClient() async throws {
        let world = try await Self.world()
        try await world.add(client: "radio")
        let codes = try await Self.begin(world)
        var browser = try await world.browser(of: "ada")
        try await Self.answer("allow", codes, &browser)
        #expect(try await Self.ask(world, codes, client: "radio").error() == "invalid_grant")
        #expect(await Self.ask(world, codes).status == 200)
    }

    @Test("gets nothing of an account that was disabled after it agreed")
    func disabled() async throws {
        let world = try await Self.world()
        let codes = try await Self.begin(world)
        var browser = try await world.browser(of: "ada")
        try await Self.answer("allow", codes, &browser)
        _ = try await world.store.disableUser(id: "u-ada", at: world.now, tokensEndBy: world.now + 1)
        let response = await Self.ask(world, codes)
        #expect(try response.status == 400 && response.json()["access_token"] == nil)
    }

    @Test("with a key of its own gets tokens that are bound to it")
    func bound() async throws {
        let world = try await Self.world(.init(keyBinding: .required, deviceFlow: true))
        let codes = try await Self.begin(world)
        var browser = try await world.browser(of: "ada")
        try await Self.answer("allow", codes, &browser)
        #expect(try await Self.ask(world, codes).error() == "invalid_dpop_proof")
        let key = ProofKey()
        let uri = FeatureWorld.issuer + "/oauth/token"
        let form =
            "grant_type=urn:ietf:params:oauth:grant-type:device_code&device_code=\(codes.device)&client_id=tv"
        let asked = await world.post(
            "/oauth/token", form, proof: try key.proof(uri, nonce: nil, id: "j1", at: world.now))
        #expect(try asked.error() == "use_dpop_nonce")
        let proof = try key.proof(uri, nonce: asked.field("dpop-nonce"), id: "j2", at: world.now)
        let response = await world.post("/oauth/token", form, proof: proof)
        #expect(try response.json()["token_type"]?.string == "DPoP")
        let grants = try await world.store.grants(ofUser: "u-ada", ofClient: "tv", limit: 5)
        #expect(grants.map(\.keyThumbprint) == [key.thumbprint])
    }

    @Test("has no grant where the feature is off")
    func off() async throws {
        let world = try await Self.world(.init())
        #expect(world.routes["/oauth/device"] == nil)
        let response = await Self.ask(world, Codes(device: "x", user: "y"))
        #expect(try response.error() == "unsupported_grant_type")
    }

    @Test("answers to an unreadable code like to an unknown one", arguments: ["", "&device_code=x&device_code=y"])
    func malformed(more: String) async throws {
        let world = try await Self.world()
        let grant = "grant_type=urn:ietf:params:oauth:grant-type:device_code&client_id=tv\(more)"
        #expect(try await world.post("/oauth/token", grant).error() == "invalid_request")
    }
}
