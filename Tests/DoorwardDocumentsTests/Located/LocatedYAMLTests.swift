import DoorwardDocuments
import Testing

@Suite("YAML with places")
struct LocatedYAMLTests {
    typealias Kind = SyntaxProblem.Kind

    static let scalars: [(String, JSONValue)] = [
        (
            "a: [yes, true, ~, null, '', 1.50, 0x1F, .5, 0123, 1_000, '1', \"true\"]",
            ["a": ["yes", true, nil, nil, "", .number("1.50"), 31, .number("0.5"), "0123", "1_000", "1", "true"]]
        ),
        ("a: !!str 5\nb: !!int \"7\"\nc: ! x\nd: !!bool yes", ["a": "5", "b": 7, "c": "x", "d": "yes"]),
        ("a:\nb: \n- 1", ["a": nil, "b": [1]]),
        ("200: a\ntrue: b\n~: c", ["200": "a", "true": "b", "~": "c"]),
        ("a: >\n  b\n  c\n\n  d\ne: |-\n  f\n", ["a": "b c\nd\n", "e": "f"]),
        ("a: b\n  c\nd: 'e\n\n  f'", ["a": "b c", "d": "e\nf"]),
        ("a: &x {b: 1}\nc: *x\nd: [*x]", ["a": ["b": 1], "c": ["b": 1], "d": [["b": 1]]]),
        ("&k key: v\nw: *k\n*k : x", ["key": "x", "w": "key"]),
        ("a: &x {b: 1, c: 2}\nd:\n  <<: *x\n  c: 3", ["a": ["b": 1, "c": 2], "d": ["b": 1, "c": 3]]),
        ("a: {<<: [{b: 1}, {b: 2, c: 3}]}\nb: {\"<<\": 4}", ["a": ["b": 1, "c": 3], "b": ["<<": 4]]),
        ("? a\n: b\n? c", ["a": "b", "c": nil]),
        ("%YAML 1.1\n---\na: 1\n...\n", ["a": 1]),
        ("a: |\n  b\u{85}c\nd\u{2028}e: 'f\u{85}g'", ["a": "b\u{A0}c\n", "d\u{2028}e": "f\u{85}g"]),
        ("--- text", "text"), ("---\n", nil),
    ]

    @Test("What is YAML is read", arguments: scalars)
    func reads(text: String, value: JSONValue) {
        let document = LocatedDocument.read(Array(text.utf8), as: .yaml)
        document.checkIsSound()
        #expect(document.problems.map(\.kind) == (text.contains("*k :") ? [.duplicateName] : []))
        #expect(document.root?.value() == value)
    }

    /// A document, its problems, where they are, and what is understood.
    static let told: [(String, [Kind], String, JSONValue?)] = [
        ("a: 1\na: 2\nb: 3", [.duplicateName], "2:1", ["a": 2, "b": 3]),
        ("a: 1\n---\nb: 2", [.extraContent], "2:1", ["a": 1]),
        ("a: *b\nc: 1", [.badAlias], "1:4", ["a": nil, "c": 1]),
        ("[a, b]: 1\nc: 2", [.notReadable], "1:1", ["[a, b]": 1, "c": 2]),
        ("a: {{host}}\nb: 1", [.notReadable], "1:5", ["a": ["{host}": nil], "b": 1]),
        ("a: 1\nb:\n\tc: 2", [.notReadable], "3:1", ["a": 1]),
        ("a: 1\nb: c: d\n", [.notReadable], "2:5", ["a": 1, "b": "c"]),
        ("a:\n    b: 1\n  c: 2\nd: 3", [.notReadable], "3:3", ["a": ["b": 1]]),
        ("a: @b", [.notReadable], "1:4", [:]),
        ("a: %b", [.notReadable], "1:4", [:]),
        ("a: \"b\nc: 1", [.truncated], "1:4", [:]),
        ("a: [1, 2\n", [.truncated], "1:4", ["a": [1, 2]]),
        ("a: {b: 1", [.truncated], "1:4", ["a": ["b": 1]]),
        ("a: \"\\d\"", [.badEscape], "1:5", [:]),
        ("a: 1\nb\nc: 2", [.notReadable], "2:1", ["a": 1]),
        ("- a\nb: 1", [.notReadable], "2:1", ["a"]),
        ("a: b\u{1}c\nd: \u{7F}\ne: 1", [.controlCharacter], "1:5", ["a": "b\u{1}c", "d": "\u{7F}", "e": 1]),
        ("a: !own x\nb: &c !own y", [.unknownTag], "1:4", ["a": "x", "b": "y"]),
        ("a: &b !Sub [c]\nd: !!set {}", [.unknownTag], "1:7", ["a": ["c"], "d": [:]]),
        ("- !!python/name:os.system {a: b}", [.unknownTag], "1:3", [["a": "b"]]),
        ("a: !x!y z", [.notReadable], "1:4", [:]),
        ("a: *", [.notReadable], "1:5", [:]),
    ]

    @Test("A mistake is told with its place, and what is before it is understood", arguments: told)
    func tells(text: String, kinds: [Kind], place: String, value: JSONValue?) {
        let document = LocatedDocument.read(Array(text.utf8), as: .yaml)
        document.checkIsSound()
        #expect(document.problems.map(\.kind) == kinds)
        let (line, column) = document.position(of: document.problems.first?.range.lowerBound ?? 0)
        #expect("\(line):\(column)" == place)
        #expect(document.root?.value() == value)
        #expect(document.problems.first?.message.contains("this is not YAML") == false)
    }

    @Test("A byte order mark is right in YAML, and bytes that are not UTF-8 are told once")
    func takesEncodings() {
        #expect(LocatedDocument.read(Array("\u{FEFF}a: 1".utf8)).problems.isEmpty)
        let document = LocatedDocument.read([0x61, 0x3A, 0x20, 0xE9, 0x0A, 0x62, 0x3A, 0x20, 0x31])
        #expect(document.problems.map(\.kind) == [.invalidUTF8])
        #expect(document.problems.first?.range == 3..<4)
        #expect(document.root?["b"]?.number == "1")
    }

    @Test("An alias inside of its own anchor is a circle that can be walked")
    func keepsCircles() {
        let document = LocatedDocument.read(Array("a: &x\n  b: *x\n  <<: *x\nc: &y [*y]".utf8))
        document.checkIsSound()
        #expect(document.problems.map(\.kind) == [.badAlias])
        #expect(document.problems.first?.range == 11..<13)
        #expect(document.root?["a"]?["b"]?["b"]?["b"]?.pointer == "/a/b")
        #expect(document.root?["a"]?["nothing"] == nil)
        #expect(document.root?.value() == nil)
    }

    @Test("Aliases to aliases cost nothing, and are written out up to a limit")
    func withstandsAliasBombs() {
        var text = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n"
        for level in 1...30 {
            let alias = "*a\(level - 1)"
            text += "a\(level): &a\(level) [" + repeatElement(alias, count: 10).joined(separator: ", ") + "]\n"
        }
        let document = LocatedDocument.read(Array(text.utf8))
        #expect(document.problems.map(\.kind) == [.badAlias])
        #expect(document.problems.first?.message.contains("more than a billion") == true)
        #expect(document.root?.value() == nil)
        #expect(document.root?["a2"]?.value() != nil)
        #expect(document.root?["a2"]?.value(expanding: 1000) == nil)
        document.checkIsSound()
    }

    /// Levels of nine aliases each to the level above.
    private static func bomb(levels: Int, count: Int = 9) -> String {
        var text = "a0: &a0 [x]\n"
        for level in 1...levels {
            let aliases = repeatElement("*a\(level - 1)", count: count).joined(separator: ", ")
            text += "a\(level): &a\(level) [\(aliases)]\n"
        }
        return text
    }

    @Test("Aliases that multiply are one problem, and those of an honest document are none", arguments: 1...12)
    func tellsAliasBombs(levels: Int) {
        let document = LocatedDocument.read(Array(Self.bomb(levels: levels).utf8))
        // Three levels are a few hundred values, and four more than a hundred times as many as are written.
        #expect(document.problems.map(\.kind) == (levels < 4 ? [] : [.badAlias]))
        document.checkIsSound()
    }

    @Test("A long document that uses its aliases often is none that multiplies")
    func allowsManyAliases() {
        let text = "a: &a {b: [1, 2, 3]}\nc:\n" + String(repeating: "- *a\n", count: 9_000)
        #expect(LocatedDocument.read(Array(text.utf8)).problems.isEmpty)
    }

    @Test("Of many unknown tags the first ten are told, each once")
    func limitsTags() {
        let text = (0..<500).map { "- !t\($0 % 50) x\n" }.joined()
        let document = LocatedDocument.read(Array(text.utf8))
        #expect(document.problems.map(\.kind) == Array(repeating: .unknownTag, count: 10))
    }

    @Test("More than ten thousand aliases are one problem")
    func limitsAliases() {
        let text = "a: &a 1\nb:\n" + String(repeating: "- *a\n", count: 10_500)
        let document = LocatedDocument.read(Array(text.utf8))
        #expect(document.problems.map(\.kind) == [.badAlias])
        #expect(document.root?["b"]?.count == 10_500)
        #expect(document.root?["b"]?.elements.suffix(1).first?.kind == .null)
    }

    @Test("Merge keys that lead to merge keys in great number are searched for a while, not for ever")
    func boundsMerges() {
        var text = "a0: &a0 {x: 1}\n"
        for level in 1...60 {
            let alias = "*a\(level - 1)"
            text += "a\(level): &a\(level) {<<: [" + repeatElement(alias, count: 20).joined(separator: ", ") + "]}\n"
        }
        let document = LocatedDocument.read(Array(text.utf8))
        #expect(document.root?["a60"]?["x"]?.number == "1")
        #expect(document.root?["a60"]?["y"] == nil)
    }
}
