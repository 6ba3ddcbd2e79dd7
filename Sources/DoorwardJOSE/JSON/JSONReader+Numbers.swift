extension JSONReader {
    /// No number that means something here is longer; it bounds the work of reading a double.
    private static var longestNumber: Int { 64 }

    /// A number in the grammar of RFC 8259 §6.
    mutating func number() throws(JSONProblem) -> JOSEValue {
        let start = offset
        let isNegative = byte == UInt8(ascii: "-")
        if isNegative { offset += 1 }
        let integral = try digits(from: start)
        // A leading zero stands alone.
        guard bytes[integral.lowerBound] != UInt8(ascii: "0") || integral.count == 1 else {
            throw .invalidNumber(offset: start)
        }
        var isIntegral = true
        if byte == UInt8(ascii: ".") {
            isIntegral = false
            offset += 1
            _ = try digits(from: start)
        }
        if byte == UInt8(ascii: "e") || byte == UInt8(ascii: "E") {
            isIntegral = false
            offset += 1
            if byte == UInt8(ascii: "+") || byte == UInt8(ascii: "-") { offset += 1 }
            _ = try digits(from: start)
        }
        guard offset - start <= Self.longestNumber else { throw .invalidNumber(offset: start) }
        if isIntegral, let value = integer(integral, isNegative: isNegative) { return .integer(value) }
        guard let value = Double(String(decoding: bytes[start..<offset], as: UTF8.self)), value.isFinite else {
            throw .invalidNumber(offset: start)
        }
        return .number(value)
    }

    /// Steps over at least one digit.
    private mutating func digits(from start: Int) throws(JSONProblem) -> Range<Int> {
        let first = offset
        while let byte, byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "9") { offset += 1 }
        guard offset > first else { throw .invalidNumber(offset: start) }
        return first..<offset
    }

    /// The digits as a signed integer; `nil` when 64 bits do not hold it.
    private func integer(_ digits: Range<Int>, isNegative: Bool) -> Int64? {
        var value: Int64 = 0
        for index in digits {
            let (product, overflow) = value.multipliedReportingOverflow(by: 10)
            let digit = Int64(bytes[index] - UInt8(ascii: "0"))
            // Counted downwards, because the smallest number has no positive counterpart.
            let (sum, overflowed) = product.subtractingReportingOverflow(digit)
            if overflow || overflowed { return nil }
            value = sum
        }
        return isNegative ? value : (value == .min ? nil : -value)
    }
}
