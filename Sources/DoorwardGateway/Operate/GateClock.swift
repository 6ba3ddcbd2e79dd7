#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#else
    internal import Darwin
#endif

/// The wall clock of one event loop, read ten times a second at most, with its `Date` line made ready.
struct GateClock {
    /// Unix seconds.
    private(set) var unixSeconds: Int64 = 0
    /// `date: Sun, 06 Nov 1994 08:49:37 GMT` and its line end (RFC 9110 §5.6.7).
    private(set) var dateLine: [UInt8] = []

    private let read: @Sendable () -> Int64

    /// - Parameter read: the time in Unix seconds; the system's, but where time must stand still.
    init(reading read: @escaping @Sendable () -> Int64 = { GateClock.unixMilliseconds() / 1000 }) {
        self.read = read
        refresh()
    }

    mutating func refresh() {
        let seconds = read()
        guard seconds != unixSeconds else { return }
        unixSeconds = seconds
        dateLine = Array("date: \(CivilTime(unixSeconds: seconds).httpDate)\r\n".utf8)
    }

    /// Milliseconds since 1970, now.
    static func unixMilliseconds() -> Int64 {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000
    }
}

/// A point in time as calendar fields in UTC (proleptic Gregorian calendar).
public struct CivilTime: Sendable {
    public let year: Int
    public let month: Int
    public let day: Int
    public let hour: Int
    public let minute: Int
    public let second: Int
    let weekday: Int

    public init(unixSeconds: Int64) {
        let days = Int(unixSeconds >= 0 ? unixSeconds / 86_400 : (unixSeconds - 86_399) / 86_400)
        let rest = Int(unixSeconds) - days * 86_400
        (hour, minute, second) = (rest / 3600, rest / 60 % 60, rest % 60)
        weekday = ((days + 4) % 7 + 7) % 7
        // Days to civil date over eras of 400 years that begin on the first of March.
        let shifted = days + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        day = dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
        month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    }

    /// RFC 9110 §5.6.7, IMF-fixdate.
    var httpDate: String {
        let weekdays = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
        let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
        return
            "\(weekdays[weekday]), \(Self.two(day)) \(months[month - 1]) \(year) \(Self.two(hour)):\(Self.two(minute)):\(Self.two(second)) GMT"
    }

    /// RFC 3339, to the second.
    public var rfc3339: String {
        "\(year)-\(Self.two(month))-\(Self.two(day))T\(Self.two(hour)):\(Self.two(minute)):\(Self.two(second))Z"
    }

    static func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
}
