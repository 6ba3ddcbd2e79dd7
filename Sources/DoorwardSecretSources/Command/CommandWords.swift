internal import DoorwardSecrets

/// A command's program and arguments, split from one text without a shell's other meanings.
struct CommandWords: Sendable, Equatable {
    let program: String
    let arguments: [String]

    /// Splits at blanks; single and double quotes hold what is between them together, also within a word.
    ///
    /// - Throws: `SecretSourceError/badReference(reason:)` when a quote is not closed, when there is no program, or
    ///   when there is a zero byte, which no argument can hold.
    init(parsing text: String) throws(SecretSourceError) {
        var words: [String] = []
        var word: String?
        var quote: Unicode.Scalar?
        for scalar in text.unicodeScalars {
            guard scalar != "\0" else { throw .badReference(reason: "a command cannot have a zero byte in it") }
            if let open = quote {
                if scalar == open { quote = nil } else { word?.unicodeScalars.append(scalar) }
            } else if scalar == "'" || scalar == "\"" {
                quote = scalar
                word = word ?? ""
            } else if scalar == " " || scalar == "\t" {
                if let word { words.append(word) }
                word = nil
            } else {
                word = word ?? ""
                word?.unicodeScalars.append(scalar)
            }
        }
        if let quote {
            throw .badReference(
                reason: "a quote (\(quote)) is not closed; close it, or put it between quotes of the other kind")
        }
        if let word { words.append(word) }
        guard let first = words.first, !first.isEmpty else {
            throw .badReference(reason: "there is no program; write exec:PROGRAM ARGUMENT …")
        }
        program = first
        arguments = Array(words.dropFirst())
    }
}
