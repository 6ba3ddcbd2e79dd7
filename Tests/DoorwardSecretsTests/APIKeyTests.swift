import Testing

@testable import DoorwardSecrets

@Suite("An API key")
struct APIKeyTests {
    @Test("has the published form and is read back")
    func form() throws {
        for seed in 0..<300 as Range<UInt64> {
            var random = SeededGenerator(seed: seed)
            let key = APIKey.generate(using: &random)
            #expect(key.text.wholeMatch(of: /dwk_[0-9A-Za-z]{49}/) != nil)
            let again = try #require(APIKey(parsing: key.text), "seed \(seed)")
            #expect(again.text == key.text)
            #expect(again.digest == SecretDigest(hashing: Array(key.text.utf8)))
            #expect(key.hint == String(key.text.prefix(8)))
        }
    }

    @Test("with one character changed is refused, whichever it is")
    func typos() {
        var random = SeededGenerator(seed: 3)
        let text = Array(APIKey.generate(using: &random).text.utf8)
        for index in text.indices {
            for other in "0Zz_-= \n\u{0}".utf8 where other != text[index] {
                var changed = text
                changed[index] = other
                #expect(changed.withUnsafeBytes { APIKey(parsing: $0) == nil }, "\(index)")
            }
        }
    }

    @Test("with two neighbours exchanged, cut short or made longer is refused")
    func slips() {
        var random = SeededGenerator(seed: 4)
        let text = Array(APIKey.generate(using: &random).text)
        for index in 1..<text.count where text[index] != text[index - 1] {
            var changed = text
            changed.swapAt(index, index - 1)
            #expect(APIKey(parsing: String(changed)) == nil, "\(index)")
        }
        for length in 0..<text.count { #expect(APIKey(parsing: String(text.prefix(length))) == nil) }
        #expect(APIKey(parsing: String(text) + "0") == nil)
        #expect(APIKey(parsing: " " + String(text)) == nil)
    }

    @Test(
        "with a right checksum but another prefix or a foreign character is refused",
        arguments: ["dwk_", "dwx_", "DWK_"])
    func otherPrefix(prefix: String) throws {
        for (character, isKey) in [("x", prefix == APIKey.prefix), ("_", false), ("-", false)] {
            var text = Array((prefix + String(repeating: character, count: 43)).utf8)
            let checksum = text.withUnsafeBytes { CRC32.checksum($0) }.bigEndian
            text += try #require(Base62.encode(withUnsafeBytes(of: checksum) { Array($0) }, width: 6))
            #expect(text.withUnsafeBytes { APIKey(parsing: $0) != nil } == isKey)
        }
    }

    @Test("gets a record that identifies it and does not contain it")
    func record() {
        var random = SeededGenerator(seed: 5)
        let key = APIKey.generate(using: &random)
        let record = APIKeyRecord(of: key, user: "ada", label: "laptop", createdAt: 10, expiresAt: 20, using: &random)
        #expect(record.id.wholeMatch(of: /k_[0-9A-Za-z]{12}/) != nil)
        #expect(record.digest == key.digest)
        #expect(record.hint == key.hint)
        #expect(record.id != APIKeyRecord.generateID(using: &random))
        #expect(!"\(record)".contains(key.text.dropFirst(8)))
    }
}
