import DoorwardSecrets
import Testing

@Suite("The strength of a secret")
struct SecretStrengthTests {
    private func strength(_ text: String) -> SecretStrength { Secret(utf8: text).strength }

    @Test(
        "is short for what people type",
        arguments: [
            "", "a", String(repeating: "a", count: 200), String(repeating: "ab", count: 100),
            "changeme", "changeme-changeme-changeme-changeme", "ChangeMeChangeMeChangeMe123!",
            "password1234password1234password1234", "0123456789abcdef0123456789abcde", "user:hunter2hunter2",
            "admin:admin", "p4ssw0rd!P4ssw0rd!", "mysecretpasswordforchatgptplugin", "deadbeefdeadbeefdeadbeefdeadbeef",
            "00000000000000000000000000000001", "11111111112222222222333333333344444444445555555555",
        ])
    func typed(text: String) {
        let strength = strength(text)
        #expect(strength.isShort, "\(strength.bits) bits, \(strength.shape)")
        #expect(strength.shortfall?.contains("at least 128") == true)
    }

    @Test(
        "is doubtful, but no reason to refuse the start, for what is long and looks typed",
        arguments: [
            "0123456789abcdef0123456789abcdef",
            "1234567890123456789012345678901234567890", "abcdefghijklmnopqrstuvwxyz0123456789",
            "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ", "thequickbrownfoxjumpsoverthelazydog",
            "correct horse battery staple of mine",
        ])
    func doubtful(text: String) {
        let strength = strength(text)
        #expect(!strength.isShort)
        #expect(strength.doubt != nil)
    }

    @Test("counts what is generated in full", arguments: SecretGenerator.Format.allCases, [16, 24, 32, 64])
    func generated(format: SecretGenerator.Format, bytes: Int) throws {
        for seed in 0..<100 as Range<UInt64> {
            var random = SeededGenerator(seed: seed)
            let secret = try SecretGenerator.generate(bytes: bytes, format: format, using: &random)
            let text = try #require(secret.revealUTF8())
            #expect(!secret.strength.isShort, "seed \(seed): \(secret.strength)")
            #expect(secret.strength.bits <= bytes * 8 * 5 / 4)
            #expect(secret.strength.shortfall == nil)
            #expect(secret.strength.doubt == nil)
            #expect(!strength("user:" + text).isShort)
        }
    }

    @Test(
        "knows the alphabet",
        arguments: [
            ("7d41f0c2a95be3861d60f4c7b29a8e53", 128, SecretStrength.Shape.hexadecimal),
            ("7D41F0C2A95BE3861D60F4C7B29A8E53", 128, .hexadecimal),
            ("7d41f0c2a95be3861d60f4c7b29a8e5", 124, .hexadecimal),
            ("Zx81mQ0rTg5LwVb2NcKj7u", 130, .base64), ("Zx81mQ0rTg5LwVb2NcKj7", 124, .base64),
            ("Zx81mQ+rTg5L/Vb2NcKj7u==", 130, .base64), ("zx81mq0rtg5lwvb2nckj7u3pda", 130, .base64),
            ("83619205748163920571946385027164", 106, .decimal), ("7d41f0c2-a95b-4386-9d60-f4c7b29a8e53", 122, .uuid),
        ])
    func alphabets(text: String, bits: Int, shape: SecretStrength.Shape) {
        #expect(strength(text).bits == bits)
        #expect(strength(text).shape == shape)
    }

    @Test("of user:password is that of the password")
    func basic() {
        let password = "7d41f0c2a95be3861d60f4c7b29a8e53"
        #expect(strength("a-very-long-user-name-indeed:" + password).bits == 128)
    }

    @Test("of bytes that are no text is counted cautiously")
    func binary() {
        var random = SeededGenerator(seed: 7)
        let bytes = (0..<32).map { _ in UInt8.random(in: 0...255, using: &random) }
        #expect(Secret(bytes).strength == Secret(bytes).strength)
        #expect(Secret(bytes).strength.bits == 192)
        #expect(Secret(bytes).strength.shape == .binary)
    }

    @Test("of a very long value is found in bounded time")
    func long() {
        let clock = ContinuousClock()
        let text = String(repeating: "ab", count: 500_000)
        #expect(clock.measure { _ = strength(text) } < .seconds(1))
        #expect(strength(text).isShort)
    }
}
