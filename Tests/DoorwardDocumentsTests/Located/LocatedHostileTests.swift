import DoorwardDocuments
import Testing

@Suite("Hostile documents with places")
struct LocatedHostileTests {
    static let json = ##"""
        {"openapi": "3.1.0", "info": {"title": "a\u00e9\ud83d\ude00 é😀", "x": [1, -2.5e3, true, false, null]},
         "paths": {"/a/{b}": {"get": {"$ref": "#/x/0"}}}, "e": [[], {}]}
        """##

    static let yaml = """
        %YAML 1.1
        ---
        openapi: 3.0.0
        info: &a {title: 'é😀 it''s', "y": "\\u00e9\\n", z: [1, ~, !!str 5]}
        paths:
          /a/{id}: # comment
            <<: *a
            get:
            - description: |-
                text
                 more
            - >+
              folded

            - *a
        ? complex
        : plain text
          on two lines
        ...
        """

    @Test("A document cut off anywhere is read as far as it goes", arguments: [(json, true), (yaml, false)])
    func survivesTruncation(text: String, isJSON: Bool) {
        let bytes = Array(text.utf8)
        #expect(LocatedDocument.read(bytes).problems.isEmpty)
        for count in 0..<bytes.count {
            let document = LocatedDocument.read(Array(bytes[..<count]), as: isJSON ? .json : .yaml)
            document.checkIsSound()
            guard isJSON else { continue }
            #expect(document.problems.contains { $0.isFatal }, "\(count)")
            #expect(document.problems.count <= 2, "\(count)")
        }
    }

    /// Bytes that mean something in one of the notations.
    private static let spice =
        Array("{}[]()\",:;\\u-+.eE0 \n\r\t#&*!|>'%@`?~/<$\0TFN=".utf8) + [0x80, 0xC3, 0xE2, 0xFF]

    private static func damage(_ bytes: inout [UInt8], using random: inout SplitMix) {
        guard !bytes.isEmpty else { return }
        let place = Int.random(in: 0..<bytes.count, using: &random)
        switch Int.random(in: 0..<5, using: &random) {
        case 0: bytes.remove(at: place)
        case 1: bytes.insert(spice[Int(random.next() % UInt64(spice.count))], at: place)
        case 2: bytes[place] = spice[Int(random.next() % UInt64(spice.count))]
        case 3: bytes.removeSubrange(place..<min(bytes.count, place + Int.random(in: 1...20, using: &random)))
        default: bytes.insert(contentsOf: bytes[place...].prefix(Int.random(in: 0...20, using: &random)), at: place)
        }
    }

    @Test("Damaged JSON has problems exactly when it is none, and what is mended is right")
    func survivesDamagedJSON() {
        var random = SplitMix(seed: 2024)
        let seed = Array(Self.json.utf8)
        var (strict, mended) = (0, 0)
        for _ in 0..<12_000 {
            var bytes = seed
            for _ in 0..<Int.random(in: 1...6, using: &random) { Self.damage(&bytes, using: &random) }
            let document = LocatedDocument.read(bytes, as: .json)
            document.checkIsSound()
            let value = try? JSONValue(parsing: bytes)
            #expect((value != nil) == document.problems.isEmpty, "\(String(decoding: bytes, as: UTF8.self))")
            if let value {
                strict += 1
                #expect(document.root?.value() == value)
            } else if document.problems.allSatisfy({ !$0.edits.isEmpty }) {
                mended += 1
                let edited = LocatedDocument.applying(document.problems.flatMap(\.edits), to: bytes)
                #expect(
                    (try? JSONValue(parsing: edited)) == document.root?.value(),
                    "\(String(decoding: bytes, as: UTF8.self))\n\(String(decoding: edited, as: UTF8.self))")
            }
        }
        #expect(strict > 100)
        #expect(mended > 300)
    }

    @Test("Damaged YAML is read, and what a strict reader takes means the same")
    func survivesDamagedYAML() {
        var random = SplitMix(seed: 77)
        let seed = Array(Self.yaml.utf8)
        var strict = 0
        for _ in 0..<8000 {
            var bytes = seed
            for _ in 0..<Int.random(in: 1...5, using: &random) { Self.damage(&bytes, using: &random) }
            let document = LocatedDocument.read(bytes, as: .yaml)
            document.checkIsSound()
            guard let text = String(validating: bytes, as: UTF8.self), let value = try? JSONValue(yaml: text) else {
                continue
            }
            strict += 1
            #expect(document.problems.allSatisfy { $0.kind == .unknownTag }, "\(text)")
            #expect(document.root?.value() == value, "\(text)")
        }
        #expect(strict > 500)
    }

    static let deep: [(String, String, String, LocatedDocument.Syntax, Int)] = [
        ("[", "", "]", .json, 10_000), ("{\"a\":", "1", "}", .json, 10_000), ("[", "", "", .json, 1_000_000),
        ("{'a':[", "", "", .json, 500_000), ("[", "", "]", .yaml, 10_000), ("{a: ", "1", "}", .yaml, 10_000),
        ("- ", "x", "", .yaml, 10_000), ("? ", "x", "", .yaml, 10_000), ("[", "", "", .yaml, 1_000_000),
        ("{? ", "x", "}", .yaml, 10_000), ("(", "", ")", .json, 10_000), ("[/*", "", "", .json, 10_000),
    ]

    @Test("Values inside each other in great number are one problem", arguments: deep)
    func withstandsDepth(opening: String, middle: String, closing: String, syntax: LocatedDocument.Syntax, count: Int) {
        let text =
            String(repeating: opening, count: count) + middle + String(repeating: closing, count: count)
        let document = LocatedDocument.read(Array(text.utf8), as: syntax)
        if opening == "[/*" {
            #expect(document.problems.map(\.kind) == [.truncated])
        } else {
            #expect(document.problems.filter { $0.kind == .tooDeep }.count == 1)
            #expect(document.problems.filter { $0.kind != .wrongQuotes && $0.kind != .punctuation }.count == 1)
        }
        _ = document.root?.value()
    }

    @Test("Block mappings inside each other in great number are one problem")
    func withstandsBlockDepth() {
        let text = (0..<2000).map { String(repeating: " ", count: $0) + "a:\n" }.joined()
        let document = LocatedDocument.read(Array(text.utf8))
        #expect(document.problems.map(\.kind) == [.tooDeep])
        document.checkIsSound()
    }

    @Test("A value behind what is too deep is read")
    func readsBehindDepth() {
        let deep = String(repeating: "[", count: 600) + String(repeating: "]", count: 600)
        for syntax in [LocatedDocument.Syntax.json, .yaml] {
            let document = LocatedDocument.read(Array("{\"a\": \(deep), \"b\": 1}".utf8), as: syntax)
            #expect(document.problems.map(\.kind) == [.tooDeep])
            #expect(document.root?["b"]?.number == "1")
        }
    }
}
