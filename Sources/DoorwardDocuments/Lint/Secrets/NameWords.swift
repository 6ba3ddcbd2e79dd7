/// A name in lower case and without signs, with where its words begin: `clientSecret`, `CLIENT-SECRET` and
/// `client_secret` are the same two words.
struct NameWords {
    private(set) var letters: [UInt8] = []
    /// Where words begin in the letters.
    private var starts: [Int] = []

    init(_ written: some Collection<UInt8>) {
        var previous: UInt8 = 0
        for byte in written {
            defer { previous = byte }
            guard byte.isAlphanumeric else { continue }
            let isUpper = byte.isLetter && byte & 0x20 == 0
            let wasUpper = previous.isLetter && previous & 0x20 == 0
            if !previous.isAlphanumeric || isUpper && !wasUpper {
                starts.append(letters.count)
            } else if wasUpper, byte.isLetter, !isUpper, let last = starts.last, last < letters.count - 1 {
                // The last capital of `APIKey` begins the next word.
                starts.append(letters.count - 1)
            }
            letters.append(byte.isLetter ? byte | 0x20 : byte)
        }
        dropDigits()
    }

    var words: [ArraySlice<UInt8>] {
        zip(starts, starts.dropFirst() + [letters.count]).map { letters[$0..<$1] }
    }

    /// Whether it has several words, the last of which is this.
    func hasLast(_ word: [UInt8]) -> Bool {
        guard starts.count > 1, let last = starts.last else { return false }
        return letters[last...].elementsEqual(word)
    }

    /// Takes away the last word where it is one of these and others are in front of it.
    mutating func dropLast(of idle: Set<[UInt8]>) -> Bool {
        guard starts.count > 1, let last = starts.last, idle.contains(Array(letters[last...])) else { return false }
        letters.removeSubrange(last...)
        starts.removeLast()
        dropDigits()
        return true
    }

    func hasSuffix(_ word: [UInt8]) -> Bool {
        letters.count >= word.count && letters.suffix(word.count).elementsEqual(word)
    }

    private mutating func dropDigits() {
        while let last = letters.last, last.isDigit { letters.removeLast() }
        while let last = starts.last, last >= letters.count { starts.removeLast() }
    }
}
