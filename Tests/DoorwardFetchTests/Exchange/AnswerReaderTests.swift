import Testing

@testable import DoorwardFetch

@Suite("An answer")
struct AnswerReaderTests {
    private static let ok = "HTTP/1.1 200 OK\r\n"

    @Test(
        "is read whole, whichever pieces it comes in",
        arguments: [
            (ok + "Content-Length: 5\r\n\r\nhello", 200, "hello"),
            (ok + "content-length:5\r\n\r\nhello", 200, "hello"),
            (ok + "Content-Length: 0\r\n\r\n", 200, ""),
            ("HTTP/1.1 200\r\nContent-Length: 2\r\n\r\nhi", 200, "hi"),
            ("HTTP/1.0 200 OK\r\nContent-Length: 2\r\n\r\nhi", 200, "hi"),
            (ok + "Transfer-Encoding: chunked\r\n\r\n3\r\nhel\r\n2;a=\"b\"\r\nlo\r\n0\r\n\r\n", 200, "hello"),
            (ok + "Transfer-Encoding: Chunked\r\n\r\n0005\r\nhello\r\n0\r\nX-Sum: 1\r\n\r\n", 200, "hello"),
            (ok + "Content-Encoding: Identity\r\nContent-Length: 2\r\n\r\nhi", 200, "hi"),
            ("HTTP/1.1 100 Continue\r\n\r\n" + ok + "Content-Length: 2\r\n\r\nhi", 200, "hi"),
            ("HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n" + ok + "Content-Length: 2\r\n\r\nhi", 200, "hi"),
            ("HTTP/1.1 204 No Content\r\n\r\n", 204, ""),
            ("HTTP/1.1 304 Not Modified\r\nContent-Length: 50\r\n\r\n", 304, ""),
            ("HTTP/1.1 302 Found\r\nLocation: https://127.0.0.1/\r\nContent-Length: 0\r\n\r\n", 302, ""),
            ("HTTP/1.1 599 Odd\r\nContent-Length: 0\r\n\r\n", 599, ""),
        ])
    func whole(_ text: String, _ status: Int, _ body: String) throws {
        for size in [1, 2, 7, 10_000] {
            let document = try Self.read(text, by: size).0
            #expect(document?.status == status)
            #expect(document.map { String(decoding: $0.body, as: UTF8.self) } == body)
        }
    }

    @Test("of unknown length ends with the connection, when that says so")
    func untilClose() throws {
        var reader = try Self.read(Self.ok + "X: 1\r\n\r\nhello", by: 3).1
        #expect(reader.document == nil)
        #expect(throws: FetchFailure.unreachable("the connection was closed in the middle of the answer")) {
            var cut = reader
            _ = try cut.end(isClean: false)
        }
        let document = try reader.end(isClean: true)
        #expect(document.body == Array("hello".utf8))
        #expect(document.field("x") == "1")
    }

    @Test("to HEAD has no body, whatever length it names")
    func head() throws {
        let document = try Self.read(Self.ok + "Content-Length: 5000\r\n\r\n", by: 9, method: "HEAD", limit: 10).0
        #expect(document?.body == [])
    }

    @Test(
        "is refused when it can be read in two ways, or is not HTTP",
        arguments: [
            "hello, world\r\n\r\n", "HTTP/2 200 OK\r\n\r\n", "HTTP/1.2 200 OK\r\n\r\n", "HTTP/0.9 200 OK\r\n\r\n",
            "http/1.1 200 OK\r\n\r\n", "HTTP/1.1  200 OK\r\n\r\n", "HTTP/1.1 20 OK\r\n\r\n", "HTTP/1.1 2000 OK\r\n\r\n",
            "HTTP/1.1 2x0 OK\r\n\r\n", "HTTP/1.1 099 OK\r\n\r\n", "HTTP/1.1 600 OK\r\n\r\n", "HTTP/1.1 -20 OK\r\n\r\n",
            "\r\nHTTP/1.1 200 OK\r\n\r\n", "HTTP/1.1 200 O\u{0}K\r\n\r\n", "HTTP/1.1 101 Switching Protocols\r\n\r\n",
            "HTTP/1.1 200 OK\nContent-Length: 0\n\n", ok + "Content-Length: 0\n\r\n", ok + "Content-Length: 0\r\r\n",
            ok + "A: 1\r\n folded\r\n\r\n", ok + "A : 1\r\n\r\n", ok + ": 1\r\n\r\n", ok + "no colon\r\n\r\n",
            ok + "A: b\u{0}c\r\n\r\n", ok + "A: b\rc\r\n\r\n", ok + "A\u{e9}: b\r\n\r\n",
            ok + "Content-Length: 5\r\nContent-Length: 5\r\n\r\n", ok + "Content-Length: 5, 5\r\n\r\n",
            ok + "Content-Length: +5\r\n\r\n", ok + "Content-Length: -5\r\n\r\n", ok + "Content-Length: 0x5\r\n\r\n",
            ok + "Content-Length:\r\n\r\n", ok + "Content-Length: 99999999999999999999999\r\n\r\n",
            ok + "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n",
            ok + "Transfer-Encoding: gzip, chunked\r\n\r\n", ok + "Transfer-Encoding: identity\r\n\r\n",
            ok + "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n",
            "HTTP/1.0 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n",
            ok + "Content-Encoding: gzip\r\nContent-Length: 0\r\n\r\n", ok + "Content-Encoding: br\r\n\r\n",
            ok + "Content-Encoding: identity, gzip\r\n\r\n", ok + "Content-Encoding:\r\n\r\n",
            ok + "Transfer-Encoding: chunked\r\n\r\n\r\n", ok + "Transfer-Encoding: chunked\r\n\r\ng\r\n",
            ok + "Transfer-Encoding: chunked\r\n\r\n-1\r\n", ok + "Transfer-Encoding: chunked\r\n\r\n0x1\r\n",
            ok + "Transfer-Encoding: chunked\r\n\r\n5 5\r\n", ok + "Transfer-Encoding: chunked\r\n\r\n5\nhello\r\n",
            ok + "Transfer-Encoding: chunked\r\n\r\n3\r\nhello\r\n",
            ok + "Transfer-Encoding: chunked\r\n\r\n000000001\r\n",
            ok + "Transfer-Encoding: chunked\r\n\r\n0\r\nbad trailer\r\n\r\n",
            ok + "Transfer-Encoding: chunked\r\n\r\n1;" + String(repeating: "a", count: 300) + "\r\n",
            ok + "Content-Length: 2\r\n\r\nhi" + ok, ok + "Content-Length: 2\r\n\r\nhi!",
            "HTTP/1.1 204 No Content\r\n\r\nhi",
        ])
    func refused(_ text: String) {
        for size in [1, 10_000] {
            #expect {
                _ = try Self.read(text, by: size)
            } throws: { error in
                if case .malformed = error as? FetchFailure { true } else { false }
            }
        }
    }

    @Test(
        "is too large as soon as that is known",
        arguments: [
            ok + "Content-Length: 11\r\n\r\n", ok + "Content-Length: 999999999999999\r\n\r\n",
            ok + "Transfer-Encoding: chunked\r\n\r\nb\r\n", ok + "Transfer-Encoding: chunked\r\n\r\nffffffff\r\n",
            ok + "Transfer-Encoding: chunked\r\n\r\na\r\n0123456789\r\n1\r\n", ok + "\r\n01234567890",
        ])
    func tooLarge(_ text: String) {
        for size in [1, 10_000] {
            #expect(throws: FetchFailure.tooLarge(limit: 10)) { try Self.read(text, by: size, limit: 10) }
        }
    }

    @Test(
        "may be as large as the limit",
        arguments: [
            ok + "Content-Length: 10\r\n\r\n0123456789",
            ok + "Transfer-Encoding: chunked\r\n\r\na\r\n0123456789\r\n0\r\n\r\n",
        ])
    func asLarge(_ text: String) throws {
        #expect(try Self.read(text, by: 4, limit: 10).0?.body.count == 10)
    }

    @Test(
        "has a head of at most 16384 bytes, with all that comes before it and after it",
        arguments: [
            ok + "A: " + String(repeating: "b", count: 17_000),
            ok + String(repeating: "A: b\r\n", count: 3_000),
            String(repeating: "HTTP/1.1 100 Continue\r\n\r\n", count: 700),
            ok + "Transfer-Encoding: chunked\r\n\r\n0\r\n" + String(repeating: "A: b\r\n", count: 3_000),
            String(repeating: "x", count: 17_000),
        ])
    func headBomb(_ text: String) {
        #expect(throws: FetchFailure.malformed("its head is larger than 16384 bytes")) {
            try Self.read(text, by: 1_000)
        }
    }

    @Test(
        "that ends early is no answer",
        arguments: [
            "", "HTTP/1.1", ok, ok + "Content-Length: 5\r\n", ok + "Content-Length: 5\r\n\r\nhell",
            ok + "Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n", "HTTP/1.1 100 Continue\r\n\r\n",
            ok + "Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n",
        ])
    func early(_ text: String) throws {
        var reader = try Self.read(text, by: 5).1
        let expected: FetchFailure =
            text.isEmpty
            ? .unreachable("the connection was closed without an answer")
            : .unreachable("the connection was closed in the middle of the answer")
        #expect(throws: expected) { try reader.end(isClean: true) }
    }

    private static func read(
        _ text: String, by size: Int, method: String = "GET", limit: Int = 100
    ) throws -> (FetchedDocument?, AnswerReader) {
        var reader = AnswerReader(method: method, limit: limit)
        let bytes = Array(text.utf8)
        for start in stride(from: 0, to: bytes.count, by: size) {
            try reader.take(Array(bytes[start..<min(start + size, bytes.count)]))
        }
        return (reader.document, reader)
    }
}
