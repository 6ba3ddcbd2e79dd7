/// Numbers as other languages spell them.
enum LooseNumber {
    /// The number as JSON spells it; nil when it is none, or not clear which.
    static func mended(_ text: String) -> String? {
        var rest = Substring(text)
        let sign = rest.first == "-" ? "-" : ""
        if rest.first == "-" || rest.first == "+" { rest = rest.dropFirst() }
        if rest.hasPrefix("0x") || rest.hasPrefix("0X") {
            let digits = rest.dropFirst(2)
            guard digits.utf8.allSatisfy({ $0.hexDigitValue != nil }) else { return nil }
            return UInt64(digits, radix: 16).map { sign + String($0) }
        }
        if rest.utf8.first == UInt8(ascii: ".") { rest = "0" + rest }
        if rest.utf8.last == UInt8(ascii: ".") { rest = rest.dropLast() }
        let spelled = sign + rest
        return rest.utf8.first?.isDigit == true && JSONValue.isNumber(spelled) ? spelled : nil
    }

    /// Whether it is what computers have in place of a number.
    static func isNone(_ text: String) -> Bool {
        ["-Infinity", "+Infinity", "-inf", "+inf", "-NaN", "+NaN", "-nan"].contains(text)
    }

    /// Whether it is digits behind a zero: of one language octal, of another a mistake.
    static func beginsWithZero(_ text: String) -> Bool {
        let digits = text.utf8.drop { $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "+") }
        return digits.count > 1 && digits.first == 0x30 && digits.allSatisfy(\.isDigit)
    }
}
