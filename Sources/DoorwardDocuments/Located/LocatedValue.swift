/// A value of a ``LocatedDocument`` with its place.
public struct LocatedValue: Sendable {
    public let document: LocatedDocument
    /// The value's number in the document; an alias has a number of its own.
    let index: Int32

    /// What kind of value it is, in the words of RFC 8259.
    public enum Kind: String, Sendable {
        case object, array, string, number, boolean, null
    }

    init(document: LocatedDocument, index: Int32) {
        self.document = document
        self.index = index
    }

    /// The node itself, or what it stands for when it is an alias.
    private var node: LocatedNode { document.nodes[Int(target)] }

    /// The number of the value that is meant, aliases followed.
    var target: Int32 {
        let node = document.nodes[Int(index)]
        return node.kind == .alias && node.link >= 0 ? node.link : index
    }

    /// Tells values apart: two with the same identity are the same place in the document, aliases followed.
    public var identity: Int { Int(target) }

    /// Whether it is written as a YAML `*alias`.
    public var isAlias: Bool { document.nodes[Int(index)].kind == .alias }

    public var kind: Kind {
        switch node.kind {
        case .object: .object
        case .array: .array
        case .string: .string
        case .number: .number
        case .bool: .boolean
        case .null, .alias: .null
        }
    }

    /// The text when it is a string.
    public var string: String? { node.kind == .string ? text(node.text) : nil }

    /// The literal when it is a number.
    public var number: String? { node.kind == .number ? text(node.text) : nil }

    public var bool: Bool? { node.kind == .bool ? node.flag : nil }

    /// How many members or elements it has.
    public var count: Int { Int(node.count) }

    /// The members of an object in their order, also those whose names occur twice; empty for other kinds.
    public var members: Children { Children(document: document, index: node.kind == .object ? node.link : -1) }

    /// The elements of an array; empty for other kinds.
    public var elements: Children { Children(document: document, index: node.kind == .array ? node.link : -1) }

    /// Members or elements, one after the other.
    public struct Children: Sequence, IteratorProtocol, Sendable {
        let document: LocatedDocument
        fileprivate var index: Int32

        public mutating func next() -> LocatedValue? {
            guard index >= 0 else { return nil }
            defer { index = document.nodes[Int(index)].nextSibling }
            return LocatedValue(document: document, index: index)
        }
    }

    /// The name under which it is a member of an object; nil for elements and the document's value.
    public var name: String? {
        document.nodes[Int(index)].nameText.map(text)
    }

    /// The object or array it is written in.
    public var parent: LocatedValue? {
        let parent = document.nodes[Int(index)].parent
        return parent < 0 ? nil : LocatedValue(document: document, index: parent)
    }

    /// Where it is written (an alias: the alias), in bytes, quotes and brackets included.
    public var range: Range<Int> {
        let node = document.nodes[Int(index)]
        return Int(node.start)..<Int(node.end)
    }

    /// Where its name is written, quotes included; nil when it has none.
    public var nameRange: Range<Int>? {
        document.nodes[Int(index)].nameText?.range
    }

    /// Where it is, as a JSON pointer (RFC 6901).
    public var pointer: String {
        var steps: [String] = []
        var place = index
        while place >= 0 {
            let node = document.nodes[Int(place)]
            guard node.parent >= 0 else { break }
            let here = LocatedValue(document: document, index: place)
            steps.append(here.name?.pointerToken ?? String(node.place))
            place = node.parent
        }
        return steps.reversed().map { "/" + $0 }.joined()
    }

    private func text(_ text: LocatedText) -> String { text.string(in: document.bytes, document.texts) }
}
