/// Character references in texts and attributes: all numeric ones, and the named ones that machines write.
enum CharacterReference {
    private static let named: [Substring: String] = [
        "amp": "&", "lt": "<", "gt": ">", "quot": "\"", "apos": "'", "nbsp": "\u{A0}", "colon": ":", "sol": "/",
        "equals": "=", "quest": "?", "num": "#", "plus": "+", "percnt": "%", "NewLine": "\n", "Tab": "\t",
    ]

    /// A text with its references replaced; what is none stays as it is.
    static func decoded(_ text: String) -> String {
        guard text.utf8.contains(UInt8(ascii: "&")) else { return text }
        var decoded = ""
        var rest = Substring(text)
        while let ampersand = rest.unicodeScalars.firstIndex(of: "&") {
            decoded += rest[..<ampersand]
            let after = rest.unicodeScalars.index(after: ampersand)
            let name = rest.unicodeScalars[after...].prefix(10).prefix { $0 != ";" }
            let end = name.endIndex
            if end < rest.endIndex, rest.unicodeScalars[end] == ";", let character = meaning(of: Substring(name)) {
                decoded += character
                rest = rest[rest.unicodeScalars.index(after: end)...]
            } else {
                decoded += "&"
                rest = rest[after...]
            }
        }
        return decoded + rest
    }

    private static func meaning(of name: Substring) -> String? {
        guard name.first == "#" else { return named[name] }
        let digits = name.dropFirst()
        let isHexadecimal = digits.first == "x" || digits.first == "X"
        guard let number = UInt32(isHexadecimal ? digits.dropFirst() : digits, radix: isHexadecimal ? 16 : 10),
            let scalar = Unicode.Scalar(number), number != 0
        else { return nil }
        return String(Character(scalar))
    }
}
