import DoorwardDocuments
import Testing

@testable import DoorwardDoctor

@Suite("A rightful call")
struct RightfulCallTests {
    private static let hello = "GET https://api.example.test/hello"

    private func world(auth: String? = nil, _ answer: @escaping @Sendable (_ token: String?) -> ProbeResponse)
        -> PluginWorld
    {
        var world = PluginWorld(auth: auth)
        world.answers[Self.hello] = { request in
            .success(answer(request.headers.first { $0.name.lowercased() == "authorization" }?.value))
        }
        return world
    }

    private static let right = "Bearer \(PluginWorld.secret)"

    @Test("must be answered", arguments: [404, 405, 500, 501])
    func answered(status: Int) async throws {
        let guarded = try await world { token in
            PluginWorld.json("{}", token == Self.right ? status : 401)
        }.examine()
        let open = try await world(auth: "{\"type\": \"none\"}") { _ in PluginWorld.json("{}", status) }.examine()
        for report in [guarded, open] {
            #expect(report.failures.isEmpty)
            #expect(report.remarks(.failed).contains { $0.text.contains("status \(status) to a rightful call") })
        }
    }

    @Test("that leads to people's pages, or to nobody, is told by the fault", arguments: [302, 503])
    func named(status: Int) async throws {
        let report = try await world { token in
            guard token == Self.right else { return PluginWorld.json("{}", 401) }
            return status == 302 ? PluginWorld.redirect("/login?next=/hello") : PluginWorld.json("{}", status)
        }.examine()
        #expect(report.failures == [status == 302 ? "A09" : "A12"], "\(report.everything)")
    }

    @Test("is judged by whoever makes it")
    func judged() async throws {
        let answers: [(Result<ProbeResponse, ProbeFailure>, String?, Bool)] = [
            (.success(PluginWorld.json("{}")), nil, true), (.success(PluginWorld.json("{}", 401)), "A06", false),
            (.success(PluginWorld.page("<html>Log in")), "A09", false), (.failure(.closed), "A12", true),
            (.failure(.timedOut(after: .seconds(45))), "A02", true),
            (.success(PluginWorld.json(String(repeating: "x", count: 100_001))), "A02", true),
        ]
        for (result, fault, isTaken) in answers {
            let examination = try PluginWorld().examination()
            #expect(await examination.judgeRightfulCall(result) == isTaken)
            #expect(await examination.report().failures.first == fault)
        }
    }

    @Test("with a wrong token is no reason to fail")
    func wrongToken() async throws {
        let report = try await world { token in
            token == nil ? PluginWorld.json("{}", 401) : PluginWorld.json("{}", token == Self.right ? 200 : 500)
        }.examine()
        #expect(report.failures.isEmpty)
        #expect(report.remarks(.failed).contains { $0.text.contains("it must be refused with 401 or 403") })
    }

    @Test("is made of an operation that is there and reads", arguments: ["tpyo", "POST /hello"])
    func operation(name: String) async throws {
        let options = DoctorOptions(
            secret: ProbeSecret(PluginWorld.secret), verificationToken: PluginWorld.token, operation: name)
        let report = try await PluginWorld().examine(options: options)
        #expect(report.remarks(.failed).map(\.text).filter { $0.contains("'\(name)'") }.count == 1)
        #expect(!report.steps.contains { $0.title.hasPrefix("Call") })
    }
}

@Suite("An open operation")
struct OpenOperationTests {
    private func world(_ open: [String], guarded: [String], members: String = "") -> PluginWorld {
        var world = PluginWorld()
        let paths = (open + guarded).map {
            "\"\($0)\": {\"get\": {\"operationId\": \"get\($0.dropFirst())\"\(members)}}"
        }
        world.serve("/openapi.json", PluginWorld.json(world.document(paths: "{\(paths.joined(separator: ","))}")))
        for path in open { world.serve(path, PluginWorld.json("{}")) }
        for path in guarded { world.answers["GET \(world.origin)\(path)"] = { .success(PluginWorld.guarded($0)) } }
        return world
    }

    @Test("beside guarded ones is told and is no fault; the guarded one is tried")
    func beside() async throws {
        let report = try await world(["/weather"], guarded: ["/notes"]).examine()
        #expect(!report.failures.contains("A05"), "\(report.everything)")
        #expect(report.remarks(.passed).contains { $0.text.hasPrefix("GET /weather is open") })
        #expect(report.everything.contains("Call GET /notes with the right token"))
    }

    @Test("among only open ones is a fault, and so is one that is said to be guarded")
    func all() async throws {
        #expect(try await world(["/a", "/b"], guarded: []).examine().failures.contains("A05"))
        let said = ", \"security\": [{\"key\": []}]"
        #expect(try await world(["/a"], guarded: ["/b"], members: said).examine().failures.contains("A05"))
    }
}

@Suite("A redirect of a call")
struct CallRedirectTests {
    @Test(
        "means what its target says",
        arguments: [
            ("http://api.example.test/notes/", CallAnswer.behindProxy("http://api.example.test/notes/")),
            ("http://api.example.test/notes", .behindProxy("http://api.example.test/notes")),
            ("https://api.example.test:8000/notes", .behindProxy("https://api.example.test:8000/notes")),
            ("http://backend:8000/notes/", .behindProxy("http://backend:8000/notes/")),
            ("http://127.0.0.1:8000/notes/", .behindProxy("http://127.0.0.1:8000/notes/")),
            ("/notes/", .slash("https://api.example.test/notes/")),
            ("https://www.example.test/notes", .elsewhere("https://www.example.test/notes")),
            ("https://sso.example.test/notes", .login("by a redirect to https://sso.example.test/notes")),
            ("/login", .login("by a redirect to https://api.example.test/login")),
        ])
    func targets(location: String, answer: CallAnswer) {
        let response = PluginWorld.redirect(location, 307)
        #expect(CallAnswer(response, to: "https://api.example.test/notes") == answer)
    }

    @Test("that has lost https behind the proxy is no login page; the examination goes on at the right path")
    func lost() async throws {
        var world = PluginWorld()
        world.serve("/hello", PluginWorld.redirect("http://api.example.test/hello/", 307))
        world.answers["GET https://api.example.test/hello/"] = { .success(PluginWorld.guarded($0)) }
        let report = try await world.examine()
        #expect(report.failures == ["P05"], "\(report.everything)")
        #expect(
            report.everything.contains("--proxy-headers") && report.everything.contains("It answers with status 200"))
    }

    @Test("to another place is a login page only when people's pages are there")
    func elsewhere() async throws {
        var world = PluginWorld()
        world.serve("/hello", PluginWorld.redirect("https://www.example.test/hello", 308))
        #expect(try await !world.examine().failures.contains("A09"))
        world.answers["GET https://www.example.test/hello"] = { _ in .success(PluginWorld.page("<html>Welcome")) }
        #expect(try await world.examine().failures == ["A09"])
    }
}

@Suite("An answer for everything")
struct EnvelopeTests {
    @Test("in an envelope is no open way, and an open way in one is")
    func envelope() async throws {
        var world = PluginWorld()
        world.fallback = { request in
            .success(
                PluginWorld.json(
                    "{\"code\": 404, \"path\": \"\(request.url)\", \"requestId\": \"\(request.url.utf8.count)\"}"))
        }
        #expect(try await world.examine().failures.isEmpty)
        #expect(try await world.examine(options: DoctorOptions(verificationToken: PluginWorld.token)).failures.isEmpty)
        world.serve("//hello", PluginWorld.json("{\"hello\": \"you\"}"))
        #expect(try await world.examine().failures == ["A08"])
    }

    @Test(
        "is the same but for what changes from call to call",
        arguments: [
            ("{\"code\":404,\"id\":1}", "{\"code\":404,\"id\":2}", true),
            ("{\"code\":404,\"data\":null}", "{\"code\":200,\"data\":null}", false),
            ("{\"code\":0,\"data\":null}", "{\"code\":0,\"data\":{\"a\":1}}", false),
            ("{\"a\":1}", "{\"b\":1}", false), ("[1]", "[2]", false), ("plain", "plain", true),
            ("plain", "other", false),
        ])
    func likeness(first: String, second: String, isLike: Bool) {
        #expect(AnswerShape(PluginWorld.json(first)).isLike(AnswerShape(PluginWorld.json(second))) == isLike)
    }
}

@Suite("Private network access")
struct PrivateNetworkTests {
    @Test("is told when it is refused, and is no fault")
    func refused() async throws {
        var world = LocalWorld.good()
        let usual = world.fallback
        world.fallback = { request in
            let asks = request.headers.contains { $0.name.lowercased() == "access-control-request-private-network" }
            return asks ? .success(ProbeResponse(status: 400)) : usual(request)
        }
        let report = try await world.examine()
        #expect(report.failures.isEmpty && report.remarks(.warned).isEmpty, "\(report.everything)")
        #expect(report.remarks(.passed).contains { $0.text.contains("the answer is status 400") })
    }
}
