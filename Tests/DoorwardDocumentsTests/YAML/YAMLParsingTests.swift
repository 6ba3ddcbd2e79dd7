import DoorwardDocuments
import Testing

@Suite("YAML parsing")
struct YAMLParsingTests {
    static let scalars: [(String, JSONValue)] = [
        ("yes", "yes"), ("No", "No"), ("on", "on"), ("off", "off"), ("y", "y"), ("2024-01-01", "2024-01-01"),
        ("2024-01-01T10:00:00Z", "2024-01-01T10:00:00Z"), ("12:30:45", "12:30:45"), ("1_000", "1_000"),
        ("0123", "0123"),
        (".inf", ".inf"), ("-.INF", "-.INF"), (".nan", ".nan"), ("~", nil), ("null", nil), ("NULL", nil), ("", nil),
        ("true", true), ("TRUE", true), ("False", false), ("1.10", .number("1.10")), ("-0", .number("-0")),
        ("0x1F", 31),
        ("0o17", 15), ("0xFFFFFFFFFFFFFFFFFF", "0xFFFFFFFFFFFFFFFFFF"), ("0x", "0x"), ("0x+1", "0x+1"), ("+5", 5),
        (".5", .number("0.5")), ("-.5", .number("-0.5")), ("5.", 5), ("+.5e3", .number("0.5e3")), (".", "."),
        ("+", "+"), ("1e5", .number("1e5")), ("1.2.3", "1.2.3"), ("=", "="), ("'1'", "1"), ("\"true\"", "true"),
        ("!!str 5", "5"), ("!!int '5'", 5), ("!custom 5", "5"), ("|\n  a\n  b\n", "a\nb\n"), (">-\n  a\n  b\n", "a b"),
    ]

    @Test("A plain scalar means what YAML 1.2 says", arguments: scalars)
    func resolves(text: String, value: JSONValue) throws {
        #expect(try JSONValue(yaml: "a: \(text)") == ["a": value])
        #expect(try JSONValue(yaml: "- \(text)") == [value])
    }

    @Test("Keys that are not strings become their text, in order")
    func readsKeys() throws {
        let value = try JSONValue(yaml: "200: a\nnull: b\ntrue: c\n1.0: d\n'x y': e\non: f\n")
        #expect(value.objectValue?.keys == ["200", "null", "true", "1.0", "x y", "on"])
    }

    @Test("Merge keys are resolved, the mapping's own members win and keep their places")
    func merges() throws {
        let yaml = """
            base: &base {a: 1, b: 2}
            more: &more {b: 3, c: 4}
            one: {<<: *base, b: 5}
            two: {x: 0, <<: [*base, *more]}
            quoted: {"<<": 1}
            """
        let value = try JSONValue(yaml: yaml)
        #expect(value["one"] == ["a": 1, "b": 5])
        #expect(value["two"] == ["x": 0, "a": 1, "b": 2, "c": 4])
        #expect(value["quoted"] == ["<<": 1])
    }

    @Test("Aliases stand for what they name")
    func expandsAliases() throws {
        #expect(
            try JSONValue(yaml: "a: &x [1, 2]\nb: *x\nc: {d: *x}") == ["a": [1, 2], "b": [1, 2], "c": ["d": [1, 2]]])
    }

    static let mistakes: [(String, Int, String)] = [
        ("a: 1\na: 2", 1, "'a'"), ("200: a\n'200': b", 1, "'200'"), ("a: b: c", 1, "quotes"), ("a:\n\tb: 1", 2, "tabs"),
        ("a: [1", 2, ""), ("a: 1\n--- \nb: 2", 2, "---"), ("a: *nobody", 1, "alias"), ("? [1]\n: 2", 1, "key"),
        ("<<: 5", 1, "<<"), ("a: \"\\ud800\"", 1, ""), ("a: @b", 1, "quotes"), ("{a: 1}}", 1, ""),
        ("a: &x [*x]", 1, "alias"),
    ]

    @Test("What is not YAML is refused with its place and what would be right", arguments: mistakes)
    func refuses(text: String, line: Int, hint: String) {
        let error = #expect(throws: YAMLDocumentError.self) { try JSONValue(yaml: text) }
        #expect(error?.line == line)
        #expect(error?.description.contains(hint) == true, "\(String(describing: error))")
    }

    @Test("Nothing is not a document", arguments: ["", "\n", "# only a comment\n"])
    func refusesNothing(text: String) {
        #expect(throws: YAMLDocumentError.self) { try JSONValue(yaml: text) }
    }

    @Test(
        "Bombs of aliases are refused at once",
        arguments: [
            "", "? *i\n: 1\n", "? [*i, *i]\n: 1\n", "[*i, *i]: 1\n", "*i : 1\n", "z: {*i : 1}\n", "z: {? *i}\n",
            "z: {[*i]: 1}\n",
            "z: {?[*i]: 1}\n", "z: [? [*i] : 1]\n",
        ])
    func refusesBombs(trigger: String) {
        let letters = "abcdefghi"
        var yaml = "a: &a [lol,lol,lol,lol,lol,lol,lol,lol,lol,lol]\n"
        for (name, previous) in zip(letters.dropFirst(), letters) {
            yaml += "\(name): &\(name) [" + (0..<10).map { _ in "*\(previous)" }.joined(separator: ",") + "]\n"
        }
        #expect(throws: YAMLDocumentError.self) { try JSONValue(yaml: yaml + trigger) }
    }

    @Test("A long text is not multiplied without end, nor is a merge")
    func refusesBombsOfText() {
        let long = String(repeating: "x", count: 100_000)
        let aliases = (0..<2000).map { _ in "*a" }.joined(separator: ",")
        #expect(throws: YAMLDocumentError.self) { try JSONValue(yaml: "a: &a \(long)\nb: &b [\(aliases)]\n") }
        var merges = "m0: &m0 {k: 1}\n"
        for level in 1..<40 { merges += "m\(level): &m\(level) {<<: [*m\(level - 1), *m\(level - 1)]}\n" }
        #expect(throws: YAMLDocumentError.self) { try JSONValue(yaml: merges) }
    }

    @Test("Deep nesting is refused", arguments: ["[", "{a: ", "- ", "? ", "[{a: "])
    func refusesDepth(open: String) {
        for depth in [600, 10_000] {
            let text = String(repeating: open, count: depth)
            let error = #expect(throws: YAMLDocumentError.self) { try JSONValue(yaml: text) }
            if depth == 10_000 { #expect(error?.problem.contains("512") == true) }
        }
    }

    @Test(
        "One long line is read or refused in linear time",
        arguments: ["a", "a ", "a: ", "[a,", "*a ", "&a ", "'", "\"\\u0041", "!", "%", "#"])
    func readsLongLines(unit: String) {
        let text = String(repeating: unit, count: 1_000_000 / unit.utf8.count)
        _ = try? JSONValue(yaml: text)
        _ = try? JSONValue(yaml: "k: " + text)
    }

    @Test("A document is told to be JSON or YAML by its content")
    func tellsFormats() throws {
        #expect(try JSONValue(document: Array("\u{FEFF} {\"a\": 1}".utf8)) == ["a": 1])
        #expect(try JSONValue(document: Array("\u{FEFF}a: 1".utf8)) == ["a": 1])
        #expect(try JSONValue(document: Array("{\"a\": 1, # comment\n}".utf8)) == ["a": 1])
        #expect(throws: DocumentSyntaxError.empty) { try JSONValue(document: Array(" \n".utf8)) }
        #expect(throws: DocumentSyntaxError.notUTF8(line: 2, column: 4)) {
            try JSONValue(document: Array("a: b\nc: ".utf8) + [0xFF])
        }
    }

    @Test("The error of the format that the document looks like is told")
    func tellsTheHelpfulError() {
        #expect(throws: DocumentSyntaxError.json(.init(expected: "a value", found: "'}'", line: 1, column: 7))) {
            try JSONValue(document: Array("{\"a\": }, \"b\"".utf8))
        }
        let error = #expect(throws: DocumentSyntaxError.self) { try JSONValue(document: Array("a: b: c".utf8)) }
        guard case .yaml = error else {
            Issue.record("expected the YAML reader's error, got \(String(describing: error))")
            return
        }
    }
}
