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
    }

    private enum Piece: Sendable {
        case literal([UInt8])
        case parameter
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
    init(_ documented: [OpenAPIOperation]) {
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
            operations.append(
                Operation(label: operation.operationID ?? "\(method.text) \(template)", isPublic: operation.isPublic))
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
        for (bytes, next) in nodes[node].literals
        where bytes.count == segment.count && bytes.withUnsafeBytes({ $0.elementsEqual(segment) }) {
            if let found = isLast ? nodes[next].route : match(path, from: end + 1, node: next) { return found }
        }
        for (pieces, next) in nodes[node].patterns where Self.matches(pieces[...], segment) {
            if let found = isLast ? nodes[next].route : match(path, from: end + 1, node: next) { return found }
        }
        return nil
    }

    /// A parameter takes one byte at least. Segments hold few pieces, so trying every split is cheap; the number of pieces is
    /// capped when the tree is built.
    private static func matches(_ pieces: ArraySlice<Piece>, _ segment: UnsafeRawBufferPointer) -> Bool {
        guard let piece = pieces.first else { return segment.isEmpty }
        switch piece {
        case .literal(let bytes):
            guard segment.count >= bytes.count, segment[slice: 0..<bytes.count].elementsEqual(bytes) else { return false }
            return matches(pieces.dropFirst(), segment[slice: bytes.count..<segment.count])
        case .parameter:
            guard !segment.isEmpty else { return false }
            let rest = pieces.dropFirst()
            guard case .literal(let bytes)? = rest.first else { return true }
            // The shortest value first; the next literal decides where it may end.
            var index = 1
            while index + bytes.count <= segment.count {
                if matches(rest, segment[slice: index..<segment.count]) { return true }
                index += 1
            }
            return false
        }
    }

    private mutating func child(of node: Int, for segment: PathTemplate.Segment) -> Int {
        switch segment {
        case .literal(let text):
            let bytes = Array(text.utf8).withUnsafeBytes(PathGrammar.canonical)
            if let found = nodes[node].literals.first(where: { $0.bytes == bytes }) { return found.node }
            nodes.append(Node())
            nodes[node].literals.append((bytes, nodes.count - 1))
        case .pattern(let parts):
            let pieces = Self.compile(parts)
            if let found = nodes[node].patterns.first(where: { Self.same($0.pieces, pieces) }) { return found.node }
            nodes.append(Node())
            nodes[node].patterns.append((pieces, nodes.count - 1))
            nodes[node].patterns.sort { Self.literalBytes($0.pieces) > Self.literalBytes($1.pieces) }
        }
        return nodes.count - 1
    }

    /// Adjacent parameters are one; after the fourth parameter of a segment the rest is taken as one more, which keeps
    /// matching polynomial with a small exponent.
    private static func compile(_ parts: [PathTemplate.Piece]) -> [Piece] {
        var pieces: [Piece] = []
        var parameters = 0
        for part in parts {
            switch part {
            case .literal(let text):
                pieces.append(.literal(Array(text.utf8).withUnsafeBytes(PathGrammar.canonical)))
            case .parameter:
                if case .parameter? = pieces.last { continue }
                pieces.append(.parameter)
                parameters += 1
                if parameters == 4 { return pieces }
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
            case (.parameter, .parameter): true
            default: false
            }
        }
    }
}
