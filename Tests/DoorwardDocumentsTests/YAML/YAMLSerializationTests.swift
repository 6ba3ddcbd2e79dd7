import DoorwardDocuments
import Testing
import Yams

@Suite("YAML writing")
struct YAMLSerializationTests {
    @Test("A document is written in block style, in order")
    func writesBlocks() {
        let value: JSONValue = [
            "openapi": "3.1.0",
            "info": ["title": "Hello", "description": "one\ntwo\n", "x": nil],
            "servers": [["url": "https://api.example.com", "n": .number("1.5")]],
            "paths": ["/hello/{id}": ["get": ["responses": ["200": ["description": "OK"]], "tags": []]]],
            "nested": [[1, 2], [["a": true, "b": [:]]]],
        ]
        let expected = """
            openapi: "3.1.0"
            info:
              title: Hello
              description: |
                one
                two
              x: null
            servers:
              - url: https://api.example.com
                "n": 1.5
            paths:
              /hello/{id}:
                get:
                  responses:
                    "200":
                      description: OK
                  tags: []
            nested:
              - - 1
                - 2
              - - a: true
                  b: {}

            """
        #expect(value.yamlSerialized() == expected)
    }

    /// Texts that some reader could take for something else, or that are hard to write.
    static let awkward: [String] = [
        "", " ", "a ", " a", "yes", "Yes", "NO", "on", "y", "n", "null", "~", "true", "False", "1", "1.0", "-1", "+1",
        ".5", "1e5",
        "0x1F", "0o7", "012", "1_000", "12:30", "2024-01-01", ".inf", "-.inf", ".nan", "NaN", "=", "<<", "-", "- a",
        "--", "---",
        "...", "?", "? a", ":", ": a", "a: b", "a:b", "a:", "a #b", "a#b", "#a", "&a", "*a", "!a", "|", ">", "%a", "@a",
        "`a",
        "'a'", "\"a\"", "a'b", "a\"b", "[a", "{a", "a]", "a}", ",a", "a, b", "a\\b", "a\tb", "\ta", "a\nb", "a\nb\n",
        "a\n\n",
        "\na", "\n", "\n\n", " a\nb", "a\n b", "a\n \nb", "a\n ", "a \nb", "a\n\n\nb\n\n", "a\r\nb", "\r", "\u{85}",
        "a\u{2028}b",
        "a\u{FEFF}b", "\0", "\u{7F}", "é", "😀", "日本語", "a\u{FFFE}", "\u{E000}", "a\n---\nb", "a\n...\nb", "# a\n# b",
        "- a\n- b", "key: |\n  text\n", "https://x/?a=b&c=d#e", "/a/{b}", "$ref", "#/components/schemas/A", "a: \nb",
        "tab\there\nx",
        "x\n\u{1F600}\n", String(repeating: "long ", count: 500), String(repeating: "k", count: 3000), "e\u{301}",
        "Infinity",
    ]

    @Test("Every text comes back as it was, as a value, in a list, as a key and at the end", arguments: awkward)
    func roundTripsText(text: String) throws {
        let values: [JSONValue] = [
            .string(text), [.string(text)], [[.string(text), .string(text)], .string(text)],
            ["a": .string(text), "z": 1],
            .object([text: .string(text)]), ["a": ["b": .object([text: [.string(text)]])]],
            [.object([text: .object([text: 1])])],
        ]
        for value in values {
            let yaml = value.yamlSerialized()
            #expect(try JSONValue(yaml: yaml) == value, "\(yaml)")
            // Yams with its own rules (YAML 1.1) must take the text for a text as well.
            #expect(Self.isText(try Yams.compose(yaml: ["a": JSONValue.string(text)].yaml)?["a"], text), "\(yaml)")
        }
    }

    @Test("A byte order mark in a text is escaped")
    func escapesByteOrderMark() {
        #expect(("\u{FEFF}a" as JSONValue).yamlSerialized() == "\"\\uFEFFa\"\n")
    }

    private static func isText(_ node: Node?, _ text: String) -> Bool {
        guard let scalar = node?.scalar, scalar.string.utf8.elementsEqual(text.utf8) else { return false }
        return node?.tag == Tag(.str)
    }

    @Test("Random documents come back as they were")
    func roundTripsRandomDocuments() throws {
        var random = SplitMix(seed: 42)
        for _ in 0..<400 {
            let value = Self.randomValue(depth: 0, using: &random)
            let yaml = value.yamlSerialized()
            #expect(try JSONValue(yaml: yaml) == value, "\(yaml)")
            #expect(try JSONValue(parsing: value.serialized(pretty: Bool.random(using: &random))) == value)
        }
    }

    private static func randomValue(depth: Int, using random: inout SplitMix) -> JSONValue {
        switch Int.random(in: 0..<(depth > 5 ? 6 : 10), using: &random) {
        case 0: return nil
        case 1: return .bool(.random(using: &random))
        case 2: return .number(["0", "-1", "1.50", "2e9", "1E-7"].randomElement(using: &random) ?? "0")
        case 3...5: return .string(randomText(using: &random))
        case 6, 7:
            return .array(
                (0..<Int.random(in: 0..<4, using: &random)).map { _ in randomValue(depth: depth + 1, using: &random) })
        default:
            var object = JSONObject()
            for _ in 0..<Int.random(in: 0..<4, using: &random) {
                object[randomText(using: &random)] = randomValue(depth: depth + 1, using: &random)
            }
            return .object(object)
        }
    }

    private static func randomText(using random: inout SplitMix) -> String {
        if Bool.random(using: &random) { return awkward.randomElement(using: &random) ?? "" }
        let characters = Array("ab :#-?[]{},&*!|>'\"%@`\n\t\\1.é\u{85}~=<")
        return String(
            (0..<Int.random(in: 0..<9, using: &random)).map { _ in characters.randomElement(using: &random) ?? "a" })
    }

    /// Real documents that are refused: two have a key twice, one has control characters, which YAML forbids.
    private static let refused = ["haulingbuddies.com.yaml", "llamawrapper-prod.onrender.com.yaml", "trip.com.yaml"]

    @Test(
        "Real API documents come back as they were, and an independent reader reads the same", arguments: Corpus.specs)
    func roundTripsSpecs(file: Corpus.File) throws {
        if Self.refused.contains(file.name) {
            #expect(throws: DocumentSyntaxError.self) { try JSONValue(document: file.bytes) }
            return
        }
        let value = try JSONValue(document: file.bytes)
        let yaml = value.yamlSerialized()
        #expect(try JSONValue(yaml: yaml) == value)
        #expect(try JSONValue(parsing: value.serialized()) == value)
        let node = try #require(try Yams.compose(yaml: yaml))
        #expect(Self.agrees(node, value))
    }

    /// Whether Yams, with YAML 1.1's rules, sees strings where there are strings and nothing else for one.
    private static func agrees(_ node: Node, _ value: JSONValue) -> Bool {
        switch value {
        case .string(let text): return isText(node, text)
        case .array(let elements):
            guard let sequence = node.sequence, sequence.count == elements.count else { return false }
            return zip(sequence, elements).allSatisfy(agrees)
        case .object(let object):
            guard let mapping = node.mapping, mapping.count == object.count else { return false }
            return zip(mapping, object.members).allSatisfy { isText($0.key, $1.key) && agrees($0.value, $1.value) }
        case .number(let literal): return node.scalar?.string == literal
        case .bool(let flag): return node.bool == flag
        case .null: return node.null != nil
        }
    }
}

extension [String: JSONValue] {
    fileprivate var yaml: String { JSONValue.object(JSONObject(map { ($0.key, $0.value) })).yamlSerialized() }
}

/// A small generator of reproducible numbers.
struct SplitMix: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
