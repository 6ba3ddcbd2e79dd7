import DoorwardOAuth
import DoorwardSecrets
import Testing

@testable import DoorwardServer

private let key = Array("12345678901234567890".utf8)

@Suite("One-time passwords")
struct TOTPTests {
    @Test(
        "are those of RFC 6238 appendix B",
        arguments: [
            (Int64(59), "287082"), (1_111_111_109, "081804"), (1_111_111_111, "050471"), (1_234_567_890, "005924"),
            (2_000_000_000, "279037"), (20_000_000_000, "353130"),
        ])
    func vectors(time: Int64, code: String) {
        #expect(TOTP.code(key: key, step: TOTP.step(at: time)) == code)
        #expect(TOTP.step(of: code, key: key, now: time) == time / 30)
    }

    @Test("are good for one step before and after, not for two")
    func window() {
        let step: Int64 = 1_000_000
        let now = step * 30 + 15
        for (offset, isGood) in [(-2, false), (-1, true), (0, true), (1, true), (2, false)] {
            let code = TOTP.code(key: key, step: step + Int64(offset))
            #expect((TOTP.step(of: code, key: key, now: now) == step + Int64(offset)) == isGood, "\(offset)")
        }
        let spaced = TOTP.code(key: key, step: step)
        #expect(TOTP.step(of: " \(spaced.prefix(3)) \(spaced.suffix(3)) ", key: key, now: now) == step)
    }

    @Test(
        "are nothing but six digits", arguments: ["", "12345", "1234567", "12a456", "１２３４５６", "-12345", "28708\u{0}"])
    func malformed(code: String) {
        #expect(TOTP.step(of: code, key: key, now: 59) == nil)
    }

    @Test("have addresses that escape what stands in them")
    func uri() {
        let uri = TOTP.uri(key: key, issuer: "Gärten: A&B", account: "ada@example.com?x=1")
        #expect(
            uri
                == "otpauth://totp/G%C3%A4rten%20A%26B:ada%40example.com%3Fx%3D1?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
                + "&issuer=G%C3%A4rten%20A%26B&algorithm=SHA1&digits=6&period=30")
        #expect(TOTP.readable(key: key) == "GEZD GNBV GY3T QOJQ GEZD GNBV GY3T QOJQ")
    }

    @Test("have keys that are sealed for one user")
    func sealing() throws {
        let factor = try SecondFactor(master: [UInt8](repeating: 7, count: 32))
        var user = UserRecord(id: "u1", name: "ada", email: "", createdAt: 0)
        #expect(try factor.step(of: "287082", for: user, now: 59) == nil)
        user.sealedTOTPKey = try factor.seal(key, of: "u1")
        #expect(try factor.step(of: "287082", for: user, now: 59) == 1)
        user.id = "u2"
        #expect(throws: (any Error).self) { try factor.step(of: "287082", for: user, now: 59) }
    }
}

@Suite("Base32")
struct Base32Tests {
    @Test(
        "is that of RFC 4648 §10",
        arguments: [
            ("", ""), ("f", "MY"), ("fo", "MZXQ"), ("foo", "MZXW6"), ("foob", "MZXW6YQ"), ("fooba", "MZXW6YTB"),
            ("foobar", "MZXW6YTBOI"),
        ])
    func vectors(text: String, encoded: String) {
        #expect(Base32.encode(Array(text.utf8)) == encoded)
        #expect(Base32.decode(encoded.lowercased()) == Array(text.utf8))
    }

    @Test("refuses what is not the one encoding", arguments: ["M", "MZX", "MZ", "M1", "MY=", "MZXW6YTBOJ"])
    func malformed(text: String) {
        #expect(Base32.decode(text) == nil)
    }
}

@Suite("Recovery codes")
struct RecoveryCodesTests {
    @Test("are ten different ones of 80 bits, recognised however they are typed")
    func make() throws {
        var generator = SystemRandomNumberGenerator()
        let bytes = (0..<100).map { _ in UInt8.random(in: 0...255, using: &generator) }
        let place = Counter()
        let codes = RecoveryCodes.make { count in (0..<count).map { _ in bytes[place.next()] } }
        #expect(Set(codes).count == 10)
        let code = try #require(codes.first)
        #expect(code.count == 19 && code.split(separator: "-").map(\.count) == [4, 4, 4, 4])
        let digest = try #require(RecoveryCodes.digest(of: code))
        #expect(RecoveryCodes.digest(of: " " + code.uppercased().filter { $0 != "-" } + " ") == digest)
        #expect(RecoveryCodes.digest(of: String(code.dropLast())) == nil)
        #expect(RecoveryCodes.digest(of: "123456") == nil)
        #expect(RecoveryCodes.digest(of: "!bcd-efgh-abcd-abcd") == nil)
    }
}
