/// What is asked of an RSA key before it is trusted to verify anything; big-endian bytes without leading zeros.
enum RSAKeyChecks {
    static let bits = 2048...8192

    static func check(modulus: [UInt8], exponent: [UInt8]) throws(KeyRefusal) {
        // RFC 7518 §3.3 and §3.5: at least 2048 bits. The upper end bounds the work of one verification.
        let size = bitCount(modulus)
        guard bits.contains(size) else { throw .unsuitableSize(bits: size) }
        // An exponent of 1 makes every message its own signature; beyond 32 bits it only costs time.
        guard let last = exponent.last, last & 1 == 1, exponent.count <= 4, bitCount(exponent) > 1 else {
            throw .weakKey
        }
        guard modulus.last.map({ $0 & 1 == 1 }) == true, !isROCA(modulus) else { throw .weakKey }
    }

    static func bitCount(_ number: [UInt8]) -> Int {
        guard let first = number.first else { return 0 }
        return number.count * 8 - first.leadingZeroBitCount
    }

    /// The primes for which the powers of 65537 do not reach every remainder.
    private static let primes: [UInt32] = [
        11, 13, 17, 19, 37, 53, 61, 71, 73, 79, 97, 103, 107, 109, 127, 151, 157,
    ]

    /// Whether the modulus has the fingerprint of the key generator of CVE-2017-15361 ("ROCA", Nemec and others, 2017,
    /// §2.3): modulo each of these primes it is a power of 65537. By chance that happens to about one key in 2^27.
    private static func isROCA(_ modulus: [UInt8]) -> Bool {
        primes.allSatisfy { prime in
            let remainder = modulus.reduce(UInt32(0)) { ($0 << 8 | UInt32($1)) % prime }
            var power: UInt32 = 1
            for _ in 0..<prime {
                if power == remainder { return true }
                power = power * (65537 % prime) % prime
            }
            return false
        }
    }
}
