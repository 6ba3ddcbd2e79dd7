import NIOCore
import Testing

@testable import DoorwardGateway

@Suite("Writing bytes")
struct ByteWriterTests {
    @Test("Pieces of all kinds stand one behind the other")
    func pieces() {
        var buffer = ByteBuffer(string: "before ")
        buffer.fill(atLeast: 256) { writer in
            writer.write("static ")
            writer.writeString("text that is too long to be held in place é ")
            writer.writeString("short ")
            writer.write(Array("array ".utf8))
            writer.write(ByteClass.colon)
            writer.writeDecimal(0)
            writer.write(ByteClass.comma)
            writer.writeDecimal(-7)
            writer.write(ByteClass.comma)
            writer.writeDecimal(.max)
            writer.writeLineEnd()
        }
        #expect(
            buffer.text
                == "before static text that is too long to be held in place é short array :0,0,9223372036854775807\r\n")
    }

    @Test("Where there was no room, all is written once more, and only once", arguments: 0...70)
    func room(_ room: Int) {
        let text = String(repeating: "0123456789", count: 7)
        var buffer = ByteBuffer()
        var calls = 0
        buffer.fill(atLeast: room) { writer in
            calls += 1
            for byte in text.utf8 { writer.write(byte) }
            writer.writeHexadecimal(0xAB)
            writer.writeString(text)
        }
        #expect(buffer.text == text + "00000000000000ab" + text)
        #expect(calls <= 2)
    }

    @Test("Memory is used again where nobody holds it, and never kept large")
    func memory() {
        var buffer = ByteBuffer()
        buffer.startOver(room: 600)
        let small = buffer.capacity
        buffer.writeString("first")
        buffer.startOver(room: 600)
        #expect(buffer.capacity == small)
        #expect(buffer.readableBytes == 0)
        // A large one once, while a small one waits: neither costs the others anything.
        buffer.startOver(room: 100_000)
        buffer.writeRepeatingByte(1, count: 100_000)
        var waiting: [ByteBuffer] = []
        for _ in 0..<100 {
            buffer.startOver(room: 600)
            buffer.writeString("waits")
            waiting.append(buffer)
        }
        #expect(waiting.allSatisfy { $0.text == "waits" })
        #expect(waiting.reduce(0) { $0 + $1.capacity } <= 100 * 1024)
        buffer.startOver(room: 5000)
        buffer.shrink()
        #expect(buffer.capacity == 0)
    }

    @Test("Nothing is written behind the end of the room, also when a shorter piece would fit")
    func bounds() {
        var memory = [UInt8](repeating: 0xEE, count: 16)
        memory.withUnsafeMutableBytes { bytes in
            guard let base = bytes.baseAddress else { return }
            var writer = ByteWriter(base, capacity: 8)
            writer.write("12345")
            writer.write("6789")
            writer.write("x")
            #expect(writer.count == 10)
            #expect(!writer.isComplete)
        }
        #expect(memory == Array("12345".utf8) + Array(repeating: 0xEE, count: 11))
    }

    @Test("Every hexadecimal digit stands in every place")
    func hexadecimal() {
        for digit in UInt64(0)..<16 {
            for place in UInt64(0)..<16 {
                let number = digit << (place * 4)
                var buffer = ByteBuffer()
                buffer.writeHexadecimal(number)
                let digits = String(number, radix: 16)
                #expect(buffer.text == String(repeating: "0", count: 16 - digits.count) + digits)
            }
        }
        var buffer = ByteBuffer()
        buffer.writeHexadecimal(0x0123_4567_89AB_CDEF)
        #expect(buffer.text == "0123456789abcdef")
    }

    @Test(
        "Microseconds are written as milliseconds",
        arguments: [
            (0, "0.000"), (7, "0.007"), (42, "0.042"), (999, "0.999"), (1_000, "1.000"), (1_234_567, "1234.567"),
            (-5, "0.000"),
        ] as [(Int64, String)])
    func milliseconds(microseconds: Int64, text: String) {
        var buffer = ByteBuffer()
        buffer.fill(atLeast: 0) { $0.writeMilliseconds(microseconds) }
        #expect(buffer.text == text)
    }

    @Test("Eight bytes at once are judged as each of them is, in every place")
    func visible() {
        for place in 0..<8 {
            for byte in UInt8.min...UInt8.max {
                for filler in [0x20, 0x41, 0x7E] as [UInt8] {
                    var bytes = [UInt8](repeating: filler, count: 8)
                    bytes[place] = byte
                    let word = bytes.withUnsafeBytes { $0.loadUnaligned(as: UInt64.self) }
                    #expect(ByteClass.areVisible(word) == (0x20...0x7E).contains(byte))
                }
            }
        }
    }

    @Test("No two odd bytes cancel each other out")
    func pairs() {
        for first in [0x00, 0x1F, 0x7F, 0x80, 0xFF] as [UInt8] {
            for second in UInt8.min...UInt8.max {
                for place in 0..<7 {
                    var bytes = [UInt8](repeating: 0x61, count: 8)
                    (bytes[place], bytes[place + 1]) = (first, second)
                    #expect(!bytes.withUnsafeBytes { ByteClass.areVisible($0.loadUnaligned(as: UInt64.self)) })
                }
            }
        }
    }
}
