/// A moment as RFC 3339 writes it, in UTC with milliseconds: `2026-11-22T17:19:13.000Z`.
struct Timestamp {
    private let milliseconds: Int64

    init(secondsSince1970 seconds: Double) {
        milliseconds = seconds.isFinite && seconds > 0 && seconds < 2.5e11 ? Int64((seconds * 1000).rounded()) : 0
    }

    var text: String {
        let day = milliseconds / 86_400_000
        let rest = milliseconds % 86_400_000
        let (year, month, dayOfMonth) = Self.date(daysSince1970: day)
        let time = [rest / 3_600_000, rest / 60_000 % 60, rest / 1000 % 60].map { Self.padded($0, 2) }
        return "\(Self.padded(year, 4))-\(Self.padded(month, 2))-\(Self.padded(dayOfMonth, 2))T"
            + time.joined(separator: ":") + ".\(Self.padded(rest % 1000, 3))Z"
    }

    /// The date in the Gregorian calendar, by counting in eras of 400 years that begin in March.
    static func date(daysSince1970 days: Int64) -> (year: Int64, month: Int64, day: Int64) {
        let shifted = days + 719_468
        let era = shifted / 146_097
        let dayOfEra = shifted % 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let marchMonth = (5 * dayOfYear + 2) / 153
        let month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9
        return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * marchMonth + 2) / 5 + 1)
    }

    private static func padded(_ number: Int64, _ width: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }
}
