internal import NIOCore

#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#else
    internal import Darwin
#endif

/// Writes piece after piece into memory that is there already, and only counts on where that has come to its end.
///
/// A head or a log line has dozens of pieces. Each one written to a `ByteBuffer` by itself asks whether the storage is shared,
/// whether there is room, and whether anybody else is at it; here the room is one comparison, and the rest is asked once for
/// all pieces (``NIOCore/ByteBuffer/fill(atLeast:_:)``).
struct ByteWriter {
    private let base: UnsafeMutableRawPointer
    private let capacity: Int
    /// How many bytes have been written, or would have been with enough room.
    private(set) var count = 0

    init(_ base: UnsafeMutableRawPointer, capacity: Int) {
        self.base = base
        self.capacity = capacity
    }

    /// Whether everything found room.
    var isComplete: Bool { count <= capacity }

    @inline(__always)
    mutating func write(_ start: UnsafeRawPointer, count length: Int) {
        if capacity - count >= length { memcpy(base + count, start, length) }
        count += length
    }

    @inline(__always)
    mutating func write(_ bytes: UnsafeRawBufferPointer) {
        guard let start = bytes.baseAddress else { return }
        write(start, count: bytes.count)
    }

    @inline(__always)
    mutating func write(_ text: StaticString) { write(text.utf8Start, count: text.utf8CodeUnitCount) }

    @inline(__always)
    mutating func write(_ byte: UInt8) {
        if count < capacity { base.storeBytes(of: byte, toByteOffset: count, as: UInt8.self) }
        count += 1
    }

    @inline(__always)
    mutating func write(_ bytes: [UInt8]) { bytes.withUnsafeBytes { write($0) } }

    /// By another name than the others, or literals would be taken for it.
    mutating func writeString(_ text: String) {
        let isWritten: Void? = text.utf8.withContiguousStorageIfAvailable { write(UnsafeRawBufferPointer($0)) }
        if isWritten == nil { for byte in text.utf8 { write(byte) } }
    }

    /// CR LF.
    @inline(__always)
    mutating func writeLineEnd() { write("\r\n") }

    /// A number in decimal digits; negative ones are written as 0.
    mutating func writeDecimal(_ number: Int) {
        var value = UInt(number < 0 ? 0 : number)
        guard value > 9 else { return write(UInt8(truncatingIfNeeded: value) + 0x30) }
        var digits: (UInt64, UInt64, UInt64) = (0, 0, 0)
        withUnsafeMutableBytes(of: &digits) { scratch in
            var index = 24
            repeat {
                index -= 1
                scratch[index] = UInt8(truncatingIfNeeded: value % 10) + 0x30
                value /= 10
            } while value > 0
            write(UnsafeRawBufferPointer(rebasing: scratch[index..<24]))
        }
    }

    /// A number in exactly 16 lower-case hexadecimal digits.
    mutating func writeHexadecimal(_ number: UInt64) {
        var digits = (Self.hexadecimal(number >> 32).bigEndian, Self.hexadecimal(number & 0xFFFF_FFFF).bigEndian)
        withUnsafeBytes(of: &digits) { write($0) }
    }

    /// The eight digits of a number of 32 bits, the first one in the highest byte: all of them at once, for ids are most of
    /// what the gate writes itself.
    @inline(__always)
    private static func hexadecimal(_ number: UInt64) -> UInt64 {
        var nibbles = number
        nibbles = (nibbles | nibbles << 16) & 0x0000_FFFF_0000_FFFF
        nibbles = (nibbles | nibbles << 8) & 0x00FF_00FF_00FF_00FF
        nibbles = (nibbles | nibbles << 4) & 0x0F0F_0F0F_0F0F_0F0F
        // One in each byte whose nibble is a letter.
        let letters = ((nibbles &+ 0x0606_0606_0606_0606) >> 4) & 0x0101_0101_0101_0101
        return nibbles &+ 0x3030_3030_3030_3030 &+ letters &* 0x27
    }

    /// The size line of a chunk (RFC 9112 §7.1).
    mutating func writeChunkSize(_ size: Int) {
        var started = false
        for shift in stride(from: 60, through: 0, by: -4) {
            let digit = UInt8(truncatingIfNeeded: size >> shift) & 15
            if digit == 0, !started, shift > 0 { continue }
            started = true
            write(digit < 10 ? digit + 0x30 : digit + 0x57)
        }
        writeLineEnd()
    }

    /// `HTTP/1.1 200 OK` and its line end.
    mutating func writeStatusLine(_ status: Int) {
        if status == 200 { return write("HTTP/1.1 200 OK\r\n") }
        write("HTTP/1.1 ")
        writeDecimal(status)
        write(ByteClass.space)
        write(StatusText.phrase(status))
        writeLineEnd()
    }
}

extension ByteBuffer {
    /// How much memory is kept for the next use. Heads are smaller mostly; one that is not must not make all later ones cost
    /// as much as itself while they wait for a caller that does not read.
    static let keptCapacity = 8192

    /// Empties the buffer for another use: in the same memory where nobody else holds it and it is small, in new memory of the
    /// right size else. (`clear()` would allocate as much as there was.)
    mutating func startOver(room: Int) {
        let isReady = modifyIfUniquelyOwned { buffer -> Bool in
            buffer.clear()
            return buffer.capacity <= Self.keptCapacity
        }
        if isReady != true || capacity < room {
            self = ByteBufferAllocator().buffer(capacity: room)
        }
    }

    /// Gives back the memory of a buffer that will be used again, unless it is as small as most are: there may be one for
    /// each of ten thousand connections.
    mutating func shrink() {
        if capacity > 2048 { self = ByteBuffer() }
    }

    /// Appends what the closure writes.
    ///
    /// - Parameters:
    ///   - room: how much will mostly be enough. Where it is not, the closure is called once more with all the room that the
    ///     first call counted: it must write the same again.
    @inline(__always)
    mutating func fill(atLeast room: Int, _ body: (inout ByteWriter) -> Void) {
        var needed = room
        var isComplete = false
        while !isComplete {
            writeWithUnsafeMutableBytes(minimumWritableBytes: needed) { memory in
                guard let base = memory.baseAddress else { return 0 }
                var writer = ByteWriter(base, capacity: memory.count)
                body(&writer)
                isComplete = writer.isComplete
                needed = writer.count
                return isComplete ? writer.count : 0
            }
        }
    }

    /// Writes a number in decimal digits.
    mutating func writeDecimal(_ number: Int) { fill(atLeast: 20) { $0.writeDecimal(number) } }

    /// Writes a number in exactly 16 lower-case hexadecimal digits.
    mutating func writeHexadecimal(_ number: UInt64) { fill(atLeast: 16) { $0.writeHexadecimal(number) } }

    /// Writes the size line of a chunk (RFC 9112 §7.1).
    mutating func writeChunkSize(_ size: Int) { fill(atLeast: 18) { $0.writeChunkSize(size) } }

    /// Writes `HTTP/1.1 200 OK` and its line end.
    mutating func writeStatusLine(_ status: Int) { fill(atLeast: 64) { $0.writeStatusLine(status) } }

    @inline(__always)
    mutating func write(_ text: StaticString) { writeStaticString(text) }
}
