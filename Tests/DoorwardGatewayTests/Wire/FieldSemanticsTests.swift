import Testing

@testable import DoorwardGateway

@Suite("Field semantics")
struct FieldSemanticsTests {
    @Test(
        "A length is decimal digits that fit, and nothing else",
        arguments: [
            ("0", 0), ("1", 1), ("00012", 12), ("999999999999999999", 999_999_999_999_999_999), ("", nil), ("-1", nil),
            ("+1", nil), (" 1", nil), ("1 ", nil), ("1,1", nil), ("0x1", nil), ("1e3", nil), ("1.0", nil), ("١", nil),
            ("1000000000000000000", nil), ("9223372036854775807", nil), ("18446744073709551617", nil),
        ] as [(String, Int?)])
    func decimal(text: String, expected: Int?) {
        #expect(text.bytes.withUnsafeBytes(FieldSemantics.decimal) == expected)
    }

    @Test(
        "A list is split at commas, without blanks and empty elements",
        arguments: [
            ("", []), (",", []), (" , ,\t", []), ("a", ["a"]), ("a,b", ["a", "b"]), (" a ,\tb\t", ["a", "b"]),
            (",a,,b,", ["a", "b"]), ("a b, c", ["a b", "c"]), ("\"a,b\"", ["\"a", "b\""]),
        ])
    func list(text: String, expected: [String]) {
        var elements: [String] = []
        text.bytes.withUnsafeBytes { bytes in
            ListGrammar.forEachElement(of: bytes) { elements.append(String(decoding: $0, as: UTF8.self)) }
        }
        #expect(elements == expected)
    }

    @Test("A list of nothing but commas and blanks costs linear time", arguments: [",", " ", "\t,", "a,"])
    func listIsLinear(piece: String) {
        let text = String(repeating: piece, count: 300_000).bytes
        var count = 0
        let time = ContinuousClock().measure {
            text.withUnsafeBytes { ListGrammar.forEachElement(of: $0) { _ in count += 1 } }
        }
        #expect(time < .seconds(3))
        #expect(count == (piece == "a," ? 300_000 : 0))
    }

    @Test("A body has the framing that the fields say")
    func framing() throws {
        func framing(_ field: String) throws -> BodyFraming {
            try #require(ParsedHead("POST / HTTP/1.1\r\nHost: a\r\n\(field)\r\n\r\n")).head.framing
        }
        #expect(try framing("X: y") == .none)
        #expect(try framing("Content-Length: 0") == .none)
        #expect(try framing("Content-Length: 7") == .length(7))
        #expect(try framing("Transfer-Encoding: Chunked") == .chunked)
        // A disguised field says nothing.
        #expect(try framing("Content_Length: 7") == .none)
        #expect(try framing("Transfer_Encoding: chunked") == .none)
    }
}
