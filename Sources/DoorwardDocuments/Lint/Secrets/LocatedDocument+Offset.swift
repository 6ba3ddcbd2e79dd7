extension LocatedDocument {
    /// Finds the values that stand at places of the bytes.
    ///
    /// Making it takes one pass over the values, each question a search among them.
    struct ValueFinder {
        private let document: LocatedDocument
        /// The values in the order of where they begin, a member where its name begins.
        private let order: [Int32]

        init(_ document: LocatedDocument) {
            self.document = document
            let all = Array(document.nodes.indices.map { Int32($0) })
            let isSorted = zip(all, all.dropFirst()).allSatisfy {
                Self.start(of: $0, in: document) <= Self.start(of: $1, in: document)
            }
            order =
                isSorted
                ? all
                : all.sorted {
                    (Self.start(of: $0, in: document), $0) < (Self.start(of: $1, in: document), $1)
                }
        }

        /// The innermost value whose bytes, or whose name's bytes, hold a place; nil outside the document's value.
        func value(at offset: Int) -> LocatedValue? {
            var low = 0
            var high = order.count
            while low < high {
                let middle = (low + high) / 2
                if Self.start(of: order[middle], in: document) <= offset { low = middle + 1 } else { high = middle }
            }
            guard low > 0 else { return nil }
            var place = order[low - 1]
            while place >= 0, Int(document.nodes[Int(place)].end) <= offset {
                place = document.nodes[Int(place)].parent
            }
            return place < 0 ? nil : LocatedValue(document: document, index: place)
        }

        private static func start(of index: Int32, in document: LocatedDocument) -> Int {
            let node = document.nodes[Int(index)]
            return Int(node.nameStart < 0 ? node.start : node.nameStart)
        }
    }

    /// The innermost value whose bytes, or whose name's bytes, hold a place; nil outside the document's value. For many
    /// places make one ``ValueFinder``.
    func value(at offset: Int) -> LocatedValue? { ValueFinder(self).value(at: offset) }
}
