import Testing

@testable import DoorwardSecrets

@Suite("A digest")
struct SecretDigestTests {
    @Test("differs from every digest that differs in one bit")
    func bits() throws {
        let digest = SecretDigest(hashing: [1, 2, 3])
        #expect(digest == SecretDigest(hashing: [1, 2, 3]))
        for bit in 0..<256 {
            var bytes = digest.bytes
            bytes[bit / 8] ^= 1 << (bit % 8)
            let other = try #require(SecretDigest(bytes: bytes))
            #expect(other != digest)
            #expect(other.difference(from: digest) != 0)
        }
    }

    @Test("is made again from its 32 bytes, and from no other number of them", arguments: [0, 31, 33, 64])
    func length(count: Int) {
        let digest = SecretDigest(hashing: [1])
        #expect(SecretDigest(bytes: digest.bytes) == digest)
        #expect(SecretDigest(bytes: digest.bytes)?.hashValue == digest.hashValue)
        #expect(SecretDigest(bytes: [UInt8](repeating: 0, count: count)) == nil)
    }

    @Test("prints its first 8 digits only")
    func printing() {
        let digest = SecretDigest(hashing: Array("abc".utf8))
        var dumped = ""
        dump(digest, to: &dumped)
        #expect("\(digest)" == "sha256:ba7816bf…")
        #expect(dumped.contains("ba7816bf"))
        for text in ["\(digest)", String(reflecting: digest), dumped] {
            #expect(!text.contains("8f01cfea"))
            #expect(!text.contains("\(digest.words.0)"))
        }
    }
}
