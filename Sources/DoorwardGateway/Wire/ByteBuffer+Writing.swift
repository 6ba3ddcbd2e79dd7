internal import NIOCore

extension ByteBuffer {
    /// Writes a number in decimal digits.
    @inline(__always)
    mutating func writeDecimal(_ number: Int) {
        var digits: (UInt64, UInt64, UInt64) = (0, 0, 0)
        var value = UInt(number < 0 ? 0 : number)
        withUnsafeMutableBytes(of: &digits) { scratch in
            var index = 24
            repeat {
                index -= 1
                scratch[index] = UInt8(truncatingIfNeeded: value % 10) + 0x30
                value /= 10
            } while value > 0
            writeBytes(UnsafeRawBufferPointer(scratch)[index..<24])
        }
    }

    /// Writes a number in exactly 16 lower-case hexadecimal digits.
    mutating func writeHexadecimal(_ number: UInt64) {
        var digits: (UInt64, UInt64) = (0, 0)
        withUnsafeMutableBytes(of: &digits) { scratch in
            for index in 0..<16 {
                let digit = UInt8(truncatingIfNeeded: number >> UInt64(60 - index * 4)) & 15
                scratch[index] = digit < 10 ? digit + 0x30 : digit + 0x57
            }
            writeBytes(UnsafeRawBufferPointer(scratch))
        }
    }

    /// Writes the size line of a chunk (RFC 9112 §7.1).
    mutating func writeChunkSize(_ size: Int) {
        var started = false
        for shift in stride(from: 60, through: 0, by: -4) {
            let digit = UInt8(truncatingIfNeeded: size >> shift) & 15
            if digit == 0, !started, shift > 0 { continue }
            started = true
            writeInteger(digit < 10 ? digit + 0x30 : digit + 0x57)
        }
        writeInteger(0x0D0A as UInt16)
    }

    @inline(__always)
    mutating func write(_ text: StaticString) { writeStaticString(text) }

    /// Writes `HTTP/1.1 200 OK` and its line end.
    mutating func writeStatusLine(_ status: Int) {
        write("HTTP/1.1 ")
        writeDecimal(status)
        writeInteger(ByteClass.space)
        write(StatusText.phrase(status))
        writeInteger(0x0D0A as UInt16)
    }
}
