import Testing

@Suite("A body on its way to the API", .gate())
struct RequestBodyTests {
    @Test("arrives whole with a length", arguments: [0, 1, 4_096, 65_537, 1_000_000])
    func length(_ count: Int) async throws {
        let gate = try #require(Gate.shared)
        let body = pattern(count)
        let echo = try gate.echo("POST", "/echo", [], body: body)
        #expect(echo.length == count)
        #expect(echo.sha256 == (try CommandLineTool.sha256(body)))
    }

    @Test("arrives whole in chunks of any size", arguments: [1, 7, 1_024, 60_000])
    func chunked(_ size: Int) async throws {
        let gate = try #require(Gate.shared)
        let body = pattern(min(200_000, size * 300))
        let echo = try gate.echo("PUT", "/echo", [("Transfer-Encoding", "chunked")], body: chunks(body, of: size))
        #expect(echo.length == body.count)
        #expect(echo.sha256 == (try CommandLineTool.sha256(body)))
    }

    @Test("arrives whole when it comes a few bytes at a time")
    func pieces() async throws {
        let gate = try #require(Gate.shared)
        let connection = try RawConnection(port: gate.port)
        let body = chunks(pattern(40), of: 8)
        for byte in Gate.bytes("POST", "/echo", [gate.bearer, ("Transfer-Encoding", "chunked")], body: body) {
            try connection.send([byte])
        }
        let answer = try #require(try ResponseReader(connection: connection).response())
        #expect(try Echo(answer.json()).sha256 == (try CommandLineTool.sha256(pattern(40))))
    }

    @Test("may have extensions on its chunks, which end at the gate")
    func extensions() async throws {
        let gate = try #require(Gate.shared)
        let body = "5;name=value\r\nhello\r\n0;last\r\n\r\n"
        let answer = try gate.request(
            "POST", "/echo", [gate.bearer, ("Transfer-Encoding", "chunked")], body: Array(body.utf8))
        // Some gates refuse extensions; none may let them change the body.
        guard answer.status != 400 else { return }
        #expect(try Echo(answer.json()).length == 5)
    }

    @Test("keeps its trailers")
    func trailers() async throws {
        let gate = try #require(Gate.shared)
        let body = "5\r\nhello\r\n0\r\nX-Checksum: abc\r\nX-Second: 2\r\n\r\n"
        let headers = [("Transfer-Encoding", "chunked"), ("Trailer", "X-Checksum, X-Second")]
        let echo = try gate.echo("POST", "/echo", headers, body: Array(body.utf8))
        #expect(echo.length == 5)
        #expect(echo.trailers.map(\.name).map { $0.lowercased() } == ["x-checksum", "x-second"])
        #expect(echo.trailers.map(\.value) == ["abc", "2"])
    }

    @Test("is waited for after 100 Continue, which comes before the body")
    func expect() async throws {
        let gate = try #require(Gate.shared)
        let connection = try RawConnection(port: gate.port)
        let reader = ResponseReader(connection: connection)
        let headers = [gate.bearer, ("Expect", "100-continue"), ("Content-Length", "5")]
        try connection.send(Gate.bytes("POST", "/100", headers))
        let interim = try #require(try reader.head())
        #expect(interim.status == 100)
        try connection.send("hello")
        let answer = try #require(try reader.response())
        #expect(answer.status == 200)
        #expect(try Echo(answer.json()).length == 5)
    }

    @Test(
        "is not asked for where the call is refused",
        arguments: [([], 401), ([("Authorization", "Bearer wrong")], 403)])
    func expectRefused(_ headers: [(String, String)], _ status: Int) async throws {
        let gate = try #require(Gate.shared)
        let connection = try RawConnection(port: gate.port)
        try connection.send(
            Gate.bytes("POST", "/100", headers + [("Expect", "100-continue"), ("Content-Length", "5")]))
        #expect(try ResponseReader(connection: connection).head()?.status == status)
    }

    @Test("may be cut short by an early answer, which still arrives", arguments: [200, 413, 422])
    func early(_ status: Int) async throws {
        let gate = try #require(Gate.shared)
        let connection = try RawConnection(port: gate.port)
        try connection.send(
            Gate.bytes("POST", "/early?status=\(status)", [gate.bearer, ("Content-Length", "1000000")]))
        try connection.send(pattern(1_000))
        let answer = try #require(try ResponseReader(connection: connection).response())
        #expect(answer.status == status)
        #expect(answer.text == #"{"early":true}"#)
    }
}

@Suite("A body that is larger than the limit", .serialized, .gate(.init().with("limits.body", "1000")))
struct BodyLimitTests {
    @Test("is refused with 413 before any of it is read, where its length says so")
    func length() async throws {
        let gate = try #require(Gate.shared)
        let before = try gate.upstream.seen()
        let connection = try RawConnection(port: gate.port)
        try connection.send(Gate.bytes("POST", "/echo", [gate.bearer, ("Content-Length", "1001")]))
        let answer = try #require(try ResponseReader(connection: connection).response())
        #expect(answer.status == 413)
        #expect(answer.mediaType == "application/problem+json")
        #expect(try gate.upstream.seen() == before)
    }

    @Test("is refused with 413 without 100 Continue")
    func expect() async throws {
        let gate = try #require(Gate.shared)
        let connection = try RawConnection(port: gate.port)
        let headers = [gate.bearer, ("Content-Length", "1001"), ("Expect", "100-continue")]
        try connection.send(Gate.bytes("POST", "/echo", headers))
        #expect(try ResponseReader(connection: connection).head()?.status == 413)
    }

    @Test("is cut off where it comes in chunks, and is never a whole request to the API")
    func chunked() async throws {
        let gate = try #require(Gate.shared)
        let before = try gate.upstream.seen().complete
        let connection = try RawConnection(port: gate.port)
        let head = Gate.bytes("POST", "/echo", [gate.bearer, ("Transfer-Encoding", "chunked")])
        try connection.send(head + chunks(pattern(5_000), of: 500))
        let answer = try ResponseReader(connection: connection).response()
        #expect(answer == nil || answer?.status == 413)
        #expect(try gate.upstream.seen().complete == before)
    }

    @Test("is not one byte smaller")
    func exact() async throws {
        let gate = try #require(Gate.shared)
        #expect(try gate.echo("POST", "/echo", [], body: pattern(1_000)).length == 1_000)
    }
}

/// Bytes that no encoding leaves unchanged by luck.
func pattern(_ count: Int) -> [UInt8] { (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ $0 >> 8) } }

/// `body` in the chunked coding, `size` bytes a chunk.
func chunks(_ body: [UInt8], of size: Int) -> [UInt8] {
    var out: [UInt8] = []
    for start in stride(from: 0, to: body.count, by: size) {
        let piece = body[start..<min(start + size, body.count)]
        out += Array(String(piece.count, radix: 16).utf8) + [13, 10] + piece + [13, 10]
    }
    return out + Array("0\r\n\r\n".utf8)
}
