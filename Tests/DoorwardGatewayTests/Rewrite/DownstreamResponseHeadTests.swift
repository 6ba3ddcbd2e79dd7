import NIOCore
import Testing

@testable import DoorwardGateway

@Suite("Answers to the caller")
struct DownstreamResponseHeadTests {
    private func write(
        _ answer: String, method: HTTPMethod = .get, isHTTP10: Bool = false, ownsCORS: Bool = false,
        closes: Bool = false,
        cors: String = ""
    ) throws -> String {
        let bytes = answer.bytes
        var parser = ResponseHeadParser()
        let outcome = bytes.withUnsafeBytes { parser.parse($0, answersHEAD: method == .head) }
        try #require(outcome == .complete)
        let request = RequestContext()
        request.method = method
        request.isHTTP10 = isHTTP10
        request.givenIdentifier = "id"
        request.answerFields = cors.bytes
        var buffer = ByteBuffer()
        bytes.withUnsafeBytes {
            DownstreamResponseHead.write(
                parser.head, from: $0, of: request,
                framing: DownstreamResponseHead.framing(parser.head, isHTTP10: isHTTP10),
                ownsCORS: ownsCORS, date: "date: now\r\n".bytes, closes: closes, to: &buffer)
        }
        return buffer.text
    }

    @Test("The bytes are exactly these")
    func exact() throws {
        #expect(
            try write("HTTP/1.1 200 Fine\r\nX: y\r\nContent-Length: 3\r\nDate: then\r\nServer: s\r\n\r\n")
                == "HTTP/1.1 200 Fine\r\nX: y\r\nDate: then\r\nServer: s\r\ncontent-length: 3\r\nx-request-id: id\r\n\r\n"
        )
        #expect(
            try write("HTTP/1.0 200 OK\r\nX: y\r\n\r\n", closes: true)
                == "HTTP/1.1 200 OK\r\nX: y\r\ntransfer-encoding: chunked\r\ndate: now\r\nx-request-id: id\r\nconnection: close\r\n\r\n"
        )
    }

    @Test(
        "The length is told once and rightly, or not at all",
        arguments: [
            (
                "HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\n", HTTPMethod.get, false,
                "content-length: 3"
            ),
            ("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", .get, false, "transfer-encoding: chunked"),
            ("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", .get, true, ""),
            ("HTTP/1.1 200 OK\r\n\r\n", .get, false, "transfer-encoding: chunked"),
            ("HTTP/1.1 200 OK\r\n\r\n", .get, true, ""),
            ("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n", .head, false, "content-length: 9"),
            ("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", .head, false, ""),
            ("HTTP/1.1 200 OK\r\n\r\n", .head, false, ""),
            ("HTTP/1.1 204 No\r\nContent-Length: 9\r\n\r\n", .get, false, ""),
            ("HTTP/1.1 304 No\r\nContent-Length: 9\r\n\r\n", .get, false, "content-length: 9"),
            ("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", .get, false, "content-length: 0"),
            ("HTTP/1.1 200 OK\r\nContent_Length: 5\r\nContent-Length: 0\r\n\r\n", .get, false, "content-length: 0"),
        ])
    func lengths(answer: String, method: HTTPMethod, isHTTP10: Bool, expected: String) throws {
        let text = try write(answer, method: method, isHTTP10: isHTTP10).lowercased()
        let lines = text.split(separator: "\r\n").filter {
            $0.hasPrefix("content-length") || $0.hasPrefix("content_length") || $0.hasPrefix("transfer-encoding")
        }
        #expect(lines.joined(separator: "|") == expected)
    }

    @Test("What concerns the other connection, or the gate, does not pass")
    func strips() throws {
        let text = try write(
            "HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: x-a, close\r\nX-A: 1\r\nKeep-Alive: 5\r\nUpgrade: h2\r\nProxy-Authenticate: x\r\n"
                + "Doorward-Subject: root\r\nX-Request-ID: theirs\r\nTE: x\r\nX-B: 2\r\nSet-Cookie: a=b\r\nSet-Cookie: c=d\r\n\r\n"
        )
        #expect(text.contains("X-B: 2\r\nSet-Cookie: a=b\r\nSet-Cookie: c=d\r\n"))
        for word in ["X-A", "Connection", "Keep-Alive", "Upgrade", "Proxy", "root", "theirs", "TE:"] {
            #expect(!text.contains(word), "\(word)")
        }
    }

    @Test("Where the gate answers for cross-origin use, the API does not")
    func cors() throws {
        let answer =
            "HTTP/1.1 200 OK\r\nContent-Length: 0\r\nAccess-Control-Allow-Origin: *\r\naccess-control-max-age: 1\r\nVary: x\r\n\r\n"
        let owned = try write(answer, ownsCORS: true, cors: "vary: origin\r\n")
        #expect(
            !owned.lowercased().contains("access-control") && owned.contains("Vary: x\r\n")
                && owned.contains("vary: origin\r\n"))
        #expect(try write(answer).contains("Access-Control-Allow-Origin: *\r\naccess-control-max-age: 1\r\n"))
    }

    @Test("An HTTP/1.0 caller is told that its connection goes on, or ends")
    func oldCallers() throws {
        let answer = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"
        #expect(try write(answer, isHTTP10: true).contains("connection: keep-alive\r\n"))
        #expect(try write(answer, isHTTP10: true, closes: true).contains("connection: close\r\n"))
        #expect(try !write(answer).contains("connection:"))
    }
}

@Suite("What proxies say")
struct ForwardedFieldsTests {
    private func client(_ fields: String, peer: String = "127.0.0.1") throws -> String {
        let parsed = try #require(ParsedHead("GET / HTTP/1.1\r\nHost: a\r\n\(fields)\r\n"))
        let peer = try #require(PeerAddress(parsing: peer))
        return parsed.bytes.withUnsafeBytes { bytes in
            ForwardedFields.client(
                parsed.head, in: bytes, peer: peer, trusts: { $0.isLoopback || $0.text.hasPrefix("10.") })
        }
    }

    private func origin(_ fields: String, isTrusted: Bool, host: String = "Door.example:80") throws -> String? {
        let parsed = try #require(ParsedHead("GET / HTTP/1.1\r\nHost: \(host)\r\n\(fields)\r\n"))
        return parsed.bytes.withUnsafeBytes { ForwardedFields.origin(parsed.head, in: $0, isTrusted: isTrusted)?.text }
    }

    @Test(
        "The client is the last address that no trusted proxy has",
        arguments: [
            ("", "127.0.0.1"), ("192.0.2.1", "192.0.2.1"), ("192.0.2.9, 192.0.2.1", "192.0.2.1"),
            ("192.0.2.1, 10.0.0.1", "192.0.2.1"),
            ("192.0.2.1, 10.0.0.1, 127.0.0.1", "192.0.2.1"), ("10.0.0.2, 10.0.0.1", "10.0.0.2"),
            ("2001:DB8::1", "2001:db8::1"),
            ("[::1]", "::1"), ("::ffff:192.0.2.1", "192.0.2.1"), ("192.0.2.1, nonsense", "127.0.0.1"),
            ("nonsense, 192.0.2.1", "192.0.2.1"),
            ("192.0.2.1:1234", "192.0.2.1"), ("[2001:db8::7]:443", "2001:db8::7"), ("192.0.2.1:x", "127.0.0.1"),
            ("192.0.2.1\u{E9}", "127.0.0.1"), (",,192.0.2.1,,", "192.0.2.1"),
        ])
    func clients(value: String, expected: String) throws {
        #expect(try client("X-Forwarded-For: \(value)\r\n") == expected)
        #expect(try client("X-Forwarded-For: \(value)\r\n", peer: "198.51.100.1") == "198.51.100.1")
    }

    @Test("Several fields are one list")
    func severalFields() throws {
        #expect(try client("X-Forwarded-For: 192.0.2.9\r\nX-Forwarded-For: 192.0.2.1\r\n") == "192.0.2.1")
    }

    @Test("The origin is what a trusted proxy says, else Host over http")
    func origins() throws {
        let fields = "X-Forwarded-Host: Public.example, inner\r\nX-Forwarded-Proto: HTTPS\r\n"
        #expect(try origin(fields, isTrusted: true) == "https://public.example")
        #expect(try origin(fields, isTrusted: false) == "http://door.example:80")
        #expect(try origin("", isTrusted: true) == "http://door.example:80")
        #expect(try origin("X-Forwarded-Proto: gopher\r\n", isTrusted: true) == "http://door.example:80")
        let long = String(repeating: "a", count: 256)
        for claimed in ["a\"b", long, "a..b", ".", "a:b"] {
            #expect(try origin("X-Forwarded-Host: \(claimed)\r\n", isTrusted: true) == "http://door.example:80")
        }
    }

    @Test(
        "Public origins are split at the scheme",
        arguments: [("https://a:1", "https", "a:1"), ("http://[::1]", "http", "[::1]")])
    func splits(text: String, proto: String, host: String) {
        let origin = PublicOrigin(text)
        #expect(origin?.proto == proto && origin?.host == host && origin?.text == text)
        #expect(PublicOrigin("a:1") == nil)
    }
}
