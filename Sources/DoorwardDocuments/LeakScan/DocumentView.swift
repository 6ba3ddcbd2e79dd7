/// A document as it reads once some of its escapes are undone.
struct DocumentView {
    let bytes: [UInt8]
    /// What was undone, in the words of a finding.
    var encodings: [String] { undone.map(\.rawValue) }

    private let original: [UInt8]
    private let undone: [Unescaping]

    /// How many escapes inside each other are undone: JSON in a JSON string, or a URL in one.
    private static let depth = 2

    /// The document as it is, and every reading of it that differs.
    static func views(of body: [UInt8]) -> [DocumentView] {
        var views = [DocumentView(bytes: body, original: body, undone: [])]
        var latest = views
        for _ in 0..<depth {
            latest = latest.flatMap { view in Unescaping.allCases.compactMap(view.undoing) }
            views += latest
        }
        return views
    }

    private func undoing(_ escape: Unescaping) -> DocumentView? {
        guard bytes.contains(escape.mark) else { return nil }
        let result = escape.undo(bytes).bytes
        guard result.count != bytes.count else { return nil }
        return DocumentView(bytes: result, original: original, undone: undone + [escape])
    }

    /// Where in the document itself a place of this view comes from.
    func originalOffset(of offset: Int) -> Int {
        guard !undone.isEmpty else { return offset }
        var stages = [original]
        for escape in undone.dropLast() { stages.append(escape.undo(stages[stages.count - 1]).bytes) }
        var offset = offset
        for (escape, source) in zip(undone, stages).reversed() { offset = escape.undo(source, limit: offset).consumed }
        return offset
    }

    private init(bytes: [UInt8], original: [UInt8], undone: [Unescaping]) {
        self.bytes = bytes
        self.original = original
        self.undone = undone
    }
}
