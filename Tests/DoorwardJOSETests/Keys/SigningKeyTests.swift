import Testing

@testable import DoorwardJOSE

@Suite("The signing key")
struct SigningKeyTests {
    @Test("Its raw form makes the same key again")
    func roundTrip() throws {
        let key = try SigningKey.generate()
        let again = try SigningKey(rawRepresentation: key.rawRepresentation)
        #expect(key.rawRepresentation.count == 32)
        #expect(again.keyID == key.keyID)
        #expect(again.publicKey.serialized == key.publicKey.serialized)
        #expect(try SigningKey.generate().keyID != key.keyID)
    }

    @Test("The key of RFC 7515 appendix A.3 has the public half that is printed there")
    func publicHalf() throws {
        let scalar = try #require(Base64URL.decode("jpsQnnGQmL-YBIffH1136cspYG6-0iY7X1fCE9-E9LI"))
        let key = try SigningKey(rawRepresentation: scalar)
        let members = try JOSEObject(parsing: key.publicKey.serialized, as: .key)
        #expect(members["x"]?.string == "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU")
        #expect(members["y"]?.string == "x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0")
    }

    @Test("Bytes that are no scalar of the curve are refused")
    func invalid() throws {
        let order = try #require(Base64URL.decode("_____wAAAAD__________7zm-q2nF56E87nKwvxjJVE"))
        let invalid = [[], [1], [UInt8](repeating: 0, count: 32), order, [UInt8](repeating: 1, count: 33)]
        for bytes in invalid {
            #expect(throws: JOSEError.invalidPrivateKey) { try SigningKey(rawRepresentation: bytes) }
        }
    }

    @Test("It prints nothing of itself")
    func redacted() throws {
        let key = try SigningKey.generate()
        var dumped = ""
        dump(key, to: &dumped)
        #expect("\(key)" == "<redacted>")
        #expect(String(reflecting: key) == "<redacted>")
        #expect(!dumped.contains("Crypto") && dumped.contains("<redacted>"))
    }
}
