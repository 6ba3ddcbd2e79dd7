import DoorwardJOSE
import DoorwardOAuth
import DoorwardSecrets
import Testing

@Suite("Proofs of possession (RFC 9449 §4.3)")
struct ProofVerifierTests {
    private static let token = "an-access-token"

    private func verify(
        method: String = "POST", address: String = ProofDraft.address, token: String? = nil, at now: Int64 = noon,
        _ change: (inout ProofDraft) throws -> Void = { _ in }
    ) throws -> VerifiedProof {
        var draft = try ProofDraft(try SigningKey.generate())
        try change(&draft)
        return try verify(try draft.signed(), method: method, address: address, token: token, at: now)
    }

    private func verify(
        _ text: String, method: String = "POST", address: String = ProofDraft.address, token: String? = nil,
        at now: Int64 = noon
    ) throws -> VerifiedProof {
        try ProofVerifier(nonce: .test).verify(
            text, method: method, target: try #require(ProofTarget(uri: address)),
            accessToken: token.map { SecretDigest(hashing: Array($0.utf8)) }, now: now)
    }

    private func problem(_ body: () throws -> VerifiedProof) -> ProofProblem? {
        do {
            _ = try body()
            return nil
        } catch {
            return error as? ProofProblem
        }
    }

    @Test("A right proof tells its key, its time and what it is remembered by")
    func accepted() throws {
        let key = try SigningKey.generate()
        let proof = try verify { $0 = try ProofDraft(key) }
        #expect(proof.thumbprint == key.keyID)
        #expect(proof.issuedAt == noon && proof.isOverAt == noon + 61 && !proof.needsNewNonce)
        #expect(try verify { $0 = try ProofDraft(key) }.id == proof.id)
        let other = try verify {
            $0 = try ProofDraft(key)
            $0.claim("jti", .string("proof-2"))
        }
        #expect(other.id != proof.id && other.thumbprint == proof.thumbprint)
        #expect(try verify().id != proof.id)
    }

    @Test(
        "What does not matter is let pass",
        arguments: [
            "htu with query and fragment", "htu in other letters", "htu with the port", "typ with its prefix", "kid",
            "alg in jwk",
            "unknown claim", "fraction of a second", "exp ahead", "an ath that nobody asked for",
        ])
    func tolerated(_ what: String) throws {
        let proof = try verify { draft in
            switch what {
            case "htu with query and fragment": draft.claim("htu", .string(ProofDraft.address + "?a=b#c"))
            case "htu in other letters": draft.claim("htu", .string("HTTPS://AS.example/oauth/%74oken"))
            case "htu with the port": draft.claim("htu", .string("https://as.example:443/oauth/token"))
            case "typ with its prefix": draft.head("typ", .string("application/DPoP+jwt"))
            case "kid": draft.head("kid", .string("any"))
            case "alg in jwk": draft.jwk("alg", .string("ES256"))
            case "unknown claim": draft.claim("acr", .integer(1))
            case "fraction of a second": draft.claim("iat", .number(Double(noon) + 0.5))
            case "exp ahead": draft.claim("exp", .integer(noon + 5))
            default: draft.claim("ath", .string("x"))
            }
        }
        #expect(proof.issuedAt == noon)
    }

    struct Bad: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let problem: ProofProblem
        let change: @Sendable (inout ProofDraft) throws -> Void

        init(_ what: String, _ problem: ProofProblem, _ change: @escaping @Sendable (inout ProofDraft) throws -> Void) {
            testDescription = what
            self.problem = problem
            self.change = change
        }
    }

    static let badHeaders: [Bad] = [
        Bad("no typ", .wrongKind) { $0.head("typ", nil) },
        Bad("typ of any JWT", .wrongKind) { $0.head("typ", .string("JWT")) },
        Bad("typ of an access token", .wrongKind) { $0.head("typ", .string("at+jwt")) },
        Bad("typ that is a number", .malformed) { $0.head("typ", .integer(1)) },
        Bad("no alg", .malformed) { $0.head("alg", nil) },
        Bad("alg none", .wrongKind) { $0.head("alg", .string("none")) },
        Bad("alg None", .wrongKind) { $0.head("alg", .string("None")) },
        Bad("a symmetric alg", .wrongKind) { $0.head("alg", .string("HS256")) },
        Bad("an alg that is not offered", .wrongKind) { $0.head("alg", .string("ES512")) },
        Bad("an alg that the key cannot do", .unusableKey) { $0.head("alg", .string("RS256")) },
        Bad("a critical extension", .wrongKind) { $0.head("crit", .array([.string("b64")])) },
        Bad("b64", .wrongKind) { $0.head("b64", .bool(false)) },
        Bad("no key", .unusableKey) { $0.head("jwk", nil) },
        Bad("a key that is text", .unusableKey) { $0.head("jwk", .string("x")) },
        Bad("an empty key", .unusableKey) { $0.head("jwk", .object(JOSEObject([:]))) },
        Bad("a private key", .unusableKey) { $0.jwk("d", .string(Base64URL.encode($0.key.rawRepresentation))) },
        Bad("a private member of another kind", .unusableKey) { $0.jwk("p", .string("AQ")) },
        Bad("a symmetric key", .unusableKey) {
            $0.head("jwk", .object(JOSEObject(["kty": .string("oct"), "k": .string("AQ")])))
        },
        Bad("a key for encryption", .unusableKey) { $0.jwk("use", .string("enc")) },
        Bad("a key for signing only", .unusableKey) { $0.jwk("key_ops", .array([.string("sign")])) },
        Bad("a key of another alg", .unusableKey) { $0.jwk("alg", .string("ES384")) },
        Bad("a key of an unknown curve", .unusableKey) { $0.jwk("crv", .string("secp256k1")) },
        Bad("a key on no curve", .unusableKey) {
            $0.jwk("y", .string(Base64URL.encode([UInt8](repeating: 1, count: 32))))
        },
        Bad("half a key", .unusableKey) { $0.jwk("y", nil) },
        Bad("the signature of another key", .wrongSignature) { $0.signer = try SigningKey.generate() },
        Bad("the key of another", .wrongSignature) {
            let other = try ProofDraft(try SigningKey.generate())
            $0.header = other.header
        },
    ]

    static let badTexts: [Bad] = [
        Bad("no signature", .wrongSignature) {
            $0.change = { String($0[...($0.lastIndex(of: ".") ?? $0.startIndex)]) }
        },
        Bad("a changed signature", .wrongSignature) { $0.change = { String($0.dropLast(8)) + "AAAAAAAA" } },
        Bad("two parts", .malformed) { $0.change = { String($0[..<($0.lastIndex(of: ".") ?? $0.startIndex)]) } },
        Bad("four parts", .malformed) { $0.change = { $0 + ".AA" } },
        Bad("nothing", .malformed) { $0.change = { _ in "" } },
        Bad("padding", .malformed) { $0.change = { $0 + "=" } },
        Bad("a comma and another proof", .malformed) { $0.change = { $0 + ", " + $0 } },
        Bad("more than 4 KiB", .tooLarge) { $0.claim("note", .string(String(repeating: "x", count: 3000))) },
        Bad("claims that are no object", .malformed) { $0.payload = Array("[]".utf8) },
        Bad("claims that are no JSON", .malformed) { $0.payload = Array("{".utf8) },
        Bad("a claim twice", .malformed) { $0.payload = Array(#"{"jti":"a","jti":"b"}"#.utf8) },
    ]

    static let badClaims: [Bad] = [
        Bad("no jti", .incomplete) { $0.claim("jti", nil) },
        Bad("an empty jti", .incomplete) { $0.claim("jti", .string("")) },
        Bad("a jti of 129 characters", .incomplete) { $0.claim("jti", .string(String(repeating: "j", count: 129))) },
        Bad("a jti that is a number", .incomplete) { $0.claim("jti", .integer(7)) },
        Bad("no htm", .incomplete) { $0.claim("htm", nil) },
        Bad("another method", .wrongMethod) { $0.claim("htm", .string("GET")) },
        Bad("the method in small letters", .wrongMethod) { $0.claim("htm", .string("post")) },
        Bad("no htu", .incomplete) { $0.claim("htu", nil) },
        Bad("another path", .wrongAddress) { $0.claim("htu", .string("https://as.example/oauth/par")) },
        Bad("a path with a slash more", .wrongAddress) { $0.claim("htu", .string(ProofDraft.address + "/")) },
        Bad("another host", .wrongAddress) { $0.claim("htu", .string("https://other.example/oauth/token")) },
        Bad("another port", .wrongAddress) { $0.claim("htu", .string("https://as.example:8443/oauth/token")) },
        Bad("another scheme", .wrongAddress) { $0.claim("htu", .string("http://as.example/oauth/token")) },
        Bad("a path alone", .wrongAddress) { $0.claim("htu", .string("/oauth/token")) },
        Bad("a user in the address", .wrongAddress) { $0.claim("htu", .string("https://a@as.example/oauth/token")) },
        Bad("the host as a user", .wrongAddress) {
            $0.claim("htu", .string("https://as.example@other.example/oauth/token"))
        },
        Bad("no iat", .incomplete) { $0.claim("iat", nil) },
        Bad("an iat that is text", .incomplete) { $0.claim("iat", .string("\(noon)")) },
        Bad("an iat beyond all numbers", .incomplete) { $0.claim("iat", .number(1e300)) },
        Bad("an iat before 1970", .incomplete) { $0.claim("iat", .integer(-1)) },
        Bad("an iat of a minute and a second ago", .tooOld) { $0.claim("iat", .integer(noon - 61)) },
        Bad("an iat half a minute and a second ahead", .fromFuture) { $0.claim("iat", .integer(noon + 31)) },
        Bad("over", .tooOld) { $0.claim("exp", .integer(noon)) },
        Bad("not begun", .fromFuture) { $0.claim("nbf", .integer(noon + 31)) },
        Bad("no nonce", .nonceRequired) { $0.claim("nonce", nil) },
        Bad("an empty nonce", .nonceRequired) { $0.claim("nonce", .string("")) },
        Bad("a made-up nonce", .nonceRequired) { $0.claim("nonce", .string("AAAAAAAAAAAAAAAAAAAAAA")) },
        Bad("a nonce that is a number", .incomplete) { $0.claim("nonce", .integer(1)) },
        Bad("a nonce of ten minutes ago", .nonceRequired) {
            $0.claim("nonce", .string(ProofNonce.test.current(at: noon - 600)))
        },
        Bad("a nonce of the next slot", .nonceRequired) {
            $0.claim("nonce", .string(ProofNonce.test.current(at: noon + 300)))
        },
    ]

    @Test("A proof with one fault is refused for that fault", arguments: badHeaders + badTexts + badClaims)
    func refused(_ bad: Bad) throws {
        #expect(problem { try verify { try bad.change(&$0) } } == bad.problem)
    }

    @Test("At the ends of its time it is accepted", arguments: [-60, 0, 30] as [Int64])
    func ends(_ offset: Int64) throws {
        #expect(try verify { $0.claim("iat", .integer(noon + offset)) }.issuedAt == noon + offset)
    }

    @Test("The nonce of the slot before is good, and time for a new one")
    func previousNonce() throws {
        let proof = try verify { $0.claim("nonce", .string(ProofNonce.test.current(at: noon - 300))) }
        #expect(proof.needsNewNonce)
    }

    @Test("With an access token it is the token's hash that counts")
    func accessToken() throws {
        let hash = Base64URL.encode(SecretDigest(hashing: Array(Self.token.utf8)).bytes)
        #expect(problem { try verify(token: Self.token) { $0.claim("ath", .string(hash)) } } == nil)
        let wrong: [JOSEValue?] = [
            nil, .string(""), .string(hash + "A"), .string(String(hash.dropLast()) + "="), .null,
        ]
        for value in wrong {
            #expect(
                [.wrongToken, .incomplete].contains(
                    problem { try verify(token: Self.token) { $0.claim("ath", value) } }))
        }
        #expect(problem { try verify(token: "another") { $0.claim("ath", .string(hash)) } } == .wrongToken)
    }

    // The example of RFC 9449 §4.1 has no nonce, which is asked for last: all before it is found right.
    static let example =
        "eyJ0eXAiOiJkcG9wK2p3dCIsImFsZyI6IkVTMjU2IiwiandrIjp7Imt0eSI6IkVDIiwieCI6Imw4dEZyaHgtMzR0VjNoUklDUkRZOXpDa0RscEJo"
        + "RjQyVVFVZldWQVdCRnMiLCJ5IjoiOVZFNGpmX09rX282NHpiVFRsY3VOSmFqSG10NnY5VERWclUwQ2R2R1JEQSIsImNydiI6IlAtMjU2In19."
        + "eyJqdGkiOiItQndDM0VTYzZhY2MybFRjIiwiaHRtIjoiUE9TVCIsImh0dSI6Imh0dHBzOi8vc2VydmVyLmV4YW1wbGUuY29tL3Rva2VuIiwiaWF0"
        + "IjoxNTYyMjYyNjE2fQ.2-GxA6T8lP4vfrg8v-FdWP0A0zdrj8igiMLvqRMUvwnQg4PtFLbdLXiOSsX0x7NVY-FNyJK70nfbV37xRZT3Lg"

    @Test("The example of RFC 9449 §4.1 is right but for the nonce, and its key has the thumbprint of §6.1")
    func rfcExample() throws {
        let verdict = problem {
            try verify(Self.example, address: "https://server.example.com/token", at: 1_562_262_616)
        }
        #expect(verdict == .nonceRequired)
        let changed = Self.example.replacing(".2-GxA6", with: ".2-GxA7")
        #expect(
            problem { try verify(changed, address: "https://server.example.com/token", at: 1_562_262_616) }
                == .wrongSignature)
        var text = Self.example
        let token = try text.withUTF8 { bytes in
            try SelfSignedToken(
                verifying: UnsafeRawBufferPointer(bytes), type: "dpop+jwt", algorithms: [.es256], maximumSize: 4096)
        }
        #expect(token.thumbprint == "0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4I")
    }

    @Test("Every problem has a word of its own, and an answer of the token endpoint")
    func words() {
        #expect(Set(ProofProblem.allCases.map(\.rawValue)).count == ProofProblem.allCases.count)
        #expect(Rejection(ProofProblem.nonceRequired) == .proofNonceRequired)
        #expect(Rejection(ProofProblem.replayed) == .proofReplayed)
        #expect(Rejection(ProofProblem.missing) == .proofRequired)
        #expect(Rejection(ProofProblem.wrongMethod) == .proofInvalid("wrong_method"))
    }
}
