import Crypto
import DoorwardDocuments
import NIOConcurrencyHelpers
import NIOCore
import Testing

@testable import DoorwardGateway

@Suite("A gate in front of an upstream", .serialized)
struct ForwardingTests {
    private static let ok = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"

    private func withGate(
        _ script: @escaping @Sendable (TestUpstream.Request) -> TestUpstream.Reaction,
        change: (inout GatePolicy) -> Void = { _ in },
        run body: @Sendable (Gate, TestUpstream) async throws -> Void
    ) async throws {
        let upstream = try await TestUpstream.start(script)
        let policy = try TestPolicy.make(
            .remote(upstream.target()),
            operations: [
                ("GET", "/x"), ("POST", "/x"), ("PUT", "/x"), ("DELETE", "/x"), ("HEAD", "/x"), ("GET", "/y/{id}"),
            ],
            change: change)
        try await Gate.running(policy) { gate in try await body(gate, upstream) }
        await upstream.stop()
    }

    private func answers(_ gate: Gate, _ text: String, _ count: Int = 1) async throws -> [ReadAnswer] {
        let client = try await RawClient.connect(to: gate.address)
        try await client.send(text)
        let answers = AnswerReader.read(try await client.answers(count).bytes)
        await client.close()
        return answers
    }

    @Test("A call goes on without what must not pass and with what the gate says")
    func forwards() async throws {
        try await withGate(
            { _ in .answer(Self.ok) },
            run: { gate, upstream in
                let answers = try await answers(
                    gate,
                    "GET /y/%7e%c3%a9?q=%zz&a=[1] HTTP/1.1\r\nHost: door.example\r\nAuthorization: Bearer x\r\nDoorward-Subject: root\r\n"
                        + "doorward_subject: root\r\nX-Keep: 1\r\nX-Drop: 2\r\nConnection: x-drop\r\nTE: trailers\r\n\r\n"
                )
                #expect(answers.map(\.text) == ["ok"])
                let head = try #require(upstream.requests.first?.head)
                #expect(
                    head.hasPrefix(
                        "GET /y/~%C3%A9?q=%zz&a=[1] HTTP/1.1\r\nhost: 127.0.0.1:\(upstream.address?.port ?? 0)\r\n"))
                #expect(head.contains("X-Keep: 1\r\n") && head.contains("doorward-auth: none\r\n"))
                let lower = head.lowercased()
                for word in ["bearer", "root", "x-drop", "te:", "connection:"] {
                    #expect(!lower.contains(word), "\(word)")
                }
            })
    }

    @Test("Connections to the upstream are used again, for one caller after the other")
    func reusesConnections() async throws {
        try await withGate(
            { _ in .answer(Self.ok) },
            run: { gate, upstream in
                for _ in 0..<20 { _ = try await answers(gate, "GET /x HTTP/1.1\r\nHost: a\r\n\r\n") }
                let one = "GET /x HTTP/1.1\r\nHost: a\r\n\r\n"
                #expect(try await answers(gate, String(repeating: one, count: 200), 200).allSatisfy { $0.text == "ok" })
                #expect(upstream.state.withLockedValue { $0.connections } == 1)
                #expect(await gate.metrics().upstreamConnections == 1)
            })
    }

    @Test("Five megabytes stream through and back, whole, whatever the framing", arguments: [true, false])
    func streams(chunked: Bool) async throws {
        try await withGate(
            { _ in .echo },
            run: { gate, upstream in
                var random = SeededGenerator(seed: 5)
                let body = (0..<5 << 17).flatMap { _ in withUnsafeBytes(of: random.next()) { Array($0) } }
                let client = try await RawClient.connect(to: gate.address)
                let framing = chunked ? "Transfer-Encoding: chunked" : "Content-Length: \(body.count)"
                try await client.send("PUT /x HTTP/1.1\r\nHost: a\r\n\(framing)\r\n\r\n")
                var start = 0
                while start < body.count {
                    let end = min(body.count, start + 70_000)
                    var piece = ByteBuffer()
                    if chunked { piece.writeChunkSize(end - start) }
                    piece.writeBytes(body[start..<end])
                    if chunked { piece.writeBytes("\r\n".utf8) }
                    try await client.send(Array(piece.readableBytesView))
                    start = end
                }
                if chunked { try await client.send("0\r\n\r\n") }
                try await client.wait { bytes, ended in ended || bytes.suffix(5).elementsEqual("0\r\n\r\n".utf8) }
                let answer = try #require(AnswerReader.read(client.received).first)
                #expect(answer.body.count == body.count)
                #expect(SHA256.hash(data: answer.body) == SHA256.hash(data: body))
                #expect(upstream.state.withLockedValue { $0.bodyBytes } == body.count)
                await client.close()
            })
    }

    @Test(
        "A call that meets a closing connection is made again if it may be made twice",
        arguments: [("GET", 200), ("PUT", 200), ("DELETE", 200), ("POST", 502)])
    func retries(method: String, status: Int) async throws {
        // The first connection answers once, and closes when it is used again.
        try await withGate(
            { $0.connection == 1 && $0.number == 2 ? .close : .answer(Self.ok) },
            run: { gate, upstream in
                #expect(try await answers(gate, "GET /x HTTP/1.1\r\nHost: a\r\n\r\n").map(\.status) == [200])
                let framing = method == "GET" ? "" : "Content-Length: 3\r\n"
                let body = method == "GET" ? "" : "abc"
                let answer = try await answers(gate, "\(method) /x HTTP/1.1\r\nHost: a\r\n\(framing)\r\n\(body)").first
                #expect(answer?.status == status)
                #expect(upstream.requests.count == (status == 200 ? 3 : 2))
            })
    }

    @Test("A call on a new connection is made once, whatever happens", arguments: ["GET", "POST"])
    func doesNotRetryFresh(method: String) async throws {
        try await withGate(
            { _ in .close },
            run: { gate, upstream in
                let answer = try await answers(gate, "\(method) /x HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n")
                    .first
                #expect(answer?.status == 502 && answer?.text.contains("upstream_closed") == true)
                #expect(upstream.requests.count == 1)
            })
    }

    @Test("An upstream that went away while resting is no trouble")
    func survivesIdleClose() async throws {
        try await withGate(
            { _ in .answerAndClose(Self.ok) },
            run: { gate, upstream in
                for _ in 0..<5 {
                    #expect(try await answers(gate, "GET /x HTTP/1.1\r\nHost: a\r\n\r\n").map(\.status) == [200])
                    try await Task.sleep(for: .milliseconds(30))
                }
                #expect(upstream.state.withLockedValue { $0.connections } == 5)
            })
    }

    @Test("An answer before the body's end arrives, and the connection ends")
    func earlyAnswer() async throws {
        try await withGate(
            { _ in .answer("HTTP/1.1 413 Too Large\r\nContent-Length: 3\r\n\r\nbig") },
            run: {
                gate, upstream in
                let client = try await RawClient.connect(to: gate.address)
                try await client.send("PUT /x HTTP/1.1\r\nHost: a\r\nContent-Length: 1000000\r\n\r\nabc")
                let answers = AnswerReader.read(try await client.end().bytes)
                #expect(answers.map(\.status) == [413] && answers.first?.text == "big")
                await client.close()
                // Half a request was sent on it: it must not carry another.
                _ = try await self.answers(gate, "GET /x HTTP/1.1\r\nHost: a\r\n\r\n")
                #expect(upstream.requests.map(\.connection) == [1, 2])
            })
    }

    @Test(
        "An answer's framing reaches the caller as it is, or as chunks",
        arguments: [
            (
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2;x=y\r\nok\r\n0\r\nT: 1\r\n\r\n", "ok", "1.1",
                false
            ),
            ("HTTP/1.1 200 OK\r\n\r\nok", "ok", "1.1", true), ("HTTP/1.0 200 OK\r\n\r\nok", "ok", "1.1", true),
            ("HTTP/1.0 200 OK\r\nContent-Length: 2\r\n\r\nok", "ok", "1.1", false),
            ("HTTP/1.1 204 No Content\r\n\r\n", "", "1.1", false),
            ("HTTP/1.1 304 Not Modified\r\nContent-Length: 9\r\n\r\n", "", "1.1", false),
            (
                "HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok", "ok",
                "1.0", false
            ),
            ("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n", "ok", "1.0", false),
            ("HTTP/1.1 200 OK\r\n\r\nok", "ok", "1.0", true),
        ])
    func framings(answer: String, body: String, version: String, closes: Bool) async throws {
        try await withGate(
            { _ in closes ? .answerAndClose(answer) : .answer(answer) },
            run: { gate, _ in
                let client = try await RawClient.connect(to: gate.address)
                try await client.send("GET /x HTTP/\(version)\r\nHost: a\r\nConnection: close\r\n\r\n")
                let text = try await client.end()
                let answers = AnswerReader.read(text.bytes)
                #expect(answers.map(\.text) == [body])
                #expect(version == "1.1" || !text.lowercased().contains("transfer-encoding"))
            })
    }

    @Test(
        "An answer that is no HTTP becomes a 502, and an unasked one is never given to anybody",
        arguments: [
            "SSH-2.0-x\r\n", "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\nok",
            "HTTP/1.1 200 OK\r\nX: a\r\n b\r\n\r\n", "HTTP/1.1 101 Switching Protocols\r\n\r\n", "HTTP/2 200\r\n\r\n",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n", "HTTP/1.1 200 OK\r\nX\u{1}: y\r\n\r\n",
        ])
    func malformed(answer: String) async throws {
        try await withGate(
            { _ in .answer(answer) },
            run: { gate, _ in
                let answers = try await answers(gate, "GET /x HTTP/1.1\r\nHost: a\r\n\r\n")
                #expect(answers.map(\.status) == [502])
            })
    }

    @Test("A second answer behind the first is thrown away with its connection")
    func unaskedAnswer() async throws {
        let poison = "HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\npoison"
        try await withGate(
            { $0.connection == 1 ? .answer(Self.ok + poison) : .answer(Self.ok) },
            run: { gate, _ in
                for _ in 0..<3 {
                    let answers = try await answers(gate, "GET /x HTTP/1.1\r\nHost: a\r\n\r\n")
                    #expect(answers.map(\.text) == ["ok"])
                }
            })
    }

    @Test("A broken-off answer breaks off for the caller too")
    func truncated() async throws {
        for answer in [
            "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\n",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        ] {
            try await withGate(
                { _ in .answerAndClose(answer) },
                run: { gate, _ in
                    let client = try await RawClient.connect(to: gate.address)
                    try await client.send("GET /x HTTP/1.1\r\nHost: a\r\n\r\n")
                    #expect(AnswerReader.read(try await client.end().bytes).isEmpty)
                    #expect(await gate.metrics().requests.values.reduce(0, +) == 1, "written down once")
                })
        }
    }

    @Test("An answer before a body that was only announced ends the connection, and says so")
    func announcedBody() async throws {
        try await withGate(
            { _ in .answer("HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n") },
            run: { gate, _ in
                let client = try await RawClient.connect(to: gate.address)
                try await client.send("PUT /x HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 3\r\n\r\n")
                let bytes = try await client.end().bytes
                #expect(String(decoding: bytes, as: UTF8.self).contains("connection: close\r\n"))
                #expect(AnswerReader.read(bytes).map(\.status) == [403])
            })
    }

    @Test("An expectation is passed on once, and 100 comes back before the body goes")
    func expectation() async throws {
        try await withGate(
            { _ in .answerAfterBody(Self.ok) },
            run: { gate, upstream in
                let client = try await RawClient.connect(to: gate.address)
                try await client.send("PUT /x HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 3\r\n\r\n")
                for _ in 0..<400 where upstream.requests.isEmpty { try await Task.sleep(for: .milliseconds(5)) }
                let head = try #require(upstream.requests.first?.head.lowercased())
                #expect(head.ranges(of: "expect: 100-continue\r\n").count == 1)
                try await client.send("abc")
                #expect(AnswerReader.read(try await client.answers(1).bytes).map(\.text) == ["ok"])
                await client.close()
            })
    }

    @Test("A caller that leaves in the middle of its body takes its upstream connection along")
    func callerLeaves() async throws {
        try await withGate(
            { _ in .silence },
            run: { gate, upstream in
                let client = try await RawClient.connect(to: gate.address)
                try await client.send("PUT /x HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\nabc")
                for _ in 0..<400 where upstream.requests.isEmpty { try await Task.sleep(for: .milliseconds(5)) }
                #expect(await gate.metrics().upstreamConnections == 1)
                await client.close()
                for _ in 0..<400 where await gate.metrics().upstreamConnections > 0 {
                    try await Task.sleep(for: .milliseconds(5))
                }
                #expect(await gate.metrics().upstreamConnections == 0)
                #expect(await gate.metrics().connections == 0)
            })
    }

    @Test("When all connections are busy, calls wait their turn and all are answered")
    func waits() async throws {
        let upstream = try await TestUpstream.start { _ in .answer(Self.ok) }
        let policy = try TestPolicy.make(.remote(upstream.target(connections: 2)), operations: [("GET", "/x")])
        try await Gate.running(policy) { gate in
            try await withThrowingTaskGroup(of: Int.self) { group in
                for _ in 0..<30 {
                    group.addTask {
                        let client = try await RawClient.connect(to: gate.address)
                        try await client.send("GET /x HTTP/1.1\r\nHost: a\r\n\r\n")
                        let status = AnswerReader.read(try await client.answers(1).bytes).first?.status ?? 0
                        await client.close()
                        return status
                    }
                }
                for try await status in group { #expect(status == 200) }
            }
            #expect(upstream.state.withLockedValue { $0.connections } <= 2)
        }
        await upstream.stop()
    }

    @Test("After a change of the upstream, calls that wait and connections that are being made do not go astray")
    func retargets() async throws {
        let old = try await TestUpstream.start { _ in .silence }
        let new = try await TestUpstream.start { _ in .answer(Self.ok) }
        let operations = [("GET", "/x")]
        let policy = try TestPolicy.make(.remote(old.target(connections: 1)), operations: operations)
        let next = try TestPolicy.make(.remote(new.target(connections: 1)), operations: operations)
        let request = "GET /x HTTP/1.1\r\nHost: a\r\n\r\n"
        try await Gate.running(policy) { gate in
            let busy = try await RawClient.connect(to: gate.address)
            try await busy.send(request)
            for _ in 0..<400 where old.requests.isEmpty { try await Task.sleep(for: .milliseconds(5)) }
            let waiting = try await RawClient.connect(to: gate.address)
            try await waiting.send(request)
            try await Task.sleep(for: .milliseconds(50))
            try await gate.update(next)
            // Its head was written for the old upstream, so it cannot go to the new one; it must not wait for ever either.
            #expect(AnswerReader.read(try await waiting.answers(1).bytes).map(\.status) == [503])
            for _ in 0..<3 {
                let answers = try await answers(gate, request)
                #expect(answers.map(\.status) == [200])
            }
            #expect(old.requests.count == 1 && new.requests.count == 3)
            await busy.close()
            await waiting.close()
        }
        await old.stop()
        await new.stop()
    }

    @Test(
        "Whoever takes too long is told so, or cut off in the middle",
        arguments: [
            ("GET /x HT", TestUpstream.Reaction.silence, [408]), ("", .silence, []),
            ("PUT /x HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\nabc", .silence, [408]),
            ("PUT /x HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nab", .silence, [408]),
            ("GET /nowhere HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\nabc", .silence, [404]),
            ("GET /x HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n", .silence, [504]),
            ("GET /x HTTP/1.1\r\nHost: a\r\n\r\n", .answer("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nabc"), []),
        ])
    func timeouts(text: String, reaction: TestUpstream.Reaction, statuses: [Int]) async throws {
        try await withGate(
            { _ in reaction },
            change: {
                $0.timeouts.head = .milliseconds(700)
                $0.timeouts.idle = .milliseconds(700)
                $0.timeouts.body = .milliseconds(700)
                $0.timeouts.firstByte = .milliseconds(700)
                $0.timeouts.upstreamIdle = .milliseconds(700)
            },
            run: { gate, _ in
                let client = try await RawClient.connect(to: gate.address)
                try await client.send(text)
                #expect(AnswerReader.read(try await client.end().bytes).map(\.status) == statuses)
                #expect(await gate.metrics().upstreamConnections == 0)
            })
    }

    @Test("An upstream that is not there is a 502")
    func unreachable() async throws {
        let upstream = try await TestUpstream.start { _ in .silence }
        let target = upstream.target()
        await upstream.stop()
        try await Gate.running(try TestPolicy.make(.remote(target), operations: [("GET", "/x")])) { gate in
            let request = "GET /x HTTP/1.1\r\nHost: a\r\n\r\n"
            let answers = try await answers(gate, request + request, 2)
            #expect(answers.map(\.status) == [502, 502])
            #expect(answers.allSatisfy { $0.text.contains("upstream_unreachable") })
        }
    }

    @Test("A large chunked body of tiny chunks costs no more than linear time on a connection that is used again")
    func tinyChunks() async throws {
        try await withGate(
            { _ in .answerAfterBody(Self.ok) },
            run: { gate, _ in
                _ = try await answers(gate, "GET /x HTTP/1.1\r\nHost: a\r\n\r\n")
                let chunks = String(repeating: "1\r\nx\r\n", count: 10_000)
                let start = ContinuousClock.now
                let answer = try await answers(
                    gate, "PUT /x HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n\(chunks)0\r\n\r\n")
                #expect(answer.map(\.status) == [200])
                #expect(ContinuousClock.now - start < .seconds(6))
            })
    }
}
