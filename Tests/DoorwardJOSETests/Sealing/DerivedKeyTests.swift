import Crypto
import Testing

@testable import DoorwardJOSE

@Suite("Derived keys")
struct DerivedKeyTests {
    private static let master = [UInt8](repeating: 7, count: 32)

    @Test("The code is HMAC-SHA256 under HKDF-SHA256 of the master secret")
    func definition() throws {
        // HKDF by hand (RFC 5869 §2.2 and §2.3), so that a change of the derivation does not go unseen.
        func hmac(_ key: [UInt8], _ message: [UInt8]) -> [UInt8] {
            Array(HMAC<SHA256>.authenticationCode(for: message, using: SymmetricKey(data: key)))
        }
        let extracted = hmac(Array("doorward key derivation v1".utf8), Self.master)
        let expanded = hmac(extracted, Array("hmac\0csrf".utf8) + [1])
        let key = try DerivedKey(master: Self.master, context: "csrf")
        #expect(key.hmac([1, 2, 3]) == hmac(expanded, [1, 2, 3]))
    }

    @Test("One context gives a key for codes and another one for sealing")
    func uses() throws {
        let sealing = try DerivedKey(master: Self.master, use: "seal", context: "csrf")
        #expect(try DerivedKey(master: Self.master, context: "csrf").hmac([1]) != sealing.hmac([1]))
    }

    @Test("A code is valid for its message, key and length only")
    func validity() throws {
        let key = try DerivedKey(master: Self.master, context: "csrf")
        let code = key.hmac([1, 2, 3])
        #expect(code.count == 32)
        #expect(key.isValid(code, for: [1, 2, 3]))
        #expect(!key.isValid(code, for: [1, 2]))
        #expect(!key.isValid(Array(code.dropLast()), for: [1, 2, 3]))
        #expect(!key.isValid(code + [0], for: [1, 2, 3]))
        #expect(!key.isValid([], for: [1, 2, 3]))
        for place in code.indices {
            var changed = code
            changed[place] ^= 1
            #expect(!key.isValid(changed, for: [1, 2, 3]))
        }
        #expect(try !DerivedKey(master: Self.master, context: "other").isValid(code, for: [1, 2, 3]))
    }

    @Test("It prints nothing of itself")
    func redacted() throws {
        let key = try DerivedKey(master: Self.master, context: "csrf")
        var dumped = ""
        dump(key, to: &dumped)
        #expect("\(key)" == "<redacted>" && String(reflecting: key) == "<redacted>")
        #expect(!dumped.contains("Symmetric"))
    }

    @Test("Secrets are equal when their bytes are")
    func constantTime() {
        #expect(ConstantTime.areEqual([1, 2, 3], [1, 2, 3]))
        #expect(!ConstantTime.areEqual([1, 2, 3], [1, 2, 4]))
        #expect(!ConstantTime.areEqual([1, 2, 3], [1, 2]))
        #expect(ConstantTime.areEqual("", "") && !ConstantTime.areEqual("a", ""))
        #expect(!ConstantTime.areEqual("\u{E9}", "e\u{301}"))
    }
}
