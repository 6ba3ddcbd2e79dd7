import NIOCore
import NIOPosix
import NIOSSL
import Testing

@testable import DoorwardFetch

@Suite("A fetch over TLS", .timeLimit(.minutes(5)))
struct GuardedFetcherTests {
    private static let hello = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 5\r\n\r\nhello"

    @Test("asks the server of the name, by its name, and reads its answer")
    func good() async throws {
        let server = try await ScriptedServer.open(.send(Self.hello), .close)
        let resolver = ListedResolver("127.0.0.1")
        let document = try await Self.fetch("https://Client.Example:\(server.port)/a/b?c=d", resolver: resolver)
        #expect(document.status == 200)
        #expect(document.body == Array("hello".utf8))
        #expect(document.mediaType == "application/json")
        #expect(resolver.questions == ["client.example"])
        #expect(server.seen.names == ["client.example"])
        let request = try #require(server.seen.requests.first)
        #expect(request.hasPrefix("GET /a/b?c=d HTTP/1.1\r\nHost: client.example:\(server.port)\r\n"))
        #expect(request.contains("\r\nAccept-Encoding: identity\r\n"))
        #expect(request.contains("\r\nConnection: close\r\n"))
        #expect(server.seen.accepted == 1)
        await server.close()
    }

    @Test("sends what there is to send")
    func post() async throws {
        let server = try await ScriptedServer.open(.send(Self.hello), .close)
        let request = FetchRequest(
            method: "POST", "https://localhost:\(server.port)/token", fields: [("content-type", "text/plain")],
            body: Array("a=b".utf8), trust: .configured, limit: 100, timeout: .seconds(60))
        let document = try await Self.fetcher().fetch(request)
        #expect(document.status == 200)
        #expect(
            server.seen.requests.first?.hasSuffix("content-type: text/plain\r\nContent-Length: 3\r\n\r\na=b") == true)
        await server.close()
    }

    @Test("goes to an address itself when the certificate names it, and then sends no name")
    func literal() async throws {
        let server = try await ScriptedServer.open(.send(Self.hello), .close)
        #expect(try await Self.fetch("https://127.0.0.1:\(server.port)/").status == 200)
        #expect(server.seen.names.isEmpty)
        await server.close()
        let other = try await ScriptedServer.open(.wrongName, .send(Self.hello), .close)
        await Self.expect(.unreachable("its certificate is for another name"), "https://127.0.0.1:\(other.port)/")
        await other.close()
    }

    @Test("does not go where it is sent: the answer is given to the caller", arguments: [301, 302, 303, 307, 308])
    func redirect(_ status: Int) async throws {
        let target = try await ScriptedServer.open(.send(Self.hello), .close)
        let server = try await ScriptedServer.open(
            .send(
                "HTTP/1.1 \(status) Elsewhere\r\nLocation: https://client.example:\(target.port)/\r\n"
                    + "Content-Length: 0\r\n\r\n"), .close)
        let document = try await Self.fetch("https://client.example:\(server.port)/")
        #expect(document.status == status)
        #expect(document.field("location") == "https://client.example:\(target.port)/")
        #expect(target.seen.accepted == 0)
        await server.close()
        await target.close()
    }

    @Test(
        "refuses a server that cannot prove its name, and sends it nothing",
        arguments: [
            (TestAuthority.Kind.wrongName, "its certificate is for another name"),
            // Whoever has the address need not have the name.
            (.onlyAddress, "its certificate is for another name"),
            (.expired, "its certificate is not trusted, or not valid now"),
            (.selfSigned, "its certificate is not trusted, or not valid now"),
            (.unknownAuthority, "its certificate is not trusted, or not valid now"),
        ])
    func certificate(_ kind: TestAuthority.Kind, _ words: String) async throws {
        let server = try await ScriptedServer.open(kind, .send(Self.hello), .close)
        await Self.expect(.unreachable(words), "https://client.example:\(server.port)/")
        await waitUntil("the connection is not closed") { server.seen.closed == 1 }
        #expect(server.seen.requests.isEmpty)
        await server.close()
    }

    @Test("trusts no other authorities than the system's unless it is told to")
    func authorities() async throws {
        let server = try await ScriptedServer.open(.send(Self.hello), .close)
        let fetcher = try GuardedFetcher(resolver: ListedResolver("127.0.0.1"), allowsLoopback: true)
        await #expect(throws: FetchFailure.unreachable("its certificate is not trusted, or not valid now")) {
            try await fetcher.fetch(Self.request("https://client.example:\(server.port)/"))
        }
        await server.close()
        let missing = FetcherProblem.certificateAuthorities(path: "/nowhere/at/all.pem")
        #expect(throws: missing) { _ = try GuardedFetcher(certificateAuthorities: "/nowhere/at/all.pem") }
        #expect("\(missing)".contains("/nowhere/at/all.pem"))
    }

    @Test(
        "ends as soon as an answer is too large or not what it may be",
        arguments: [
            ("HTTP/1.1 200 OK\r\nContent-Length: 101\r\n\r\n", FetchFailure.tooLarge(limit: 100)),
            ("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n65\r\n", .tooLarge(limit: 100)),
            ("HTTP/1.1 200 OK\r\n\r\n" + String(repeating: "x", count: 101), .tooLarge(limit: 100)),
            ("SSH-2.0-OpenSSH_9.6\r\n", .malformed("it is not HTTP/1.1")),
            (
                "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n",
                .malformed("it is compressed, which was not asked for")
            ),
            (
                "HTTP/1.1 200 OK\r\nA: " + String(repeating: "b", count: 20_000),
                .malformed("its head is larger than 16384 bytes")
            ),
            (hello + hello, .malformed("something follows the answer")),
        ])
    func bad(_ text: String, _ failure: FetchFailure) async throws {
        // Nothing but the fetcher ends these connections.
        let server = try await ScriptedServer.open(.send(text), .pause(.hours(1)))
        await Self.expect(failure, "https://client.example:\(server.port)/")
        await waitUntil("the connection is not closed") { server.seen.closed == 1 }
        await server.close()
    }

    @Test("reads over interim answers")
    func interim() async throws {
        let server = try await ScriptedServer.open(
            .send("HTTP/1.1 100 Continue\r\n\r\n"), .pause(.milliseconds(20)), .send(Self.hello), .close)
        #expect(try await Self.fetch("https://client.example:\(server.port)/").status == 200)
        await server.close()
    }

    @Test("does not take a part for the whole")
    func early() async throws {
        let closed = FetchFailure.unreachable("the connection was closed in the middle of the answer")
        let part = ScriptedServer.Step.send("HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\nhel")
        let open = ScriptedServer.Step.send("HTTP/1.1 200 OK\r\n\r\nhello")
        let cases: [([ScriptedServer.Step], FetchFailure?)] = [
            ([part, .close], closed), ([part, .cut], closed), ([open, .close], nil), ([open, .cut], closed),
            ([.close], .unreachable("the connection was closed without an answer")),
            ([.cut], .unreachable("the connection was closed without an answer")),
        ]
        for (script, failure) in cases {
            let server = try await ScriptedServer.open(.good, script)
            let url = "https://client.example:\(server.port)/"
            if let failure {
                await Self.expect(failure, url)
            } else {
                #expect(try await Self.fetch(url).body == Array("hello".utf8))
            }
            await server.close()
        }
    }

    @Test("does not speak with a server without TLS")
    func plain() async throws {
        let server = try await ScriptedServer.open(nil, .send(Self.hello), .close)
        let request = Self.request("https://client.example:\(server.port)/", timeout: .seconds(2))
        // Such a server waits for a line that does not come.
        await #expect(throws: FetchFailure.timedOut) { try await Self.fetcher().fetch(request) }
        #expect(server.seen.requests.isEmpty)
        await server.close()
    }

    @Test("over http is for the configuration's own loopback")
    func configured() async throws {
        let server = try await ScriptedServer.open(nil, .send(Self.hello), .close)
        var request = Self.request("http://localhost:\(server.port)/")
        request.trust = .configured
        #expect(try await Self.fetcher().fetch(request).status == 200)
        await server.close()
    }

    // MARK: - Time

    @Test("takes no longer than it may, however slowly bytes come")
    func slow() async throws {
        let head = "HTTP/1.1 200 OK\r\nContent-Length: 90\r\n\r\n"
        let scripts: [[ScriptedServer.Step]] = [
            [.drip("x", .milliseconds(300))], [.send(head), .drip("x", .milliseconds(300))], [.pause(.hours(1))],
        ]
        for script in scripts {
            let server = try await ScriptedServer.open(.good, script)
            let request = Self.request("https://client.example:\(server.port)/", timeout: .seconds(2))
            await #expect(throws: FetchFailure.timedOut) { try await Self.fetcher().fetch(request) }
            await waitUntil("the connection is not closed") { server.seen.accepted == server.seen.closed }
            await server.close()
        }
    }

    @Test("does not wait for name servers that do not answer")
    func silence() async throws {
        let request = Self.request("https://client.example/", timeout: .milliseconds(50))
        let connector = RecordingConnector()
        let fetcher = try Self.fetcher(SilentResolver(), connector)
        // Those that wait still hold a place, so that there is an end to them. A machine may be too slow to ask at all.
        var failures: [FetchFailure] = []
        for _ in 0..<100 where failures.last != .overloaded(retryAfter: 5) {
            do throws(FetchFailure) {
                _ = try await fetcher.fetch(request)
            } catch {
                failures.append(error)
            }
        }
        #expect(failures.count > 12)
        #expect(failures.dropLast().allSatisfy { $0 == .timedOut })
        #expect(failures.last == .overloaded(retryAfter: 5))
        #expect(connector.connections.isEmpty)
    }

    @Test("that is given up closes its connection")
    func cancelled() async throws {
        let server = try await ScriptedServer.open(.pause(.hours(1)))
        let request = Self.request("https://client.example:\(server.port)/", timeout: .seconds(600))
        let task = Task { try await Self.fetcher().fetch(request) }
        await waitUntil("the request does not come") { server.seen.requests.count == 1 }
        task.cancel()
        await #expect(throws: FetchFailure.unreachable("the fetch was given up")) { try await task.value }
        await waitUntil("the connection is not closed") { server.seen.closed == 1 }
        await server.close()
    }

    // MARK: - Addresses

    @Test("goes on to the next address when one does not accept, and to no other than those")
    func next() async throws {
        let server = try await ScriptedServer.open(.send(Self.hello), .close)
        let connector = RecordingConnector(dead: [.v4(0x7F00_0002)])
        let fetcher = try Self.fetcher(ListedResolver("127.0.0.2", "127.0.0.1", "127.0.0.3"), connector)
        let document = try await fetcher.fetch(Self.request("https://client.example:\(server.port)/"))
        #expect(document.status == 200)
        #expect(connector.connections == [.v4(0x7F00_0002), .v4(0x7F00_0001)])
        await server.close()
    }

    @Test("reaches a public address under the name's own certificate")
    func publicAddress() async throws {
        let server = try await ScriptedServer.open(.send(Self.hello), .close)
        let connector = RecordingConnector(publicAddressesAre: server.port)
        let fetcher = GuardedFetcher(
            resolver: ListedResolver("93.184.215.14"), connector: connector, allowsLoopback: false, tls: try Self.tls())
        #expect(try await fetcher.fetch(Self.request("https://client.example/")).status == 200)
        #expect(connector.connections == [HostAddress("93.184.215.14")])
        #expect(server.seen.names == ["client.example"])
        #expect(server.seen.requests.first?.contains("\r\nHost: client.example\r\n") == true)
        await server.close()
    }

    @Test("is answered by nobody where nobody listens")
    func refusedConnection() async throws {
        // A port that is never given to whoever asks for a free one.
        await Self.expect(.unreachable("nobody listens there"), "https://localhost:1/")
    }

    @Test("asks the system for the addresses of names")
    func system() async throws {
        #expect(try await SystemResolver().addresses(of: "127.0.0.1") == [.v4(0x7F00_0001)])
        #expect(try await SystemResolver().addresses(of: "::1") == [.v6(high: 0, low: 1)])
        let local = try await SystemResolver().addresses(of: "localhost")
        #expect(!local.isEmpty && local.allSatisfy { $0.isLoopback })
        await #expect(throws: FetchFailure.self) { try await SystemResolver().addresses(of: "a..b") }
    }

    // MARK: - Ways

    private static func tls() throws -> NIOSSLContext { try TestAuthority.shared.get().client }

    private static func fetcher(
        _ resolver: any AddressResolver = ListedResolver("127.0.0.1"), _ connector: any Connecting = TCPConnector()
    ) throws -> GuardedFetcher {
        GuardedFetcher(resolver: resolver, connector: connector, allowsLoopback: true, tls: try tls())
    }

    private static func request(_ url: String, timeout: Duration = .seconds(120)) -> FetchRequest {
        FetchRequest(url, trust: .stranger, limit: 100, timeout: timeout)
    }

    private static func fetch(
        _ url: String, resolver: any AddressResolver = ListedResolver("127.0.0.1")
    ) async throws -> FetchedDocument {
        try await fetcher(resolver).fetch(request(url))
    }

    private static func expect(_ failure: FetchFailure, _ url: String) async {
        await #expect(throws: failure) { try await fetch(url) }
    }
}
