import DoorwardSecrets
import Testing

@testable import DoorwardServer

@Suite("QR codes")
struct QRCodeTests {
    @Test(
        "are as readers were seen to read them",
        arguments: [
            (10, "5908f526"), (60, "107e163c"), (120, "0e47a0e2"), (200, "bdaee647"), (300, "f3e8c7e9"),
            (500, "aecfe37e"), (858, "ab533176"),
        ])
    func golden(count: Int, fingerprint: String) throws {
        let letters = Array("abcdefghijklmnopqrstuvwxyz0123456789".utf8)
        let code = try #require(QRCode((0..<count).map { letters[$0 * 7 % 36] }))
        #expect(SecretDigest(hashing: Array(code.path.utf8)).fingerprint == fingerprint)
        #expect(code.viewBox == "-4 -4 \(code.size + 8) \(code.size + 8)")
    }

    @Test("have the three finder patterns and the timing patterns")
    func patterns() throws {
        let code = try #require(QRCode(Array("hello".utf8)))
        #expect(code.size == 21)
        for (left, top) in [(0, 0), (14, 0), (0, 14)] {
            for offset in 0..<7 { #expect(code[left + offset, top] && code[left, top + offset]) }
            #expect(!code[left + 1, top + 1] && code[left + 3, top + 3])
        }
        for place in 8..<13 { #expect(code[place, 6] == (place % 2 == 0) && code[6, place] == (place % 2 == 0)) }
        #expect(code[8, 13])
    }

    @Test("hold up to 858 bytes")
    func limits() {
        #expect(QRCode([])?.size == 21)
        #expect(QRCode([UInt8](repeating: 1, count: 858))?.size == 97)
        #expect(QRCode([UInt8](repeating: 1, count: 859)) == nil)
    }
}
