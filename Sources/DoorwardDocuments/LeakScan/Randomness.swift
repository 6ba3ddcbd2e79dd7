/// Tells random text from text that stands for it.
enum Randomness {
    /// Words that stand where a key would: long enough not to turn up in a random text by chance.
    private static let words = [
        "example", "placeholder", "your_", "your-", "yourkey", "yourapi", "yoursecret", "yourtoken", "replace",
        "redacted",
        "notareal", "dummy", "changeme", "insert", "goes-here", "goes_here",
    ].map { Array($0.utf8) }

    /// Whether a text could be the random part of a key: many different characters, a digit and a letter among them,
    /// or letters that change their case as only chance does, and none of the words that documentation puts in a
    /// key's place.
    ///
    /// - Parameter isStrict: whether letters of one case are words rather than chance.
    static func isLikely(_ text: some Collection<UInt8>, isStrict: Bool = true) -> Bool {
        let bytes = withoutRows(Array(text))
        guard bytes.count >= min(16, text.count * 2 / 3), distinct(bytes) >= min(8, bytes.count / 2) else {
            return false
        }
        let hasUpper = bytes.contains { (0x41...0x5A).contains($0) }
        let hasLower = bytes.contains { (0x61...0x7A).contains($0) }
        guard hasUpper || hasLower else { return false }
        let hasDigit = bytes.contains(where: \.isDigit)
        let isMixed = hasUpper && hasLower && caseChanges(bytes) * 4 >= bytes.count
        guard hasDigit || isMixed || (!isStrict && !hasLower) else { return false }
        let lower = text.map { $0.isLetter ? $0 | 0x20 : $0 }
        return !words.contains { lower[...].holds($0) }
    }

    /// The text without `xxxx`, `1234` and `abcd`: rows of at least four characters that follow one another.
    private static func withoutRows(_ text: [UInt8]) -> [UInt8] {
        var rest: [UInt8] = []
        var start = 0
        for place in 1...max(1, text.count) {
            if place < text.count, text[place] == text[place - 1] || text[place] == text[place - 1] &+ 1 { continue }
            if place - start < 4 { rest += text[start..<min(place, text.count)] }
            start = place
        }
        return rest
    }

    private static func distinct(_ bytes: [UInt8]) -> Int {
        var seen: (UInt64, UInt64) = (0, 0)
        for byte in bytes {
            if byte & 0x40 == 0 { seen.0 |= 1 << UInt64(byte & 0x3F) } else { seen.1 |= 1 << UInt64(byte & 0x3F) }
        }
        return seen.0.nonzeroBitCount + seen.1.nonzeroBitCount
    }

    private static func caseChanges(_ bytes: [UInt8]) -> Int {
        zip(bytes, bytes.dropFirst()).count { $0.isLetter && $1.isLetter && ($0 ^ $1) & 0x20 != 0 }
    }
}

extension ArraySlice<UInt8> {
    /// Whether the bytes occur in it.
    func holds(_ word: [UInt8]) -> Bool {
        guard let first = word.first, count >= word.count else { return false }
        return self[...(endIndex - word.count)].indices.contains { self[$0] == first && self[$0...].starts(with: word) }
    }
}
