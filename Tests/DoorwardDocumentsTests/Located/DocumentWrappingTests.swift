import DoorwardDocuments
import Testing

@Suite("What stands around a document")
struct DocumentWrappingTests {
    private static let fence = "```"

    /// A document, what is mended of it (nil when that is not mechanical), and whether YAML could not be meant.
    static let wrapped: [(String, String?, Bool)] = [
        ("\(fence)json\n{\"a\": 1}\n\(fence)\n", "{\"a\": 1}\n", false),
        ("\n\(fence)\n{\"a\": 1}\n  \(fence)", "\n{\"a\": 1}\n", false),
        ("\(fence)json\n{\"a\": 1}\n", "{\"a\": 1}\n", false),
        ("\(fence)yaml\na: 1\n\(fence)\n", "a: 1\n", false),
        ("Here is the manifest:\n\n\(fence)json\n{\"a\": 1}\n\(fence)\nI hope it helps: ask!\n", nil, false),
        ("Here is the manifest:\n\n{\"a\": 1}\n", nil, false),
        ("Here is the manifest: {\"a\": 1}\n", nil, true),
        ("Manifest\n{\"a\": 1}\n", nil, true),
        (")]}',\n{\"a\": 1}", "{\"a\": 1}", false), (")]}'\n{\"a\": 1}", "{\"a\": 1}", false),
        ("export default {\"a\": 1};\n", nil, false), ("module.exports = {\n\"a\": 1}", nil, false),
        ("// c\nconst manifest: Manifest = {\"a\": 1};", nil, false), ("window.a={\"a\": 1};", nil, false),
    ]

    @Test("What is around a value is told first, and the value is read", arguments: wrapped)
    func tells(text: String, mended: String?, isJSON: Bool) {
        let bytes = Array(text.utf8)
        for syntax in isJSON || text.contains("yaml") ? [isJSON ? .json : nil] : [nil, LocatedDocument.Syntax.json] {
            let document = LocatedDocument.read(bytes, as: syntax)
            document.checkIsSound()
            #expect(document.problems.filter { $0.kind != .comment }.map(\.kind) == [.wrapping])
            #expect(document.root?["a"]?.number == "1")
            #expect(document.bytes == bytes)
            let edited = LocatedDocument.applying(document.problems.flatMap(\.edits), to: bytes)
            if let mended {
                #expect(String(decoding: edited, as: UTF8.self) == mended)
            } else {
                #expect(document.problems.filter { $0.kind == .wrapping }.allSatisfy { $0.edits.isEmpty })
            }
        }
    }

    @Test(
        "YAML is not taken for something around JSON",
        arguments: [
            "a: 1\n", "a:\n  b: {c: 1}\n", "a:\n{b: 1}\n", "the first key: 1\nb: [\n1]\n",
            "a list of keys: 1\nb:\n[1]\n", "text {a}",
        ])
    func leavesYAML(_ text: String) {
        let document = LocatedDocument.read(Array(text.utf8))
        #expect(document.syntax == .yaml)
        #expect(!document.problems.contains { $0.kind == .wrapping })
    }

    @Test("A file of zeros is told as one", arguments: [1, 2, 3, 100])
    func tellsZeros(_ count: Int) {
        let document = LocatedDocument.read([UInt8](repeating: 0, count: count))
        #expect(document.problems.map(\.kind) == [.empty])
        #expect(document.problems.first?.message.contains("bytes of zero") == true)
    }

    @Test("A fence with nothing in it, and what is cut off anywhere, is read as far as it goes")
    func survivesCuts() {
        for (text, _, _) in Self.wrapped + [("\(Self.fence)\n\(Self.fence)", nil, false)] {
            let bytes = Array(text.utf8)
            for count in 0...bytes.count {
                LocatedDocument.read(Array(bytes[..<count])).checkIsSound()
                LocatedDocument.read(Array(bytes[..<count]), as: .json).checkIsSound()
            }
        }
    }
}
