import NIOCore
import Testing

@testable import DoorwardGateway

@Suite("Chunked bodies")
struct ChunkedBodyDecoderTests {
    struct Example: CustomTestStringConvertible, Sendable {
        let body: [UInt8]
        let expected: String

        init(_ body: String, _ expected: String) {
            self.body = body.latin1
            self.expected = expected
        }

        var testDescription: String {
            "\(String(decoding: body.prefix(80), as: UTF8.self).debugDescription) → \(expected.prefix(80))"
        }
    }

    /// Decodes pieces and says what came of it: `data|trailers|rest`, `more`, or the reason of the refusal.
    static func decode(_ pieces: [ArraySlice<UInt8>], refusal: WireRefusal = .chunk) -> String {
        var decoder = ChunkedBodyDecoder(refusal: refusal)
        var buffer = ByteBuffer()
        var data: [UInt8] = []
        for (place, piece) in pieces.enumerated() {
            buffer.writeBytes(piece)
            while true {
                switch decoder.next(&buffer) {
                case .needMore: break
                case .data(let piece):
                    data += Array(piece.readableBytesView)
                    continue
                case .end(let trailers):
                    let rest = Array(buffer.readableBytesView) + pieces[(place + 1)...].joined()
                    return [data, trailers, rest].map { String(decoding: $0, as: UTF8.self) }.joined(separator: "|")
                case .refused(let refusal): return refusal.reason
                }
                break
            }
        }
        return "more"
    }

    static let longTrailer = "X: " + String(repeating: "y", count: 8 << 10)

    static let examples = [
        Example("0\r\n\r\n", "||"), Example("0\r\n\r\nGET", "||GET"), Example("3\r\nabc\r\n0\r\n\r\n", "abc||"),
        Example("3\r\nabc\r\n2\r\nde\r\n0\r\n\r\nX", "abcde||X"), Example("00003\r\nabc\r\n000\r\n\r\n", "abc||"),
        Example("A\r\n0123456789\r\n0\r\n\r\n", "0123456789||"),
        Example("a\r\n0123456789\r\n0\r\n\r\n", "0123456789||"),
        Example("2\r\n\r\n\r\n0\r\n\r\n", "\r\n||"), Example("3;a=b\r\nabc\r\n0;c\r\n\r\n", "abc||"),
        Example("3 \t;a=\"b\"\r\nabc\r\n0\r\n\r\n", "abc||"), Example("3;\r\nabc\r\n0\r\n\r\n", "abc||"),
        Example("0\r\nX: y\r\n\r\n", "|X: y\r\n|"), Example("0\r\nX: y\r\nZ:\r\n\r\nrest", "|X: y\r\nZ:\r\n|rest"),
        Example("0\r\nVia: x\r\nX-Real-IP: 1\r\nA: b\r\nX-Request-ID: 1\r\n\r\n", "|A: b\r\n|"),
        Example("", "more"), Example("3", "more"), Example("3\r", "more"), Example("3\r\nab", "more"),
        Example("3\r\nabc", "more"), Example("3\r\nabc\r", "more"), Example("0\r\n", "more"),
        Example("0\r\n\r", "more"),
        Example("0\r\nX: y", "more"), Example("0\r\nX: y\r\n", "more"),
        Example("\r\n", "bad_chunk"), Example("\n", "bad_chunk"), Example("3\nabc\r\n0\r\n\r\n", "bad_chunk"),
        Example("3\r\nabc\n0\r\n\r\n", "bad_chunk"), Example("3\r\nabcd\r\n", "bad_chunk"),
        Example("3\r\nabc0\r\n\r\n", "bad_chunk"), Example("3\r\nabc\r\r\n", "bad_chunk"),
        Example("3\r\nabc\rX", "bad_chunk"), Example("g\r\n", "bad_chunk"), Example("-1\r\n", "bad_chunk"),
        Example("+1\r\na\r\n", "bad_chunk"), Example(" 3\r\nabc\r\n", "bad_chunk"),
        Example("3 \r\nabc\r\n", "bad_chunk"),
        Example("0x3\r\nabc\r\n", "bad_chunk"), Example("3,3\r\nabc\r\n", "bad_chunk"),
        Example("3 3\r\nabc\r\n", "bad_chunk"),
        Example("3\r\r\nabc", "bad_chunk"), Example("3;a\rb\r\nabc\r\n", "bad_chunk"),
        Example("3;a\u{0}\r\nabc", "bad_chunk"),
        Example("3;\u{7F}\r\nabc", "bad_chunk"), Example(";a\r\n", "bad_chunk"), Example("\u{FF}\r\n", "bad_chunk"),
        Example("1000000000000000\r\n", "bad_chunk"), Example("FFFFFFFFFFFFFFFF\r\n", "bad_chunk"),
        Example("FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF\r\n", "bad_chunk"), Example("0000000000000003\r\nabc", "bad_chunk"),
        Example("FFFFFFFFFFFFFFF\r\n", "more"), Example("FFFFFFFFFFFFFFF\r\nabc", "more"),
        Example("3;" + String(repeating: "a", count: 254) + "\r\nabc\r\n0\r\n\r\n", "abc||"),
        Example("3;" + String(repeating: "a", count: 255) + "\r\nabc\r\n0\r\n\r\n", "bad_chunk"),
        Example("3;" + String(repeating: "a", count: 2000), "bad_chunk"),
        Example("0\r\n X: y\r\n\r\n", "bad_trailer"), Example("0\r\nX : y\r\n\r\n", "bad_trailer"),
        Example("0\r\nX\r\n\r\n", "bad_trailer"), Example("0\r\n: y\r\n\r\n", "bad_trailer"),
        Example("0\r\nX: y\n\r\n", "bad_trailer"), Example("0\r\nX: a\rb\r\n\r\n", "bad_trailer"),
        Example("0\r\nX: a\u{0}\r\n\r\n", "bad_trailer"), Example("0\r\n\n", "bad_trailer"),
        Example("0\r\nContent-Length: 3\r\n\r\n", "bad_trailer"),
        Example("0\r\ntransfer-encoding: chunked\r\n\r\n", "bad_trailer"),
        Example("0\r\nHost: b\r\n\r\n", "bad_trailer"), Example("0\r\nAuthorization: Bearer x\r\n\r\n", "bad_trailer"),
        Example("0\r\nDoorward-Subject: root\r\n\r\n", "bad_trailer"),
        Example("0\r\nDoorward_Subject: root\r\n\r\n", "bad_trailer"),
        Example("0\r\nX-Forwarded-For: ::1\r\n\r\n", "bad_trailer"), Example("0\r\nCookie: a=b\r\n\r\n", "bad_trailer"),
        Example("0\r\nConnection: close\r\n\r\n", "bad_trailer"), Example("0\r\n\(longTrailer)\r\n\r\n", "bad_trailer"),
        Example("0\r\n" + String(repeating: "X: y\r\n", count: 2000) + "\r\n", "bad_trailer"),
    ]

    @Test("Every body is decoded the same whole, byte by byte, and split at every place", arguments: examples)
    func decodes(_ example: Example) {
        let body = example.body
        #expect(Self.decode([body[...]]) == example.expected)
        if body.count < 3000 { #expect(Self.decode(body.indices.map { body[$0...$0] }) == example.expected) }
        // The long ones at some places only.
        for place in body.indices where body.count < 3000 || place % 499 == 0 || place > body.count - 5 {
            #expect(Self.decode([body[..<place], body[place...]]) == example.expected)
        }
    }

    @Test("What was chunked at random comes out whole, however it is cut")
    func roundTrips() {
        var random = SeededGenerator(seed: 1)
        for _ in 0..<400 {
            var data: [UInt8] = []
            var body = ByteBuffer()
            for _ in 0..<Int.random(in: 0..<6, using: &random) {
                let chunk = (0..<Int.random(in: 1..<300, using: &random)).map { _ in
                    UInt8.random(in: 0...255, using: &random)
                }
                data += chunk
                body.writeChunkSize(chunk.count)
                body.writeBytes(chunk)
                body.writeBytes("\r\n".utf8)
            }
            body.writeBytes("0\r\nT: 1\r\n\r\nnext".utf8)
            let bytes = Array(body.readableBytesView)
            var pieces: [ArraySlice<UInt8>] = []
            var start = 0
            while start < bytes.count {
                let end = min(bytes.count, start + Int.random(in: 1..<200, using: &random))
                pieces.append(bytes[start..<end])
                start = end
            }
            #expect(Self.decode(pieces) == String(decoding: data, as: UTF8.self) + "|T: 1\r\n|next")
        }
    }

    @Test("A chunk of an answer is refused by its own name")
    func namesUpstream() {
        #expect(Self.decode(["x".bytes[...]] + ["\r\n".bytes[...]], refusal: .responseChunk) == "bad_response_chunk")
    }

    @Test("After the end it takes nothing more")
    func staysDone() {
        var decoder = ChunkedBodyDecoder()
        var buffer = ByteBuffer(string: "0\r\n\r\n5\r\nhello\r\n")
        guard case .end = decoder.next(&buffer), case .needMore = decoder.next(&buffer) else {
            Issue.record("the body did not end")
            return
        }
        #expect(buffer.text == "5\r\nhello\r\n")
    }

    @Test(
        "Sizes are written in hexadecimal without leading zeros",
        arguments: [(0, "0"), (1, "1"), (16, "10"), (255, "ff"), (65_536, "10000"), (Int.max, "7fffffffffffffff")])
    func writesSizes(size: Int, text: String) {
        var buffer = ByteBuffer()
        buffer.writeChunkSize(size)
        #expect(buffer.text == text + "\r\n")
    }

    @Test(
        "Numbers are written as they are",
        arguments: [(0, "0"), (7, "7"), (10, "10"), (Int.max, "9223372036854775807"), (-1, "0")])
    func writesNumbers(number: Int, text: String) {
        var buffer = ByteBuffer()
        buffer.writeDecimal(number)
        buffer.writeHexadecimal(UInt64(truncatingIfNeeded: number))
        let digits = String(UInt64(truncatingIfNeeded: number), radix: 16)
        #expect(buffer.text == text + String(repeating: "0", count: 16 - digits.count) + digits)
    }
}
