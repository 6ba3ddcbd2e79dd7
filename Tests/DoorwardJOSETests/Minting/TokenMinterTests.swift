import Testing

@testable import DoorwardJOSE

@Suite("Minting")
struct TokenMinterTests {
    private func claims() -> ClaimsWriter {
        var claims = ClaimsWriter()
        claims.add("iss", Subject.issuer)
        claims.add("sub", "user-1")
        claims.add("aud", Subject.audience)
        claims.add("client_id", "client-1")
        claims.add("iat", Subject.now)
        claims.add("exp", Subject.now + 600)
        claims.add("jti", "token-1")
        return claims
    }

    @Test("A minted token verifies with the public key that is published")
    func verifies() throws {
        let key = try SigningKey.generate()
        let published = try JSONWebKeySet(parsing: JSONWebKeySet([key.publicKey]).serialized)
        let verifier = TokenVerifier(keys: published, policy: Subject.policy())
        let minter = TokenMinter(key: key)
        let token = try verifier.verify(try minter.mintText(claims()), now: Subject.now)
        #expect(token.subject == "user-1")
        #expect(token.keyID == key.keyID && minter.keyID == key.keyID)
        #expect(try verifier.verify(try minter.mint(claims()), now: Subject.now).tokenID == "token-1")
        #expect(try verifier.verify(try minter.mint(claims().bytes), now: Subject.now).tokenID == "token-1")
    }

    @Test("The header says algorithm, key and type, and nothing more")
    func header() throws {
        let key = try SigningKey.generate()
        let token = try TokenMinter(key: key, type: "x\"y").mintText(ClaimsWriter())
        let parts = token.split(separator: ".").map(String.init)
        let header = String(decoding: try #require(Base64URL.decode(parts[0])), as: UTF8.self)
        #expect(header == #"{"alg":"ES256","kid":"\#(key.keyID)","typ":"x\"y"}"#)
        #expect(parts[1] == Base64URL.encode(Array("{}".utf8)))
        #expect(parts[2].utf8.count == 86)
    }

    @Test("Payloads of every length modulo three are minted whole", arguments: 0...8)
    func lengths(count: Int) throws {
        let key = try SigningKey.generate()
        let payload = [UInt8](repeating: UInt8(ascii: "x"), count: count)
        let token = String(decoding: try TokenMinter(key: key).mint(payload), as: UTF8.self)
        let verifier = TokenVerifier(keys: JSONWebKeySet([key.publicKey]), policy: Subject.policy())
        #expect(try verifier.signedText(of: token) == String(repeating: "x", count: count))
    }

    @Test("Each token has a signature of its own")
    func distinct() throws {
        let minter = TokenMinter(key: try SigningKey.generate())
        let tokens = Set(try (0..<50).map { _ in try minter.mintText(claims()) })
        #expect(tokens.count == 50)
    }
}
