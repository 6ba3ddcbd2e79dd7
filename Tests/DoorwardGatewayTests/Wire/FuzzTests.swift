import NIOCore
import Testing

@testable import DoorwardGateway

@Suite("Hostile bytes")
struct FuzzTests {
    /// Copies, drops, doubles and exchanges bytes; now and then it puts in what parsers stumble over.
    static func mutate(_ seed: [UInt8], using random: inout SeededGenerator) -> [UInt8] {
        let dictionary = [
            "\r\n", "\n", "\r", "\r\n\r\n", " ", "\t", ":", ",", ";", "\u{0}", "0", "00", "FFFFFFFFFFFFFFF", "%", "%2e",
            "%25",
            "..", "//", "chunked", "Content-Length: 1\r\n", "Transfer-Encoding: chunked\r\n", "Host: b\r\n", "HTTP/1.0",
            "?",
            "999999999999999999", "-1", "Connection: x, y\r\n", "\u{7F}", "GET / HTTP/1.1\r\n",
        ]
        var bytes = seed
        for _ in 0..<Int.random(in: 1...4, using: &random) {
            let place = Int.random(in: 0...bytes.count, using: &random)
            let count = min(bytes.count - place, Int.random(in: 1...8, using: &random))
            switch Int.random(in: 0..<6, using: &random) {
            case 0 where place < bytes.count: bytes[place] = UInt8.random(in: 0...255, using: &random)
            case 1: bytes.removeSubrange(place..<place + count)
            case 2: bytes.insert(contentsOf: Array(bytes[place..<place + count]), at: place)
            case 3, 4: bytes.insert(contentsOf: dictionary.randomElement(using: &random)?.latin1 ?? [], at: place)
            case 5: bytes.removeLast(bytes.count - place)
            default: break
            }
        }
        return bytes
    }

    static let requests = [
        "GET / HTTP/1.1\r\nHost: a\r\n\r\n", "GET /a%20b/c?d=e HTTP/1.1\r\nHost: a:80\r\nAccept: */*\r\n\r\n",
        "POST /x HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhello",
        "PUT /x HTTP/1.1\r\nhost: a\r\nTransfer-Encoding: chunked\r\n\r\n5;e=f\r\nhello\r\n0\r\nX: y\r\n\r\n",
        "GET http://a/b HTTP/1.1\r\nHost: a\r\nConnection: close, x\r\nX: 1\r\n\r\n", "GET / HTTP/1.0\r\n\r\n",
        "DELETE /a/b HTTP/1.1\r\nHost: [::1]\r\nExpect: 100-continue\r\nAuthorization: Basic YTpi\r\nCookie: a=b; c=d\r\n\r\n",
        "HEAD /?q HTTP/1.0\r\nHost: a\r\nConnection: keep-alive\r\nUpgrade: websocket\r\n\r\n",
    ].map(\.bytes)

    static let answers = [
        "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nDate: x\r\n\r\nhello", "HTTP/1.0 404 Not Found\r\n\r\n",
        "HTTP/1.1 204 No Content\r\nConnection: a, close\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nContent-Type: text/event-stream\r\n\r\n3\r\nabc\r\n0\r\n\r\n",
    ].map(\.bytes)

    @Test("No mutation of a request traps the parser, and what it accepts is sound")
    func requestHeads() {
        var random = SeededGenerator(seed: 0xF00D)
        for _ in 0..<25_000 {
            let bytes = Self.mutate(Self.requests.randomElement(using: &random) ?? [], using: &random)
            guard let parsed = ParsedHead(bytes) else { continue }
            let path = parsed.canonicalPath
            #expect(path.first == 0x2F && path.allSatisfy { $0 > 0x20 && $0 < 0x7F })
            #expect(parsed.head.length <= bytes.count)
            #expect(parsed.fields.allSatisfy { !$0.name.isEmpty && !$0.value.utf8.contains(0x0A) })
        }
    }

    @Test("No mutation makes it matter how the bytes arrive")
    func requestHeadsSplit() {
        var random = SeededGenerator(seed: 0xFEED)
        for _ in 0..<1_000 {
            let bytes = Self.mutate(Self.requests.randomElement(using: &random) ?? [], using: &random)
            // Which of two faults is named may depend on what has come so far; whether it is refused may not.
            let kinds = Feeding.readings(bytes).map { reading, _ in
                if case .refused = reading { "refused" } else { reading.description }
            }
            #expect(Set(kinds).count == 1, "\(String(decoding: bytes, as: UTF8.self).debugDescription)")
        }
    }

    @Test("No mutation of an answer traps the parser")
    func responseHeads() {
        var random = SeededGenerator(seed: 0xBEEF)
        for _ in 0..<15_000 {
            let bytes = Self.mutate(Self.answers.randomElement(using: &random) ?? [], using: &random)
            var parser = ResponseHeadParser()
            let outcome = bytes.withUnsafeBytes { parser.parse($0, answersHEAD: random.next() & 1 == 0) }
            if outcome == .complete {
                #expect(parser.head.length <= bytes.count && (100...599).contains(parser.head.status))
            }
        }
    }

    @Test("No mutation of a chunked body traps the decoder, and cutting it makes no difference")
    func chunkedBodies() {
        var random = SeededGenerator(seed: 0xCAFE)
        let seeds = [
            "5\r\nhello\r\n0\r\n\r\n", "1;a=b\r\nx\r\n00a\r\n0123456789\r\n0\r\nX: y\r\nZ: w\r\n\r\nGET /", "0\r\n\r\n",
        ]
        for _ in 0..<10_000 {
            let bytes = Self.mutate((seeds.randomElement(using: &random) ?? "").bytes, using: &random)
            let whole = ChunkedBodyDecoderTests.decode([bytes[...]])
            let place = Int.random(in: 0...bytes.count, using: &random)
            #expect(ChunkedBodyDecoderTests.decode([bytes[..<place], bytes[place...]]) == whole)
        }
    }
}
