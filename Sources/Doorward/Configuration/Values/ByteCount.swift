/// A number of bytes, written as `32KiB`, `1MB` or a plain number.
public struct ByteCount: Sendable, Hashable, Comparable, CustomStringConvertible, ExpressibleByIntegerLiteral {
    public let bytes: Int

    public init(_ bytes: Int) { self.bytes = bytes }
    public init(integerLiteral value: Int) { bytes = value }

    private static let units: [(name: String, factor: Int)] = [
        ("TiB", 1 << 40), ("GiB", 1 << 30), ("MiB", 1 << 20), ("KiB", 1 << 10),
        ("TB", 1_000_000_000_000), ("GB", 1_000_000_000), ("MB", 1_000_000), ("kB", 1000), ("B", 1),
    ]

    /// Reads digits and an optional unit: B, kB, MB, GB, TB (powers of 1000) or KiB, MiB, GiB, TiB (powers of 1024).
    ///
    /// - Throws: ``ConfigurationValueError``.
    public init(parsing text: String) throws(ConfigurationValueError) {
        let digits = text.utf8.prefix(while: \.isASCIIDigit)
        let unit = String(decoding: text.utf8.dropFirst(digits.count), as: UTF8.self).lowercased()
        let hint = "write a number of bytes, or one with a unit such as 32KiB or 1MB"
        guard !digits.isEmpty else { throw ConfigurationValueError("\(text.echoed) is not a size", hint: hint) }
        guard let factor = unit.isEmpty ? 1 : Self.units.first(where: { $0.name.lowercased() == unit })?.factor else {
            throw ConfigurationValueError("\(text.echoed) has a unit that is not known", hint: hint)
        }
        guard let number = Int(String(decoding: digits, as: UTF8.self)) else {
            throw ConfigurationValueError("is too large a number", hint: hint)
        }
        let (bytes, overflow) = number.multipliedReportingOverflow(by: factor)
        guard !overflow else { throw ConfigurationValueError("is too large a number", hint: hint) }
        self.bytes = bytes
    }

    /// The shortest exact form: 32768 is `32KiB`, 1000000 is `1MB`, 1001 is `1001`.
    public var description: String {
        guard bytes > 0 else { return String(bytes) }
        for unit in Self.units.dropLast() where bytes.isMultiple(of: unit.factor) {
            return "\(bytes / unit.factor)\(unit.name)"
        }
        return String(bytes)
    }

    public static func < (lhs: ByteCount, rhs: ByteCount) -> Bool { lhs.bytes < rhs.bytes }
}

extension ByteCount: ConfigurationText {}
