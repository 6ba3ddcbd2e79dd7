import Testing

@testable import DoorwardGateway

@Suite("Request heads")
struct RequestHeadParserTests {
    @Test("Every head is read the same whole, byte by byte, and split at every place", arguments: RequestHeadTable.all)
    func reads(_ example: HeadCase) {
        let readings = Feeding.readings(example.head)
        #expect(Set(readings.map(\.0.description)) == [example.expected.description])
        for (reading, head) in readings where reading == .accepted { #expect(head.length == example.head.count) }
    }

    @Test("The table is as large as it is meant to be")
    func isLarge() { #expect(RequestHeadTable.all.count >= 180) }

    @Test("All that a head says is found where it stands")
    func finds() throws {
        let parsed = try #require(
            ParsedHead(
                "PATCH /a%20b/c?x=%zz&y HTTP/1.1\r\nhost:\tapi.example:8000 \r\nX-One: 1\r\nX-Two:  two words\t\r\n"
                    + "Content-Length: 12\r\nConnection: close, X-One\r\nExpect: 100-continue\r\nUpgrade: a, WebSocket\r\n\r\n"
            ))
        let head = parsed.head
        #expect(head.method == .patch && !head.isHTTP10)
        #expect(parsed.path == "/a%20b/c" && parsed.query == "x=%zz&y" && head.pathHasEscapes)
        #expect(head.framing == .length(12))
        #expect(!head.keepAlive && head.namesHopByHopFields && head.expectsContinue && head.asksForWebSocket)
        #expect(
            parsed.fields.map { "\($0.name)=\($0.value)" } == [
                "host=api.example:8000", "X-One=1", "X-Two=two words", "Content-Length=12",
                "Connection=close, X-One", "Expect=100-continue", "Upgrade=a, WebSocket",
            ])
        #expect(
            head.fields.map { parsed.text($0.lineRange) }.joined()
                == parsed.text(parsed.bytes.firstLineEnd..<head.length - 2))
    }

    @Test(
        "Whether a connection goes on is told by version and Connection",
        arguments: [
            ("1.1", "", true), ("1.1", "close", false), ("1.1", "CLOSE", false), ("1.1", "x , close", false),
            ("1.1", "keep-alive", true), ("1.0", "", false), ("1.0", "keep-alive", true),
            ("1.0", "Keep-Alive, close", false), ("1.1", ",,", true), ("1.1", "closed", true),
        ])
    func keepsAlive(version: String, connection: String, expected: Bool) throws {
        let parsed = try #require(ParsedHead("GET / HTTP/\(version)\r\nHost: a\r\nConnection: \(connection)\r\n\r\n"))
        #expect(parsed.head.keepAlive == expected)
    }

    @Test("What is behind a head is left alone, and the parser reads it as the next one")
    func pipelines() {
        let first = "GET /1 HTTP/1.1\r\nHost: a\r\n\r\n"
        let second = "POST /22 HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\n"
        let bytes = (first + second + "abcGET").bytes
        var parser = RequestHeadParser()
        #expect(bytes.withUnsafeBytes { parser.parse($0, limits: HeadLimits()) } == .complete)
        #expect(parser.head.length == first.utf8.count && parser.head.fields.count == 1)
        parser.reset()
        #expect(!parser.hasBegun)
        let rest = Array(bytes[first.utf8.count...])
        #expect(rest.withUnsafeBytes { parser.parse($0, limits: HeadLimits()) } == .complete)
        #expect(parser.head.length == second.utf8.count && parser.head.framing == .length(3))
        #expect(parser.head.method == .post && parser.head.fields.count == 2)
    }

    @Test(
        "Heads, targets and fields are limited, exactly",
        arguments: [
            (200, 0, 1, Reading.accepted), (199, 0, 1, .refused("head_too_large")), (200, 100, 2, .accepted),
            (10_000, 0, 127, .accepted), (10_000, 0, 128, .refused("head_too_large")),
        ])
    func limits(limit: Int, padding: Int, fields: Int, expected: Reading) {
        var head = "GET / HTTP/1.1\r\nHost: a\r\n" + (1..<fields).map { "X\($0): y\r\n" }.joined()
        let size = fields > 2 ? 0 : 200 - head.utf8.count - 2 - 5
        if size > 0 { head += "X: \(String(repeating: "y", count: size))\r\n" }
        let limits = HeadLimits(head: limit, target: 100, fields: fields > 2 ? 127 : 128)
        for (reading, _) in Feeding.readings((head + "\r\n").bytes, limits: limits) { #expect(reading == expected) }
    }

    @Test(
        "A target of just the limit passes, one byte more does not",
        arguments: [(100, Reading.accepted), (101, .refused("target_too_long"))])
    func targetLimit(length: Int, expected: Reading) {
        let head = "GET /\(String(repeating: "a", count: length - 1)) HTTP/1.1\r\nHost: a\r\n\r\n"
        for (reading, _) in Feeding.readings(head.bytes, limits: HeadLimits(head: 4096, target: 100)) {
            #expect(reading == expected)
        }
    }

    @Test(
        "What never ends is refused without waiting for its end",
        arguments: [
            ("GET /" + String(repeating: "a", count: 9000), "target_too_long"),
            (String(repeating: "A", count: 9000), "bad_request_line"),
            ("GET / HTTP/1.1\r\nX: " + String(repeating: "a", count: 40_000), "head_too_large"),
            ("GET / HTTP/1.1\r\n" + String(repeating: "a:\r\n", count: 20_000), "head_too_large"),
        ])
    func endless(text: String, reason: String) {
        var parser = RequestHeadParser()
        let outcome = text.bytes.withUnsafeBytes { parser.parse($0, limits: HeadLimits()) }
        #expect(Reading(outcome) == .refused(reason))
    }

    @Test("A large head that trickles in costs linear time")
    func trickles() {
        let head = "GET / HTTP/1.1\r\nHost: a\r\nX: \(String(repeating: "y", count: 30_000))\r\n\r\n".bytes
        var parser = RequestHeadParser()
        let time = ContinuousClock().measure {
            for count in 1...head.count {
                _ = head.withUnsafeBytes { parser.parse($0[slice: 0..<count], limits: HeadLimits()) }
            }
        }
        #expect(parser.head.length == head.count)
        #expect(time < .seconds(2))
    }

    @Test("A credential's own header is found in any letter case, and refused when it comes twice")
    func duplicatesOfOwnHeader() throws {
        let parsed = try #require(ParsedHead("GET / HTTP/1.1\r\nHost: a\r\nX-Key: 1\r\nx-kEY: 2\r\nY: 3\r\n\r\n"))
        func single(_ name: String) -> String {
            parsed.bytes.withUnsafeBytes { bytes in
                do throws(WireRefusal) {
                    return try parsed.head.single(named: name.bytes, in: bytes) == nil ? "absent" : "found"
                } catch {
                    return error.reason
                }
            }
        }
        #expect([single("x-key"), single("y"), single("z")] == ["duplicate_authorization", "found", "absent"])
    }
}

extension [UInt8] {
    /// One past the first line's line feed.
    fileprivate var firstLineEnd: Int { (firstIndex(of: 0x0A) ?? -1) + 1 }
}
