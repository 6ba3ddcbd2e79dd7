import Testing

@testable import DoorwardServer

@Suite("The placeholder logo")
struct PlaceholderLogoTests {
    @Test("is a PNG file of 512 by 512 pixels whose checksums are right")
    func isPNG() throws {
        let png = PlaceholderLogo.png
        #expect(png.prefix(8).elementsEqual([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]))
        #expect(png.count < 4_096)
        var rest = png.dropFirst(8)
        var types: [String] = []
        while rest.count >= 12 {
            let length = Int(number(rest.prefix(4)))
            try #require(rest.count >= length + 12)
            let chunk = rest.dropFirst(4).prefix(4 + length)
            #expect(number(rest.dropFirst(8 + length).prefix(4)) == checksum(chunk))
            types.append(String(decoding: chunk.prefix(4), as: UTF8.self))
            if types == ["IHDR"] {
                #expect(number(chunk.dropFirst(4).prefix(4)) == 512 && number(chunk.dropFirst(8).prefix(4)) == 512)
            }
            rest = rest.dropFirst(12 + length)
        }
        #expect(rest.isEmpty)
        #expect(types == ["IHDR", "PLTE", "tRNS", "IDAT", "IEND"])
    }

    private func number(_ bytes: some Sequence<UInt8>) -> UInt32 { bytes.reduce(0) { $0 << 8 | UInt32($1) } }

    /// CRC-32 as PNG (third edition) annex D has it.
    private func checksum(_ bytes: some Sequence<UInt8>) -> UInt32 {
        ~bytes.reduce(0xFFFF_FFFF as UInt32) { crc, byte in
            (0..<8).reduce(crc ^ UInt32(byte)) { crc, _ in crc & 1 == 1 ? crc >> 1 ^ 0xEDB8_8320 : crc >> 1 }
        }
    }
}
