/// Points in time as AWS writes them, out of Unix seconds and back.
enum AWSTime {
    /// `20150830T123600Z`, as signatures hold it.
    static func stamp(_ seconds: Int64) -> String {
        // The years that four digits write.
        let seconds = min(max(seconds, 0), 253_402_300_799)
        let (days, rest) = (seconds / 86400, seconds % 86400)
        let (year, month, day) = civil(days)
        return padded(year, 4) + padded(month, 2) + padded(day, 2) + "T" + padded(rest / 3600, 2)
            + padded(rest / 60 % 60, 2) + padded(rest % 60, 2) + "Z"
    }

    /// Reads `2016-02-25T06:03:31Z`, with a fraction that is dropped (RFC 3339, in UTC only).
    static func timestamp(_ text: String) -> Int64? {
        let bytes = Array(text.utf8)
        guard bytes.count >= 20, bytes.count <= 40, bytes[4] == UInt8(ascii: "-"), bytes[7] == UInt8(ascii: "-"),
            bytes[10] == UInt8(ascii: "T"), bytes[13] == UInt8(ascii: ":"), bytes[16] == UInt8(ascii: ":")
        else { return nil }
        var rest = bytes[19...]
        if rest.first == UInt8(ascii: ".") { rest = rest.dropFirst().drop { (0x30...0x39).contains($0) } }
        guard rest.elementsEqual("Z".utf8) || rest.elementsEqual("+00:00".utf8) else { return nil }
        return seconds(
            year: number(bytes[0..<4]), month: number(bytes[5..<7]), day: number(bytes[8..<10]),
            clock: (number(bytes[11..<13]), number(bytes[14..<16]), number(bytes[17..<19])))
    }

    /// Reads `Sun, 06 Nov 1994 08:49:37 GMT`, the one form of a `Date` header (RFC 9110 §5.6.7).
    static func httpDate(_ text: String) -> Int64? {
        let bytes = Array(text.utf8)
        guard bytes.count == 29, bytes[3] == UInt8(ascii: ","), bytes[25...].elementsEqual(" GMT".utf8),
            bytes[19] == UInt8(ascii: ":"), bytes[22] == UInt8(ascii: ":")
        else { return nil }
        let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
        guard let month = months.firstIndex(where: { bytes[8..<11].elementsEqual($0.utf8) }) else { return nil }
        return seconds(
            year: number(bytes[12..<16]), month: Int64(month) + 1, day: number(bytes[5..<7]),
            clock: (number(bytes[17..<19]), number(bytes[20..<22]), number(bytes[23..<25])))
    }

    private static func seconds(
        year: Int64?, month: Int64?, day: Int64?, clock: (hour: Int64?, minute: Int64?, second: Int64?)
    ) -> Int64? {
        guard let year, let month, let day, let hour = clock.hour, let minute = clock.minute,
            let second = clock.second, year >= 1970, (1...12).contains(month), (1...31).contains(day), hour < 24,
            minute < 60, second <= 60
        else { return nil }
        return days(year, month, day) * 86400 + hour * 3600 + minute * 60 + second
    }

    /// Days since 1970-01-01 in the Gregorian calendar; years begin in March, so that the leap day is the last.
    private static func days(_ year: Int64, _ month: Int64, _ day: Int64) -> Int64 {
        let year = month <= 2 ? year - 1 : year
        let (era, yearOfEra) = (year / 400, year % 400)
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    }

    private static func civil(_ days: Int64) -> (Int64, Int64, Int64) {
        let shifted = days + 719_468
        let (era, dayOfEra) = (shifted / 146_097, shifted % 146_097)
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
        return (year, month, dayOfYear - (153 * shiftedMonth + 2) / 5 + 1)
    }

    private static func number(_ digits: ArraySlice<UInt8>) -> Int64? {
        guard digits.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
        return digits.reduce(0) { $0 * 10 + Int64($1 - 0x30) }
    }

    private static func padded(_ number: Int64, _ width: Int) -> String {
        let text = String(number)
        return String(repeating: "0", count: max(0, width - text.count)) + text
    }
}
