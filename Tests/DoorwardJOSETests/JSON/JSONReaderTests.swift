import Foundation
import Testing

@testable import DoorwardJOSE

@Suite("The JSON reader")
struct JSONReaderTests {
    private func read(_ text: [UInt8]) throws(JSONProblem) -> JOSEValue {
        let result = text.withUnsafeBytes { bytes in
            Result { () throws(JSONProblem) in
                var reader = JSONReader(bytes)
                return try reader.document()
            }
        }
        return try result.get()
    }

    private func problem(_ text: [UInt8]) -> JSONProblem? {
        do throws(JSONProblem) {
            _ = try read(text)
            return nil
        } catch {
            return error
        }
    }

    @Test(
        "Values are read as they are written",
        arguments: [
            ("null", .null), ("true", .bool(true)), ("false", .bool(false)), ("0", .integer(0)), ("-0", .integer(0)),
            ("9223372036854775807", .integer(.max)), ("-9223372036854775808", .integer(.min)),
            ("9223372036854775808", .number(9_223_372_036_854_775_808)), ("1.5", .number(1.5)),
            ("1e3", .number(1000)), ("-2.5E-1", .number(-0.25)), ("1.0", .number(1)), (#""""#, .string("")),
            (#""a\"\\\/\b\f\n\r\t""#, .string("a\"\\/\u{8}\u{C}\n\r\t")), (#""\u00e9\u20AC""#, .string("é€")),
            (#""\ud83d\ude00""#, .string("😀")), (#""\u0000""#, .string("\0")), ("\"é€😀\"", .string("é€😀")),
            (" [ ] ", .array([])), ("[1,[2],\n\t3]", .array([.integer(1), .array([.integer(2)]), .integer(3)])),
        ] as [(String, JOSEValue)])
    func values(text: String, value: JOSEValue) throws {
        #expect(try read(Array(text.utf8)) == value)
    }

    @Test("Members keep their order and are found by name")
    func members() throws {
        let object = try #require(try read(Array(#" { "b" : 1 , "a" : { } } "#.utf8)).object)
        #expect(object.members.map(\.name) == ["b", "a"])
        #expect(object["b"] == .integer(1))
        #expect(object["a"]?.object?.members.isEmpty == true)
        #expect(object["c"] == nil)
    }

    @Test("A name is found by its bytes, not by what Unicode calls equal")
    func exactNames() throws {
        let object = try #require(try read(Array("{\"\u{212A}id\":1}".utf8)).object)
        #expect("\u{212A}id" == "Kid")
        #expect(object["Kid"] == nil)
    }

    @Test(
        "What is not JSON is refused, with the place",
        arguments: [
            ("", .truncated), (" ", .truncated), ("{", .truncated), ("[1", .truncated), ("\"a", .truncated),
            ("\"\\", .truncated), ("\"\\u12", .truncated), ("{\"a\"", .truncated), ("{\"a\":", .truncated),
            ("nul", .unexpectedByte(offset: 0)), ("{,}", .unexpectedByte(offset: 1)),
            ("[1,]", .unexpectedByte(offset: 3)), ("{\"a\":1,}", .unexpectedByte(offset: 7)),
            ("{\"a\" 1}", .unexpectedByte(offset: 5)), ("{a:1}", .unexpectedByte(offset: 1)),
            ("1 2", .unexpectedByte(offset: 2)), ("{} x", .unexpectedByte(offset: 3)),
            ("[1 2]", .unexpectedByte(offset: 3)), ("[}", .unexpectedByte(offset: 1)),
            ("'a'", .unexpectedByte(offset: 0)), ("+1", .unexpectedByte(offset: 0)),
            ("NaN", .unexpectedByte(offset: 0)), ("\u{FEFF}{}", .unexpectedByte(offset: 0)),
            ("\u{A0}1", .unexpectedByte(offset: 0)), ("// a\n1", .unexpectedByte(offset: 0)),
            ("01", .invalidNumber(offset: 0)), ("-", .invalidNumber(offset: 0)), ("1.", .invalidNumber(offset: 0)),
            (".5", .unexpectedByte(offset: 0)), ("1e", .invalidNumber(offset: 0)), ("-01", .invalidNumber(offset: 0)),
            ("1e+", .invalidNumber(offset: 0)), ("1e999", .invalidNumber(offset: 0)),
            ("0x10", .unexpectedByte(offset: 1)), ("\"\n\"", .invalidString(offset: 0)),
            (#""\x""#, .invalidString(offset: 0)), (#""\u12g4""#, .invalidString(offset: 0)),
            (#""\ud83d""#, .invalidString(offset: 0)), (#""\ud83dx""#, .invalidString(offset: 0)),
            (#""\ud83d\n""#, .invalidString(offset: 0)), (#""\ud83d\u0041""#, .invalidString(offset: 0)),
            (#""\ude00""#, .invalidString(offset: 0)), (#"{"a":1,"a":2}"#, .duplicateName(offset: 7)),
            (#"{"a":1,"\u0061":2}"#, .duplicateName(offset: 7)), ("\"a\u{1}\"", .invalidString(offset: 0)),
        ] as [(String, JSONProblem)])
    func refused(text: String, expected: JSONProblem) {
        #expect(problem(Array(text.utf8)) == expected)
    }

    @Test(
        "A string that is not UTF-8 is refused",
        arguments: [
            [0x80], [0xC3], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0xF5, 0x80, 0x80, 0x80], [0xE2, 0x82], [0xFF],
        ] as [[UInt8]])
    func invalidUTF8(bytes: [UInt8]) {
        let quote = [UInt8(ascii: "\"")]
        #expect(problem(quote + bytes + quote) == .invalidString(offset: 0))
        #expect(problem(Array(#""\n"#.utf8) + bytes + quote) == .invalidString(offset: 0))
    }

    @Test("Sixteen levels are read and seventeen are not")
    func depth() {
        func nested(_ levels: Int) -> [UInt8] {
            Array((String(repeating: "[", count: levels) + String(repeating: "]", count: levels)).utf8)
        }
        #expect(problem(nested(16)) == nil)
        #expect(problem(nested(17)) == .tooDeep(offset: 16))
        #expect(problem([UInt8](repeating: UInt8(ascii: "["), count: 1_000_000)) == .tooDeep(offset: 16))
        #expect(problem(Array(String(repeating: "{\"a\":", count: 20).utf8)) == .tooDeep(offset: 80))
        // Depth is what is open at once, not what was ever opened.
        #expect(problem(Array(("[" + String(repeating: "[],", count: 100) + "{}]").utf8)) == nil)
    }

    @Test("A number of 64 characters is read and a longer one is not")
    func longNumbers() {
        #expect(problem(Array(("0." + String(repeating: "1", count: 62)).utf8)) == nil)
        #expect(problem(Array(("0." + String(repeating: "1", count: 63)).utf8)) == .invalidNumber(offset: 0))
    }

    @Test("Ten thousand members are read, and a repeated one among them is found")
    func manyMembers() {
        let members = (0..<10_000).map { "\"m\($0)\":\($0)" }.joined(separator: ",")
        #expect(problem(Array("{\(members)}".utf8)) == nil)
        if case .duplicateName? = problem(Array("{\(members),\"m7\":0}".utf8)) {} else { Issue.record("not found") }
    }

    @Test("What is not an object is refused where an object is wanted", arguments: ["[]", "1", "null", "\"a\""])
    func notAnObject(text: String) {
        #expect(throws: JSONProblem.notAnObject) {
            try Array(text.utf8).withUnsafeBytes { bytes in _ = try JOSEObject(parsing: bytes) }
        }
    }

    @Test("Texts that were changed at random are refused, or read as Foundation reads them and written back the same")
    func mutations() throws {
        let seed = Array(#"{"a":[1,-2.5e3,true,null,"x\u00e9\n😀"],"b":{"c":"d","e":[[],{}]},"f":1700000000}"#.utf8)
        let pieces = Array(#"{}[]",:\u0123456789.eE+-tfnx "#.utf8) + [0, 0x7F, 0x80, 0xC3, 0xFF]
        var random = SeededRandom(seed: 2)
        var read = 0
        for _ in 0..<20_000 {
            var text = seed
            for _ in 0..<Int.random(in: 1...3, using: &random) {
                let place = Int.random(in: 0..<text.count, using: &random)
                let piece = pieces[Int.random(in: 0..<pieces.count, using: &random)]
                switch Int.random(in: 0..<3, using: &random) {
                case 0: text[place] = piece
                case 1: text.insert(piece, at: place)
                default: text.remove(at: place)
                }
            }
            guard let value = try? self.read(text) else { continue }
            read += 1
            var written: [UInt8] = []
            JSONWriter.append(value, to: &written)
            #expect(try self.read(written) == value)
            let foundation = try JSONSerialization.jsonObject(with: Data(text), options: .fragmentsAllowed)
            let ours = try JSONSerialization.jsonObject(with: Data(written), options: .fragmentsAllowed)
            #expect((foundation as? NSObject) == (ours as? NSObject), "\(String(decoding: text, as: UTF8.self))")
        }
        #expect(read > 500)
    }
}
