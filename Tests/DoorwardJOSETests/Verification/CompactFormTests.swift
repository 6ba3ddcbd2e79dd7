import Testing

@testable import DoorwardJOSE

@Suite("Verifying a token: its shape")
struct CompactFormTests {
    private let good: String
    private let parts: [String]

    init() throws {
        good = try Forge.p256.token(Subject.header, Subject.payload)
        parts = good.split(separator: ".").map(String.init)
    }

    private func error(_ token: String) throws -> JOSEError? {
        let verifier = try Subject.verifier()
        return failure { () throws(JOSEError) in _ = try verifier.verify(token, now: Subject.now) }
    }

    @Test("A number of parts other than three is refused")
    func partCount() throws {
        #expect(try error("") == .notCompact(parts: 1))
        #expect(try error(parts[0]) == .notCompact(parts: 1))
        #expect(try error("\(parts[0]).\(parts[1])") == .notCompact(parts: 2))
        #expect(try error("\(good).") == .notCompact(parts: 4))
        #expect(try error(".\(good)") == .notCompact(parts: 4))
        #expect(try error("\(parts[0])..\(parts[1]).\(parts[2])") == .notCompact(parts: 4))
        #expect(try error("\(good).\(parts[0]).\(parts[1])") == .notCompact(parts: 5))
        #expect(try error("..") == .invalidJSON(.header, .truncated))
        #expect(try error("....") == .notCompact(parts: 5))
    }

    @Test("White space and padding anywhere are refused")
    func space() throws {
        #expect(try error(" \(good)") == .invalidBase64URL(.header))
        #expect(try error("\(good)\n") == .invalidBase64URL(.signature))
        #expect(try error("\(parts[0])\t.\(parts[1]).\(parts[2])") == .invalidBase64URL(.header))
        #expect(try error("\(parts[0]).\(parts[1]).\(parts[2])==") == .invalidBase64URL(.signature))
        #expect(try error("\(parts[0])=.\(parts[1]).\(parts[2])") == .invalidBase64URL(.header))
        #expect(try error("\(parts[0]). \(parts[1]).\(parts[2])") == .invalidSignature)
        #expect(try error("{\"payload\":\"\(parts[1])\"}") == .notCompact(parts: 1))
    }

    @Test("A signature whose spare bits are not zero is refused")
    func spareBits() throws {
        // 64 bytes end in two letters of which the last has four spare bits.
        let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_")
        let last = try #require(parts[2].last.flatMap { alphabet.firstIndex(of: $0) })
        for other in alphabet.indices where other != last && other >> 4 == last >> 4 {
            let token = "\(parts[0]).\(parts[1]).\(parts[2].dropLast())\(alphabet[other])"
            #expect(try error(token) == .invalidBase64URL(.signature))
        }
    }

    @Test(
        "A payload that is not canonical base64url is refused even when it was signed so", arguments: ["=", " ", "\n"])
    func signedPayload(tail: String) throws {
        let header = Base64URL.encode(Array(Subject.header.utf8))
        let payload = Base64URL.encode(Array(Subject.payload.utf8)) + tail
        let token = try Forge.p256.token(encodedHeader: header, payload)
        #expect(try error(token) == .invalidBase64URL(.payload))
    }

    @Test("A signature of another length is refused", arguments: [0, 1, 63, 65, 72, 96, 128])
    func signatureLength(count: Int) throws {
        let signature = Base64URL.encode([UInt8](repeating: 1, count: count))
        #expect(try error("\(parts[0]).\(parts[1]).\(signature)") == .invalidSignature)
    }

    @Test("A signature of any wrong length is refused by every kind of key")
    func everyKind() throws {
        let rsa = try #require(Forge.rsa)
        let kinds: [(Forge, SignatureAlgorithm)] = [
            (.p384, .es384), (.p521, .es512), (.ed25519, .edDSA), (rsa, .ps256), (rsa, .rs256),
        ]
        for (forge, algorithm) in kinds {
            let keys = JSONWebKeySet([try forge.publicKey()])
            let verifier = TokenVerifier(keys: keys, policy: Subject.policy([algorithm]))
            let header = #"{"alg":"\#(algorithm.name)","typ":"at+jwt"}"#
            let good = try forge.token(header, Subject.payload, by: algorithm)
            let input = good.split(separator: ".").dropLast().joined(separator: ".")
            for count in [0, 1, 63, 64, 95, 96, 131, 132, 133, 255, 256, 257, 512] {
                for byte: UInt8 in [0, 1, 0xFF] {
                    let signature = Base64URL.encode([UInt8](repeating: byte, count: count))
                    let error = failure { () throws(JOSEError) in
                        _ = try verifier.verify("\(input).\(signature)", now: Subject.now)
                    }
                    #expect(error == .invalidSignature)
                }
            }
        }
    }

    @Test("16 KiB are looked at and not one byte more")
    func size() throws {
        func token(filler: Int) throws -> String {
            let filled = #"{"pad":"\#(String(repeating: "x", count: filler))","#
            return try Forge.p256.token(Subject.header, filled + Subject.payload.dropFirst())
        }
        let base = try token(filler: 0).utf8.count
        let most = (16 * 1024 - base) * 3 / 4
        #expect(try error(try token(filler: most)) == nil)
        let long = try token(filler: most + 4)
        #expect(try error(long) == .tooLarge(size: long.utf8.count, limit: 16 * 1024))
        #expect(try error(String(repeating: "A", count: 20_000)) == .tooLarge(size: 20_000, limit: 16 * 1024))
        #expect(try error(String(repeating: ".", count: 10_000)) == .notCompact(parts: 10_001))
    }

    @Test("A token of exactly the size that is allowed is read, and one byte less allowed is too little")
    func exactSize() throws {
        let token = good
        var policy = Subject.policy()
        let keys = JSONWebKeySet([try Forge.p256.publicKey(keyID: Subject.keyID)])
        policy.maximumSize = token.utf8.count
        let fitting = TokenVerifier(keys: keys, policy: policy)
        #expect(failure { () throws(JOSEError) in _ = try fitting.verify(token, now: Subject.now) } == nil)
        policy.maximumSize -= 1
        let tooSmall = TokenVerifier(keys: keys, policy: policy)
        let error = failure { () throws(JOSEError) in _ = try tooSmall.verify(token, now: Subject.now) }
        #expect(error == .tooLarge(size: token.utf8.count, limit: token.utf8.count - 1))
    }

    @Test("A description repeats nothing of the token")
    func descriptions() throws {
        let marker = "SECRETMARKER"
        let forge = Forge.p256
        let tokens = [
            marker, "\(marker).\(marker).\(marker)",
            try forge.token(#"{"alg":"\#(marker)"}"#, Subject.payload),
            try forge.token(#"{"alg":"ES256","kid":"\#(marker)","typ":"at+jwt"}"#, Subject.payload),
            try forge.token(#"{"alg":"ES256","kid":"k1","typ":"\#(marker)"}"#, Subject.payload),
            try forge.token(Subject.header, Subject.payload(replacing: Subject.issuer, with: marker)),
            try forge.token(Subject.header, Subject.payload(replacing: Subject.audience, with: marker)),
            try forge.token(Subject.header, "{\"\(marker)\":1,\"\(marker)\":2}"),
            try forge.token(Subject.header, marker),
        ]
        for token in tokens {
            let error = try #require(try error(token))
            #expect(!error.description.contains(marker) && !error.description.isEmpty)
        }
    }
}
