/// What a word without quotes may have been meant as.
enum LooseWord {
    case text
    /// A boolean or null of some language, or a slip in writing one: `yes`, `tru`.
    case literal
    /// A number of some language: `1_000`, `0b11`.
    case number

    init(_ word: ArraySlice<UInt8>) {
        guard let first = word.first(where: { $0 != UInt8(ascii: "-") && $0 != UInt8(ascii: "+") }) else {
            self = .number
            return
        }
        if first.isDigit || first == UInt8(ascii: ".") {
            self = Self.isVersionOrDate(word) ? .text : .number
        } else {
            self = Self.isLiteral(word) ? .literal : .text
        }
    }

    /// Whether it is three or more numbers with dots between them, or a date.
    private static func isVersionOrDate(_ word: ArraySlice<UInt8>) -> Bool {
        let dotted = word.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        if dotted.count > 2 { return dotted.allSatisfy { !$0.isEmpty && $0.allSatisfy(\.isDigit) } }
        let dashed = word.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
        return dashed.map(\.count) == [4, 2, 2] && dashed.allSatisfy { $0.allSatisfy(\.isDigit) }
    }

    private static func isLiteral(_ word: ArraySlice<UInt8>) -> Bool {
        guard word.count <= 12 else { return false }
        let text = String(decoding: word, as: UTF8.self).lowercased()
        return others.contains(text) || literals.contains { $0 == text || Spelling.meant(by: text, among: [$0]) != nil }
    }

    private static let literals = ["true", "false", "null", "none", "undefined", "infinity"]

    private static let others: Set<String> = [
        "yes", "no", "on", "off", "y", "n", "t", "f", "nil", "nul", "nan", "inf", "na", "non", "empty", "void",
        "missing", "enabled", "disabled", "oui", "ja", "nein", "si", "wahr", "falsch",
    ]
}
