/// Letters without their accents.
enum PlainLetters {
    /// The text with `e` for `é` and `ss` for `ß`; what is no Latin letter stays as it is.
    static func folded(_ text: some Sequence<Unicode.Scalar>) -> [UInt8] {
        text.flatMap { scalar -> [UInt8] in
            if scalar.isASCII { return [UInt8(truncatingIfNeeded: scalar.value)] }
            return plain(scalar) ?? Array(String(scalar).utf8)
        }
    }

    /// The plain letters of a Latin letter, told by its name in Unicode: LATIN SMALL LETTER E WITH ACUTE.
    private static func plain(_ scalar: Unicode.Scalar) -> [UInt8]? {
        guard let words = scalar.properties.name?.split(separator: " "), words.count >= 4, words[0] == "LATIN",
            words[2] == "LETTER"
        else { return nil }
        let isSmall = words[1] == "SMALL"
        guard isSmall || words[1] == "CAPITAL" else { return nil }
        let letters = words[3] == "SHARP" ? "SS" : words[3] == "DOTLESS" && words.count > 4 ? words[4] : words[3]
        guard letters.utf8.count <= 2, letters.utf8.allSatisfy(\.isLetter) else { return nil }
        return Array((isSmall ? letters.lowercased() : String(letters)).utf8)
    }
}
