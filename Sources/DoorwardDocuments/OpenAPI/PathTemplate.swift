/// A path with parameters, as OpenAPI writes it: `/pets/{id}/photos/{photo}.json`.
public struct PathTemplate: Sendable, Hashable, CustomStringConvertible {
    /// What a segment with parameters consists of.
    public enum Piece: Sendable, Hashable {
        /// Text that must be there, in canonical form.
        case literal(String)
        /// One or more characters that are not `/`; the parameter's name.
        case parameter(String)
    }

    /// What stands between two slashes.
    public enum Segment: Sendable, Hashable {
        /// Text that must be there, in canonical form; empty only as the last segment (`/`, `/pets/`).
        case literal(String)
        /// Text and at least one parameter.
        case pattern([Piece])
    }

    /// The template as it was written.
    public let text: String
    public let segments: [Segment]

    public var description: String { text }

    /// The parameters' names in the order of the path.
    public var parameterNames: [String] {
        segments.flatMap { segment -> [String] in
            guard case .pattern(let pieces) = segment else { return [] }
            return pieces.compactMap { if case .parameter(let name) = $0 { name } else { nil } }
        }
    }

    /// Reads a template.
    ///
    /// Characters that a path cannot hold are percent-encoded in the literals, as a client would send them.
    ///
    /// - Throws: ``PathTemplateError`` when it does not begin with `/`, has an empty segment inside, `.` or `..`, an
    ///   unmatched brace, a parameter without a name or with one that occurs twice, a query or a fragment.
    public init(_ text: String) throws(PathTemplateError) {
        guard text.utf8.first == UInt8(ascii: "/") else { throw .notAbsolute }
        let parts = text.utf8.dropFirst().split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
        var segments: [Segment] = []
        for (place, part) in parts.enumerated() {
            let pieces = try Self.pieces(Array(part))
            switch pieces.count {
            case 0:
                guard place == parts.count - 1 else { throw .emptySegment }
                segments.append(.literal(""))
            case 1:
                if case .literal(let literal) = pieces[0] {
                    guard !Self.isDots(literal) else { throw .dotSegment }
                    segments.append(.literal(literal))
                } else {
                    segments.append(.pattern(pieces))
                }
            default: segments.append(.pattern(pieces))
            }
        }
        self.text = text
        self.segments = segments
        var names: Set<String> = []
        for name in parameterNames where !names.insert(name).inserted { throw .repeatedParameter(name) }
    }

    private static func pieces(_ part: [UInt8]) throws(PathTemplateError) -> [Piece] {
        var pieces: [Piece] = []
        var rest = part[...]
        while let first = rest.first {
            if first == UInt8(ascii: "{") {
                guard let end = rest.firstIndex(of: UInt8(ascii: "}")) else { throw .unmatchedBrace }
                let name = String(decoding: rest[(rest.startIndex + 1)..<end], as: UTF8.self)
                guard !name.isEmpty else { throw .namelessParameter }
                guard !name.utf8.contains(UInt8(ascii: "{")) else { throw .unmatchedBrace }
                pieces.append(.parameter(name))
                rest = rest[(end + 1)...]
            } else {
                let end = rest.firstIndex(of: UInt8(ascii: "{")) ?? rest.endIndex
                guard let literal = PathCanonicalizer.literal(rest[..<end]) else { throw .impossibleLiteral }
                pieces.append(.literal(literal))
                rest = rest[end...]
            }
        }
        return pieces
    }

    private static func isDots(_ literal: String) -> Bool { literal == "." || literal == ".." }
}
