/// How much of a text is words, as people make them up, and how much is chance.
struct Wording {
    private var characters = 0
    private var digits = 0
    private var letters = 0
    private var symbols = 0
    private var isHexadecimal = true
    /// Letters in groups that read like words, an upper-case letter only in front or all of them.
    private var worded = 0
    /// How often letters, digits and the case change from one character to the next.
    private var changes = 0

    init(_ value: ArraySlice<UInt8>) {
        var word: [UInt8] = []
        var previous = Class.symbol
        for byte in value {
            let current = Class(byte)
            characters += 1
            isHexadecimal = isHexadecimal && byte.hexDigitValue != nil
            switch current {
            case .digit: digits += 1
            case .upper, .lower: letters += 1
            case .symbol: if !"-_./+=:".utf8.contains(byte) { symbols += 1 }
            }
            if current != previous, current != .symbol, previous != .symbol { changes += 1 }
            let continues = current == previous || (previous == .upper && current == .lower && word.count == 1)
            if !continues || !byte.isLetter { end(&word) }
            if byte.isLetter { word.append(byte | 0x20) }
            previous = current
        }
        end(&word)
    }

    private enum Class {
        case digit, upper, lower, symbol

        init(_ byte: UInt8) {
            self = byte.isDigit ? .digit : !byte.isLetter ? .symbol : byte & 0x20 == 0 ? .upper : .lower
        }
    }

    /// Chance mixes digits and letters, or the cases of letters, and makes no words.
    var isRandom: Bool {
        if isHexadecimal, characters >= 16, digits * 4 >= characters, letters >= 2 { return true }
        guard worded * 2 < max(letters, 1) else { return false }
        if digits >= 2, letters >= 2, changes >= 2 { return true }
        let isOdd = worded * 4 < letters
        if digits == 1, letters >= 8, isOdd { return true }
        // Without digits: letters that change their case often, or many that make no words at all.
        return letters >= 8 && changes * 4 >= characters || letters >= 20 && isOdd
            || symbols >= 2 && letters >= 4 && digits >= 1
    }

    /// For each letter those that follow it in words of European languages.
    private static let followers: [[Bool]] = [
        "bcdfgiklmnprstuvwxyz", "abceijlorsuy", "acehiklorstuy", "adegilmnorsuvwy", "abcdefghiklmnopqrstuvwxy",
        "aefilortuy", "aeghilnorstuy", "aeilmnorstuwy", "abcdefgklmnopqrstvxz", "aeou", "aeilnosy",
        "acdefiklmoprstuvy", "abeilmnopsuy", "acdefgiklnostuvy", "abcdefgiklmnoprstuvwxy", "aehilmoprstuwy", "u",
        "abcdefgiklmnoprstuvwy", "acehiklmnopqrstuwy", "acefhilmorstuwy", "abcdefgilmnoprstvxz", "aeiouy",
        "aehilnorsty", "aceiopstuy", "abcdeilmnoprstw", "aeiloyz",
    ].map { letters in (0x61...0x7A).map { letters.utf8.contains($0) } }

    private mutating func end(_ word: inout [UInt8]) {
        defer { word.removeAll(keepingCapacity: true) }
        guard word.count >= 4, word.contains(where: { "aeiouy".utf8.contains($0) }) else { return }
        let usual = zip(word, word.dropFirst()).count { Self.followers[Int($0) - 0x61][Int($1) - 0x61] }
        // One pair in seven may be unusual.
        if (word.count - 1 - usual) * 7 <= word.count { worded += word.count }
    }
}
