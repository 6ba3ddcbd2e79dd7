/// Points in time as the answers of servers write them, in Unix seconds.
enum InternetTime {
    /// Reads `2018-03-22T02:24:06.945319214Z` or with an offset such as `+01:00` (RFC 3339 §5.6); fractions are dropped.
    static func timestamp(_ text: String) -> Int64? {
        let bytes = Array(text.utf8)
        guard (20...40).contains(bytes.count), bytes[4] == UInt8(ascii: "-"), bytes[7] == UInt8(ascii: "-"),
            bytes[10] | 0x20 == UInt8(ascii: "t")
        else { return nil }
        var rest = bytes[19...]
        if rest.first == UInt8(ascii: ".") {
            let digits = rest.dropFirst().prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
            guard !digits.isEmpty else { return nil }
            rest = rest[digits.endIndex...]
        }
        guard let days = days(number(bytes[0..<4]), number(bytes[5..<7]), number(bytes[8..<10])),
            let clock = clock(bytes[11..<19]), let offset = offset(rest)
        else { return nil }
        return days * 86_400 + clock - offset
    }

    /// Reads `Sun, 06 Nov 1994 08:49:37 GMT`, the one form of a `Date` header (RFC 9110 §5.6.7).
    static func httpDate(_ text: String) -> Int64? {
        let bytes = Array(text.utf8)
        guard bytes.count == 29, bytes[3] == UInt8(ascii: ","), bytes[25...].elementsEqual(" GMT".utf8) else {
            return nil
        }
        let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
        let month = months.firstIndex { bytes[8..<11].elementsEqual($0.utf8) }.map { Int64($0) + 1 }
        guard let days = days(number(bytes[12..<16]), month, number(bytes[5..<7])), let clock = clock(bytes[17..<25])
        else { return nil }
        return days * 86_400 + clock
    }

    /// The seconds of the day that `08:49:37` is.
    private static func clock(_ text: ArraySlice<UInt8>) -> Int64? {
        let bytes = Array(text)
        guard bytes.count == 8, bytes[2] == UInt8(ascii: ":"), bytes[5] == UInt8(ascii: ":"),
            let hour = number(bytes[0..<2]), hour < 24, let minute = number(bytes[3..<5]), minute < 60,
            let second = number(bytes[6..<8]), second <= 60
        else { return nil }
        return hour * 3600 + minute * 60 + second
    }

    /// Seconds east of UTC.
    private static func offset(_ zone: ArraySlice<UInt8>) -> Int64? {
        let bytes = Array(zone)
        if bytes.count == 1, bytes[0] | 0x20 == UInt8(ascii: "z") { return 0 }
        guard bytes.count == 6, bytes[3] == UInt8(ascii: ":"), let hours = number(bytes[1..<3]), hours < 24,
            let minutes = number(bytes[4..<6]), minutes < 60
        else { return nil }
        switch bytes[0] {
        case UInt8(ascii: "+"): return hours * 3600 + minutes * 60
        case UInt8(ascii: "-"): return -(hours * 3600 + minutes * 60)
        default: return nil
        }
    }

    private static func number(_ digits: ArraySlice<UInt8>) -> Int64? {
        var value: Int64 = 0
        for digit in digits {
            guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(digit) else { return nil }
            value = value * 10 + Int64(digit - UInt8(ascii: "0"))
        }
        return value
    }

    /// Days since 1970 in the Gregorian calendar; years are counted from March, so that the leap day is the last.
    private static func days(_ year: Int64?, _ month: Int64?, _ day: Int64?) -> Int64? {
        guard let year, year > 0, let month, (1...12).contains(month), let day, (1...31).contains(day) else {
            return nil
        }
        let shifted = month <= 2 ? year - 1 : year
        let dayOfYear = (153 * ((month + 9) % 12) + 2) / 5 + day - 1
        // 719468 days lie between the first of March of the year 0 and the first of January 1970.
        return 365 * shifted + shifted / 4 - shifted / 100 + shifted / 400 + dayOfYear - 719_468
    }
}
