import Testing

@testable import DoorwardJOSE

@Suite("The checks of RSA keys")
struct RSAKeyChecksTests {
    /// An odd number of so many bits that is a key to nobody.
    private func modulus(bits: Int) -> [UInt8] {
        var number = [UInt8](repeating: 0x5B, count: (bits + 7) / 8)
        number[0] = 1 << UInt8((bits - 1) % 8)
        return number
    }

    private func refusal(_ modulus: [UInt8], _ exponent: [UInt8]) -> KeyRefusal? {
        do throws(KeyRefusal) {
            try RSAKeyChecks.check(modulus: modulus, exponent: exponent)
            return nil
        } catch {
            return error
        }
    }

    @Test("From 2048 to 8192 bits is accepted", arguments: [2048, 2049, 3072, 4096, 8191, 8192])
    func accepted(bits: Int) {
        #expect(refusal(modulus(bits: bits), [1, 0, 1]) == nil)
    }

    @Test("Fewer and more bits are refused with their number", arguments: [8, 1024, 2047, 8193, 16384])
    func refused(bits: Int) {
        #expect(refusal(modulus(bits: bits), [1, 0, 1]) == .unsuitableSize(bits: bits))
    }

    @Test("An exponent of 0 or 1, an even one and one above 32 bits are refused")
    func exponents() {
        let number = modulus(bits: 2048)
        for exponent: [UInt8] in [[1], [2], [1, 0, 0], [1, 0, 0, 0, 1], []] {
            #expect(refusal(number, exponent) == .weakKey)
        }
        for exponent: [UInt8] in [[3], [17], [1, 0, 1], [0xFF, 0xFF, 0xFF, 0xFF]] {
            #expect(refusal(number, exponent) == nil)
        }
    }

    @Test("An even modulus is refused")
    func evenModulus() {
        var number = modulus(bits: 2048)
        number[number.count - 1] = 0x5A
        #expect(refusal(number, [1, 0, 1]) == .weakKey)
    }

    @Test("A power of 65537 has the fingerprint of CVE-2017-15361")
    func fingerprint() {
        // 65537^128 = 2^2048 + …, 2049 bits: modulo every prime it is a power of 65537.
        var number: [UInt8] = [1]
        for _ in 0..<128 {
            // Times 2^16 + 1: the number and the number shifted by two bytes.
            var sum = [UInt8](repeating: 0, count: number.count + 3)
            var carry = 0
            for place in 0..<sum.count {
                let low = place < number.count ? Int(number[number.count - 1 - place]) : 0
                let high = place >= 2 && place - 2 < number.count ? Int(number[number.count + 1 - place]) : 0
                carry += low + high
                sum[sum.count - 1 - place] = UInt8(carry & 255)
                carry >>= 8
            }
            number = Array(sum.drop { $0 == 0 })
        }
        #expect(RSAKeyChecks.bits.contains(RSAKeyChecks.bitCount(number)))
        #expect(refusal(number, [1, 0, 1]) == .weakKey)
    }
}
