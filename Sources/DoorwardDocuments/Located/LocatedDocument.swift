/// A document as it is written: every value knows its place in the bytes, and what could not be read is told, not
/// thrown.
///
/// Values are kept in one flat array, so a document of a hundred thousand lines costs little more than its bytes.
/// References by `*alias` in YAML are followed when a value is asked for, never copied.
public final class LocatedDocument: Sendable {
    /// The notation of a document.
    public enum Syntax: String, Sendable {
        case json, yaml
    }

    /// The document's bytes as they were given, byte order mark and all.
    public let bytes: [UInt8]
    public let syntax: Syntax
    /// What is wrong with the notation, in the order of the document.
    public let problems: [SyntaxProblem]
    let nodes: [LocatedNode]
    let texts: TextPool
    let lookup: MemberLookup
    private let lines: LineMap

    init(bytes: [UInt8], syntax: Syntax, tree: NodeBuilder, problems: ProblemList) {
        self.bytes = bytes
        self.syntax = syntax
        nodes = tree.nodes
        texts = tree.texts
        lookup = MemberLookup(nodes: tree.nodes, texts: tree.texts, bytes: bytes, problems: problems)
        self.problems = problems.sorted
        lines = LineMap(bytes)
    }

    /// The document's value; nil when there is none, as in an empty file.
    public var root: LocatedValue? {
        nodes.isEmpty ? nil : LocatedValue(document: self, index: 0)
    }

    /// The place of a byte: line and column, both counted from 1, the column in Unicode scalars.
    ///
    /// Takes constant time; a byte order mark is no column. Of a place outside the document the nearest inside.
    public func position(of offset: Int) -> (line: Int, column: Int) { lines.position(of: offset, in: bytes) }
}

/// One value of a ``LocatedDocument``, by numbers.
struct LocatedNode: Sendable {
    enum Kind: UInt8, Sendable {
        case object, array, string, number, bool, null, alias
    }

    var kind: Kind
    /// For `bool`.
    var flag = false
    /// Whether the text of a string that is a slice of the document is between quotes.
    var isQuoted = false
    var isNameQuoted = false
    /// Where the value is written, quotes and brackets included.
    var start: Int32
    var end: Int32
    /// The object or array it is in; -1 for the document's value.
    var parent: Int32 = -1
    /// Its place among the members or elements of the parent, from 0.
    var place: Int32 = 0
    /// Of an object or array the first child, of an alias what it stands for, each -1 where there is none; of a string
    /// or number its number in the pool of texts, -1 when its text is what is written.
    var link: Int32 = -1
    var nextSibling: Int32 = -1
    /// How many children there are.
    var count: Int32 = 0
    /// The name's number in the pool of texts, -1 when it is what is written.
    var name: Int32 = -1
    /// Where the name is written, quotes included; -1 where there is none.
    var nameStart: Int32 = -1
    var nameEnd: Int32 = -1

    init(_ kind: Kind, _ range: Range<Int>) {
        self.kind = kind
        start = Int32(range.lowerBound)
        end = Int32(range.upperBound)
    }

    /// The text of a string or number.
    var text: LocatedText {
        LocatedText(range: Int(start)..<Int(end), pooled: link, isQuoted: isQuoted)
    }

    /// The name, where it has one.
    var nameText: LocatedText? {
        guard nameStart >= 0 else { return nil }
        return LocatedText(range: Int(nameStart)..<Int(nameEnd), pooled: name, isQuoted: isNameQuoted)
    }
}
