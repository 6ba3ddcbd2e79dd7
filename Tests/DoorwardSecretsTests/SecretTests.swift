import DoorwardSecrets
import Testing

private struct Holder {
    let name = "holder"
    let secret: Secret
    let list: [Secret]
    let key: APIKey
}

@Suite("A secret")
struct SecretTests {
    private static let value = "correct-horse-battery-staple"

    @Test("is never printed, in whatever way it is printed and wherever it sits")
    func redaction() {
        let secret = Secret(utf8: Self.value)
        var random = SeededGenerator(seed: 1)
        let key = APIKey.generate(using: &random)
        let holder = Holder(secret: secret, list: [secret], key: key)
        var dumped = ""
        dump(secret, to: &dumped)
        dump(holder, to: &dumped)
        dump(ResolvedSecret(reference: reference("env:X"), version: SecretVersion(secret: secret)), to: &dumped)
        let prints = [
            "\(secret)", String(describing: secret), String(reflecting: secret), "\(holder)",
            String(reflecting: holder),
            "\([secret])", "\(Optional(secret) as Any)", "\(["k": secret])", "\(key)", String(reflecting: key), dumped,
        ]
        for text in prints {
            #expect(text.contains("<redacted>"))
            #expect(!text.contains(Self.value))
            #expect(!text.contains(key.text))
            #expect(!text.contains("\(Array(Self.value.utf8))"))
            #expect(!text.contains(Self.value.utf8.map { String($0) }.joined(separator: "\n")))
        }
    }

    @Test("has no children for a mirror to walk")
    func mirror() {
        var random = SeededGenerator(seed: 1)
        #expect(Mirror(reflecting: Secret(utf8: Self.value)).children.isEmpty)
        #expect(Mirror(reflecting: APIKey.generate(using: &random)).children.isEmpty)
    }

    @Test("gives its bytes back to those who ask by name")
    func reveal() {
        #expect(Secret(utf8: Self.value).revealUTF8() == Self.value)
        #expect(Secret([0xFF, 0xFE]).revealUTF8() == nil)
        #expect(Secret([1, 2, 3]).withUnsafeBytes { Array($0) } == [1, 2, 3])
        #expect(Secret([]).count == 0)
        #expect(Secret(utf8: "é").count == 2)
    }

    @Test("is fingerprinted by the start of its SHA-256 (FIPS 180-4, the example 'abc')")
    func fingerprint() {
        let secret = Secret(utf8: "abc")
        #expect(secret.fingerprint == "ba7816bf")
        #expect(secret.digest.bytes.prefix(4) == [0xBA, 0x78, 0x16, 0xBF])
        #expect(secret.digest.bytes.suffix(2) == [0x15, 0xAD])
    }

    @Test(
        "tells whether a header can carry it",
        arguments: [
            ("abc", true), ("a b", true), (" ab", false), ("ab ", false), ("a\nb", false), ("a\tb", false),
            ("é", false), ("", false), ("a\u{7F}", false),
        ])
    func header(text: String, fits: Bool) {
        #expect(Secret(utf8: text).fitsInHeader == fits)
    }
}

func reference(_ text: String) -> SecretReference {
    do { return try SecretReference(parsing: text) } catch { preconditionFailure("\(error)") }
}
