import DoorwardJOSE
import DoorwardOAuth
import DoorwardSecrets
import DoorwardTesting
import Synchronization
import Testing

@testable import DoorwardServer

@Suite("The endpoint where devices begin")
struct DeviceAuthorizationTests {
    static let path = "/oauth/device_authorization"

    static func world(_ features: AuthorizationFeatures = .init(deviceFlow: true)) async throws -> FeatureWorld {
        let world = try await FeatureWorld(features)
        try await world.add()
        return world
    }

    @Test("gives a device its codes and says where and how often to ask")
    func answer() async throws {
        let world = try await Self.world()
        let response = await world.post(Self.path, "client_id=tv&scope=read")
        #expect(response.status == 200 && response.field("cache-control") == "no-store")
        let json = try response.json()
        let shown = try #require(json["user_code"]?.string)
        let code = try #require(UserCode(shown))
        #expect(shown == code.shown && shown.count == 9)
        #expect(json["verification_uri"]?.string == "https://garden.example/oauth/device")
        #expect(json["verification_uri_complete"]?.string == "https://garden.example/oauth/device?user_code=\(shown)")
        #expect(json["expires_in"]?.integer == 900 && json["interval"]?.integer == 5)
        let device = try #require(try await world.store.device(userCode: code.digest, at: world.now))
        #expect(device.digest == OpaqueToken.deviceCode.digest(of: try #require(json["device_code"]?.string)))
        #expect(device.scopes == ["read"] && device.clientID == "tv" && device.state == .pending)
    }

    @Test("needs the secret of a client that has one")
    func secrets() async throws {
        let world = try await Self.world()
        try await world.add(client: "box", "mcp", isPublic: false)
        #expect(await world.post(Self.path, "client_id=box").status == 401)
        let proved = "client_id=box&client_secret=\(FeatureWorld.secret)"
        #expect(await world.post(Self.path, proved).status == 200)
    }

    @Test(
        "refuses what it cannot begin",
        arguments: [
            ("client_id=tv&scope=admin", 400, "invalid_scope"), ("client_id=nobody", 401, "invalid_client"),
            ("client_id=tv&resource=https://other.example", 400, "invalid_target"),
            ("client_id=site", 400, "unauthorized_client"), ("", 401, "invalid_client"),
        ])
    func refusals(form: String, status: Int, code: String) async throws {
        let world = try await Self.world()
        try await world.add(client: "site", "web")
        let response = await world.post(Self.path, form)
        #expect(try response.status == status && response.error() == code)
    }

    @Test("lets 20 devices begin at once from one place, and one more every 3 seconds")
    func limit() async throws {
        let world = try await Self.world()
        for _ in 0..<20 { #expect(await world.post(Self.path, "client_id=tv").status == 200) }
        let refused = await world.post(Self.path, "client_id=tv")
        #expect(refused.status == 429 && refused.field("retry-after") != nil)
        #expect(refused.refusal == "too_many_attempts")
        #expect(await world.post(Self.path, "client_id=tv", from: "192.0.2.10").status == 200)
        world.advance(3)
        #expect(await world.post(Self.path, "client_id=tv").status == 200)
        #expect(await world.post(Self.path, "client_id=tv").status == 429)
    }

    @Test("takes another user code when one is taken")
    func taken() async throws {
        let drawn = Atomic(0)
        let world = try await FeatureWorld(.init(deviceFlow: true)) { count in
            guard count == 8 else { return TestServer.random(count) }
            // 0, 0, 1: the second device draws what the first has.
            let index = drawn.add(1, ordering: .relaxed).oldValue
            return [UInt8](repeating: 0, count: 7) + [index < 2 ? 0 : 1]
        }
        try await world.add()
        let shown = ["BBBB-BBBB", "CBBB-BBBB"]
        for code in shown {
            #expect(try await world.post(Self.path, "client_id=tv").json()["user_code"]?.string == code)
        }
    }

    @Test("answers that it cannot when the store fails")
    func outage() async throws {
        let world = try await Self.world()
        #expect(await world.post(Self.path, "client_id=tv").status == 200)
        await world.store.fail(with: Rejection.unavailable)
        let response = await world.post(Self.path, "client_id=tv")
        #expect(try response.status == 503 && response.json()["device_code"] == nil)
    }

    @Test("is there only where the feature is on, and then takes POST only")
    func method() async throws {
        #expect(try await Self.world(.init()).routes[Self.path] == nil)
        #expect(try await Self.world().routes[Self.path]?.methods == ["POST"])
    }

    @Test("forgets places rather than growing, and is not upset by a clock that is set back")
    func bounded() {
        let allowance = PlaceAllowance(size: 2, seconds: 10, capacity: 4)
        #expect(allowance.take("a", at: 100) && allowance.take("a", at: 100) && !allowance.take("a", at: 100))
        #expect(!allowance.take("a", at: 50))
        #expect(!allowance.take("a", at: .min))
        #expect(allowance.take("a", at: .max - 1))
        for index in 0..<1000 { #expect(allowance.take("\(index)", at: 200)) }
    }
}
