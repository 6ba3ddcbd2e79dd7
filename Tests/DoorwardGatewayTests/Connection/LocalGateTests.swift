import DoorwardDocuments
import NIOCore
import Testing

@testable import DoorwardGateway

/// Says what it was asked, or does what the path says.
struct EchoAPI: LocalAPI {
    func respond(to request: LocalRequest, writer: LocalResponseWriter) async throws {
        switch request.target {
        case "/large":
            try await writer.writeHead(status: 200, fields: [])
            for _ in 0..<160 { try await writer.write(ByteBuffer(repeating: 0x61, count: 32 << 10)) }
        case "/fails": throw CancellationError()
        case "/split":
            try await writer.writeHead(
                status: 200, fields: [("content-length", "0"), ("x", "a\r\ninjected: b"), ("a b", "c")])
        case "/nothing": break
        case "/headless": try await writer.write(ByteBuffer(string: "HTTP/1.1 200 OK\r\n\r\n"))
        case "/excess":
            try await writer.writeHead(status: 200, fields: [("content-length", "2")])
            try await writer.write(ByteBuffer(string: "okHTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n"))
        case "/bodiless":
            try await writer.writeHead(status: 204, fields: [])
            try await writer.write(ByteBuffer(string: "HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n"))
        case "/short":
            try await writer.writeHead(status: 200, fields: [("content-length", "5")])
            try await writer.write(ByteBuffer(string: "ok"))
        default:
            let text = "\(request.method) \(request.target) \(request.body.readableBytes)"
            try await writer.writeHead(status: 200, fields: [("content-length", String(text.utf8.count))])
            try await writer.write(ByteBuffer(string: text))
        }
        try await writer.finish()
    }
}

@Suite("A gate with handlers of its own", .serialized)
struct LocalGateTests {
    private func policy(_ change: (inout GatePolicy) -> Void = { _ in }) throws -> GatePolicy {
        try TestPolicy.make(
            .local(EchoAPI()),
            operations: [
                ("GET", "/hello"), ("POST", "/hello"), ("GET", "/large"), ("GET", "/fails"), ("GET", "/split"),
                ("GET", "/nothing"),
                ("GET", "/headless"), ("GET", "/excess"), ("GET", "/bodiless"), ("GET", "/short"),
            ],
            documents: [PublicDocument(path: "/doc", contentType: "text/plain", body: "document".bytes)], change: change
        )
    }

    private func exchange(_ text: String, answers: Int = 1, head: Bool = false) async throws -> [ReadAnswer] {
        try await Gate.running(try policy()) { gate in
            let client = try await RawClient.connect(to: gate.address)
            try await client.send(text)
            try await client.wait { bytes, ended in ended || AnswerReader.read(bytes, toHEAD: head).count >= answers }
            await client.close()
            return AnswerReader.read(client.received, toHEAD: head)
        }
    }

    @Test("A connection carries one request after the other")
    func keepsAlive() async throws {
        try await Gate.running(try policy()) { gate in
            let client = try await RawClient.connect(to: gate.address)
            for number in 1...5 {
                try await client.send("GET /hello?\(number) HTTP/1.1\r\nHost: a\r\n\r\n")
                let answers = AnswerReader.read(try await client.answers(number).bytes)
                #expect(answers.last?.text == "GET /hello?\(number) 0")
            }
            try await client.send("GET /hello HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
            let last = AnswerReader.read(try await client.end().bytes).last
            #expect(last?.field("connection") == "close")
        }
    }

    @Test("A thousand requests in one write are answered in their order")
    func pipelines() async throws {
        let requests = (0..<1000).map { number in
            number % 2 == 0
                ? "GET /hello?\(number) HTTP/1.1\r\nHost: a\r\n\r\n"
                : "POST /hello?\(number) HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc"
        }
        let answers = try await exchange(requests.joined(), answers: 1000)
        #expect(answers.count == 1000)
        for (number, answer) in answers.enumerated() {
            #expect(answer.text == (number % 2 == 0 ? "GET /hello?\(number) 0" : "POST /hello?\(number) 3"))
        }
    }

    @Test("A thousand refusals and documents in one write are answered in their order")
    func pipelinesFromMemory() async throws {
        let paths = ["/doc", "/unknown", "/healthz", "/hello/x"]
        let requests = (0..<1000).map { "GET \(paths[$0 % 4]) HTTP/1.1\r\nHost: a\r\n\r\n" }.joined()
        let answers = try await exchange(requests, answers: 1000)
        #expect(answers.map(\.status) == (0..<1000).map { [200, 404, 200, 404][$0 % 4] })
    }

    @Test("Bodies are collected, chunked or not")
    func bodies() async throws {
        let answers = try await exchange(
            "POST /hello HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n"
                + "POST /hello HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\n\r\nabcd", answers: 2)
        #expect(answers.map(\.text) == ["POST /hello 5", "POST /hello 4"])
    }

    @Test("HEAD gets the head of GET and no body", arguments: ["/hello", "/doc", "/unknown", "/healthz"])
    func answersHead(path: String) async throws {
        let get = try await exchange("GET \(path) HTTP/1.1\r\nHost: a\r\n\r\n")
        let head = try await exchange("HEAD \(path) HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n", head: true)
        #expect(head.first?.status == get.first?.status)
        #expect(head.first?.field("content-type") == get.first?.field("content-type"))
        #expect(head.count == 1)
    }

    @Test("A half-closed connection still gets its answer")
    func halfClose() async throws {
        try await Gate.running(try policy()) { gate in
            for path in ["/hello", "/large"] {
                let client = try await RawClient.connect(to: gate.address)
                try await client.send("GET \(path) HTTP/1.1\r\nHost: a\r\n\r\n")
                try await client.closeOutput()
                let answers = AnswerReader.read(try await client.end().bytes)
                #expect(answers.count == 1 && answers.first?.status == 200)
                #expect(path == "/hello" || answers.first?.body.count == 160 << 15)
            }
        }
    }

    @Test(
        "A caller that reads slowly gets its last answer whole, half-closed or told to close", arguments: [true, false])
    func slowReader(halfCloses: Bool) async throws {
        let size = 24 << 20
        let policy = try policy {
            $0.documents = [
                PublicDocument(path: "/doc", contentType: "text/plain", body: [UInt8](repeating: 0x61, count: size))
            ]
        }
        try await Gate.running(policy) { gate in
            let client = try await RawClient.connect(to: gate.address, autoRead: false)
            try await client.send("GET /doc HTTP/1.1\r\nHost: a\r\n\(halfCloses ? "" : "Connection: close\r\n")\r\n")
            if halfCloses { try await client.closeOutput() }
            try await Task.sleep(for: .milliseconds(halfCloses ? 300 : 2_500))
            try await client.channel.setOption(.autoRead, value: true).get()
            client.channel.read()
            let received = try await client.wait { _, hasEnded in hasEnded }.count
            #expect(received > size)
            await client.close()
        }
    }

    @Test("What a handler says wrongly cannot split the answer")
    func handlersCannotSplit() async throws {
        let answers = try await exchange("GET /split HTTP/1.1\r\nHost: a\r\n\r\n")
        #expect(answers.count == 1 && answers.first?.field("injected") == nil && answers.first?.field("x") == nil)
    }

    @Test(
        "A handler that writes more than it told, or before it told, cannot make another answer",
        arguments: [("/excess", [200, 200], "ok"), ("/bodiless", [204, 200], ""), ("/headless", [500, 200], nil)]
            as [(String, [Int], String?)])
    func handlersKeepTheirLength(path: String, statuses: [Int], body: String?) async throws {
        try await Gate.running(try policy()) { gate in
            let client = try await RawClient.connect(to: gate.address)
            try await client.send(
                "GET \(path) HTTP/1.1\r\nHost: a\r\n\r\nGET /hello HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
            let answers = AnswerReader.read(try await client.end().bytes)
            #expect(answers.map(\.status) == statuses)
            #expect(body == nil || answers.first?.text == body)
        }
    }

    @Test("A handler that writes less than it told breaks off its answer")
    func shortAnswer() async throws {
        try await Gate.running(try policy()) { gate in
            let client = try await RawClient.connect(to: gate.address)
            try await client.send("GET /short HTTP/1.1\r\nHost: a\r\n\r\n")
            #expect(AnswerReader.read(try await client.end().bytes).isEmpty)
        }
    }

    @Test("Everything that was asked before a half-close is answered")
    func halfClosePipelined() async throws {
        try await Gate.running(try policy()) { gate in
            let client = try await RawClient.connect(to: gate.address)
            try await client.send(String(repeating: "GET /hello HTTP/1.1\r\nHost: a\r\n\r\n", count: 50))
            try await client.closeOutput()
            #expect(AnswerReader.read(try await client.end().bytes).count == 50)
        }
    }

    @Test("A handler that fails becomes a 500 and the connection goes on", arguments: ["/fails"])
    func handlerFails(path: String) async throws {
        let request = "GET \(path) HTTP/1.1\r\nHost: a\r\n\r\n"
        let answers = try await exchange(request + request, answers: 2)
        #expect(answers.map(\.status) == [500, 500])
    }

    @Test("A handler that finishes without an answer becomes a 500")
    func handlerSaysNothing() async throws {
        let answers = try await exchange("GET /nothing HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
        #expect(answers.map(\.status) == [500])
    }

    @Test(
        "What cannot be understood is answered once, and the connection ends",
        arguments: [
            ("GET / HTTP/1.1\r\n\r\n", 400), ("\u{16}\u{3}\u{1}\u{2}", 400),
            ("GET /../x HTTP/1.1\r\nHost: a\r\n\r\n", 400),
            ("POST /hello HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n", 400),
            ("GET /hello HTTP/1.1\r\nHost: a\r\nX: \(String(repeating: "y", count: 40_000))", 431),
            ("GET /\(String(repeating: "y", count: 9_000))", 414), ("GET /hello HTTP/3.0\r\nHost: a\r\n\r\n", 505),
            ("GET /hello HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\nConnection: upgrade\r\n\r\n", 501),
            ("POST /hello HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n", 400),
        ])
    func refuses(text: String, status: Int) async throws {
        try await Gate.running(try policy()) { gate in
            let client = try await RawClient.connect(to: gate.address)
            // A smuggled request behind it must never be answered.
            try await client.send(text.latin1 + "GET /doc HTTP/1.1\r\nHost: a\r\n\r\n".bytes)
            let answers = AnswerReader.read(try await client.end().bytes)
            #expect(answers.map(\.status) == [status])
            #expect(answers.first?.field("connection") == "close")
        }
    }

    @Test("A body over the limit is refused, whatever its framing")
    func limitsBodies() async throws {
        let small = try policy { $0.limits.localBody = 10 }
        try await Gate.running(small) { gate in
            for request in [
                "POST /hello HTTP/1.1\r\nHost: a\r\nContent-Length: 11\r\n\r\n",
                "POST /hello HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nb\r\nabcdefghijk\r\n",
                "POST /hello HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n9\r\nabcdefghi\r\n2\r\nab\r\n",
            ] {
                let client = try await RawClient.connect(to: gate.address)
                try await client.send(request)
                #expect(AnswerReader.read(try await client.end().bytes).map(\.status) == [413])
            }
            let client = try await RawClient.connect(to: gate.address)
            try await client.send("POST /hello HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\n0123456789")
            #expect(AnswerReader.read(try await client.answers(1).bytes).map(\.status) == [200])
            await client.close()
        }
    }

    @Test(
        "Who waits for 100 and is answered from memory is told that the connection ends: its body may never come",
        arguments: ["/healthz", "/doc", "/unknown"])
    func expectContinue(path: String) async throws {
        try await Gate.running(try policy()) { gate in
            let client = try await RawClient.connect(to: gate.address)
            try await client.send(
                "GET \(path) HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nExpect: 100-continue\r\n\r\n")
            #expect(AnswerReader.read(try await client.answers(1).bytes).first?.field("connection") == "close")
            await client.close()
        }
    }

    @Test("A preflight request is answered by the gate")
    func preflight() async throws {
        let policy = try policy { $0.allowedOrigins = ["https://chat.example"] }
        try await Gate.running(policy) { gate in
            let client = try await RawClient.connect(to: gate.address)
            try await client.send(
                "OPTIONS /hello HTTP/1.1\r\nHost: a\r\nOrigin: https://chat.example\r\nAccess-Control-Request-Method: POST\r\n\r\n"
                    + "OPTIONS /hello HTTP/1.1\r\nHost: a\r\nOrigin: https://evil.example\r\nAccess-Control-Request-Method: POST\r\n\r\n"
                    + "OPTIONS /hello HTTP/1.1\r\nHost: a\r\n\r\n")
            let answers = AnswerReader.read(try await client.answers(3).bytes)
            #expect(answers.map(\.status) == [204, 204, 204])
            #expect(answers[0].field("access-control-allow-origin") == "https://chat.example")
            #expect(answers[0].field("access-control-allow-methods") == "GET, HEAD, POST, OPTIONS")
            #expect(answers[1].fields.allSatisfy { !$0.hasPrefix("access-control") })
            #expect(answers[2].field("allow") == "GET, HEAD, POST, OPTIONS")
            await client.close()
        }
    }

    @Test("A caller that sends and never reads does not fill the gate's memory")
    func boundsUnreadAnswers() async throws {
        let size = 100_000
        let policy = try policy {
            $0.documents = [
                PublicDocument(path: "/doc", contentType: "text/plain", body: [UInt8](repeating: 0x61, count: size))
            ]
        }
        try await Gate.running(policy) { gate in
            let client = try await RawClient.connect(to: gate.address, autoRead: false)
            let request = "GET /doc HTTP/1.1\r\nHost: a\r\n\r\n"
            let flood = Task { try await client.send(String(repeating: request, count: 4000)) }
            try await Task.sleep(for: .milliseconds(500))
            let answered = await gate.metrics().requests.values.reduce(0, +)
            // Socket buffers hold some megabytes; 4000 answers would be 400 MB.
            #expect(Int(answered) * size < 64 << 20)
            await client.close()
            _ = try? await flood.value
        }
    }

    @Test("No line of the log holds a query or a credential")
    func logsNoSecrets() async throws {
        let log = LogCollector()
        let policy = try policy { policy in
            if let ring = try? TestPolicy.ring() { policy.authenticator = .service(ring, presentedAs: .bearer) }
        }
        try await Gate.running(policy, log: log) { gate in
            let client = try await RawClient.connect(to: gate.address)
            for credential in [TestPolicy.secret, "wrong-credential"] {
                try await client.send(
                    "GET /hello?token=query-value HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer \(credential)\r\n"
                        + "Cookie: c=cookie-value\r\nOpenAI-Conversation-ID: conversation-1\r\n\r\n")
            }
            #expect(AnswerReader.read(try await client.answers(2).bytes).map(\.status) == [200, 403])
            await client.close()
        }
        for word in [TestPolicy.secret, "wrong-credential", "query-value", "token=", "cookie-value"] {
            #expect(!log.text.contains(word))
        }
        #expect(log.text.contains("conversation-1"))
        for line in log.text.split(separator: "\n") {
            #expect(throws: Never.self) { try JSONValue(parsing: line.utf8) }
        }
    }
}
