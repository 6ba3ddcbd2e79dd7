import DoorwardSecrets
import Testing

extension APIKeyRing {
    func match(_ text: String, now: Int64) -> APIKeyVerdict {
        var text = text
        return text.withUTF8 { match(UnsafeRawBufferPointer($0), now: now) }
    }
}

@Suite("The ring of API keys")
struct APIKeyRingTests {
    @Test("accepts a live key with its user, until the second it expires, and not once it is revoked")
    func verdicts() {
        var random = SeededGenerator(seed: 1)
        let keys = (0..<3).map { _ in APIKey.generate(using: &random) }
        var records = keys.map { APIKeyRecord(of: $0, user: "ada", createdAt: 1, using: &random) }
        records[1].expiresAt = 100
        records[2].expiresAt = 100
        records[2].revokedAt = 50
        let ring = APIKeyRing(records: records)
        #expect(ring.count == 3)
        #expect(ring.match(keys[0].text, now: .max) == .accepted(records[0]))
        #expect(ring.match(keys[1].text, now: 99) == .accepted(records[1]))
        #expect(ring.match(keys[1].text, now: 100) == .expired(records[1]))
        #expect(ring.match(keys[2].text, now: 10) == .revoked(records[2]))
        #expect(ring.match(keys[2].text, now: 200) == .revoked(records[2]))
    }

    @Test("tells a key that was never issued from what is no key")
    func strangers() {
        var random = SeededGenerator(seed: 2)
        let issued = APIKey.generate(using: &random)
        let stranger = APIKey.generate(using: &random)
        let ring = APIKeyRing(records: [APIKeyRecord(of: issued, user: "ada", createdAt: 1, using: &random)])
        #expect(ring.match(stranger.text, now: 1) == .unknown)
        for text in [
            "", "dwk_", issued.text + " ", String(issued.text.dropLast()) + "_", String(repeating: "x", count: 53),
        ] {
            #expect(ring.match(text, now: 1) == .malformed)
        }
        #expect(APIKeyRing(records: []).match(issued.text, now: 1) == .unknown)
    }
}
