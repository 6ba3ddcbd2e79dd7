import DoorwardSecrets
import Testing

@Suite("Generating a secret")
struct SecretGeneratorTests {
    @Test("writes the bytes in the format asked for", arguments: [16, 17, 18, 32, 1024])
    func formats(bytes: Int) throws {
        var random = SystemRandomNumberGenerator()
        let hex = try #require(try SecretGenerator.generate(bytes: bytes, format: .hex, using: &random).revealUTF8())
        #expect(hex.wholeMatch(of: /[0-9a-f]+/) != nil)
        #expect(hex.count == bytes * 2)
        let url = try #require(
            try SecretGenerator.generate(bytes: bytes, format: .base64url, using: &random).revealUTF8())
        #expect(url.wholeMatch(of: /[A-Za-z0-9_-]+/) != nil)
        #expect(url.count == (bytes * 8 + 5) / 6)
    }

    @Test("uses the generator it is given, 32 bytes of it, and never the same twice")
    func randomness() throws {
        var first = SeededGenerator(seed: 1)
        var again = SeededGenerator(seed: 1)
        let one = try SecretGenerator.generate(using: &first)
        #expect(one.digest == (try SecretGenerator.generate(using: &again)).digest)
        #expect(one.digest != (try SecretGenerator.generate(using: &first)).digest)
        #expect(one.count == 64)
    }

    @Test("refuses to make short ones and absurdly long ones", arguments: [Int.min, 0, 15, 1025, Int.max])
    func refusals(bytes: Int) {
        var random = SystemRandomNumberGenerator()
        #expect(throws: SecretGeneratorError.bytesOutOfRange(bytes)) {
            try SecretGenerator.generate(bytes: bytes, using: &random)
        }
    }
}
