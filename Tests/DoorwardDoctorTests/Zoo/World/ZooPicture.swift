/// A white square of 512 × 512 as a PNG file, made by hand: stored blocks, checksums computed.
enum ZooPicture {
    static let png: [UInt8] = {
        let signature: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]
        // Width, height, one bit of grey per point.
        let header = bytes(512) + bytes(512) + [1, 0, 0, 0, 0]
        let rows = [UInt8](repeating: 0xFF, count: 65 * 512).enumerated().map { $0.offset % 65 == 0 ? 0 : $0.element }
        let stored: [UInt8] = [0x78, 0x01, 0x01] + halves(rows.count) + halves(~rows.count & 0xFFFF)
        return signature + chunk("IHDR", header) + chunk("IDAT", stored + rows + bytes(adler(rows))) + chunk("IEND", [])
    }()

    private static func chunk(_ name: String, _ content: [UInt8]) -> [UInt8] {
        let named = Array(name.utf8) + content
        return bytes(UInt32(content.count)) + named + bytes(cyclic(named))
    }

    private static func bytes(_ number: UInt32) -> [UInt8] {
        (0..<4).map { UInt8(truncatingIfNeeded: number >> (24 - 8 * $0)) }
    }

    private static func halves(_ number: Int) -> [UInt8] { [UInt8(number & 0xFF), UInt8(number >> 8)] }

    private static func adler(_ bytes: [UInt8]) -> UInt32 {
        var low: UInt32 = 1
        var high: UInt32 = 0
        for byte in bytes {
            low = (low + UInt32(byte)) % 65521
            high = (high + low) % 65521
        }
        return high << 16 | low
    }

    private static func cyclic(_ bytes: [UInt8]) -> UInt32 {
        var sum: UInt32 = 0xFFFF_FFFF
        for byte in bytes {
            sum ^= UInt32(byte)
            for _ in 0..<8 { sum = sum & 1 == 1 ? sum >> 1 ^ 0xEDB8_8320 : sum >> 1 }
        }
        return ~sum
    }
}
