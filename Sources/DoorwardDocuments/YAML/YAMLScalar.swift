internal import Yams

/// What a plain scalar means (YAML 1.2.2 section 10.3.2, the core schema), told in JSON.
enum YAMLScalar {
    static func value(of scalar: Node.Scalar) -> JSONValue {
        switch scalar.tag.rawValue {
        case Tag.Name.implicit.rawValue: scalar.style == .plain ? plain(scalar.string) : .string(scalar.string)
        case Tag.Name.int.rawValue, Tag.Name.float.rawValue, Tag.Name.bool.rawValue, Tag.Name.null.rawValue:
            plain(scalar.string)
        default: .string(scalar.string)
        }
    }

    static func plain(_ text: String) -> JSONValue {
        switch text {
        case "", "~", "null", "Null", "NULL": .null
        case "true", "True", "TRUE": .bool(true)
        case "false", "False", "FALSE": .bool(false)
        default: number(text).map(JSONValue.number) ?? .string(text)
        }
    }

    /// A number's text as JSON spells it, or nil for what is none.
    ///
    /// Digits behind a leading zero (`0123`) stay a text: YAML 1.1 reads them as octal, 1.2 as decimal, and most
    /// people mean neither.
    private static func number(_ text: String) -> String? {
        guard let first = text.utf8.first, first.isDigit || "+-.".utf8.contains(first) else { return nil }
        if JSONValue.isNumber(text) { return text }
        if text.hasPrefix("0x") { return UInt64.text(of: text.dropFirst(2), radix: 16) }
        if text.hasPrefix("0o") { return UInt64.text(of: text.dropFirst(2), radix: 8) }
        return decimal(text)
    }

    /// Adds what YAML lets one leave out: `+1`, `.5`, `5.`.
    private static func decimal(_ text: String) -> String? {
        var rest = Substring(text)
        let sign = rest.first == "-" ? "-" : ""
        if rest.first == "-" || rest.first == "+" { rest = rest.dropFirst() }
        if rest.first == "." {
            guard rest.utf8.dropFirst().first?.isDigit == true else { return nil }
            rest = "0" + rest
        }
        if rest.last == "." { rest = rest.dropLast() }
        let spelled = sign + rest
        return rest.utf8.first?.isDigit == true && JSONValue.isNumber(spelled) ? spelled : nil
    }
}

extension UInt64 {
    /// The decimal text of digits in another radix without a sign; nil when they are none or too many.
    fileprivate static func text(of digits: Substring, radix: Int) -> String? {
        guard digits.utf8.allSatisfy({ $0.isAlphanumeric }) else { return nil }
        return UInt64(digits, radix: radix).map(String.init)
    }
}
