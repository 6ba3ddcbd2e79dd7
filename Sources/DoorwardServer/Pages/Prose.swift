/// Text of strangers, cut to a size that a page can bear.
enum Prose {
    /// The longest description that a page shows, in Unicode scalars.
    static let limit = 4_000

    /// The paragraphs of a text: what stands between empty lines; nothing for a text without any.
    static func paragraphs(_ text: String?, limit: Int = limit) -> [String] {
        guard let text else { return [] }
        var paragraphs: [String] = []
        var lines: [Substring] = []
        for line in cut(text, to: limit).split(omittingEmptySubsequences: false, whereSeparator: \.isNewline) {
            if line.allSatisfy(\.isWhitespace) {
                if !lines.isEmpty { paragraphs.append(lines.joined(separator: "\n")) }
                lines = []
            } else {
                lines.append(line)
            }
        }
        if !lines.isEmpty { paragraphs.append(lines.joined(separator: "\n")) }
        return paragraphs
    }

    /// A text in one line without white space at its ends and without runs of it.
    static func line(_ text: String?, limit: Int) -> String {
        guard let text else { return "" }
        let words = cut(text, to: 4 * limit).split(whereSeparator: \.isWhitespace)
        return cut(words.joined(separator: " "), to: limit)
    }

    /// The first `limit` Unicode scalars; the last of them is `…` where some were left out.
    static func cut(_ text: String, to limit: Int) -> String {
        let scalars = text.unicodeScalars
        guard limit > 0, let end = scalars.index(scalars.startIndex, offsetBy: limit, limitedBy: scalars.endIndex),
            end != scalars.endIndex
        else { return text }
        return String(scalars[..<scalars.index(before: end)]) + "…"
    }
}
