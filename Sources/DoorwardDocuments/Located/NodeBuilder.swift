/// Puts the values of a document into a flat array, in the order in which they are read.
struct NodeBuilder {
    /// More values than this are not read: they would take more memory than a document is worth.
    static let valueLimit = 4_000_000

    private(set) var nodes: [LocatedNode] = []
    var texts = TextPool()
    /// The name of the value that is added next.
    var name: LocatedText?
    private var open: [(node: Int32, last: Int32)] = []

    init(byteCount: Int = 0) { nodes.reserveCapacity(min(byteCount / 24, Self.valueLimit)) }

    var depth: Int { open.count }
    var isFull: Bool { nodes.count >= Self.valueLimit }
    /// The object or array that is being read.
    var current: LocatedNode? { open.last.map { nodes[Int($0.node)] } }
    /// The value that was added last to what is being read.
    var previous: LocatedNode? { open.last.flatMap { $0.last < 0 ? nil : nodes[Int($0.last)] } }

    /// Adds a value to what is being read and says its number.
    @discardableResult
    mutating func add(_ node: LocatedNode) -> Int32 {
        let number = Int32(nodes.count)
        var node = node
        if let name {
            node.name = name.pooled
            node.nameStart = Int32(name.range.lowerBound)
            node.nameEnd = Int32(name.range.upperBound)
            node.isNameQuoted = name.isQuoted
            self.name = nil
        }
        if let (parent, last) = open.last {
            node.parent = parent
            node.place = nodes[Int(parent)].count
            nodes[Int(parent)].count += 1
            if last < 0 { nodes[Int(parent)].link = number } else { nodes[Int(last)].nextSibling = number }
            open[open.count - 1].last = number
        }
        nodes.append(node)
        return number
    }

    /// Adds a value that belongs to nothing, for an alias to stand for.
    mutating func addApart(_ node: LocatedNode) -> Int32 {
        var node = node
        node.parent = open.last?.node ?? -1
        nodes.append(node)
        return Int32(nodes.count - 1)
    }

    @discardableResult
    mutating func addText(_ kind: LocatedNode.Kind, _ text: LocatedText) -> Int32 {
        var node = LocatedNode(kind, text.range)
        node.link = text.pooled
        node.isQuoted = text.isQuoted
        return add(node)
    }

    /// Adds an object or array; what is added next goes into it.
    @discardableResult
    mutating func begin(_ kind: LocatedNode.Kind, at place: Int) -> Int32 {
        let number = add(LocatedNode(kind, place..<place))
        open.append((number, -1))
        return number
    }

    /// Ends the object or array that is being read.
    mutating func end(at place: Int) {
        guard let (node, _) = open.popLast() else { return }
        nodes[Int(node)].end = Int32(place)
    }
}
