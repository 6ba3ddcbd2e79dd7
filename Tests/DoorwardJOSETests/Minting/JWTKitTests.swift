import CryptoExtras
import JWTKit
import Testing

@testable import DoorwardJOSE

/// jwt-kit as an oracle: what is minted here verifies there, and what is signed there verifies here.
@Suite("Against jwt-kit")
struct JWTKitTests {
    private struct Claims: JWTPayload, Equatable {
        var iss = Subject.issuer
        var sub = "user \"1\" é\n"
        var aud = [Subject.audience, "other"]
        var clientID = "client-1"
        var scope = "read write"
        var iat = Subject.now
        var exp: Int64 = 4_000_000_000
        var jti = "token-1"

        enum CodingKeys: String, CodingKey {
            case iss, sub, aud, scope, iat, exp, jti
            case clientID = "client_id"
        }

        func verify(using algorithm: some JWTAlgorithm) throws {}
    }

    @Test("Tokens minted here verify there")
    func minted() async throws {
        for number in 0..<50 {
            let key = try SigningKey.generate()
            let expected = Claims(jti: "token-\(number)")
            var claims = ClaimsWriter()
            claims.add("iss", expected.iss)
            claims.add("sub", expected.sub)
            claims.add("aud", expected.aud)
            claims.add("client_id", expected.clientID)
            claims.add("scope", expected.scope)
            claims.add("iat", expected.iat)
            claims.add("exp", expected.exp)
            claims.add("jti", expected.jti)
            let token = try TokenMinter(key: key).mintText(claims)
            let published = String(decoding: JSONWebKeySet([key.publicKey]).serialized, as: UTF8.self)
            let collection = try await JWTKeyCollection().add(jwksJSON: published)
            let read = try await collection.verify(token, as: Claims.self)
            #expect(read == expected)
            let tampered = String(token.dropLast(3)) + (token.hasSuffix("AAA") ? "BBB" : "AAA")
            await #expect(throws: (any Error).self) { try await collection.verify(tampered, as: Claims.self) }
        }
    }

    private static let algorithms = SignatureAlgorithm.allCases

    private func collection(for algorithm: SignatureAlgorithm) async throws -> (JWTKeyCollection, Forge) {
        let keys = JWTKeyCollection()
        let rsa = try #require(Forge.rsa)
        switch (algorithm, Forge.p256.key, Forge.p384.key, Forge.p521.key, Forge.ed25519.key) {
        case (.es256, .p256(let key), _, _, _): return (await keys.add(ecdsa: try ES256PrivateKey(backing: key)), .p256)
        case (.es384, _, .p384(let key), _, _): return (await keys.add(ecdsa: try ES384PrivateKey(backing: key)), .p384)
        case (.es512, _, _, .p521(let key), _): return (await keys.add(ecdsa: try ES512PrivateKey(backing: key)), .p521)
        case (.edDSA, _, _, _, .ed25519(let key)):
            return (await keys.add(eddsa: EdDSA.PrivateKey(backing: key)), .ed25519)
        default: break
        }
        let key = try Insecure.RSA.PrivateKey(backing: try #require(Forge.rsaKey))
        let digest: DigestAlgorithm =
            algorithm.name.hasSuffix("256") ? .sha256 : algorithm.name.hasSuffix("384") ? .sha384 : .sha512
        return algorithm.name.hasPrefix("RS")
            ? (await keys.add(rsa: key, digestAlgorithm: digest), rsa)
            : (await keys.add(pss: key, digestAlgorithm: digest), rsa)
    }

    @Test("Tokens signed there verify here, under every algorithm", arguments: algorithms)
    func signed(algorithm: SignatureAlgorithm) async throws {
        let (collection, forge) = try await collection(for: algorithm)
        let expected = Claims()
        let token = try await collection.sign(expected, header: ["typ": "at+jwt"])
        let verifier = TokenVerifier(
            keys: JSONWebKeySet([try forge.publicKey(algorithm: algorithm)]), policy: Subject.policy([algorithm]))
        let read = try verifier.verify(token, now: Subject.now)
        #expect(read.subject == expected.sub)
        #expect(read.audience == expected.aud)
        #expect(read.scopes == ["read", "write"])
        #expect(read.algorithm == algorithm)
        #expect(read.expiresAt == expected.exp)
        let error = failure { () throws(JOSEError) in
            _ = try verifier.verify(token.replacingOccurrences(of: ".", with: ".e"), now: Subject.now)
        }
        #expect(error != nil)
    }
}
