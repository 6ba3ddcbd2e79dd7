import Testing

@testable import DoorwardJOSE

@Suite("Verifying a token: the claims")
struct ClaimTests {
    private func result(_ payload: String, now: Int64 = Subject.now) throws -> Result<VerifiedToken, JOSEError> {
        let verifier = try Subject.verifier()
        let token = try Forge.p256.token(Subject.header, payload)
        return Result { () throws(JOSEError) in try verifier.verify(token, now: now) }
    }

    private func error(_ payload: String, now: Int64 = Subject.now) throws -> JOSEError? {
        if case .failure(let error) = try result(payload, now: now) { error } else { nil }
    }

    private static let aud = #""aud":"https://api.example.com""#
    private static let exp = #""exp":1700000600"#
    private static let iat = #""iat":1700000000"#

    @Test(
        "A claim that is wrong is refused, with its name",
        arguments: [
            (exp, #""x":1"#, .missingClaim("exp")), (exp, #""exp":"1700000600""#, .malformedClaim("exp")),
            (exp, #""exp":null"#, .malformedClaim("exp")), (exp, #""exp":true"#, .malformedClaim("exp")),
            (exp, #""exp":[1700000600]"#, .malformedClaim("exp")), (exp, #""exp":1e300"#, .malformedClaim("exp")),
            (exp, #""exp":9223372036854775807"#, .malformedClaim("exp")),
            (exp, #""exp":9223372036854775808"#, .malformedClaim("exp")),
            (exp, #""exp":-9223372036854775808"#, .malformedClaim("exp")), (exp, #""exp":0"#, .expired(at: 0)),
            (exp, #""exp":-5"#, .expired(at: -5)), (exp, #""exp":1699999970"#, .expired(at: 1_699_999_970)),
            (exp, #""exp":1699999970.9"#, .expired(at: 1_699_999_970)),
            (iat, #""iat":1700000031"#, .issuedInFuture(at: 1_700_000_031)),
            (iat, #""iat":"now""#, .malformedClaim("iat")), (iat, #""x":1"#, .missingClaim("iat")),
            (iat, #""iat":1700000000,"nbf":1700000031"#, .notYetValid(until: 1_700_000_031)),
            (iat, #""iat":1700000000,"nbf":1700000030.1"#, .notYetValid(until: 1_700_000_031)),
            (iat, #""iat":1700000000,"nbf":{}"#, .malformedClaim("nbf")),
            (aud, #""x":1"#, .missingClaim("aud")), (aud, #""aud":[]"#, .wrongAudience),
            (aud, #""aud":null"#, .malformedClaim("aud")), (aud, #""aud":1"#, .malformedClaim("aud")),
            (aud, #""aud":{}"#, .malformedClaim("aud")), (aud, #""aud":"""#, .wrongAudience),
            (aud, #""aud":["https://api.example.com",1]"#, .malformedClaim("aud")),
            (aud, #""aud":["https://api.example.com",null]"#, .malformedClaim("aud")),
            (aud, #""aud":[["https://api.example.com"]]"#, .malformedClaim("aud")),
            (aud, #""aud":"https://api.example.com/""#, .wrongAudience),
            (aud, #""aud":"https://API.example.com""#, .wrongAudience),
            (aud, #""aud":"https://api.example.com https://b.example""#, .wrongAudience),
            (aud, #""aud":["https://a.example","https://b.example"]"#, .wrongAudience),
            (Subject.issuer, "https://door.example.com/", .wrongIssuer), (Subject.issuer, "", .wrongIssuer),
            (Subject.issuer, "https://door.example.co", .wrongIssuer),
            (#""iss":"https://door.example.com""#, #""x":1"#, .missingClaim("iss")),
            (#""iss":"https://door.example.com""#, #""iss":["https://door.example.com"]"#, .malformedClaim("iss")),
            (#""sub":"user-1""#, #""x":1"#, .missingClaim("sub")),
            (#""sub":"user-1""#, #""sub":null"#, .missingClaim("sub")),
            (#""sub":"user-1""#, #""sub":1"#, .malformedClaim("sub")),
            (#""jti":"token-1""#, #""jti":{}"#, .malformedClaim("jti")),
            (#""jti":"token-1""#, #""x":1"#, .missingClaim("jti")),
            (#""client_id":"client-1""#, #""client_id":false"#, .malformedClaim("client_id")),
            (#""client_id":"client-1""#, #""x":1"#, .missingClaim("client_id")),
            (#""scope":"read write""#, #""scope":["read"]"#, .malformedClaim("scope")),
            (#""scope":"read write""#, #""scope":"re\"ad""#, .malformedClaim("scope")),
            (#""scope":"read write""#, #""scope":"réad""#, .malformedClaim("scope")),
            (#""scope":"read write""#, #""scope":"a\tb""#, .malformedClaim("scope")),
        ] as [(String, String, JOSEError)])
    func refused(part: String, replacement: String, expected: JOSEError) throws {
        #expect(try error(Subject.payload(replacing: part, with: replacement)) == expected)
    }

    @Test(
        "A claim that is unusual but right is accepted",
        arguments: [
            (exp, #""exp":1699999971"#), (exp, #""exp":1.7000006e9"#), (exp, #""exp":1700000600.5"#),
            (iat, #""iat":1700000030"#), (iat, #""iat":1700000030.9"#), (iat, #""iat":1700000000,"nbf":1700000030"#),
            (iat, #""iat":0"#), (aud, #""aud":["https://api.example.com"]"#),
            (aud, #""aud":["https://b.example","https://api.example.com"]"#),
            (#""scope":"read write""#, #""x":1"#), (#""scope":"read write""#, #""scope":"""#),
            (#""sub":"user-1""#, #""sub":"""#), (#""sub":"user-1""#, #""s\u0075b":"user-1""#),
        ])
    func accepted(part: String, replacement: String) throws {
        #expect(try error(Subject.payload(replacing: part, with: replacement)) == nil)
    }

    @Test("A token dies 30 s after exp and starts 30 s before nbf, to the second")
    func skew() throws {
        let payload = Subject.payload(replacing: Self.iat, with: #""iat":1700000000,"nbf":1700000100"#)
        #expect(try error(payload, now: 1_700_000_069) == .notYetValid(until: 1_700_000_100))
        #expect(try error(payload, now: 1_700_000_070) == nil)
        #expect(try error(payload, now: 1_700_000_629) == nil)
        #expect(try error(payload, now: 1_700_000_630) == .expired(at: 1_700_000_600))
    }

    @Test(
        "Times at the ends of 64 bits are answered, not trapped on", arguments: [Int64.min, .min + 1, .max - 1, .max])
    func extremeTimes(now: Int64) throws {
        for skew in [Int64.min, -1, 0, 30, .max] {
            var policy = Subject.policy()
            policy.clockSkew = skew
            let verifier = TokenVerifier(
                keys: JSONWebKeySet([try Forge.p256.publicKey(keyID: Subject.keyID)]), policy: policy)
            let token = try Forge.p256.token(Subject.header, Subject.payload)
            let error = failure { () throws(JOSEError) in _ = try verifier.verify(token, now: now) }
            #expect(skew == .max || error != nil)
        }
    }

    @Test("Scopes are the words of scope, in order")
    func scopes() throws {
        let spaced = Subject.payload(replacing: "read write", with: " b  a:c  ")
        #expect(try result(spaced).get().scopes == ["b", "a:c"])
        let none = Subject.payload(replacing: #""scope":"read write","#, with: "")
        #expect(try result(none).get().scopes == [])
    }

    @Test("Fractions of a second are rounded to the safe side and kept in the claims")
    func fractions() throws {
        let payload = Subject.payload(replacing: Self.exp, with: #""exp":1700000600.9,"nbf":1699999999.1"#)
        let token = try result(payload).get()
        #expect(token.expiresAt == 1_700_000_600)
        #expect(token.notBefore == 1_700_000_000)
        #expect(token.claims["exp"] == .number(1_700_000_600.9))
    }

    @Test("Texts that Unicode calls equal are not the same issuer or audience")
    func exactText() throws {
        // Both spell é, one as a letter and one as a letter and an accent.
        let (composed, decomposed) = ("https://caf\u{E9}.example", "https://cafe\u{301}.example")
        var policy = Subject.policy()
        policy.issuer = composed
        policy.audiences = [composed]
        let keys = JSONWebKeySet([try Forge.p256.publicKey(keyID: Subject.keyID)])
        let verifier = TokenVerifier(keys: keys, policy: policy)
        func error(issuer: String, audience: String) throws -> JOSEError? {
            let payload = Subject.payload.replacingOccurrences(of: Subject.issuer, with: issuer)
                .replacingOccurrences(of: Subject.audience, with: audience)
            let token = try Forge.p256.token(Subject.header, payload)
            return failure { () throws(JOSEError) in _ = try verifier.verify(token, now: Subject.now) }
        }
        #expect(composed == decomposed)
        #expect(try error(issuer: composed, audience: composed) == nil)
        #expect(try error(issuer: decomposed, audience: composed) == .wrongIssuer)
        #expect(try error(issuer: composed, audience: decomposed) == .wrongAudience)
    }

    @Test("A policy without audiences accepts nothing")
    func noAudience() throws {
        var policy = Subject.policy()
        policy.audiences = []
        let keys = JSONWebKeySet([try Forge.p256.publicKey(keyID: Subject.keyID)])
        let token = try Forge.p256.token(Subject.header, Subject.payload)
        let error = failure { () throws(JOSEError) in
            _ = try TokenVerifier(keys: keys, policy: policy).verify(token, now: Subject.now)
        }
        #expect(error == .wrongAudience)
    }

    @Test(
        "A payload that is no set of claims is refused",
        arguments: [
            ("", .invalidJSON(.payload, .truncated)), ("[]", .invalidJSON(.payload, .notAnObject)),
            ("null", .invalidJSON(.payload, .notAnObject)), ("{}", .missingClaim("exp")),
            (#""text""#, .invalidJSON(.payload, .notAnObject)),
            (#"{"exp":1,"exp":1700000600}"#, .invalidJSON(.payload, .duplicateName(offset: 9))),
            (#"{"a":{"b":1,"b":2}}"#, .invalidJSON(.payload, .duplicateName(offset: 12))),
            (String(repeating: "[", count: 5000), .invalidJSON(.payload, .tooDeep(offset: 16))),
            (String(repeating: #"{"a":"#, count: 1000), .invalidJSON(.payload, .tooDeep(offset: 80))),
            ("{\"a\":\"\u{1}\"}", .invalidJSON(.payload, .invalidString(offset: 5))),
        ] as [(String, JOSEError)])
    func payloads(payload: String, expected: JOSEError) throws {
        #expect(try error(payload) == expected)
    }
}
