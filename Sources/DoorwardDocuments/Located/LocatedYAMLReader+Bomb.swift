// What a document would be if its aliases were written out.
extension LocatedYAMLReader {
    /// More values than these are told when aliases make them.
    private static let valueLimit: UInt32 = 1_000_000
    /// So many times more values than are written, and more than a few, are told as well.
    private static let growthLimit: UInt32 = 100
    private static let fewValues: UInt32 = 10_000
    /// Nothing is counted beyond this.
    private static let endless: UInt32 = 1 << 30

    /// Tells, once, of aliases that multiply each other or lead to themselves.
    mutating func tellAliasBomb() {
        let count = AliasCount(tree.nodes, endless: Self.endless)
        if let circle = count.circle {
            let node = tree.nodes[Int(circle)]
            problems.add(
                .badAlias, Int(node.start)..<Int(node.end),
                "this alias is inside of what it stands for, so the document has no end; use '$ref' for what contains "
                    + "itself")
            return
        }
        let written = UInt32(clamping: tree.nodes.count)
        let isLarge = count.total > max(Self.valueLimit, written &+ written)
        let hasGrown = count.total > Self.fewValues && count.total / Self.growthLimit > written
        guard isLarge || hasGrown, let largest = count.largest else { return }
        let node = tree.nodes[Int(largest)]
        let amount = count.total >= Self.endless ? "more than a billion" : "\(count.total)"
        problems.add(
            .badAlias, Int(node.start)..<Int(node.end),
            "written out, the aliases make \(amount) values of \(written); readers refuse such a document, or run out "
                + "of memory")
    }
}

/// Counts in one pass over the values how many they would be without aliases.
private struct AliasCount {
    /// How many values the document's value is made of.
    private(set) var total: UInt32 = 0
    /// The first alias that stands for something it is in.
    private(set) var circle: Int32?
    /// The alias that stands for the most.
    private(set) var largest: Int32?

    private var sizes: [UInt32]
    /// The objects and arrays that are not yet counted to their end.
    private var open: [Int32] = []
    private var isOpen: [Bool]
    private let endless: UInt32

    init(_ nodes: [LocatedNode], endless: UInt32) {
        self.endless = endless
        sizes = [UInt32](repeating: 1, count: nodes.count)
        isOpen = [Bool](repeating: false, count: nodes.count)
        var most: UInt32 = 0
        for (index, node) in nodes.enumerated() {
            while let last = open.last, last != node.parent { close(nodes) }
            switch node.kind {
            case .alias where node.link >= 0:
                let target = Int(node.link)
                if isOpen[target] {
                    circle = circle ?? Int32(index)
                } else {
                    sizes[index] = sizes[target]
                    if sizes[target] > most {
                        most = sizes[target]
                        largest = Int32(index)
                    }
                }
                add(sizes[index], to: node.parent)
            case .object, .array:
                open.append(Int32(index))
                isOpen[index] = true
            default: add(1, to: node.parent)
            }
        }
        while !open.isEmpty { close(nodes) }
        total = sizes.first ?? 0
    }

    /// Counts the innermost object or array as part of what it is in.
    private mutating func close(_ nodes: [LocatedNode]) {
        guard let last = open.popLast() else { return }
        isOpen[Int(last)] = false
        add(sizes[Int(last)], to: nodes[Int(last)].parent)
    }

    private mutating func add(_ size: UInt32, to parent: Int32) {
        guard parent >= 0 else { return }
        sizes[Int(parent)] = min(sizes[Int(parent)] + size, endless)
    }
}
