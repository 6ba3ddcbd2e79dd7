import DoorwardDocuments
import Testing

@Suite("JSON with mistakes")
struct LooseJSONTests {
    typealias Kind = SyntaxProblem.Kind

    /// A document, its problems, and the JSON that it means and that its edits make.
    static let mended: [(String, [Kind], String)] = [
        ("\u{FEFF}{}", [.byteOrderMark], "{}"),
        ("{} // a", [.comment], "{}"),
        ("[1, /* a */ 2]", [.comment], "[1,  2]"),
        ("[1/**/,2]", [.comment], "[1 ,2]"),
        ("{\n  // a\n  \"a\": 1\n}", [.comment], "{\n  \"a\": 1\n}"),
        ("{\n  \"a\": 1 # b\n}\n", [.comment], "{\n  \"a\": 1\n}\n"),
        ("{\r\n  # a\r\n  \"a\": \"http://b/#c\"\r\n}", [.comment], "{\r\n  \"a\": \"http://b/#c\"\r\n}"),
        ("[1, 2, ]", [.trailingComma], "[1, 2 ]"),
        ("{\"a\": 1,}", [.trailingComma], "{\"a\": 1}"),
        ("[1,, 2]", [.punctuation], "[1, 2]"),
        ("[, 1]", [.punctuation], "[ 1]"),
        ("[1\n2]", [.punctuation], "[1,\n2]"),
        ("[\"a\"\n \"b\"]", [.punctuation], "[\"a\",\n \"b\"]"),
        ("[{} {}]", [.punctuation], "[{}, {}]"),
        ("{\"a\": 1 \"b\": \"c\" \"d\": 2}", [.punctuation, .punctuation], "{\"a\": 1, \"b\": \"c\", \"d\": 2}"),
        ("{\"a\" 1}", [.punctuation], "{\"a\": 1}"),
        ("[True, False, None]", [.pythonLiteral, .pythonLiteral, .pythonLiteral], "[true, false, null]"),
        ("[NULL, undefined]", [.pythonLiteral, .pythonLiteral], "[null, null]"),
        ("{'a': 'b'}", [.wrongQuotes, .wrongQuotes], "{\"a\": \"b\"}"),
        ("['it\\'s \"x\"', u'\\xe9\\u20ac']", [.wrongQuotes, .wrongQuotes], "[\"it's \\\"x\\\"\", \"é€\"]"),
        ("['it's', 1]", [.wrongQuotes], "[\"it's\", 1]"),
        ("[b\"a\"]", [.wrongQuotes], "[\"a\"]"),
        ("['\\U0001f600\\n\\\\']", [.wrongQuotes], "[\"😀\\n\\\\\"]"),
        ("[“a”, ‘it’s’, „b“]", [.wrongQuotes, .wrongQuotes, .wrongQuotes], "[\"a\", \"it’s\", \"b\"]"),
        ("{“a\": 1}", [.wrongQuotes], "{\"a\": 1}"),
        ("(1, 'a',)", [.punctuation, .wrongQuotes, .trailingComma], "[1, \"a\"]"),
        (
            "{a: 1, b-c: 2, $d: 3, 4: 5}", [.unquoted, .unquoted, .unquoted, .unquoted],
            "{\"a\": 1, \"b-c\": 2, \"$d\": 3, \"4\": 5}"
        ),
        ("{\"a\": v1, \"b\": 1.2.3}", [.unquoted, .unquoted], "{\"a\": \"v1\", \"b\": \"1.2.3\"}"),
        ("[2024-01-01]", [.unquoted], "[\"2024-01-01\"]"),
        ("[\"a\tb\"]", [.controlCharacter], "[\"a\\tb\"]"),
        ("[\"a\nb\r\nc\u{1}\"]", [.controlCharacter], "[\"a\\nb\\r\\nc\\u0001\"]"),
        ("[1,\u{0}\u{B}2]", [.controlCharacter, .controlCharacter], "[1,  2]"),
        ("[\"C:\\dir \\x41\\'\"]", [.badEscape], "[\"C:\\\\dir \\u0041'\"]"),
        ("[\"\\u12\"]", [.badEscape], "[\"\\\\u12\"]"),
        ("[\"a\\\nb\"]", [.badEscape], "[\"ab\"]"),
        (
            "[.5, +1, 5., 0x1F, -.5e3]", [.badNumber, .badNumber, .badNumber, .badNumber, .badNumber],
            "[0.5, 1, 5, 31, -0.5e3]"
        ),
        ("[1,\u{A0}2\u{A0}]", [.notReadable, .notReadable], "[1, 2 ]"),
    ]

    @Test("A mistake is told, understood and mended", arguments: mended)
    func mends(text: String, kinds: [Kind], meant: String) throws {
        let document = LocatedDocument.read(Array(text.utf8), as: .json)
        document.checkIsSound()
        #expect(document.problems.map(\.kind) == kinds)
        #expect(document.problems.allSatisfy { !$0.edits.isEmpty })
        let edited = LocatedDocument.applying(document.problems.flatMap(\.edits), to: document.bytes)
        #expect(String(decoding: edited, as: UTF8.self) == meant)
        #expect(try document.root?.value() == JSONValue(parsing: Array(meant.utf8)))
    }

    /// A document, its problems, and what is understood of it.
    static let told: [(String, [Kind], String)] = [
        ("{\"a\": 1, \"b\": 2, \"a\": 3}", [.duplicateName], "{\"a\": 3, \"b\": 2}"),
        ("{\"a\": 1, \"\\u0061\": 3}", [.duplicateName], "{\"a\": 3}"),
        ("{\"a\": {\"b\": [1, 2", [.truncated], "{\"a\": {\"b\": [1, 2]}}"),
        ("{\"a\": ", [.truncated], "{}"),
        ("{\"a", [.truncated], "{}"),
        ("[1, \"abc", [.truncated], "[1]"),
        ("[1, /* a", [.truncated], "[1]"),
        ("{} {}", [.extraContent], "{}"),
        ("{}}", [.extraContent], "{}"),
        ("[1, 2};", [.punctuation, .extraContent], "[1, 2]"),
        ("{\"a\": [1, 2}", [.punctuation], "{\"a\": [1, 2]}"),
        ("{\"a\": [{\"b\": 1], \"c\": 2}", [.punctuation], "{\"a\": [{\"b\": 1}], \"c\": 2}"),
        (
            "{\"a\", \"b\": , \"c\":}", [.punctuation, .punctuation, .punctuation],
            "{\"a\": null, \"b\": null, \"c\": null}"
        ),
        ("[NaN, Infinity, -Infinity, 1]", [.badNumber, .badNumber, .badNumber], "[null, null, null, 1]"),
        ("[01, -007]", [.badNumber, .badNumber], "[\"01\", \"-007\"]"),
        ("[\"\\ud800 a\"]", [.badEscape], "[\"\u{FFFD} a\"]"),
        (
            "{\"a\": hello world, \"b\": http://c/d, \"e\": $F}", [.unquoted, .unquoted, .unquoted],
            "{\"a\": \"hello world\", \"b\": \"http://c/d\", \"e\": \"$F\"}"
        ),
        ("{\"a\": none, \"b\": tru}", [.unquoted, .unquoted], "{\"a\": \"none\", \"b\": \"tru\"}"),
        (
            "[yes, Off, flase, nulll, nil]", [.unquoted, .unquoted, .unquoted, .unquoted, .unquoted],
            "[\"yes\", \"Off\", \"flase\", \"nulll\", \"nil\"]"
        ),
        (
            "[1_000, 0b11, 00.10, 12px, +]", [.unquoted, .unquoted, .unquoted, .unquoted, .unquoted],
            "[\"1_000\", \"0b11\", \"00.10\", \"12px\", \"+\"]"
        ),
        ("[\"C:\\Users\\new\"]", [.badEscape], "[\"C:\\\\Users\\new\"]"),
        ("{\"a\": {\"b\": 1\n \"c\": 2}", [.punctuation, .truncated], "{\"a\": {\"b\": 1, \"c\": 2}}"),
        ("{\"a\": [1\n 2}", [.punctuation, .punctuation], "{\"a\": [1, 2]}"),
        ("{\"a\": é}", [.unquoted], "{\"a\": \"é\"}"),
        ("{\"a\": \"b,\n\"c\": 1}", [.punctuation], "{\"a\": \"b\", \"c\": 1}"),
        ("{\"a\": \"b\n}", [.punctuation], "{\"a\": \"b\"}"),
        ("{\"a\": \"he said \"b\" to me\", \"c\": 1}", [.notReadable], "{\"a\": \"he said \"}"),
        ("[\"he said \"b\" to me\", 1]", [.notReadable], "[\"he said \"]"),
        ("{\"a\": {{host}}/b}", [.notReadable], "{\"a\": {}}"),
        ("{\"a\": f(1), \"b\": 2}", [.notReadable], "{}"),
        ("{\"a\": :}", [.notReadable], "{}"),
        ("[1 @]", [.notReadable], "[1]"),
    ]

    @Test(
        "What may have been meant as something else than a text gets no quotes",
        arguments: [
            "tru", "yes", "No", "ture", "1_000", "0b11", "00.10", "none", "-x1",
        ])
    func quotesNoLiteral(_ word: String) {
        let document = LocatedDocument.read(Array("{\"a\": \(word)}".utf8), as: .json)
        #expect(document.problems.map(\.kind) == [.unquoted])
        #expect(document.problems.allSatisfy { $0.edits.isEmpty } == (word != "-x1"))
    }

    @Test("Where brackets do not fit each other no comma is put in")
    func putsNoCommaWhereUnbalanced() {
        for text in ["{\"a\": {\"b\": 1\n \"c\": 2}", "{\"a\": [1\n 2}", "{\"a\": 1\n\"b\": 2}}"] {
            let document = LocatedDocument.read(Array(text.utf8), as: .json)
            #expect(document.problems.contains { $0.message.contains("no comma") })
            #expect(document.problems.allSatisfy { $0.edits.isEmpty })
        }
    }

    @Test(
        "The character that is there is named",
        arguments: [
            ("\t\n", "a tab"), ("\n\t", "a line break"), ("\r\n", "a line break"), ("\u{1}\n", "a control character"),
        ])
    func namesControl(_ characters: String, _ words: String) {
        let document = LocatedDocument.read(Array("[\"a\(characters)b\"]".utf8), as: .json)
        #expect(document.problems.map(\.kind) == [.controlCharacter])
        #expect(document.problems.first?.message.contains(words) == true)
    }

    @Test("A mistake that has no one right mending is told once, and what is clear is understood", arguments: told)
    func tells(text: String, kinds: [Kind], understood: String) throws {
        let document = LocatedDocument.read(Array(text.utf8), as: .json)
        document.checkIsSound()
        #expect(document.problems.map(\.kind) == kinds)
        #expect(document.problems.contains { $0.edits.isEmpty })
        #expect(try document.root?.value() == JSONValue(parsing: Array(understood.utf8)))
    }

    @Test("A name that occurs twice and a byte order mark do not stop a reader; all else does")
    func tellsWhatIsFatal() {
        let document = LocatedDocument.read(Array("\u{FEFF}{\"a\": 1, \"a\": 2, // b\n}".utf8))
        #expect(document.problems.filter { !$0.isFatal }.map(\.kind) == [.byteOrderMark, .duplicateName])
    }

    @Test("Bytes that are not UTF-8 are told once and replaced")
    func tellsInvalidUTF8() {
        let document = LocatedDocument.read([0x5B, 0x22, 0x61, 0xE9, 0x22, 0x2C, 0x22, 0xFF, 0x0A, 0x22, 0x5D])
        #expect(document.problems.map(\.kind) == [.invalidUTF8, .controlCharacter])
        #expect(document.problems[0].range == 3..<4)
        #expect(document.problems[0].message.contains("1 more"))
        #expect(document.root?.value() == ["a\u{FFFD}", "\u{FFFD}\n"])
    }

    @Test("What Python prints is understood completely")
    func readsPython() throws {
        let text = """
            {'name': "it's", 'flags': (True, False, None), 1: -0.5, 'text': 'a "quoted"\\n\\x07 \\\\ text',
             'nested': [{'a': {}}, [], ()], u'old': u'\\u20ac'}
            """
        let document = LocatedDocument.read(Array(text.utf8))
        let meant = #"""
            {"name": "it's", "flags": [true, false, null], "1": -0.5, "text": "a \"quoted\"\n\u0007 \\ text",
             "nested": [{"a": {}}, [], []], "old": "€"}
            """#
        let value = try JSONValue(parsing: Array(meant.utf8))
        #expect(document.root?.value() == value)
        let edited = LocatedDocument.applying(document.problems.flatMap(\.edits), to: document.bytes)
        #expect(try JSONValue(parsing: edited) == value)
    }

    @Test("Of a thousand mistakes of a kind the first are told, and all are mended")
    func tellsFew() throws {
        let text = "[" + String(repeating: "'a', ", count: 1000) + "'b']"
        let document = LocatedDocument.read(Array(text.utf8))
        #expect(document.problems.count == 10)
        #expect(document.problems.last?.message.contains("991") == true)
        let edited = LocatedDocument.applying(document.problems.flatMap(\.edits), to: document.bytes)
        #expect(try JSONValue(parsing: edited).arrayValue?.count == 1001)
    }

    @Test("At most a hundred problems are kept")
    func keepsAHundred() {
        let text = "[" + String(repeating: "NaN, ", count: 1000) + "1]"
        let document = LocatedDocument.read(Array(text.utf8))
        #expect(document.problems.count == 100)
        #expect(document.root?.count == 1001)
    }
}
