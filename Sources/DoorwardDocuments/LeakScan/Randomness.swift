/// Tells random text from text that stands for it.
enum Randomness {
    /// Words that stand where a key would: long enough not to turn up in a random text by chance.
    private static let words = [
        "example", "placeholder", "your_", "your-", "yourkey", "yourapi", "yoursecret", "replace", "xxxxx", "123456",
        "abcdef",
        "redacted", "notareal", "00000", "dummy", "changeme", "insert",
    ].map { Array($0.utf8) }

    /// Whether a text could be the random part of a key: many different characters, a digit among them unless all is
    /// letters of both cases, and none of the words that documentation puts in a key's place.
    static func isLikely(_ text: some Collection<UInt8>) -> Bool {
        let bytes = Array(text)
        guard Set(bytes).count >= min(8, bytes.count / 2) else { return false }
        let hasUpper = bytes.contains { (0x41...0x5A).contains($0) }
        let hasLower = bytes.contains { (0x61...0x7A).contains($0) }
        guard bytes.contains(where: \.isDigit), hasUpper || hasLower else { return false }
        let lower = bytes.map { $0.isLetter ? $0 | 0x20 : $0 }
        return !words.contains { contains(lower, $0) }
    }

    private static func contains(_ text: [UInt8], _ word: [UInt8]) -> Bool {
        text.indices.contains { text[$0...].starts(with: word) }
    }
}
