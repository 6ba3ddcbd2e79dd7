/// A length of time as people write it: a whole number and a unit, `500ms`, `10s`, `2m`, `1h`, `90d`.
public struct ConfiguredDuration: Sendable, Hashable, CustomStringConvertible {
    public let duration: Duration

    public init(_ duration: Duration) { self.duration = duration }

    private static let units: [(name: String, milliseconds: Int64)] = [
        ("d", 86_400_000), ("h", 3_600_000), ("m", 60_000), ("s", 1000), ("ms", 1),
    ]

    /// Reads digits and one of the units ms, s, m, h, d.
    ///
    /// - Throws: ``ConfigurationValueError``, also for a number without a unit: it would be a guess.
    public init(parsing text: String) throws(ConfigurationValueError) {
        let digits = text.utf8.prefix(while: \.isASCIIDigit)
        let name = String(decoding: text.utf8.dropFirst(digits.count), as: UTF8.self)
        let hint = "write a whole number and a unit, such as 500ms, 10s, 2m, 1h or 90d"
        guard !digits.isEmpty else {
            throw ConfigurationValueError("\(text.echoed) is not a length of time", hint: hint)
        }
        guard !name.isEmpty else { throw ConfigurationValueError("\(text.echoed) has no unit", hint: hint) }
        guard let unit = Self.units.first(where: { $0.name == name }) else {
            throw ConfigurationValueError("\(text.echoed) has a unit that is not known", hint: hint)
        }
        guard let number = Int64(String(decoding: digits, as: UTF8.self)) else {
            throw ConfigurationValueError("is too large a number", hint: hint)
        }
        let (milliseconds, overflow) = number.multipliedReportingOverflow(by: unit.milliseconds)
        // A hundred years: more would overflow the nanoseconds that event loops count in.
        guard !overflow, milliseconds <= 36_525 * 86_400_000 else {
            throw ConfigurationValueError("is longer than a hundred years", hint: hint)
        }
        duration = .milliseconds(milliseconds)
    }

    /// Whole nanoseconds, as event loops count; the largest number when there are more.
    public var nanoseconds: Int64 {
        let (seconds, attoseconds) = duration.components
        let (whole, overflow) = seconds.multipliedReportingOverflow(by: 1_000_000_000)
        let (sum, overflow2) = whole.addingReportingOverflow(attoseconds / 1_000_000_000)
        return overflow || overflow2 ? .max : sum
    }

    /// The shortest exact form, in the largest unit that divides it: `75s`, `2m`, `500ms`.
    public var description: String {
        let (seconds, attoseconds) = duration.components
        let (scaled, overflow) = seconds.multipliedReportingOverflow(by: 1000)
        guard !overflow else { return "\(seconds)s" }
        let milliseconds = scaled + attoseconds / 1_000_000_000_000_000
        guard milliseconds != 0 else { return "0s" }
        guard let unit = Self.units.first(where: { milliseconds.isMultiple(of: $0.milliseconds) }) else {
            return "\(milliseconds)ms"
        }
        return "\(milliseconds / unit.milliseconds)\(unit.name)"
    }
}

extension ConfiguredDuration: ConfigurationText {}
