import Testing

@testable import DoorwardJOSE

@Suite("Verifying a token: the header and the signature")
struct TokenVerifierTests {
    private func error(_ token: String, policy: VerificationPolicy? = nil, keys: [JSONWebKey]? = nil) throws
        -> JOSEError?
    {
        let known = try keys ?? [Forge.p256.publicKey(keyID: Subject.keyID)]
        let verifier = TokenVerifier(keys: JSONWebKeySet(known), policy: policy ?? Subject.policy())
        return failure { () throws(JOSEError) in _ = try verifier.verify(token, now: Subject.now) }
    }

    private func error(header: String) throws -> JOSEError? {
        try error(try Forge.p256.token(header, Subject.payload))
    }

    @Test("A good token gives everything it says")
    func good() throws {
        let text = try Forge.p256.token(Subject.header, Subject.payload)
        let token = try Subject.verifier().verify(text, now: Subject.now)
        #expect(token.issuer == Subject.issuer)
        #expect(token.subject == "user-1")
        #expect(token.audience == [Subject.audience])
        #expect(token.clientID == "client-1")
        #expect(token.scopes == ["read", "write"])
        #expect(token.expiresAt == Subject.now + 600)
        #expect(token.issuedAt == Subject.now)
        #expect(token.notBefore == nil)
        #expect(token.tokenID == "token-1")
        #expect(token.algorithm == .es256)
        #expect(token.keyID == "k1")
        #expect(token.claims["client_id"]?.string == "client-1")
        #expect(token.claims.members.count == 8)
    }

    @Test("Every algorithm verifies with its key")
    func everyAlgorithm() throws {
        let rsa = try #require(Forge.rsa)
        let forges: [SignatureAlgorithm: Forge] = [
            .es256: .p256, .es384: .p384, .es512: .p521, .edDSA: .ed25519, .rs256: rsa, .rs384: rsa, .rs512: rsa,
            .ps256: rsa, .ps384: rsa, .ps512: rsa,
        ]
        for algorithm in SignatureAlgorithm.allCases {
            let forge = try #require(forges[algorithm])
            let header = #"{"alg":"\#(algorithm.name)","typ":"at+jwt"}"#
            let token = try forge.token(header, Subject.payload, by: algorithm)
            let policy = Subject.policy([algorithm])
            #expect(try error(token, policy: policy, keys: [forge.publicKey()]) == nil)
            // The same signature under the name of any other algorithm is worth nothing.
            for other in SignatureAlgorithm.allCases where other != algorithm {
                let header = #"{"alg":"\#(other.name)","typ":"at+jwt"}"#
                let token = try forge.token(header, Subject.payload, by: algorithm)
                let policy = Subject.policy(Set(SignatureAlgorithm.allCases))
                let refused = try error(token, policy: policy, keys: [forge.publicKey()])
                #expect(refused == .invalidSignature || refused == .noKeyFits(other))
            }
        }
    }

    @Test(
        "An algorithm that is none of ours is refused",
        arguments: [
            "none", "None", "NONE", "nOnE", "", "HS256", "HS384", "HS512", "ES256K", "es256", "ES256 ", "RS1",
            "RSA-OAEP",
            "dir", "Ed448", "ES\u{FF12}56",
        ])
    func unsupportedAlgorithm(name: String) throws {
        #expect(try error(header: #"{"alg":"\#(name)","kid":"k1","typ":"at+jwt"}"#) == .unsupportedAlgorithm)
    }

    @Test("A token without a signature is refused, whatever its algorithm is called", arguments: ["none", "ES256"])
    func unsigned(name: String) throws {
        let header = Base64URL.encode(Array(#"{"alg":"\#(name)","kid":"k1","typ":"at+jwt"}"#.utf8))
        let token = "\(header).\(Base64URL.encode(Array(Subject.payload.utf8)))."
        #expect(try error(token) == (name == "none" ? .unsupportedAlgorithm : .invalidSignature))
    }

    @Test("HS256 with the public key as its secret is refused")
    func publicKeyAsSecret() throws {
        let key = try Forge.p256.publicKey(keyID: Subject.keyID)
        let header = Base64URL.encode(Array(#"{"alg":"HS256","kid":"k1","typ":"at+jwt"}"#.utf8))
        let input = "\(header).\(Base64URL.encode(Array(Subject.payload.utf8)))"
        let secret = try DerivedKey(master: key.serialized, context: "")
        let token = "\(input).\(Base64URL.encode(secret.hmac(Array(input.utf8))))"
        #expect(try error(token) == .unsupportedAlgorithm)
    }

    @Test(
        "A header that is not right is refused",
        arguments: [
            (#"{"kid":"k1","typ":"at+jwt"}"#, .malformedHeader(parameter: "alg")),
            (#"{"alg":1,"kid":"k1","typ":"at+jwt"}"#, .malformedHeader(parameter: "alg")),
            (#"{"alg":["ES256"],"kid":"k1","typ":"at+jwt"}"#, .malformedHeader(parameter: "alg")),
            (#"{"alg":"ES256","kid":1,"typ":"at+jwt"}"#, .malformedHeader(parameter: "kid")),
            (#"{"alg":"ES256","kid":null,"typ":"at+jwt"}"#, .malformedHeader(parameter: "kid")),
            (#"{"alg":"ES256","kid":"k1","typ":7}"#, .malformedHeader(parameter: "typ")),
            (#"{"alg":"ES256","kid":"k1"}"#, .wrongType),
            (#"{"alg":"ES384","kid":"k1","typ":"at+jwt"}"#, .algorithmNotAllowed(.es384)),
            (#"{"alg":"ES256","kid":"k1","typ":"at+jwt","crit":["exp"],"exp":1}"#, .criticalExtension),
            (#"{"alg":"ES256","kid":"k1","typ":"at+jwt","crit":[]}"#, .criticalExtension),
            (#"{"alg":"ES256","kid":"k1","typ":"at+jwt","crit":null}"#, .criticalExtension),
            (#"{"alg":"ES256","kid":"k1","typ":"at+jwt","crit":["b64"],"b64":true}"#, .criticalExtension),
            (#"{"alg":"ES256","kid":"k1","typ":"at+jwt","b64":true}"#, .unencodedPayload),
            (#"{"alg":"ES256","kid":"k1","typ":"at+jwt","b64":false}"#, .unencodedPayload),
            (#"{"alg":"ES256","alg":"ES256","kid":"k1"}"#, .invalidJSON(.header, .duplicateName(offset: 15))),
            (#"{"alg":"none","al\u0067":"ES256"}"#, .invalidJSON(.header, .duplicateName(offset: 14))),
            ("[]", .invalidJSON(.header, .notAnObject)), ("", .invalidJSON(.header, .truncated)),
            ("{}", .malformedHeader(parameter: "alg")), ("{} {}", .invalidJSON(.header, .unexpectedByte(offset: 3))),
            (#"{"alg":"ES256","kid":"k2","typ":"at+jwt"}"#, .unknownKey("k2")),
            (#"{"alg":"ES256","kid":"","typ":"at+jwt"}"#, .unknownKey("")),
            (#"{"alg":"ES256","kid":"K1","typ":"at+jwt"}"#, .unknownKey("K1")),
        ] as [(String, JOSEError)])
    func headers(header: String, expected: JOSEError) throws {
        #expect(try error(header: header) == expected)
    }

    @Test("Parameters that would let the token choose its key are ignored")
    func embeddedKey() throws {
        let attacker = Forge.stranger()
        let jwk = String(decoding: try attacker.publicKey(keyID: "k1").serialized, as: UTF8.self)
        let header = #"{"alg":"ES256","kid":"k1","typ":"at+jwt","jwk":\#(jwk),"jku":"https://evil.example","x5c":[]}"#
        #expect(try error(try attacker.token(header, Subject.payload)) == .invalidSignature)
        #expect(try error(header: header) == nil)
    }

    @Test(
        "Types compare as media types",
        arguments: [
            ("at+jwt", true), ("AT+JWT", true), ("application/at+jwt", true), ("Application/At+Jwt", true),
            ("jwt", false), ("JWT", false), ("", false), ("at+jwt ", false), ("text/at+jwt", false),
            ("application/application/at+jwt", false), ("at+jwt;v=1", false), ("at+jw", false), ("application/", false),
        ])
    func types(type: String, isRight: Bool) throws {
        let header = #"{"alg":"ES256","kid":"k1","typ":"\#(type)"}"#
        #expect(try error(header: header) == (isRight ? nil : .wrongType))
        var policy = Subject.policy()
        policy.type = "application/AT+jwt"
        #expect(
            try error(try Forge.p256.token(header, Subject.payload), policy: policy) == (isRight ? nil : .wrongType))
    }

    @Test("A type that has a slash of its own is not abbreviated by leaving application/ out")
    func otherTree() throws {
        var policy = Subject.policy()
        policy.type = "text/at+jwt"
        let types: [(String, JOSEError?)] = [
            ("text/at+jwt", nil), ("TEXT/at+jwt", nil), ("application/text/at+jwt", .wrongType), ("at+jwt", .wrongType),
        ]
        for (type, expected) in types {
            let token = try Forge.p256.token(#"{"alg":"ES256","kid":"k1","typ":"\#(type)"}"#, Subject.payload)
            #expect(try error(token, policy: policy) == expected)
        }
    }

    @Test("Without a type in the policy any or none will do")
    func anyType() throws {
        var policy = Subject.policy()
        policy.type = nil
        for header in [#"{"alg":"ES256","kid":"k1"}"#, #"{"alg":"ES256","kid":"k1","typ":"JOSE"}"#] {
            #expect(try error(try Forge.p256.token(header, Subject.payload), policy: policy) == nil)
        }
    }

    @Test("A token without kid is tried with the keys that fit, if they are few")
    func withoutKeyID() throws {
        let token = try Forge.p256.token(#"{"alg":"ES256","typ":"at+jwt"}"#, Subject.payload)
        let own = try Forge.p256.publicKey(keyID: "own")
        let strangers = try (0..<4).map { _ in try SigningKey.generate().publicKey }
        let others = try [Forge.p384.publicKey(), Forge.p521.publicKey(), Forge.ed25519.publicKey()]
        #expect(try error(token, keys: others + strangers.prefix(3) + [own]) == nil)
        #expect(try error(token, keys: others + strangers + [own]) == .ambiguousKey(candidates: 5))
        #expect(try error(token, keys: strangers) == .invalidSignature)
        #expect(try error(token, keys: others) == .noKeyFits(.es256))
        #expect(try error(token, keys: []) == .noKeyFits(.es256))
    }

    @Test("Two keys of one kid are both tried, and a key that is meant for another algorithm is not")
    func sharedKeyID() throws {
        let token = try Forge.p256.token(Subject.header, Subject.payload)
        let stranger = try Forge.stranger().publicKey(keyID: "k1")
        #expect(try error(token, keys: [stranger, Forge.p256.publicKey(keyID: "k1")]) == nil)
        #expect(try error(token, keys: [stranger]) == .invalidSignature)
        #expect(try error(token, keys: [Forge.p384.publicKey(keyID: "k1")]) == .noKeyFits(.es256))
    }

    @Test("An RSA key without alg does what the policy allows, one with alg only that")
    func rsaBinding() throws {
        let forge = try #require(Forge.rsa)
        let token = try forge.token(#"{"alg":"RS256","kid":"k1","typ":"at+jwt"}"#, Subject.payload, by: .rs256)
        let free = try forge.publicKey(keyID: "k1")
        let bound = try forge.publicKey(keyID: "k1", algorithm: .ps256)
        #expect(try error(token, policy: Subject.policy([.rs256]), keys: [free]) == nil)
        #expect(try error(token, policy: Subject.policy([.ps256]), keys: [free]) == .algorithmNotAllowed(.rs256))
        #expect(try error(token, policy: Subject.policy([.rs256, .ps256]), keys: [bound]) == .noKeyFits(.rs256))
    }
}
