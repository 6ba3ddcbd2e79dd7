/// A colour as web pages write it: `#` and six hexadecimal digits (CSS Color Level 4 §5.2).
public struct Colour: Sendable, Hashable, CustomStringConvertible {
    public let red: UInt8
    public let green: UInt8
    public let blue: UInt8

    public init(red: UInt8, green: UInt8, blue: UInt8) {
        self.red = red
        self.green = green
        self.blue = blue
    }

    /// Reads `#rrggbb`.
    ///
    /// - Throws: ``ConfigurationValueError`` for anything else, also for names and the short form.
    public init(parsing text: String) throws(ConfigurationValueError) {
        let digits = text.utf8.dropFirst()
        guard text.utf8.first == 0x23, digits.count == 6, digits.allSatisfy(\.isASCIIHexDigit),
            let number = UInt32(String(text.dropFirst()), radix: 16)
        else {
            throw ConfigurationValueError(
                "\(text.echoed) is not a colour", hint: "write # and six hexadecimal digits in quotes: \"#1f6feb\"")
        }
        red = UInt8(truncatingIfNeeded: number >> 16)
        green = UInt8(truncatingIfNeeded: number >> 8)
        blue = UInt8(truncatingIfNeeded: number)
    }

    /// `#rrggbb` in lower case.
    public var description: String {
        [red, green, blue].reduce(into: "#") { text, part in
            let digits = String(part, radix: 16)
            text += digits.utf8.count == 1 ? "0" + digits : digits
        }
    }
}

extension Colour: ConfigurationText {}
