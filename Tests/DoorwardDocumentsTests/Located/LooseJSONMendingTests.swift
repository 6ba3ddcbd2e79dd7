import DoorwardDocuments
import Testing

@Suite("JSON mended")
struct LooseJSONMendingTests {
    @Test("Documents of any value with any mistakes of these kinds mean that value and are mended to it")
    func mendsAnyDocument() throws {
        var random = SplitMix(seed: 7)
        var kinds: Set<SyntaxProblem.Kind> = []
        for _ in 0..<1500 {
            var writer = SloppyWriter(random: random)
            let value = writer.value(depth: 0)
            writer.write(value)
            random = writer.random
            let document = LocatedDocument.read(Array(writer.text.utf8), as: .json)
            kinds.formUnion(document.problems.map(\.kind))
            guard document.root?.value() == value else {
                Issue.record("understood otherwise: \(writer.text)")
                continue
            }
            #expect(document.problems.allSatisfy { !$0.edits.isEmpty }, "\(writer.text)")
            let edited = LocatedDocument.applying(document.problems.flatMap(\.edits), to: document.bytes)
            let mended = try? JSONValue(parsing: edited)
            #expect(mended == value, "\(writer.text)\n\(String(decoding: edited, as: UTF8.self))")
        }
        let expected: Set<SyntaxProblem.Kind> = [
            .byteOrderMark, .comment, .trailingComma, .punctuation, .pythonLiteral, .wrongQuotes, .unquoted,
            .controlCharacter, .badEscape, .badNumber,
        ]
        #expect(kinds.isSuperset(of: expected))
    }

    @Test("Edits are made in order, the first of those that overlap, and none outside")
    func appliesEdits() {
        func edit(_ range: Range<Int>, _ text: String) -> SyntaxProblem.Edit {
            SyntaxProblem.Edit(range: range, replacement: Array(text.utf8))
        }
        let bytes = Array("abcdef".utf8)
        let edits = [
            edit(4..<6, "X"), edit(1..<3, ""), edit(2..<4, "Y"), edit(1..<1, "+"), edit(1..<1, "+"), edit(5..<9, "Z"),
            edit(6..<6, "!"),
        ]
        #expect(LocatedDocument.applying(edits, to: bytes) == Array("a+dX!".utf8))
        #expect(LocatedDocument.applying([], to: bytes) == bytes)
    }
}

/// Makes values and writes them as JSON with mistakes.
private struct SloppyWriter {
    var random: SplitMix
    var text = ""

    init(random: SplitMix) {
        self.random = random
        if chance(10) { text = "\u{FEFF}" }
    }

    mutating func chance(_ part: Int) -> Bool { Int.random(in: 0..<part, using: &random) == 0 }

    mutating func pick<T>(_ choices: [T]) -> T { choices[Int.random(in: 0..<choices.count, using: &random)] }

    mutating func value(depth: Int) -> JSONValue {
        switch Int.random(in: 0..<(depth > 3 ? 5 : 9), using: &random) {
        case 0: return nil
        case 1: return .bool(chance(2))
        case 2: return .number(pick(["0", "-1", "1.5", "2e9", "31", "-0.25"]))
        case 3, 4: return .string(string())
        case 5, 6: return .array((0..<Int.random(in: 0...4, using: &random)).map { _ in value(depth: depth + 1) })
        default:
            var object = JSONObject()
            for _ in 0..<Int.random(in: 0...4, using: &random) { object[string()] = value(depth: depth + 1) }
            return .object(object)
        }
    }

    mutating func string() -> String {
        let parts = [
            "a", "name", "é", "😀", " ", "'", "\"", "\\", "/", "//", "#", ",", ":", "{", "]", "\n", "\t", "\u{1}", "’",
            "“",
            "true", "1",
        ]
        return (0..<Int.random(in: 0...3, using: &random)).map { _ in pick(parts) }.joined()
    }

    mutating func write(_ value: JSONValue) {
        space()
        switch value {
        case .null: text += pick(["null", "None", "NULL"])
        case .bool(let flag): text += flag ? pick(["true", "True"]) : pick(["false", "False", "FALSE"])
        case .number(let literal): text += number(literal)
        case .string(let string): write(string)
        case .array(let elements):
            let round = chance(6)
            text += round ? "(" : "["
            write(elements.count) { $0.write(elements[$1]) }
            text += round ? ")" : "]"
        case .object(let object):
            text += "{"
            write(object.count) { writer, place in
                let (key, value) = object.members[place]
                writer.writeName(key)
                writer.space()
                writer.text += ":"
                writer.write(value)
            }
            text += "}"
        }
        space()
    }

    private mutating func write(_ count: Int, _ body: (inout SloppyWriter, Int) -> Void) {
        for place in 0..<count {
            body(&self, place)
            if place < count - 1 {
                text += chance(8) ? "\n" : ","
            } else if chance(5) {
                text += ","
            }
        }
        space()
    }

    private mutating func number(_ literal: String) -> String {
        switch literal {
        case "1.5": pick(["1.5", "+1.5"])
        case "31": pick(["31", "0x1f", "31."])
        case "-0.25": pick(["-0.25", "-.25"])
        default: literal
        }
    }

    private mutating func writeName(_ name: String) {
        space()
        let isSimple = !name.isEmpty && name.utf8.allSatisfy { (0x61...0x7A).contains($0) }
        if isSimple, chance(2) { text += name } else { write(name) }
    }

    private mutating func write(_ string: String) {
        let quote = pick(["\"", "\"", "'"])
        text += quote
        for scalar in string.unicodeScalars {
            switch scalar {
            case "\\": text += "\\\\"
            case "\"", "'": text += String(scalar) == quote ? "\\" + quote : String(scalar)
            // A line break as it is could be a quote that is missing.
            case "\n": text += "\\n"
            case "\t", "\u{1}":
                text += pick([String(scalar), "\\u000" + String(scalar.value), "\\x0" + String(scalar.value)])
            case "é": text += pick(["é", "\\xe9", "\\u00E9"])
            case "😀": text += pick(["😀", "\\ud83d\\ude00", "\\U0001F600"])
            default: text.unicodeScalars.append(scalar)
            }
        }
        text += quote
    }

    mutating func space() {
        switch Int.random(in: 0..<24, using: &random) {
        case 0: text += "// a 'b' \"c\" {\n"
        case 1: text += " # d\n"
        case 2: text += "/* e \n */"
        case 3: text += "\n  "
        case 4, 5: text += " "
        case 6: text += "\u{A0}"
        default: break
        }
    }
}
