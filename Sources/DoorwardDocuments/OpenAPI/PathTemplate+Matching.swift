extension PathTemplate {
    /// Whether a path is one of those the template describes, a parameter standing for one or more characters but `/`.
    ///
    /// The reference for faster matchers. The path must be in canonical form; see ``canonical(path:)-(String)``.
    public func matches(_ canonicalPath: String) -> Bool {
        guard canonicalPath.utf8.first == UInt8(ascii: "/") else { return false }
        let parts = canonicalPath.utf8.dropFirst().split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
        guard parts.count == segments.count else { return false }
        return zip(segments, parts).allSatisfy { segment, part in
            switch segment {
            case .literal(let literal): part.elementsEqual(literal.utf8)
            case .pattern(let pieces): Self.matches(pieces, Array(part))
            }
        }
    }

    /// Follows all ways of sharing the text out among the pieces at once: `reached` holds where the pieces so far can
    /// end.
    private static func matches(_ pieces: [Piece], _ text: [UInt8]) -> Bool {
        var reached = [true] + [Bool](repeating: false, count: text.count)
        for piece in pieces {
            var next = [Bool](repeating: false, count: text.count + 1)
            switch piece {
            case .parameter:
                if let first = reached.firstIndex(of: true), first < text.count {
                    for place in (first + 1)...text.count { next[place] = true }
                }
            case .literal(let literal):
                for place in text.indices where reached[place] && text[place...].starts(with: literal.utf8) {
                    next[place + literal.utf8.count] = true
                }
            }
            reached = next
        }
        return reached[text.count]
    }

    /// Whether this template is to be tried before the other one: at the first segment where they differ in kind it
    /// has a literal and the other a pattern, or more literal text in its pattern.
    public func isMoreSpecific(than other: PathTemplate) -> Bool {
        for (mine, its) in zip(segments, other.segments) {
            let (mine, its) = (Self.weight(mine), Self.weight(its))
            if mine != its { return mine > its }
        }
        return segments.count > other.segments.count
    }

    private static func weight(_ segment: Segment) -> Int {
        switch segment {
        case .literal: .max
        case .pattern(let pieces):
            pieces.reduce(0) { sum, piece in if case .literal(let text) = piece { sum + text.utf8.count } else { sum } }
        }
    }

    /// The template with its parameters' names taken out. Two templates with the same shape describe the same paths.
    public var shape: String {
        "/"
            + segments.map { segment in
                switch segment {
                case .literal(let text): text
                case .pattern(let pieces):
                    pieces.map { if case .literal(let text) = $0 { text } else { "{}" } }.joined()
                }
            }.joined(separator: "/")
    }

    /// Whether two templates differ at most in the names of their parameters.
    public func isEquivalent(to other: PathTemplate) -> Bool { shape == other.shape }
}
