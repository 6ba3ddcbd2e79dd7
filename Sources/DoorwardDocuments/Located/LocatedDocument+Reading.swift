extension LocatedDocument {
    /// More bytes than these are not read.
    public static let sizeLimit = 64 << 20

    /// Reads a document of any kind, good or bad; what is wrong with it is in ``problems``.
    ///
    /// - Parameter syntax: the notation when it is known. When not, what begins with `{` or `[` (behind comments) is
    ///   JSON, and everything else YAML.
    public static func read(_ bytes: [UInt8], as syntax: Syntax? = nil) -> LocatedDocument {
        let first = firstSignificant(bytes)
        if let problem = unreadable(bytes, first) {
            let problems = ProblemList()
            problems.add(problem.kind, problem.range, problem.message)
            return LocatedDocument(bytes: bytes, syntax: syntax ?? .json, tree: NodeBuilder(), problems: problems)
        }
        if syntax != .yaml, let first, let wrapping = DocumentWrapping(bytes, first: first, isJSON: syntax == .json) {
            return read(bytes, in: wrapping, as: syntax)
        }
        return read(bytes, as: syntax, writtenAs: bytes, first)
    }

    /// Reads what is inside of something else; every value keeps its place.
    private static func read(
        _ bytes: [UInt8], in wrapping: DocumentWrapping, as syntax: Syntax?
    ) -> LocatedDocument {
        let inside = wrapping.blanked(bytes)
        guard let first = firstSignificant(inside) else {
            let problems = ProblemList()
            wrapping.tell(problems)
            return LocatedDocument(bytes: bytes, syntax: syntax ?? .json, tree: NodeBuilder(), problems: problems)
        }
        return read(inside, as: syntax, writtenAs: bytes, first, wrapping)
    }

    private static func read(
        _ bytes: [UInt8], as syntax: Syntax?, writtenAs written: [UInt8], _ first: Int?,
        _ wrapping: DocumentWrapping? = nil
    ) -> LocatedDocument {
        let opens = first.map { bytes[$0] == UInt8(ascii: "{") || bytes[$0] == UInt8(ascii: "[") } ?? false
        if syntax == .json || syntax == nil && opens {
            var reader = LooseJSONReader(bytes)
            reader.read()
            wrapping?.tell(reader.problems)
            return LocatedDocument(bytes: written, syntax: .json, tree: reader.tree, problems: reader.problems)
        }
        var reader = LocatedYAMLReader(bytes)
        reader.read()
        wrapping?.tell(reader.problems)
        return LocatedDocument(bytes: written, syntax: .yaml, tree: reader.tree, problems: reader.problems)
    }

    /// The first byte that is neither blank nor part of a comment.
    private static func firstSignificant(_ bytes: [UInt8]) -> Int? {
        var place = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
        while place < bytes.count {
            let next = place + 1 < bytes.count ? bytes[place + 1] : 0
            switch bytes[place] {
            case 0...0x20: place += 1
            case UInt8(ascii: "#"),
                UInt8(ascii: "/") where next == UInt8(ascii: "/"):
                while place < bytes.count, bytes[place] != 0x0A { place += 1 }
            case UInt8(ascii: "/") where next == UInt8(ascii: "*"):
                place += 2
                while place < bytes.count, bytes[place] != UInt8(ascii: "/") || bytes[place - 1] != UInt8(ascii: "*") {
                    place += 1
                }
                place += 1
            default: return place
            }
        }
        return nil
    }

    /// Why a document is not read at all.
    private static func unreadable(_ bytes: [UInt8], _ first: Int?) -> SyntaxProblem? {
        guard bytes.count <= sizeLimit else {
            return SyntaxProblem(
                kind: .tooLarge, range: 0..<0,
                message: "the document has more than \(sizeLimit >> 20) MiB and was not read")
        }
        if isWide(bytes) {
            return SyntaxProblem(
                kind: .wideEncoding, range: 0..<min(4, bytes.count),
                message: "the document is in UTF-16 or UTF-32; save it as UTF-8")
        }
        guard let first else {
            return SyntaxProblem(
                kind: .empty, range: 0..<bytes.count,
                message: emptiness(of: bytes))
        }
        let isMerge = first + 1 < bytes.count && bytes[first + 1] == UInt8(ascii: "<")
        guard bytes[first] == UInt8(ascii: "<"), !isMerge else { return nil }
        return SyntaxProblem(
            kind: .html, range: first..<(first + 1),
            message: "this is a web page or XML, not JSON or YAML; the server may have sent an error page")
    }

    private static func emptiness(of bytes: [UInt8]) -> String {
        if bytes.isEmpty { return "the document is empty" }
        let isControl: (UInt8) -> Bool = { $0 < 0x20 && $0 != 0x09 && $0 != 0x0A && $0 != 0x0D }
        guard bytes.contains(where: isControl) else { return "the document has nothing in it but blanks or comments" }
        return bytes.contains(0)
            ? "the document has nothing in it but bytes of zero; it was not written to its end, or lost"
            : "the document has nothing in it but control characters"
    }

    private static func isWide(_ bytes: [UInt8]) -> Bool {
        if bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]) { return true }
        // Without a mark: of the first characters, which are ASCII in every document, each second byte is 0.
        guard bytes.count >= 4, bytes.count % 2 == 0 else { return false }
        if bytes[0] == 0, bytes[1] == 0 { return bytes.starts(with: [0, 0, 0xFE, 0xFF]) || bytes[3] != 0 }
        return (bytes[0] == 0) != (bytes[1] == 0) && (bytes[2] == 0) != (bytes[3] == 0)
            || bytes[0] != 0 && bytes[1...3].allSatisfy { $0 == 0 }
    }
}
