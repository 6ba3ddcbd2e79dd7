import DoorwardDocuments
import Synchronization
import Testing

@testable import DoorwardDoctor

@Suite("What an examination does not send")
struct GuardTests {
    /// Answers everything, and remembers what came.
    private final class Recorder: ProbeTransport {
        let sent = Mutex<[ProbeRequest]>([])
        let result: Result<ProbeResponse, ProbeFailure>
        var requests: [ProbeRequest] { sent.withLock { $0 } }

        init(_ result: Result<ProbeResponse, ProbeFailure> = .success(ProbeResponse(status: 200))) {
            self.result = result
        }

        func send(_ request: ProbeRequest) async -> Result<ProbeResponse, ProbeFailure> {
            sent.withLock { $0.append(request) }
            return result
        }
        func addresses(of host: String) async -> Result<[String], ProbeFailure> { .success(["192.0.2.1"]) }
        func handshake(host: String, port: Int) async -> Result<TLSReport, ProbeFailure> {
            .success(TLSReport(version: "TLSv1.3", chain: []))
        }
        func acceptsOnlyOldTLS(host: String, port: Int) async -> Bool { false }
        func isMapped(host: String, port: Int) -> Bool { false }
    }

    private static let secret = "fake secret/of+the+test"

    private func examination(_ transport: Recorder, limit: Duration = .seconds(300)) throws -> Examination {
        var options = DoctorOptions(secret: ProbeSecret(Self.secret))
        options.limit = limit
        return Examination(
            target: try #require(WebAddress("https://api.example.test")),
            profile: try #require(ClientProfile.named("chatgpt-plugin")), options: options, transport: transport,
            environment: ExaminationEnvironment(
                now: { 0 }, random: { [UInt8](repeating: 7, count: $0) }, sleep: { _ in }, openBrowser: { _ in false }))
    }

    @Test(
        "A credential never goes over plain http, wherever in the request it is",
        arguments: [
            ProbeRequest("GET", "http://api.example.test/", headers: [("Authorization", "Bearer x")]),
            ProbeRequest("GET", "http://api.example.test/", headers: [("Cookie", "sid=1")]),
            ProbeRequest("GET", "HTTP://192.0.2.1:8080/", headers: [("X-Key", secret)]),
            ProbeRequest("GET", "http://api.example.test/?key=fake%20secret%2Fof%2Bthe%2Btest"),
            ProbeRequest("POST", "http://api.example.test/", body: Array("{\"a\":\"fake secret\\/of+the+test\"}".utf8)),
        ])
    func plain(request: ProbeRequest) async throws {
        let transport = Recorder()
        let examination = try examination(transport)
        await examination.begin(.calls, "Call")
        let result = await examination.send(request)
        #expect(throws: ProbeFailure.other("not sent: it would carry a credential in plain http")) { try result.get() }
        _ = await examination.send(request)
        await examination.fail(
            "A12", "the API: \(ProbeFailure.other("not sent: it would carry a credential in plain http"))")
        let report = await examination.report()
        #expect(transport.requests.isEmpty)
        #expect(report.faults.map(\.id) == ["P05"])
        #expect(report.steps.flatMap(\.remarks).map(\.verdict) == [.failed, .skipped])
    }

    @Test(
        "What carries none, or stays on this machine, or is https, is sent",
        arguments: [
            ProbeRequest("GET", "http://api.example.test/"),
            ProbeRequest("GET", "http://localhost:8000/", headers: [("Authorization", "Bearer x")]),
            ProbeRequest("GET", "https://api.example.test/", headers: [("Authorization", "Bearer x")]),
        ])
    func fine(request: ProbeRequest) async throws {
        let transport = Recorder()
        _ = try await examination(transport).send(request).get()
        #expect(transport.requests.count == 1)
    }

    @Test("When the time is over nothing is sent, that is told once, and nothing is blamed for it")
    func overTime() async throws {
        let transport = Recorder()
        let report = try await examination(transport, limit: .zero).run()
        #expect(transport.requests.isEmpty)
        #expect(report.faults.isEmpty)
        let examination = try examination(transport, limit: .zero)
        await examination.begin(.calls, "Call")
        _ = await examination.send(ProbeRequest("GET", "https://api.example.test/"))
        await examination.fail("A12", "there is no answer")
        _ = await examination.send(ProbeRequest("GET", "https://api.example.test/"))
        #expect(await examination.report().steps.flatMap(\.remarks).map(\.verdict) == [.warned, .skipped])
    }

    @Test("A server that gets less time than it may take is not called slow")
    func cutTime() async throws {
        let transport = Recorder(.failure(.timedOut(after: .seconds(10))))
        let examination = try examination(transport, limit: .seconds(10))
        let result = await examination.send(ProbeRequest("GET", "https://api.example.test/", timeout: .seconds(45)))
        #expect(transport.requests.first?.timeout == .seconds(10))
        if case .failure(.other(let why)) = result { return #expect(why.contains("the examination has taken 10 s")) }
        Issue.record("\(result)")
    }

    @Test("Remarks hide secrets in every notation, and what is shortened is masked before")
    func remarks() async throws {
        let examination = try examination(Recorder())
        await examination.begin(.calls, "Call")
        await examination.pass("it said fake+secret%2Fof%2Bthe%2Btest and fake secret\\/of\\u002Bthe+test")
        #expect(await examination.steps[0].remarks[0].text == "it said … and …")
        #expect(await examination.shortened("ab " + Self.secret, to: 8) == "ab …")
        await examination.mask("another-fake-secret")
        #expect(await examination.shortened("another-fake-secret!", to: 8) == "…!")
    }
}

@Suite("Options that cannot be meant")
struct OptionsProblemTests {
    @Test(
        "are named, without the value",
        arguments: [
            ("fake\r", "carriage return"), ("fake\n", "line end"), ("fa\nke", "more than one line"), ("", "empty"),
            ("fa\u{0}ke", "control characters"), ("fa\u{7F}ke", "control characters"), ("\u{FEFF}fake", "byte order"),
            ("fake ", "space"), ("fake\r\n", "line end"),
        ])
    func problems(value: String, word: String) throws {
        let secret = ProbeSecret(value)
        let all = [
            (DoctorOptions(secret: secret), "--secret-from"),
            (DoctorOptions(clientSecret: secret), "--client-secret-from"),
            (DoctorOptions(signIn: .form(user: "alice", password: secret)), "--headless-form"),
        ]
        for (options, name) in all {
            let problem = try #require(options.problem)
            #expect(problem.contains(word) && problem.contains(name), "\(problem)")
            #expect(!problem.contains("fake"))
        }
    }

    @Test("are not usual ones")
    func usual() {
        let options = DoctorOptions(
            secret: ProbeSecret("fake secret with é"), clientID: "client", scope: "a b",
            signIn: .form(user: "alice", password: ProbeSecret("p")))
        #expect(options.problem == nil)
        #expect(DoctorOptions().problem == nil)
    }
}
