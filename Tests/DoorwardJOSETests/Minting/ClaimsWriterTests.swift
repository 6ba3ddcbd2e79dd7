import Testing

@testable import DoorwardJOSE

@Suite("Writing claims")
struct ClaimsWriterTests {
    @Test("Members stand in order, with their values as JSON")
    func members() {
        var claims = ClaimsWriter(reservingCapacity: 0)
        #expect(claims.bytes == Array("{}".utf8))
        claims.add("s", "text")
        claims.add("i", Int64.min)
        claims.add("b", true)
        claims.add("l", ["a", "b"])
        claims.add("e", [String]())
        claims.add(
            "v", JOSEValue.object(JOSEObject(uniqueMembers: [.init(name: "n", value: .array([.null, .number(1.5)]))])))
        let expected = #"{"s":"text","i":-9223372036854775808,"b":true,"l":["a","b"],"e":[],"v":{"n":[null,1.5]}}"#
        #expect(String(decoding: claims.bytes, as: UTF8.self) == expected)
    }

    @Test(
        "Integers are written exactly",
        arguments: [0, 1, -1, 9, 10, 1_700_000_000, Int64.max, Int64.min, Int64.max - 1])
    func integers(number: Int64) {
        var text: [UInt8] = []
        JSONWriter.append(number, to: &text)
        #expect(String(decoding: text, as: UTF8.self) == "\(number)")
    }

    @Test("Any text comes back as it was, in names and in values")
    func escaping() throws {
        let texts =
            ["", "a", "\"", "\\", "\u{0}\u{1F}\n\r\t\u{7F}", "é€😀", "\u{2028}</script>", "\"\\\"\\"]
            + (0..<0x20).map { String(UnicodeScalar(UInt8($0))) }
        var claims = ClaimsWriter()
        for text in texts { claims.add("name \(text)", text) }
        let object = try JOSEObject(parsing: claims.bytes, as: .payload)
        #expect(object.members.map(\.name) == texts.map { "name \($0)" })
        #expect(object.members.map(\.value) == texts.map { .string($0) })
    }

    @Test("A number that JSON has no word for becomes null", arguments: [Double.nan, .infinity, -.infinity])
    func notFinite(number: Double) {
        var claims = ClaimsWriter()
        claims.add("n", JOSEValue.number(number))
        #expect(claims.bytes == Array(#"{"n":null}"#.utf8))
    }
}
