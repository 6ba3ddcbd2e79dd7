import DoorwardDocuments
import Testing

@testable import DoorwardDoctor

@Suite("Calling an API")
struct CallTests {
    private static let hello = "GET https://api.example.test/hello"

    /// A correct server but for how it answers the call.
    private func world(_ answer: @escaping @Sendable (ProbeRequest, _ token: String?) -> ProbeResponse) -> PluginWorld {
        var world = PluginWorld()
        world.answers[Self.hello] = { request in
            let field = request.headers.first { $0.name.lowercased() == "authorization" }
            return .success(answer(request, field?.value))
        }
        return world
    }

    @Test("that answers everybody is open")
    func open() async throws {
        #expect(try await world { _, _ in PluginWorld.json("{}") }.examine().failures == ["A05"])
    }

    @Test("that looks at no token but wants one accepts wrong ones")
    func anyToken() async throws {
        let report = try await world { _, token in PluginWorld.json("{}", token == nil ? 401 : 200) }.examine()
        #expect(report.failures == ["A07"])
    }

    @Test("with the right secret that is refused, with its reason")
    func refused() async throws {
        let report = try await world { _, _ in
            ProbeResponse(status: 403, headers: [("WWW-Authenticate", "Bearer error=\"invalid_token\"")])
        }.examine()
        #expect(report.failures == ["A06"])
        #expect(report.everything.contains("invalid_token"))
    }

    @Test(
        "sends people's pages to programs",
        arguments: [
            PluginWorld.redirect("https://api.example.test/login"), PluginWorld.redirect("https://sso.example.test/x"),
            PluginWorld.page("<!doctype html><form>Log in <input type=\"password\"></form>"),
        ])
    func login(response: ProbeResponse) async throws {
        let world = world { request, token in token == nil ? response : PluginWorld.guarded(request) }
        #expect(try await world.examine().failures == ["A09"])
    }

    @Test("by way of a slash at the end goes along, and warns")
    func slash() async throws {
        var world = world { _, _ in PluginWorld.redirect("/hello/", 307) }
        world.answers[Self.hello + "/"] = { .success(PluginWorld.guarded($0)) }
        let report = try await world.examine()
        #expect(report.failures.isEmpty, "\(report.everything)")
        #expect(report.remarks(.warned).contains { $0.text.contains("redirects to https://api.example.test/hello/") })
    }

    @Test("that answers too much or too late")
    func large() async throws {
        let long = String(repeating: "é", count: 100_001)
        let world = world { request, _ in
            let answer = PluginWorld.guarded(request)
            return answer.status == 200 ? PluginWorld.json(long) : answer
        }
        #expect(try await world.examine().failures == ["A02"])
        var slow = PluginWorld()
        slow.answers[Self.hello] = { _ in .failure(.timedOut(after: .seconds(45))) }
        let report = try await slow.examine()
        #expect(report.failures == ["A02"] && report.everything.contains("45 s"))
    }

    @Test(
        "that is not there",
        arguments: [(ProbeFailure.refused(address: "x"), "A12"), (.closed, "A12"), (.tls(.expired), "P05")])
    func gone(failure: ProbeFailure, fault: String) async throws {
        var world = PluginWorld()
        world.answers[Self.hello] = { _ in .failure(failure) }
        #expect(try await world.examine().failures == [fault])
        world.answers[Self.hello] = { _ in .success(PluginWorld.json("", 502)) }
        #expect(try await world.examine().failures == ["A12"])
    }

    @Test("that is said to be open and is not")
    func closed() async throws {
        let world = PluginWorld(auth: "{\"type\": \"none\"}")
        #expect(try await world.examine().failures == ["A11"])
    }

    @Test("is warned of answers that are neither yes nor no", arguments: [404, 422, 500, 429])
    func strange(status: Int) async throws {
        let world = world { request, token in
            token == nil ? PluginWorld.json("{}", status) : PluginWorld.guarded(request)
        }
        let report = try await world.examine()
        #expect(report.failures.isEmpty, "\(report.everything)")
        #expect(report.remarks(.warned).contains { $0.text.contains("\(status)") })
    }

    @Test(
        "carries the token as the manifest says",
        arguments: [
            ("bearer", "Authorization", "Bearer t"), ("basic", "Authorization", "Basic t"),
            ("X-Api-Key", "X-Api-Key", "t"),
        ])
    func schemes(type: String, name: String, value: String) async throws {
        let examination = try PluginWorld().examination()
        let field = await examination.field(type: type)
        #expect(field.name == name && field.value == value)
    }

    // MARK: - Around the door

    @Test(
        "is open around the door",
        arguments: [
            "GET https://api.example.test//hello", "GET https://api.example.test/hello/",
            "GET https://api.example.test/HELLO", "GET https://api.example.test/hello;x",
            "GET https://api.example.test/%68ello", "GET http://api.example.test/hello",
            "GET https://origin.example.test:8000/hello", "GET https://other.example.test/hello",
        ])
    func around(way: String) async throws {
        var world = PluginWorld()
        world.serve(
            "/openapi.json",
            PluginWorld.json(
                world.document(
                    servers: "[{\"url\": \"https://api.example.test\"}, {\"url\": \"https://other.example.test\"}]")))
        world.answers[way] = { _ in .success(PluginWorld.json("{\"hello\":\"you\"}")) }
        let options = DoctorOptions(
            secret: ProbeSecret(PluginWorld.secret), verificationToken: PluginWorld.token,
            around: ["origin.example.test:8000"])
        let report = try await world.examine(options: options)
        #expect(report.failures == ["A08"], "\(report.everything)")
        #expect(report.everything.contains(way.dropFirst(4)))
    }

    @Test("is not open around the door where everything gets the same page")
    func catchAll() async throws {
        var world = PluginWorld()
        world.fallback = { _ in .success(PluginWorld.json("{\"app\":1}")) }
        #expect(try await !world.examine().failures.contains("A08"))
        world.fallback = { _ in .success(PluginWorld.page("<html>App")) }
        #expect(try await !world.examine().failures.contains("A08"))
    }

    @Test("spells a path in other ways")
    func variants() {
        let targets = PathVariant.all(of: "/v1/pets?limit=1").map(\.target)
        #expect(
            targets == [
                "//v1/pets?limit=1", "/v1/pets/?limit=1", "/v1/pets;x?limit=1", "/./v1/pets?limit=1",
                "/v1%2fpets?limit=1", "/V1/PETS?limit=1", "/%761/pets?limit=1",
            ])
        #expect(PathVariant.all(of: "/").isEmpty)
    }
}

extension Examination {
    fileprivate func field(type: String) -> (name: String, value: String) {
        found.authentication = "service_http"
        found.authorizationType = type
        return authorization("t")
    }
}
