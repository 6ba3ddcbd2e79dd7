/// A value with one text form: what the file, the environment and the flags hold, and what `doorward config` prints.
protocol ConfigurationText: CustomStringConvertible, Sendable {
    init(parsing text: String) throws(ConfigurationValueError)
}

/// A value out of a short list of words.
protocol ConfigurationChoice: ConfigurationText, CaseIterable, RawRepresentable where RawValue == String {}

extension ConfigurationChoice {
    /// Reads one of the known words, exactly as written.
    public init(parsing text: String) throws(ConfigurationValueError) {
        guard let value = Self(rawValue: text) else {
            throw ConfigurationValueError("\(text.echoed) is not known here", hint: "write \(Self.words)")
        }
        self = value
    }

    public var description: String { rawValue }

    static var words: String { allCases.map(\.rawValue).joined(separator: ", ") }
}

extension String {
    /// The text in quotes when it is short and harmless, otherwise only "the value": it may be a misplaced secret.
    var echoed: String {
        utf8.count <= 24 && utf8.allSatisfy { $0 >= 0x20 && $0 < 0x7F } ? "'\(self)'" : "the value"
    }
}

extension UInt8 {
    var isASCIIDigit: Bool { self >= 0x30 && self <= 0x39 }
    var isASCIILower: Bool { self >= 0x61 && self <= 0x7A }
    var isASCIIUpper: Bool { self >= 0x41 && self <= 0x5A }
    var isASCIILetter: Bool { isASCIILower || isASCIIUpper }
    var isASCIIHexDigit: Bool { isASCIIDigit || (self >= 0x61 && self <= 0x66) || (self >= 0x41 && self <= 0x46) }
    /// A letter, digit or underscore: what identifiers are made of.
    var isIdentifierByte: Bool { isASCIILetter || isASCIIDigit || self == 0x5F }
}
