import Testing

@testable import DoorwardGateway

@Suite("Answers' heads")
struct ResponseHeadParserTests {
    struct Example: CustomTestStringConvertible, Sendable {
        let head: [UInt8]
        let expected: Reading
        let framing: BodyFraming
        let keepAlive: Bool
        let answersHEAD: Bool

        init(
            _ head: String, _ framing: BodyFraming = .none, keepAlive: Bool = true, toHEAD answersHEAD: Bool = false
        ) {
            self.head = head.latin1
            expected = .accepted
            self.framing = framing
            self.keepAlive = keepAlive
            self.answersHEAD = answersHEAD
        }

        init(_ head: String, _ expected: Reading, toHEAD answersHEAD: Bool = false) {
            self.head = head.latin1
            self.expected = expected
            framing = .none
            keepAlive = true
            self.answersHEAD = answersHEAD
        }

        var testDescription: String { String(decoding: head.prefix(100), as: UTF8.self).debugDescription }
    }

    private static func ok(_ fields: String) -> String { "HTTP/1.1 200 OK\r\n\(fields)\r\n\r\n" }

    static let accepted = [
        Example("HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\n", .length(3)), Example(ok("Content-Length: 0")),
        Example("HTTP/1.1 200\r\nContent-Length: 1\r\n\r\n", .length(1)),
        Example("HTTP/1.1 200 \r\nContent-Length: 1\r\n\r\n", .length(1)),
        Example("HTTP/1.1 299 \u{E9}t\u{E9} wow!\r\nContent-Length: 1\r\n\r\n", .length(1)),
        Example(ok("Transfer-Encoding: chunked"), .chunked), Example(ok("transfer-encoding:Chunked"), .chunked),
        Example(ok("X: y"), .untilClose, keepAlive: false),
        Example("HTTP/1.1 500 X\r\n\r\n", .untilClose, keepAlive: false),
        Example("HTTP/1.0 200 OK\r\nContent-Length: 3\r\n\r\n", .length(3), keepAlive: false),
        Example("HTTP/1.0 200 OK\r\nContent-Length: 3\r\nConnection: keep-alive\r\n\r\n", .length(3)),
        Example(ok("Content-Length: 3\r\nConnection: close"), .length(3), keepAlive: false),
        Example(ok("Content-Length: 3\r\nConnection: x, CLOSE"), .length(3), keepAlive: false),
        Example(ok("Content-Length: 3"), .length(3)),
        Example("HTTP/1.1 204 No Content\r\n\r\n"), Example("HTTP/1.1 204 No Content\r\nContent-Length: 3\r\n\r\n"),
        Example("HTTP/1.1 204 No Content\r\nTransfer-Encoding: chunked\r\n\r\n"),
        Example("HTTP/1.1 304 Not Modified\r\nContent-Length: 99\r\n\r\n"), Example("HTTP/1.1 100 Continue\r\n\r\n"),
        Example("HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n"), Example("HTTP/1.1 101 Switching\r\n\r\n"),
        Example(ok("Content-Length: 99"), toHEAD: true), Example(ok("Transfer-Encoding: chunked"), toHEAD: true),
        Example(ok("X: y"), toHEAD: true), Example("HTTP/1.1 599 X\r\nContent-Length: 0\r\n\r\n"),
    ]

    static let refused = [
        Example("", .incomplete), Example("HTTP/1.1 200 OK\r", .incomplete), Example(ok("X: y").dropLast2, .incomplete),
        Example("X", .refused("bad_status_line")), Example("\r\n", .refused("bad_status_line")),
        Example("http/1.1 200 OK\r\n\r\n", .refused("bad_status_line")),
        Example("HTTP/2 200 OK\r\n\r\n", .refused("bad_status_line")),
        Example("HTTP/1.2 200 OK\r\n\r\n", .refused("bad_status_line")),
        Example("HTTP/1.1  200 OK\r\n\r\n", .refused("bad_status_line")),
        Example("HTTP/1.1 20 OK\r\n\r\n", .refused("bad_status_line")),
        Example("HTTP/1.1 2000 OK\r\n\r\n", .refused("bad_status_line")),
        Example("HTTP/1.1 +20 OK\r\n\r\n", .refused("bad_status_line")),
        Example("HTTP/1.1 099 OK\r\n\r\n", .refused("bad_status_line")),
        Example("HTTP/1.1 600 OK\r\n\r\n", .refused("bad_status_line")),
        Example("HTTP/1.1 200OK\r\n\r\n", .refused("bad_status_line")),
        Example("HTTP/1.1 200 O\u{0}K\r\n\r\n", .refused("bad_status_line")),
        Example("HTTP/1.1 200 O\rK\r\n\r\n", .refused("bad_status_line")),
        Example("HTTP/1.1\r\n\r\n", .refused("bad_status_line")), Example("H\r\n\r\n", .refused("bad_status_line")),
        Example("HTTP/1.1 200 OK\n\n", .refused("bad_response_field")),
        Example(ok("X: y\n"), .refused("bad_response_field")), Example(ok("X : y"), .refused("bad_response_field")),
        Example(ok("X: a\r\n b"), .refused("bad_response_field")),
        Example(ok("X: a\u{0}"), .refused("bad_response_field")),
        Example(ok("X"), .refused("bad_response_field")), Example(ok(": y"), .refused("bad_response_field")),
        Example(ok("Content-Length: x"), .refused("bad_response_framing")),
        Example(ok("Content-Length: -1"), .refused("bad_response_framing")),
        Example(ok("Content-Length:"), .refused("bad_response_framing")),
        Example(ok("Content-Length: 3, 3"), .refused("bad_response_framing")),
        Example(ok("Content-Length: 3\r\nContent-Length: 4"), .refused("bad_response_framing")),
        Example(ok("Content-Length: 3\r\nContent-Length: 3"), .refused("bad_response_framing")),
        Example(ok("Content-Length: 3\t"), .refused("bad_response_framing")),
        Example(ok("Connection:\tclose"), .refused("bad_response_field")),
        Example(ok("Transfer-Encoding: chunked\t"), .refused("bad_response_framing")),
        Example(ok("Transfer-Encoding:\tchunked"), .refused("bad_response_framing")),
        Example(ok("Transfer-Encoding: gzip, chunked"), .refused("bad_response_framing")),
        Example(ok("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked"), .refused("bad_response_framing")),
        Example(ok("Transfer-Encoding: chunked\r\nContent-Length: 3"), .refused("bad_response_framing")),
        Example(ok("Transfer-Encoding: chunked\r\nContent-Length: 3"), .refused("bad_response_framing"), toHEAD: true),
        Example(ok((0..<257).map { "X\($0): y" }.joined(separator: "\r\n")), .refused("response_head_too_large")),
    ]

    @Test("Every head is read the same whole, byte by byte, and split at every place", arguments: accepted + refused)
    func reads(_ example: Example) {
        for way in Feeding.ways(example.head.count) {
            var parser = ResponseHeadParser()
            var reading = Reading.incomplete
            for count in way where reading == .incomplete {
                let outcome = example.head.withUnsafeBytes {
                    parser.parse($0[slice: 0..<min(count, $0.count)], answersHEAD: example.answersHEAD)
                }
                reading = Reading(outcome)
            }
            #expect(reading == example.expected)
            guard reading == .accepted else { continue }
            #expect(parser.head.framing == example.framing)
            #expect(parser.head.keepAlive == example.keepAlive)
            #expect(parser.head.length == example.head.count)
        }
    }

    @Test(
        "A head without end is refused",
        arguments: [("HTTP/1.1 200 OK\r\nX: ", "response_head_too_large"), ("HTTP/1.1 200 ", "bad_status_line")])
    func endless(start: String, reason: String) {
        let bytes = (start + String(repeating: "y", count: 70_000)).bytes
        var parser = ResponseHeadParser()
        #expect(Reading(bytes.withUnsafeBytes { parser.parse($0, answersHEAD: false) }) == .refused(reason))
    }

    @Test(
        "An event stream is known by its type",
        arguments: [
            ("text/event-stream", true), ("Text/Event-Stream; charset=utf-8", true), ("text/html", false), ("", false),
        ])
    func eventStream(type: String, expected: Bool) {
        var parser = ResponseHeadParser()
        _ = Self.ok("Content-Type: \(type)\r\nDate: x").bytes.withUnsafeBytes { parser.parse($0, answersHEAD: false) }
        #expect(parser.head.isEventStream == expected && parser.head.hasDate)
    }
}

extension String {
    fileprivate var dropLast2: String { String(unicodeScalars.dropLast(2)) }
}
