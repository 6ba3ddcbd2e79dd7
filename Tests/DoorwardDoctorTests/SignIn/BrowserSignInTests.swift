import DoorwardDocuments
import NIOCore
import NIOPosix
import Synchronization
import Testing

@testable import DoorwardDoctor

@Suite("A sign-in by a person")
struct BrowserSignInTests {
    private static let hosted = "https://chatgpt.com/aip/g-1/oauth/callback"

    private func signIn(_ redirectURI: String, _ environment: ExaminationEnvironment, told: Told = Told()) async
        -> SignInOutcome
    {
        let signIn = BrowserSignIn(environment: environment, wait: .seconds(5), tell: { told.add($0) })
        return await signIn.signIn("https://login.example/authorize", redirectURI: redirectURI)
    }

    final class Told: Sendable {
        private let texts = Mutex<[String]>([])
        func add(_ text: String) { texts.withLock { $0.append(text) } }
        var all: [String] { texts.withLock { $0 } }
    }

    @Test("ends when the browser comes back to this machine, and only then")
    func loopback() async throws {
        let port = try await freePort()
        var environment = ExaminationEnvironment.seeded
        let statuses = Told()
        environment.openBrowser = { _ in
            Task {
                for request in ["GET /other?code=no", "POST /callback?code=no", "GET /callback?code=yes&state=a%20b"] {
                    statuses.add((try? await Self.ask(request, port: port)) ?? "no answer")
                }
            }
            return true
        }
        let told = Told()
        let outcome = await signIn("http://127.0.0.1:\(port)/callback", environment, told: told)
        guard case .callback(let callback) = outcome else {
            Issue.record("\(outcome)")
            return
        }
        #expect(callback.code == "yes" && callback.state == "a b")
        #expect(callback.url.hasPrefix("http://127.0.0.1:\(port)/callback?"))
        #expect(told.all.count == 1 && told.all[0].contains("https://login.example/authorize"))
        for _ in 0..<100 where statuses.all.count < 3 { try await Task.sleep(for: .milliseconds(20)) }
        #expect(statuses.all.map { $0.prefix(12) } == ["HTTP/1.1 404", "HTTP/1.1 405", "HTTP/1.1 200"])
        #expect(statuses.all.last?.contains("You may close this page") == true)
    }

    @Test("does not wait for ever")
    func timeout() async throws {
        let port = try await freePort()
        let signIn = BrowserSignIn(environment: .seeded, wait: .milliseconds(50), tell: { _ in })
        let outcome = await signIn.signIn("https://login.example/", redirectURI: "http://localhost:\(port)/")
        guard case .stopped(let stop) = outcome else {
            Issue.record("\(outcome)")
            return
        }
        #expect(stop.reason == .timedOut)
    }

    @Test("takes the address that a person pastes, where the browser cannot come back")
    func pasted() async throws {
        var environment = ExaminationEnvironment.seeded
        environment.askForAddress = { _ in " \(Self.hosted)?code=c&state=s\n" }
        guard case .callback(let callback) = await signIn(Self.hosted, environment) else {
            Issue.record("no callback")
            return
        }
        #expect(callback.code == "c")
        environment.askForAddress = { _ in "https://elsewhere.example/?code=c" }
        guard case .stopped(let stop) = await signIn(Self.hosted, environment) else {
            Issue.record("it went on")
            return
        }
        #expect(stop.reason == .noCallback && !stop.text.contains("elsewhere"))
    }

    @Test("is skipped when nobody can paste, with what to pass")
    func nobody() async throws {
        guard case .skipped(let text) = await signIn(Self.hosted, .seeded) else {
            Issue.record("it went on")
            return
        }
        #expect(text.contains("--redirect-uri"))
    }

    @Test("walks the whole flow with two sign-ins, and masks what was pasted")
    func flow() async throws {
        let site = Told()
        var environment = ExaminationEnvironment.seeded
        environment.openBrowser = { url in
            site.add(url)
            return true
        }
        let person = Person()
        environment.askForAddress = { _ in await person.server?.personSignsIn(site.all.last ?? "") }
        let world = try TinyWorld(
            .none, profile: "gpt-action", signIn: .browser(wait: .seconds(5)), environment: environment)
        await person.meet(world.server)
        #expect(await world.examine().isEmpty)
        let transcript = await world.transcript
        #expect(site.all.count == 2 && !transcript.contains("-fake-"), "\(transcript)")
        #expect(transcript.contains("The state comes back byte by byte"))
    }

    private func freePort() async throws -> Int {
        let channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton).bind(
            host: "127.0.0.1", port: 0
        ).get()
        let port = channel.localAddress?.port ?? 0
        try await channel.close()
        return port
    }

    /// Sends a request by hand and gives what comes until the connection ends.
    private static func ask(_ line: String, port: Int) async throws -> String {
        let channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .connect(host: "127.0.0.1", port: port) { channel in
                channel.eventLoop.makeCompletedFuture {
                    try NIOAsyncChannel<ByteBuffer, ByteBuffer>(wrappingChannelSynchronously: channel)
                }
            }
        return try await channel.executeThenClose { inbound, outbound in
            try await outbound.write(
                ByteBuffer(
                    string:
                        """
                        \(line) HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 0\r\n\r\n
                        """))
            var text = ""
            for try await part in inbound { text += String(buffer: part) }
            return text
        }
    }
}

/// Somebody who will know a server.
private actor Person {
    var server: TinyServer?
    func meet(_ server: TinyServer) { self.server = server }
}

extension TinyServer {
    /// Where a person's browser ends who signs in and allows everything.
    func personSignsIn(_ url: String) async -> String {
        let address = WebAddress(url)
        let redirectURI =
            QueryText.parameters(of: address?.query ?? "").first { $0.name == "redirect_uri" }?.value ?? ""
        let browser = PageBrowser(redirectURI: redirectURI, cookies: CookieJar()) { [self] in await send($0) }
        var walk = FormSignIn(browser: browser, user: Self.user, password: ProbeSecret(Self.password))
        guard case .callback(let callback) = await walk.walk(from: url) else { return "" }
        return callback.url
    }
}
