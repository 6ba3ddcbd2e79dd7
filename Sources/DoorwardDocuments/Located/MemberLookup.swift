/// Members of large objects by their names' bytes, without a copy of any name.
struct MemberLookup: Sendable {
    /// Objects with more members than this have a table.
    private static let smallLimit = 16

    private struct Table {
        let offset: Int
        let mask: Int
    }

    private var tables: [Int32: Table] = [:]
    /// Numbers of nodes in the slots of all tables, -1 where one is free.
    private var slots: [Int32] = []

    /// Makes the tables, and tells of names that an object has twice.
    init(nodes: [LocatedNode], texts: TextPool, bytes: [UInt8], problems: ProblemList) {
        bytes.withUnsafeBufferPointer { bytes in
            for (number, node) in nodes.enumerated() where node.kind == .object && node.count > 1 {
                if node.count > Self.smallLimit {
                    index(Int32(number), nodes, texts, bytes, problems)
                } else {
                    Self.compare(node, nodes, texts, bytes, problems)
                }
            }
        }
    }

    /// Whether the object has a table, so that what is not in it is not there.
    func has(_ object: Int32) -> Bool { tables[object] != nil }

    /// The last member of that name.
    func member(
        _ name: UnsafeBufferPointer<UInt8>, of object: Int32, in nodes: [LocatedNode], _ texts: TextPool,
        _ bytes: UnsafeBufferPointer<UInt8>
    ) -> Int32? {
        guard let table = tables[object] else { return nil }
        let found = slots[slot(of: name, in: table, nodes, texts, bytes)]
        return found < 0 ? nil : found
    }

    /// The slot in which the member of that name is, or the free one where it would go.
    private func slot(
        of name: UnsafeBufferPointer<UInt8>, in table: Table, _ nodes: [LocatedNode], _ texts: TextPool,
        _ bytes: UnsafeBufferPointer<UInt8>
    ) -> Int {
        var hasher = Hasher()
        hasher.combine(bytes: UnsafeRawBufferPointer(name))
        var place = hasher.finalize() & table.mask
        while true {
            let number = slots[table.offset + place]
            guard number >= 0 else { return table.offset + place }
            let isSame = nodes[Int(number)].nameText?.withBytes(in: bytes, texts) { $0.isSame(as: name) }
            if isSame == true { return table.offset + place }
            place = (place + 1) & table.mask
        }
    }

    private mutating func index(
        _ object: Int32, _ nodes: [LocatedNode], _ texts: TextPool, _ bytes: UnsafeBufferPointer<UInt8>,
        _ problems: ProblemList
    ) {
        let count = Int(nodes[Int(object)].count)
        var size = 32
        while size < count * 3 / 2 { size *= 2 }
        let table = Table(offset: slots.count, mask: size - 1)
        slots.append(contentsOf: repeatElement(-1, count: size))
        var child = nodes[Int(object)].link
        while child >= 0 {
            let node = nodes[Int(child)]
            if let name = node.nameText {
                let place = name.withBytes(in: bytes, texts) { slot(of: $0, in: table, nodes, texts, bytes) }
                if slots[place] >= 0 { Self.tell(name, texts, bytes, problems) }
                slots[place] = child
            }
            child = node.nextSibling
        }
        tables[object] = table
    }

    /// Looks for the same name twice among a few members.
    private static func compare(
        _ object: LocatedNode, _ nodes: [LocatedNode], _ texts: TextPool, _ bytes: UnsafeBufferPointer<UInt8>,
        _ problems: ProblemList
    ) {
        var second = nodes[Int(object.link)].nextSibling
        while second >= 0 {
            guard let name = nodes[Int(second)].nameText else { return }
            let isTwice = name.withBytes(in: bytes, texts) { text in
                var first = object.link
                while first != second {
                    let other = nodes[Int(first)]
                    if other.nameText?.withBytes(in: bytes, texts, text.isSame) == true { return true }
                    first = other.nextSibling
                }
                return false
            }
            if isTwice { tell(name, texts, bytes, problems) }
            second = nodes[Int(second)].nextSibling
        }
    }

    private static func tell(
        _ name: LocatedText, _ texts: TextPool, _ bytes: UnsafeBufferPointer<UInt8>, _ problems: ProblemList
    ) {
        guard !problems.isFull else { return }
        let text = name.withBytes(in: bytes, texts) { String(decoding: $0.prefix(300), as: UTF8.self) }
        problems.add(
            .duplicateName, name.range,
            "the name '\(text.excerpt)' is there twice in this object, and readers take one or the other; keep one",
            isFatal: false)
    }
}
