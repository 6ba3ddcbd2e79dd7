/// Moments as people and browsers read them, in UTC.
enum DateText {
    private static let months = [
        "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
        "December",
    ]

    /// `22 November 2026, 14:05 UTC` of Unix seconds.
    static func readable(_ time: Int64) -> String {
        let (year, month, day) = date(time)
        return "\(day) \(months[month - 1]) \(year), \(clock(time, seconds: false)) UTC"
    }

    /// `2026-11-22T14:05:09Z` (RFC 3339).
    static func iso(_ time: Int64) -> String {
        let (year, month, day) = date(time)
        return "\(padded(year, 4))-\(padded(month, 2))-\(padded(day, 2))T\(clock(time, seconds: true))Z"
    }

    private static func clock(_ time: Int64, seconds: Bool) -> String {
        let second = Int(bounded(time) % 86_400)
        let text = "\(padded(second / 3_600, 2)):\(padded(second / 60 % 60, 2))"
        return seconds ? "\(text):\(padded(second % 60, 2))" : text
    }

    private static func padded(_ number: Int, _ width: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }

    /// From 1970 to 9999.
    private static func bounded(_ time: Int64) -> Int64 { min(max(0, time), 253_402_300_799) }

    /// The proleptic Gregorian date: years are counted from the first of March, so that leap days come last.
    private static func date(_ time: Int64) -> (year: Int, month: Int, day: Int) {
        let days = Int(bounded(time) / 86_400) + 719_468
        let era = days / 146_097
        let dayOfEra = days % 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shifted = (5 * dayOfYear + 2) / 153
        let month = shifted < 10 ? shifted + 3 : shifted - 9
        return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * shifted + 2) / 5 + 1)
    }
}
