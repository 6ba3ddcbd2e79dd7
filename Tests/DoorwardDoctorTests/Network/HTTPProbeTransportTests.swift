import NIOCore
import Testing

@testable import DoorwardDoctor

@Suite("Probes over real sockets")
struct HTTPProbeTransportTests {
    /// A busy machine is no slow server.
    static func patient(
        _ method: String, _ url: String, headers: [(name: String, value: String)] = [], body: [UInt8] = [],
        maximumSize: Int = 8 << 20
    ) -> ProbeRequest {
        ProbeRequest(method, url, headers: headers, body: body, timeout: .seconds(120), maximumSize: maximumSize)
    }

    private static let hello = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nX-One: 1\r\nX-One: 2\r\n\r\nhello"

    /// Sends one probe to a server that answers so, under the name `api.example.test`.
    private func probe(
        _ answer: LoopbackServer.Answer, _ request: ProbeRequest = patient("GET", "http://api.example.test/x")
    ) async throws -> (result: Result<ProbeResponse, ProbeFailure>, requests: [String]) {
        let server = try await LoopbackServer.open(answer)
        let mapping = try #require(ConnectMapping(parsing: "api.example.test::127.0.0.1:\(server.port)"))
        let transport = HTTPProbeTransport(connectTo: [mapping])
        let result = await transport.send(request)
        await transport.shutdown()
        await server.close()
        return (result, server.requests)
    }

    @Test("bring the answer as it came")
    func answer() async throws {
        let response = try await probe(.init(Self.hello)).result.get()
        #expect(response.status == 200 && response.text == "hello" && !response.isCut)
        #expect(response.headerValues("x-one") == ["1", "2"])
        #expect(response.elapsed > .zero)
    }

    @Test("send method, fields and body, and the host that was asked for, not where it is reached")
    func request() async throws {
        let request = Self.patient(
            "POST", "http://api.example.test/a?b=c", headers: [("X-Field", "value"), ("Content-Type", "text/plain")],
            body: Array("body".utf8))
        let seen = try #require(try await probe(.init(Self.hello), request).requests.first)
        #expect(seen.hasPrefix("POST /a?b=c HTTP/1.1\r\n"))
        #expect(seen.hasSuffix("\r\n\r\nbody"))
        #expect(seen.lowercased().contains("\r\nhost: api.example.test\r\n"))
        #expect(seen.contains("X-Field: value"))
        let port = Self.patient("GET", "http://api.example.test:8123/")
        #expect(
            try await probe(.init(Self.hello), port).requests.first?.lowercased().contains(
                "host: api.example.test:8123\r\n") == true)
    }

    @Test(
        "send paths as they are spelled",
        arguments: [
            "//hello", "/./hello", "/a/../hello", "/a%2fhello;x", "/HELLO/", "/%68ello?x=%20&y=a+b", "/a?b=https://c/",
        ])
    func paths(path: String) async throws {
        let request = Self.patient("GET", "http://api.example.test" + path)
        #expect(try await probe(.init(Self.hello), request).requests.first?.hasPrefix("GET \(path) HTTP/1.1") == true)
    }

    static let gzip: [UInt8] = [
        31, 139, 8, 0, 0, 0, 0, 0, 2, 3, 171, 86, 202, 72, 205, 201, 201, 87, 178, 82, 42, 207, 47, 202, 73, 81, 170, 5,
        0, 209, 65, 9, 216, 17, 0, 0, 0,
    ]
    static let zlib: [UInt8] = [
        120, 156, 171, 86, 202, 72, 205, 201, 201, 87, 178, 82, 42, 207, 47, 202, 73, 81, 170, 5, 0, 53, 107, 5, 247,
    ]

    @Test("unpack what servers compress, asked or not", arguments: [("gzip", gzip), ("deflate", zlib)])
    func compressed(coding: String, bytes: [UInt8]) async throws {
        let head = "HTTP/1.1 200 OK\r\nContent-Encoding: \(coding)\r\nContent-Length: \(bytes.count)\r\n\r\n"
        var answer = LoopbackServer.Answer(head)
        answer.bytes = bytes
        let (result, requests) = try await probe(answer)
        let response = try result.get()
        #expect(response.text == "{\"hello\":\"world\"}")
        #expect(response.header("content-encoding") == coding)
        #expect(requests.first?.lowercased().contains("accept-encoding: gzip, deflate\r\n") == true)
    }

    @Test("say that a body is not compressed as it claims to be")
    func notCompressed() async throws {
        let head = "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 5\r\n\r\nhello"
        if case .failure(.notHTTP) = try await probe(.init(head)).result { return }
        Issue.record("a body that is no gzip was accepted")
    }

    @Test("never say what a field held that cannot be sent")
    func badField() async throws {
        let request = Self.patient(
            "GET", "http://api.example.test/", headers: [("Authorization", "Bearer fake-secret\r\nX: y")])
        let (result, requests) = try await probe(.init(Self.hello), request)
        #expect(requests.isEmpty)
        guard case .failure(let failure) = result else {
            Issue.record("it was sent")
            return
        }
        #expect(!String(describing: failure).contains("fake") && !String(reflecting: failure).contains("fake"))
    }

    @Test("follow no redirect")
    func redirect() async throws {
        let answer = LoopbackServer.Answer("HTTP/1.1 302 Found\r\nLocation: /y\r\nContent-Length: 0\r\n\r\n")
        let (result, requests) = try await probe(answer)
        #expect(try result.get().status == 302)
        #expect(requests.count == 1)
    }

    @Test("read so much and no more")
    func cut() async throws {
        let long = "HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n" + String(repeating: "x", count: 100_000)
        let request = Self.patient("GET", "http://api.example.test/", maximumSize: 1000)
        let response = try await probe(.init(long), request).result.get()
        #expect(response.isCut && response.body.count == 1000)
        let whole = try await probe(.init(long)).result.get()
        #expect(!whole.isCut && whole.body.count == 100_000)
    }

    @Test(
        "wait so long and no longer, also for an answer that comes in drops",
        arguments: [
            LoopbackServer.Answer(closes: false),
            LoopbackServer.Answer("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\na", closes: false),
            LoopbackServer.Answer(
                "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\na", "b", "c", "d", "e", "f", "g", "h", "i",
                pause: .seconds(3)),
        ])
    func deadline(answer: LoopbackServer.Answer) async throws {
        let request = ProbeRequest("GET", "http://api.example.test/", timeout: .seconds(1))
        let result = try await probe(answer, request).result
        #expect(throws: ProbeFailure.timedOut(after: .seconds(1))) { try result.get() }
    }

    @Test("take a stream of events for answered when an event is whole and no other comes")
    func events() async throws {
        let answer = LoopbackServer.Answer(
            "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n", "data: {\"a\":1}\n", "\n", closes: false)
        let response = try await probe(answer).result.get()
        #expect(response.text == "data: {\"a\":1}\n\n" && response.isCut)
    }

    @Test("say that a connection ended in the middle")
    func closed() async throws {
        let (result, _) = try await probe(.init("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nabc"))
        #expect(throws: ProbeFailure.closed) { try result.get() }
    }

    @Test("say that what answers is no HTTP")
    func notHTTP() async throws {
        let (result, _) = try await probe(.init("SSH-2.0-OpenSSH_9.6\r\n"))
        if case .failure(.notHTTP) = result { return }
        Issue.record("\(result)")
    }

    @Test("say that nothing listens")
    func refused() async throws {
        let server = try await LoopbackServer.open(.init())
        await server.close()
        let transport = HTTPProbeTransport()
        let result = await transport.send(Self.patient("GET", "http://127.0.0.1:\(server.port)/"))
        await transport.shutdown()
        #expect(throws: ProbeFailure.refused(address: "127.0.0.1:\(server.port)")) { try result.get() }
    }

    @Test("are not sent to what is no URL", arguments: ["", "example.com", "ftp://example.com/", "https://"])
    func noURL(text: String) async {
        let transport = HTTPProbeTransport()
        let result = await transport.send(ProbeRequest("GET", text))
        await transport.shutdown()
        #expect(throws: ProbeFailure.notAURL(text)) { try result.get() }
    }

    @Test("find a host's addresses")
    func addresses() async throws {
        let addresses = try await HTTPProbeTransport().addresses(of: "localhost").get()
        #expect(addresses.contains("127.0.0.1") || addresses.contains("::1"))
        #expect(await HTTPProbeTransport().addresses(of: "a..b") == .failure(.nameNotFound(host: "a..b")))
    }
}

@Suite("Mapping hosts to addresses")
struct ConnectMappingTests {
    @Test(
        "reads what curl reads",
        arguments: [
            ("api.test:443:127.0.0.1:8443", "api.test", 443, true),
            ("API.test:443:127.0.0.1:8443", "api.test", 443, true),
            ("api.test:443:127.0.0.1:8443", "api.test", 80, false),
            ("api.test:443:127.0.0.1:8443", "b.test", 443, false),
            ("::localhost:1", "any.test", 5, true), ("api.test::localhost:", "api.test", 5, true),
            ("[::1]:80:[::1]:81", "::1", 80, true),
        ])
    func reads(text: String, host: String, port: Int, applies: Bool) throws {
        #expect(try #require(ConnectMapping(parsing: text)).applies(to: host, port) == applies)
    }

    @Test("keeps where it leads")
    func target() throws {
        let mapping = try #require(ConnectMapping(parsing: "a:1:[::1]:2"))
        #expect(mapping.toHost == "::1" && mapping.toPort == 2)
        #expect(ConnectTarget(host: "::1", port: 2).text == "[::1]:2")
    }

    @Test(
        "is none when it is something else",
        arguments: ["", "a:1:b", "a:x:b:2", "a:1:b:70000", "a:1:b:2:3", "a:1:[::1:2", "a :1:b:2"])
    func refuses(text: String) { #expect(ConnectMapping(parsing: text) == nil) }
}
