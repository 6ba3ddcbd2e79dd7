internal import DoorwardDocuments

/// The documented operations as a tree of path segments: what may pass, and nothing else.
///
/// A request's path is fixed, so each node of the tree is visited at most once: matching costs at most the size of the tree,
/// whatever the path.
struct RouteTable: Sendable {
    /// A path of the document with its operations by method.
    struct Route: Sendable {
        /// The template as the document writes it.
        let template: String
        /// Indices into ``RouteTable/operations``, by ``HTTPMethod``; nil where the method is not documented.
        fileprivate(set) var operations: [Int?] = Array(repeating: nil, count: HTTPMethod.allCases.count)

        /// The operation that answers this method. `HEAD` is answered by `GET` (RFC 9110 §9.3.2).
        func operation(for method: HTTPMethod) -> Int? {
            if let index = operations[Int(method.rawValue)] { return index }
            return method == .head ? operations[Int(HTTPMethod.get.rawValue)] : nil
        }

        /// The value of `Allow`.
        var allow: String {
            let methods = HTTPMethod.allCases.filter { $0 == .options || operation(for: $0) != nil }
            return methods.map(\.text).joined(separator: ", ")
        }
    }

    /// What the gate must know of an operation once it is matched.
    struct Operation: Sendable {
        /// `operationId`, or method and path where the document gives none.
        let label: String
        /// Whether it may be called without a credential.
        let isPublic: Bool
        /// What a token must allow: any one of these sets of scopes; none when every token will do.
        let scopes: [[String]]
    }

    private enum Piece: Sendable {
        case literal([UInt8])
        /// So many parameters next to each other.
        case parameters(Int)
    }

    private struct Node: Sendable {
        var literals: [(bytes: [UInt8], node: Int)] = []
        var patterns: [(pieces: [Piece], node: Int)] = []
        var route: Int?
    }

    private var nodes = [Node()]
    private(set) var routes: [Route] = []
    private(set) var operations: [Operation] = []

    /// Builds the tree. Where two operations have the same method and the same template but for parameter names, the first wins.
    init(_ documented: [OpenAPIOperation], access: (OpenAPIOperation) -> OperationAccess = { $0.access() }) {
        for operation in documented {
            guard let method = HTTPMethod(name: operation.method) else { continue }
            let template = operation.path.description
            var node = 0
            var segments = operation.path.segments
            if segments.isEmpty { segments = [.literal("")] }
            for segment in segments { node = child(of: node, for: segment) }
            let route = nodes[node].route ?? routes.count
            if nodes[node].route == nil {
                routes.append(Route(template: template))
                nodes[node].route = route
            }
            guard routes[route].operations[Int(method.rawValue)] == nil else { continue }
            routes[route].operations[Int(method.rawValue)] = operations.count
            let access = access(operation)
            operations.append(
                Operation(
                    label: operation.operationID ?? "\(method.text) \(template)", isPublic: access.isPublic,
                    scopes: access.alternatives))
        }
    }

    /// The route that a canonical path belongs to: literal segments win over parameters, longer literals over shorter.
    func match(_ path: UnsafeRawBufferPointer) -> Route? {
        guard path.first == ByteClass.slash, let index = match(path, from: 1, node: 0) else { return nil }
        return routes[index]
    }

    private func match(_ path: UnsafeRawBufferPointer, from start: Int, node: Int) -> Int? {
        var end = start
        while end < path.count, path[end] != ByteClass.slash { end += 1 }
        let segment = path[slice: start..<end]
        let isLast = end == path.count
        let (place, isLiteral) = Self.position(of: segment, in: nodes[node].literals)
        if isLiteral {
            let next = nodes[node].literals[place].node
            if let found = isLast ? nodes[next].route : match(path, from: end + 1, node: next) { return found }
        }
        for (pieces, next) in nodes[node].patterns where Self.matches(pieces, segment) {
            if let found = isLast ? nodes[next].route : match(path, from: end + 1, node: next) { return found }
        }
        return nil
    }

    /// A parameter takes one byte at least. Each literal is taken at its first possible place, which leaves most room for
    /// those after it, and the last one at the end, so nothing is tried twice: linear in the segment.
    private static func matches(_ pieces: [Piece], _ segment: UnsafeRawBufferPointer) -> Bool {
        var place = 0
        var gap: Int?
        for (index, piece) in pieces.enumerated() {
            switch piece {
            case .parameters(let count): gap = count
            case .literal(let bytes):
                let isLast = index == pieces.count - 1
                var start = place + (gap ?? 0)
                guard start + bytes.count <= segment.count else { return false }
                if isLast, gap != nil { start = segment.count - bytes.count }
                while !segment[slice: start..<start + bytes.count].elementsEqual(bytes) {
                    guard gap != nil, start + bytes.count < segment.count else { return false }
                    start += 1
                }
                place = start + bytes.count
                gap = nil
            }
        }
        return gap.map { segment.count - place >= $0 } ?? (place == segment.count)
    }

    private mutating func child(of node: Int, for segment: PathTemplate.Segment) -> Int {
        switch segment {
        case .literal(let text):
            let bytes = Array(text.utf8).withUnsafeBytes(PathGrammar.canonical)
            let (place, found) = bytes.withUnsafeBytes { Self.position(of: $0, in: nodes[node].literals) }
            if found { return nodes[node].literals[place].node }
            nodes.append(Node())
            nodes[node].literals.insert((bytes, nodes.count - 1), at: place)
        case .pattern(let parts):
            let pieces = Self.compile(parts)
            if let found = nodes[node].patterns.first(where: { Self.same($0.pieces, pieces) }) { return found.node }
            let weight = Self.literalBytes(pieces)
            let place = nodes[node].patterns.firstIndex { Self.literalBytes($0.pieces) < weight }
            nodes.append(Node())
            nodes[node].patterns.insert((pieces, nodes.count - 1), at: place ?? nodes[node].patterns.endIndex)
        }
        return nodes.count - 1
    }

    /// Where a literal stands among those of a node, or would: they are sorted by length, then by their bytes.
    private static func position(
        of bytes: UnsafeRawBufferPointer, in literals: [(bytes: [UInt8], node: Int)]
    ) -> (place: Int, found: Bool) {
        var low = 0
        var high = literals.count
        while low < high {
            let middle = (low + high) / 2
            let order = literals[middle].bytes.withUnsafeBytes { compare($0, bytes) }
            if order == 0 { return (middle, true) }
            if order < 0 { low = middle + 1 } else { high = middle }
        }
        return (low, false)
    }

    private static func compare(_ left: UnsafeRawBufferPointer, _ right: UnsafeRawBufferPointer) -> Int {
        guard left.count == right.count else { return left.count - right.count }
        for index in 0..<left.count where left[index] != right[index] { return Int(left[index]) - Int(right[index]) }
        return 0
    }

    /// Adjacent parameters become one that takes a byte for each.
    private static func compile(_ parts: [PathTemplate.Piece]) -> [Piece] {
        var pieces: [Piece] = []
        for part in parts {
            switch part {
            case .literal(let text):
                pieces.append(.literal(Array(text.utf8).withUnsafeBytes(PathGrammar.canonical)))
            case .parameter:
                if case .parameters(let count)? = pieces.last {
                    pieces[pieces.count - 1] = .parameters(count + 1)
                } else {
                    pieces.append(.parameters(1))
                }
            }
        }
        return pieces
    }

    private static func literalBytes(_ pieces: [Piece]) -> Int {
        pieces.reduce(0) { if case .literal(let bytes) = $1 { $0 + bytes.count } else { $0 } }
    }

    private static func same(_ left: [Piece], _ right: [Piece]) -> Bool {
        guard left.count == right.count else { return false }
        return zip(left, right).allSatisfy { pair in
            switch pair {
            case (.literal(let a), .literal(let b)): a == b
            case (.parameters(let a), .parameters(let b)): a == b
            default: false
            }
        }
    }
}
