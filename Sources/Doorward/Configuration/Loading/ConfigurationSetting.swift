/// One key of the effective configuration. Holds no secret: only references to secrets, and no queries of URLs.
public struct ConfigurationSetting: Sendable, Equatable {
    /// The shape and text of a value.
    public enum Value: Sendable, Equatable {
        /// Nothing was said; the text in parentheses says what happens then.
        case absent(String)
        case text(String)
        case list([String])
    }

    public let key: String
    public let value: Value
    public let origin: ConfigurationOrigin

    /// The value on one line.
    public var text: String {
        switch value {
        case .absent(let meaning): "(\(meaning))"
        case .text(let text): text.printable
        case .list(let items): "[\(items.map { YAMLScalar.flow($0).printable }.joined(separator: ", "))]"
        }
    }
}

extension String {
    /// The text with control characters written as escapes, so that a terminal is not told what to do.
    var printable: String {
        guard unicodeScalars.contains(where: \.isControl) else { return self }
        return unicodeScalars.reduce(into: "") { text, scalar in
            if scalar.isControl { text += scalar.escaped(asASCII: true) } else { text.unicodeScalars.append(scalar) }
        }
    }
}

extension Unicode.Scalar {
    /// C0 and C1 controls, DEL, and the separators and direction overrides that make a line look like another.
    var isControl: Bool {
        switch value {
        case 0..<0x20, 0x7F..<0xA0, 0x2028...0x202E, 0x2066...0x2069: true
        default: false
        }
    }
}
