/// What a new password has to be: long enough, and not among the first that anybody would try (NIST SP 800-63B
/// §3.1.1.2). Nothing is asked about kinds of characters, and nothing expires.
///
/// The bytes count as the browser sends them, in UTF-8 without Unicode normalisation: one keyboard gives the same bytes
/// each time. Spaces count like any other character.
public enum PasswordRules {
    /// The fewest characters (Unicode scalars) that are accepted.
    public static let fewest = 8
    /// The number of characters that people are advised to use at least.
    public static let advised = 12

    /// What is wrong with a password.
    public enum Problem: Error, Sendable, Equatable, CaseIterable {
        case tooShort
        case tooLong
        case isTheName
        case isCommon
        case isRepetitive

        /// A sentence for the person who chose it.
        public var sentence: String {
            switch self {
            case .tooShort: "Choose a password of at least \(PasswordRules.fewest) characters."
            case .tooLong: "Choose a password of at most \(PasswordHash.longestPassword) bytes."
            case .isTheName: "Choose a password that is not your name or e-mail address, or nearly so."
            case .isCommon: "Choose another password: this one is among the first that anybody would try."
            case .isRepetitive: "Choose a password that is not one character or a row of them over and over."
            }
        }
    }

    /// The first problem of a password; nil when there is none.
    ///
    /// - Parameter names: the user's name, e-mail address, and the service's name; any of them may be empty.
    public static func problem(in password: String, names: [String]) -> Problem? {
        let scalars = Array(password.lowercased().unicodeScalars.prefix(2_000))
        if scalars.count < fewest { return .tooShort }
        if password.utf8.count > PasswordHash.longestPassword { return .tooLong }
        if isRepetitive(scalars) { return .isRepetitive }
        let whole = text(scalars[...])
        let stem = stem(of: scalars)
        for name in names.flatMap(parts) where whole == name || stem == name { return .isTheName }
        if CommonPasswords.all.contains(whole) || (scalars.count < advised && CommonPasswords.all.contains(stem)) {
            return .isCommon
        }
        return nil
    }

    /// A name, and for an e-mail address also what stands before its `@`.
    private static func parts(of name: String) -> [String] {
        let name = name.lowercased()
        let local = name.prefix { $0 != "@" }
        return [name, String(local)].filter { $0.unicodeScalars.count >= 3 }
    }

    /// Whether a short piece (up to four characters) makes up the whole, or each character follows on the one before.
    private static func isRepetitive(_ scalars: [Unicode.Scalar]) -> Bool {
        let isRepeated = (1...4).contains { size in
            scalars.indices.dropFirst(size).allSatisfy { scalars[$0] == scalars[$0 - size] }
        }
        let steps = Set(zip(scalars, scalars.dropFirst()).map { Int64($1.value) - Int64($0.value) })
        return isRepeated || steps == [1] || steps == [-1]
    }

    /// What is left without digits and punctuation at both ends: `Summer-2026!` becomes `summer`.
    private static func stem(of scalars: [Unicode.Scalar]) -> String {
        let isTrimming: (Unicode.Scalar) -> Bool = { $0.isASCII && !$0.properties.isAlphabetic }
        var rest = scalars.drop(while: isTrimming)
        while let last = rest.last, isTrimming(last) { rest.removeLast() }
        return text(rest)
    }

    private static func text(_ scalars: ArraySlice<Unicode.Scalar>) -> String {
        var text = ""
        text.unicodeScalars.append(contentsOf: scalars)
        return text
    }
}
