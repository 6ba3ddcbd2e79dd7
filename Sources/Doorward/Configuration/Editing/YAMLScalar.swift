/// How a text is written as one YAML scalar.
enum YAMLScalar {
    /// Plain where that is safe in `[a, b]` as well as in a block, otherwise in single quotes.
    ///
    /// Expects a text without line breaks and control characters.
    static func flow(_ text: String) -> String {
        let words: Set<String> = ["", "~", "null", "true", "false", "yes", "no", "on", "off"]
        let safe = text.utf8.allSatisfy { $0.isIdentifierByte || Array("-./:#@+".utf8).contains($0) }
        let first = text.utf8.first.map { $0.isIdentifierByte || $0 == 0x2F || $0 == 0x2E } ?? false
        // `: ` and ` #` cannot occur without a space; a colon at the end would make a key of it.
        let plain = safe && first && !text.hasSuffix(":") && !words.contains(text.lowercased())
        return plain ? text : "'\(text.reduce(into: "") { $0 += $1 == "'" ? "''" : String($1) })'"
    }
}
