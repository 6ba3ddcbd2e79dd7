import DoorwardDocuments
import Testing

@Suite("What a located document is")
struct LocatedDetectionTests {
    static let notations: [(String, LocatedDocument.Syntax)] = [
        ("{}", .json), (" \n\t[1]", .json), ("\u{FEFF}{}", .json), ("// a\n{}", .json), ("/* a\n */ # b\n[]", .json),
        ("a: 1", .yaml), ("# {\na: 1", .yaml), ("---\n{}", .yaml), ("- a", .yaml), ("<<: {a: 1}", .yaml),
        ("\"a\": 1", .yaml), ("plain text", .yaml),
    ]

    @Test("The notation is told from the first thing in the document", arguments: notations)
    func tellsNotation(text: String, syntax: LocatedDocument.Syntax) {
        let document = LocatedDocument.read(Array(text.utf8))
        #expect(document.syntax == syntax)
        #expect(document.root != nil)
    }

    @Test("The notation that is asked for is taken")
    func takesNotation() {
        let bytes = Array("{a: b, c: [d]}".utf8)
        #expect(LocatedDocument.read(bytes, as: .yaml).problems.isEmpty)
        #expect(LocatedDocument.read(bytes, as: .json).problems.allSatisfy { $0.kind == .unquoted })
        #expect(LocatedDocument.read(bytes).root?.value() == LocatedDocument.read(bytes, as: .yaml).root?.value())
        #expect(LocatedDocument.read(Array("true".utf8), as: .json).root?.bool == true)
    }

    static let unread: [([UInt8], SyntaxProblem.Kind)] = [
        ([], .empty), (Array(" \r\n\t".utf8), .empty), (Array("\u{FEFF}\n".utf8), .empty),
        (Array("# a\n".utf8), .empty),
        (Array("// a".utf8), .empty), (Array("/* a */".utf8), .empty), (Array("/* a".utf8), .empty),
        (Array("<!doctype html><p>".utf8), .html), (Array("\n  <html>".utf8), .html), (Array("<?xml?>".utf8), .html),
        ([0xFF, 0xFE, 0x7B, 0, 0x7D, 0], .wideEncoding), ([0xFE, 0xFF, 0, 0x7B, 0, 0x7D], .wideEncoding),
        ([0x7B, 0, 0x7D, 0], .wideEncoding), ([0, 0x7B, 0, 0x7D], .wideEncoding),
        ([0xFF, 0xFE, 0, 0, 0x7B, 0, 0, 0], .wideEncoding), ([0, 0, 0xFE, 0xFF, 0, 0, 0, 0x7B], .wideEncoding),
        ([0x7B, 0, 0, 0, 0x7D, 0, 0, 0], .wideEncoding), ([0, 0, 0, 0x7B, 0, 0, 0, 0x7D], .wideEncoding),
    ]

    @Test("What is no document is one problem, whatever notation was asked for", arguments: unread)
    func tellsWhatIsNone(bytes: [UInt8], kind: SyntaxProblem.Kind) {
        for syntax in [nil, .json, .yaml] as [LocatedDocument.Syntax?] {
            let document = LocatedDocument.read(bytes, as: syntax)
            #expect(document.problems.map(\.kind) == [kind])
            #expect(document.problems.allSatisfy { $0.isFatal })
            #expect(document.root == nil)
        }
    }

    @Test("What is larger than 64 MiB is not read")
    func refusesTooLarge() {
        let bytes = [UInt8](repeating: 0x20, count: LocatedDocument.sizeLimit + 1)
        let document = LocatedDocument.read(bytes)
        #expect(document.problems.map(\.kind) == [.tooLarge])
        #expect(document.position(of: 5) == (1, 1))
    }
}
