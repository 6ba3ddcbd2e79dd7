import Testing

@testable import DoorwardJOSE

@Suite("A JSON Web Key")
struct JSONWebKeyTests {
    /// RFC 7515 appendix A.3.1.
    static let point =
        #""x":"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU","y":"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0""#
    /// RFC 7638 §3.1.
    static let modulus =
        "0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhDR1L6tSoc_BJECPebWKRXjBZCiFV4n3o"
        + "knjhMstn64tZ_2W-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0h4QyQ5v-65YGjQR0_FDW2QvzqY368QQMicAtaSqzs8KJZgnYb9c7d0zgdAZ"
        + "Hzu6qMQvRL5hajrn1n91CbOpbISD08qNLyrdkt-bFTWhAI4vMQFh6WeZu0fM4lFd2NcRwr3XPksINHaQ-G_xBniIqbw0Ls1jF44-csFCur-k"
        + "EgU8awapJzKnqDKgw"
    /// RFC 8037 appendix A.2.
    static let edwards = #""kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo""#

    private func key(_ text: String) throws(JOSEError) -> JSONWebKey { try JSONWebKey(parsing: Array(text.utf8)) }

    private func refusal(_ text: String) -> KeyRefusal? {
        if case .unusableKey(let refusal)? = failure({ () throws(JOSEError) in _ = try key(text) }) {
            refusal
        } else {
            nil
        }
    }

    @Test("Thumbprints are those of RFC 7638 §3.1 and RFC 8037 appendix A.3, whatever else the key says")
    func thumbprints() throws {
        let rsa = try key(#"{"kty":"RSA","n":"\#(Self.modulus)","e":"AQAB","alg":"RS256","kid":"2011-04-29"}"#)
        #expect(rsa.thumbprint == "NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs")
        #expect(rsa.keyID == "2011-04-29")
        let edwards = try key("{\(Self.edwards)}")
        #expect(edwards.thumbprint == "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k")
    }

    @Test("A modulus with the leading zero that some libraries write is the same key")
    func leadingZero() throws {
        let padded = Base64URL.encode([0] + (Base64URL.decode(Self.modulus) ?? []))
        let rsa = try key(#"{"kty":"RSA","n":"\#(padded)","e":"AAEAAQ"}"#)
        #expect(rsa.thumbprint == "NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs")
    }

    @Test("A key that is written out is read back the same")
    func roundTrip() throws {
        for forge in [Forge.p256, .p384, .p521, .ed25519, try #require(Forge.rsa)] {
            let original = try forge.publicKey(keyID: "a\"b\\c", algorithm: nil)
            let read = try JSONWebKey(parsing: original.serialized)
            #expect(read.parameters == original.parameters)
            #expect(read.keyID == original.keyID)
            #expect(read.thumbprint == original.thumbprint)
        }
    }

    @Test("Our own public key is written with kid, use and alg")
    func serialized() throws {
        let key = try SigningKey.generate().publicKey
        let members = try JOSEObject(parsing: key.serialized, as: .key)
        #expect(members.members.map(\.name) == ["crv", "kty", "x", "y", "kid", "use", "alg"])
        #expect(members["kty"]?.string == "EC")
        #expect(members["crv"]?.string == "P-256")
        #expect(members["use"]?.string == "sig")
        #expect(members["alg"]?.string == "ES256")
        #expect(members["kid"]?.string == key.thumbprint)
    }

    @Test("Each kind of key does its own algorithms and no other")
    func algorithms() throws {
        let allowed: [(Forge, Set<SignatureAlgorithm>)] = [
            (.p256, [.es256]), (.p384, [.es384]), (.p521, [.es512]), (.ed25519, [.edDSA]),
            (try #require(Forge.rsa), [.rs256, .rs384, .rs512, .ps256, .ps384, .ps512]),
        ]
        for (forge, expected) in allowed {
            let key = try forge.publicKey()
            #expect(Set(SignatureAlgorithm.allCases.filter(key.allows)) == expected)
            for algorithm in SignatureAlgorithm.allCases {
                guard expected.contains(algorithm) else {
                    #expect(throws: KeyRefusal.unsuitableAlgorithm) { try forge.publicKey(algorithm: algorithm) }
                    continue
                }
                let bound = try forge.publicKey(algorithm: algorithm)
                #expect(SignatureAlgorithm.allCases.filter(bound.allows) == [algorithm])
            }
        }
    }

    @Test("Unknown members, use sig and key_ops with verify are fine")
    func accepted() throws {
        let extras = [
            #""use":"sig""#, #""key_ops":["verify"]"#, #""key_ops":["sign","verify"]"#, #""alg":"ES256""#,
            #""x5c":["MIIB"],"x5t#S256":"abc","nbf":1,"future":{"a":[1]}"#, #""kid":"""#,
        ]
        for extra in extras { _ = try key(#"{"kty":"EC","crv":"P-256",\#(Self.point),\#(extra)}"#) }
    }

    @Test(
        "A key that must not verify signatures is refused, with the reason",
        arguments: [
            (#""use":"enc""#, .notForSignatures), (#""use":"SIG""#, .notForSignatures),
            (#""use":1"#, .malformed(member: "use")), (#""key_ops":["encrypt"]"#, .notForSignatures),
            (#""key_ops":[]"#, .notForSignatures), (#""key_ops":"verify""#, .malformed(member: "key_ops")),
            (#""key_ops":["verify",1]"#, .malformed(member: "key_ops")), (#""alg":"ES384""#, .unsuitableAlgorithm),
            (#""alg":"HS256""#, .unsuitableAlgorithm), (#""alg":"none""#, .unsuitableAlgorithm),
            (#""alg":"ECDH-ES""#, .unsuitableAlgorithm), (#""alg":"es256""#, .unsuitableAlgorithm),
            (#""alg":null"#, .malformed(member: "alg")), (#""kid":7"#, .malformed(member: "kid")),
            (#""kid":"\#(String(repeating: "k", count: 513))""#, .malformed(member: "kid")),
            (#""d":"jpsQnnGQmL-YBIffH1136cspYG6-0iY7X1fCE9-E9LI""#, .containsPrivateKey),
            (#""d":null"#, .containsPrivateKey), (#""k":"AA""#, .containsPrivateKey),
            (#""oth":[]"#, .containsPrivateKey), (#""priv":"AA""#, .containsPrivateKey),
        ] as [(String, KeyRefusal)])
    func purposes(extra: String, expected: KeyRefusal) {
        #expect(refusal(#"{"kty":"EC","crv":"P-256",\#(Self.point),\#(extra)}"#) == expected)
    }

    @Test(
        "A key that is not well formed is refused, with the member",
        arguments: [
            ("{}", .malformed(member: "kty")), (#"{"kty":1}"#, .malformed(member: "kty")),
            (#"{"kty":"oct"}"#, .unknownKeyType), (#"{"kty":"AKP"}"#, .unknownKeyType),
            (#"{"kty":"ec"}"#, .unknownKeyType), ("{\"kty\":\"O\u{212A}P\"}", .unknownKeyType),
            (#"{"kty":"EC"}"#, .malformed(member: "crv")), (#"{"kty":"EC","crv":"secp256k1"}"#, .unknownCurve),
            (#"{"kty":"EC","crv":"P-256"}"#, .malformed(member: "x")),
            (#"{"kty":"EC","crv":"P-256","x":"AAAA","y":"AAAA"}"#, .malformed(member: "x")),
            (#"{"kty":"EC","crv":"P-384",\#(point)}"#, .malformed(member: "x")),
            (#"{"kty":"OKP","crv":"X25519","x":"AAAA"}"#, .unknownCurve),
            (#"{"kty":"OKP","crv":"Ed25519","x":"AAAA"}"#, .malformed(member: "x")),
            (#"{"kty":"RSA","e":"AQAB"}"#, .malformed(member: "n")),
            (#"{"kty":"RSA","n":"","e":"AQAB"}"#, .malformed(member: "n")),
            (#"{"kty":"RSA","n":"AA","e":"AQAB"}"#, .malformed(member: "n")),
            (#"{"kty":"RSA","n":"\#(modulus)="}"#, .malformed(member: "n")),
            (#"{"kty":"RSA","n":"\#(modulus)","e":65537}"#, .malformed(member: "e")),
        ] as [(String, KeyRefusal)])
    func malformed(text: String, expected: KeyRefusal) {
        #expect(refusal(text) == expected)
    }

    @Test("A point off its curve, and the point at infinity written as zeros, are refused")
    func points() throws {
        let zeros = Base64URL.encode([UInt8](repeating: 0, count: 32))
        #expect(refusal(#"{"kty":"EC","crv":"P-256","x":"\#(zeros)","y":"\#(zeros)"}"#) == .invalidPoint)
        let ones = Base64URL.encode([UInt8](repeating: 0xFF, count: 32))
        #expect(refusal(#"{"kty":"EC","crv":"P-256","x":"\#(ones)","y":"\#(ones)"}"#) == .invalidPoint)
    }

    @Test("A key that is no JSON is an error of its own")
    func notJSON() {
        #expect(failure { () throws(JOSEError) in _ = try key("{") } == .invalidJSON(.key, .truncated))
        #expect(failure { () throws(JOSEError) in _ = try key("[]") } == .invalidJSON(.key, .notAnObject))
    }
}
