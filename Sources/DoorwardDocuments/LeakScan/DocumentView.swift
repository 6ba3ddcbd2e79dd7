/// A document as it reads once some of its escapes are undone.
struct DocumentView {
    let bytes: [UInt8]
    /// What was undone, in the words of a finding.
    var encodings: [String] { undone.map(\.rawValue) }

    /// The texts that it was made from, the document first, each by undoing one escape more.
    private let stages: [[UInt8]]
    private let undone: [Unescaping]

    /// How many escapes inside each other are undone: JSON in a JSON string, or a URL in one.
    private static let depth = 2

    /// Shows the document as it is, and every reading of it that differs, one after the other.
    static func forEach(of body: [UInt8], _ look: (DocumentView) -> Void) {
        DocumentView(bytes: body, stages: [], undone: []).forEach(look)
    }

    private func forEach(_ look: (DocumentView) -> Void) {
        look(self)
        guard undone.count < Self.depth else { return }
        for escape in Unescaping.allCases { undoing(escape)?.forEach(look) }
    }

    private func undoing(_ escape: Unescaping) -> DocumentView? {
        guard bytes.contains(escape.mark) else { return nil }
        let result = escape.undo(bytes)
        guard result.count != bytes.count else { return nil }
        return DocumentView(bytes: result, stages: stages + [bytes], undone: undone + [escape])
    }

    /// Where in the document itself places of this view come from; they are given in ascending order.
    func originalOffsets(of offsets: [Int]) -> [Int] {
        var offsets = offsets
        for (escape, source) in zip(undone, stages).reversed() { offsets = escape.sources(of: offsets, in: source) }
        return offsets
    }
}
