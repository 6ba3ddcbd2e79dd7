import DoorwardDocuments
import Testing

@Suite("JSON parsing")
struct JSONParsingTests {
    static let documents: [(String, JSONValue)] = [
        ("null", JSONValue.null), (" true\n", true), ("false", false), ("[]", []), ("{}", [:]), ("[ ]", []),
        ("{ }", [:]),
        ("\"a\"", "a"), ("\"\\\"\\\\\\/\\b\\f\\n\\r\\t\"", "\"\\/\u{8}\u{C}\n\r\t"), ("\"\\u00e9\\u20AC\"", "é€"),
        ("\"\\ud83d\\ude00\"", "😀"), ("\"😀\"", "😀"), ("\"\\u0000\"", "\0"),
        ("[1,[2,{\"a\":null}]]", [1, [2, ["a": nil]]]),
        ("\u{FEFF}{}", [:]), ("\"\u{2028}\u{7F}\"", "\u{2028}\u{7F}"),
    ]

    @Test("What is JSON is read", arguments: documents)
    func reads(text: String, value: JSONValue) throws {
        #expect(try JSONValue(parsing: Array(text.utf8)) == value)
    }

    @Test(
        "A number keeps its text",
        arguments: [
            "0", "-0", "1.10", "1E400", "-3e-8", "1e+5", "12345678901234567890123456789012345678901234567890", "0.0",
        ])
    func keepsNumbers(literal: String) throws {
        let value = try JSONValue(parsing: Array(" \(literal) ".utf8))
        #expect(value == .number(literal))
        #expect(value.serialized() == Array(literal.utf8))
    }

    static let mistakes: [(String, Int, Int)] = [
        ("", 1, 1), ("  ", 1, 3), ("nul", 1, 1), ("[1,]", 1, 4), ("[1 2]", 1, 4), ("{\"a\":1,}", 1, 8), ("{a:1}", 1, 2),
        ("{\"a\" 1}", 1, 6), ("[\n  1,\n  x\n]", 3, 3), ("01", 1, 2), ("-", 1, 2), ("1.", 1, 3), (".5", 1, 1),
        ("+1", 1, 1),
        ("1e", 1, 3), ("\"a", 1, 3), ("\"\\x\"", 1, 3), ("\"\\u12g4\"", 1, 6), ("\"a\nb\"", 1, 3), ("\"\t\"", 1, 2),
        ("{} {}", 1, 4), ("[1", 1, 3), ("{\"é\":tru}", 1, 6), ("NaN", 1, 1), ("'a'", 1, 1), ("// c\n1", 1, 1),
        ("]", 1, 1),
        ("{\"a\":1,\"b\":2,\"a\":3}", 1, 14), ("{\"a\":1,\"\\u0061\":3}", 1, 8), ("\0", 1, 1), ("{\"a\":1\u{0}}", 1, 7),
    ]

    @Test("What is not JSON is refused with its place", arguments: mistakes)
    func refuses(text: String, line: Int, column: Int) {
        let error = #expect(throws: JSONSyntaxError.self) { try JSONValue(parsing: Array(text.utf8)) }
        #expect(error?.line == line)
        #expect(error?.column == column)
        #expect(error?.expected.isEmpty == false)
    }

    @Test(
        "Lone surrogates are refused",
        arguments: [
            "\"\\ud800\"", "\"\\udc00\"", "\"\\ud800x\"", "\"\\ud800\\n\"", "\"\\ud800\\ud800\"", "\"\\ude00\\ud83d\"",
            "\"\\ud800\\u\"",
        ])
    func refusesLoneSurrogates(text: String) {
        #expect(throws: JSONSyntaxError.self) { try JSONValue(parsing: Array(text.utf8)) }
    }

    static let invalid: [[UInt8]] = [
        [0xFF], [0xC3], [0xC0, 0xAF], [0xE2, 0x82], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80], [0x80],
    ]

    @Test("Bytes that are not UTF-8 are refused with their place", arguments: invalid)
    func refusesInvalidUTF8(bytes: [UInt8]) {
        for prefix in ["ab", "\\n"] {
            let document = Array("[\n\"\(prefix)".utf8) + bytes + Array("\"]".utf8)
            let error = #expect(throws: JSONSyntaxError.self) { try JSONValue(parsing: document) }
            #expect(error?.line == 2)
            #expect(error?.column == 4)
        }
    }

    @Test("Names that Unicode calls equivalent are different names")
    func tellsEquivalentNamesApart() throws {
        let value = try JSONValue(parsing: Array("{\"\u{E9}\":1,\"e\u{301}\":2}".utf8))
        #expect(value["\u{E9}"] == 1)
        #expect(value["e\u{301}"] == 2)
    }

    @Test("Nesting is accepted up to the limit and refused beyond")
    func limitsDepth() throws {
        let limit = JSONValue.depthLimit
        let deepest = String(repeating: "[", count: limit) + String(repeating: "]", count: limit)
        #expect(try JSONValue(parsing: Array(deepest.utf8)).serialized() == Array(deepest.utf8))
        for open in ["[", "{\"a\":"] {
            let tooDeep = String(repeating: open, count: 10_000)
            let error = #expect(throws: JSONSyntaxError.self) { try JSONValue(parsing: Array(tooDeep.utf8)) }
            #expect(error?.expected.contains("512") == true)
        }
    }

    @Test("Every beginning of a document is refused, none is misread")
    func refusesTruncated() {
        let document = Array(#"{"a":[1.5e3,"x\u00e9\ud83d\ude00",true,null],"b":{"c":-0}}"#.utf8)
        for length in 0..<document.count {
            #expect(throws: JSONSyntaxError.self) { try JSONValue(parsing: document[..<length]) }
        }
    }

    @Test("Large and hostile documents are read in linear time")
    func readsLargeDocuments() throws {
        let digits = String(repeating: "9", count: 1_000_000)
        #expect(try JSONValue(parsing: Array(digits.utf8)) == .number(digits))
        let members = (0..<50_000).map { "\"k\($0)\":\($0)" }.joined(separator: ",")
        let object = try JSONValue(parsing: Array("{\(members)}".utf8))
        #expect(object.objectValue?.count == 50_000)
        #expect(object["k49999"] == 49_999)
        #expect(throws: JSONSyntaxError.self) { try JSONValue(parsing: Array("{\(members),\"k7\":0}".utf8)) }
        let escapes = "\"" + String(repeating: "\\u0041", count: 200_000) + "\""
        #expect(try JSONValue(parsing: Array(escapes.utf8)).stringValue?.utf8.count == 200_000)
    }

    @Test("A document is written as it was read")
    func roundTrips() throws {
        let text = #"{"z":1.10,"a":["/","\"\\\n\u0001é😀",{},[]],"m":{"b":null,"a":true}}"#
        let value = try JSONValue(parsing: Array(text.utf8))
        #expect(String(decoding: value.serialized(), as: UTF8.self) == text)
        #expect(try JSONValue(parsing: value.serialized(pretty: true)) == value)
    }

    @Test("Pretty means two spaces a level")
    func writesPretty() {
        let value: JSONValue = ["a": [1, ["b": "x/y"]], "c": [:], "d": []]
        let expected = """
            {
              "a": [
                1,
                {
                  "b": "x/y"
                }
              ],
              "c": {},
              "d": []
            }

            """
        #expect(String(decoding: value.serialized(pretty: true), as: UTF8.self) == expected)
    }

    @Test("Indentation does not grow with the square of the depth")
    func limitsIndentation() throws {
        let depth = JSONValue.depthLimit
        let ones = [String](repeating: "1", count: 1000).joined(separator: ",")
        let text = String(repeating: "[", count: depth) + ones + String(repeating: "]", count: depth)
        let value = try JSONValue(parsing: Array(text.utf8))
        #expect(value.serialized(pretty: true).count < 400_000)
        #expect(value.yamlSerialized().utf8.count < 20_000)
        #expect(try JSONValue(yaml: value.yamlSerialized()) == value)
    }
}
