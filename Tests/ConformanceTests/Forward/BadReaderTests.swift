import Glibc
import Testing

@Suite("A caller that reads badly", .ownThreads)
struct BadReaderTests {
    @Test("and goes away from a silent event stream leaves its connection to the API to others")
    func abandoned() async throws {
        try await Gate.with(GateConfiguration().with("upstream.connections", "4")) { gate in
            for _ in 0..<8 {
                let connection = try gate.connect()
                try connection.send(Gate.bytes("GET", "/sse?n=2&ms=600000", [gate.bearer]))
                let reader = ResponseReader(connection: connection)
                let head = try #require(try reader.head())
                #expect(head.status == 200)
                // With nothing left unread the close is an orderly one, which by itself says only "no more requests".
                let event = try reader.bodyPart(try ResponseReader.framing(of: head, to: "GET"), have: 0)
                #expect(event != nil)
                connection.close()
            }
            let start = ContinuousClock.now
            #expect(try gate.get("/hello", [gate.bearer]).status == 200)
            let took = ContinuousClock.now - start
            #expect(took < .seconds(3), "\(took)")
        }
    }

    @Test(
        "slowly gets every byte, also of the last answer on its connection",
        arguments: [("1.1", "&length"), ("1.0", "")])
    func slow(_ version: String, _ option: String) async throws {
        try await Gate.with { gate in
            // The quick start lets the system's buffers grow, so that the end is long in coming out of them.
            let (total, quick, rate) = (6_000_000, 2_500_000, 300_000.0)
            let socket = try PlainSocket(port: gate.port, receiveBuffer: 8_192)
            let request = Array(
                ("GET /stream?bytes=\(total)\(option) HTTP/\(version)\r\nHost: api.example.com\r\nConnection: close\r\n"
                    + "Authorization: Bearer \(gate.secret)\r\n\r\n").utf8)
            var sent = 0
            let isSent = try gate.eventually {
                sent += socket.send(request[sent...])
                return sent == request.count
            }
            #expect(isSent)
            var answer: [UInt8] = []
            var last = ContinuousClock.now
            while let piece = try socket.receive(65_536) {
                if !piece.isEmpty { last = .now }
                guard ContinuousClock.now - last < .seconds(15) else { throw Failure("nothing came for 15 s") }
                answer += piece
                let pause = answer.count > quick ? Double(piece.count) / rate * 1_000_000 : 0
                usleep(piece.isEmpty ? 2_000 : UInt32(pause))
            }
            let text = String(decoding: answer.prefix(2_000), as: UTF8.self)
            let end = try #require(text.firstRange(of: "\r\n\r\n"))
            #expect(text.hasPrefix("HTTP/1.1 200"))
            #expect(answer.count - text[..<end.upperBound].utf8.count == total)
        }
    }
}
