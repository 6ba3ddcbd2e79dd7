import Testing

@testable import DoorwardSecrets

@Suite("Encodings and memory")
struct EncodingTests {
    @Test(
        "base64 is that of RFC 4648 §10",
        arguments: [
            ("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="), ("fooba", "Zm9vYmE="),
            ("foobar", "Zm9vYmFy"),
        ])
    func base64(plain: String, encoded: String) {
        let bare = Array(encoded.utf8).filter { $0 != UInt8(ascii: "=") }
        #expect(Base64.encode(Array(plain.utf8), alphabet: .standard, padded: true) == Array(encoded.utf8))
        #expect(Base64.encode(Array(plain.utf8), alphabet: .url, padded: false) == bare)
    }

    @Test("base64 and base64url differ in the last two digits")
    func alphabets() {
        #expect(Base64.encode([0xFB, 0xFF, 0xFE], alphabet: .standard, padded: true) == Array("+//+".utf8))
        #expect(Base64.encode([0xFB, 0xFF, 0xFE], alphabet: .url, padded: true) == Array("-__-".utf8))
    }

    @Test(
        "CRC-32 is the usual one",
        arguments: [
            ("", 0), ("123456789", 0xCBF4_3926), ("a", 0xE8B7_BE43),
            ("The quick brown fox jumps over the lazy dog", 0x414F_A339),
        ] as [(String, UInt32)])
    func crc(text: String, value: UInt32) {
        #expect(Array(text.utf8).withUnsafeBytes { CRC32.checksum($0) } == value)
    }

    @Test("base62 is big-endian, of fixed width, and refuses what does not fit")
    func base62() {
        #expect(Base62.encode([], width: 2) == Array("00".utf8))
        #expect(Base62.encode([61], width: 2) == Array("0z".utf8))
        #expect(Base62.encode([62], width: 2) == Array("10".utf8))
        #expect(Base62.encode([0x0F, 0x03], width: 2) == Array("zz".utf8))
        #expect(Base62.encode([0x0F, 0x04], width: 2) == nil)
        #expect(Base62.encode([UInt8](repeating: 0xFF, count: 32), width: 42) == nil)
        #expect(Base62.encode([UInt8](repeating: 0xFF, count: 4), width: 6) == Array("4gfFC3".utf8))
    }

    @Test("base62 decodes to the bytes it was made of, for any 32 bytes")
    func roundTrip() throws {
        for seed in 0..<1000 as Range<UInt64> {
            var random = SeededGenerator(seed: seed)
            var bytes = SecretGenerator.randomBytes(32, using: &random)
            if seed == 0 { bytes = [UInt8](repeating: 0xFF, count: 32) }
            if seed == 1 { bytes = [UInt8](repeating: 0, count: 31) + [1] }
            let digits = try #require(Base62.encode(bytes, width: 43))
            #expect(digits.count == 43)
            #expect(digits.allSatisfy(Base62.isDigit))
            #expect(decode(digits) == bytes, "seed \(seed)")
        }
    }

    @Test("wiping overwrites every byte")
    func wiping() {
        var bytes: [UInt8] = [1, 2, 3]
        SystemMemory.wipe(&bytes)
        #expect(bytes == [0, 0, 0])
        bytes = []
        SystemMemory.wipe(&bytes)
        #expect(bytes.isEmpty)
    }

    @Test("a byte is a base62 digit exactly when it is in the alphabet")
    func digits() {
        for byte in UInt8.min ... .max { #expect(Base62.isDigit(byte) == Base62.alphabet.contains(byte)) }
    }

    /// Schoolbook: multiply by 62, add the digit.
    private func decode(_ digits: [UInt8]) -> [UInt8] {
        var number = [UInt8](repeating: 0, count: 32)
        for digit in digits {
            var carry = Base62.alphabet.firstIndex(of: digit) ?? 0
            for index in number.indices.reversed() {
                let value = Int(number[index]) * 62 + carry
                number[index] = UInt8(value & 0xFF)
                carry = value >> 8
            }
        }
        return number
    }
}
