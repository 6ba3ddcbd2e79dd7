import DoorwardSecrets
import Testing

@testable import DoorwardGateway

@Suite("Authentication")
struct AuthenticatorTests {
    /// The verdict in a word: who was let in, or why not.
    private func verdict(_ authenticator: Authenticator, _ value: String?, now: Int64 = 1000) -> String {
        let verdict =
            value.map { text in text.bytes.withUnsafeBytes { authenticator.verdict(on: $0, now: now) } }
            ?? authenticator.verdict(on: nil, now: now)
        switch verdict {
        case .admitted(.anonymous): return "anonymous"
        case .admitted(.service(let index)): return "service \(index)"
        case .admitted(.user(let record)): return "user \(record.user)"
        case .admitted(.token): return "token"
        case .refused(let refusal): return refusal.reason
        }
    }

    private static func base64(_ text: String, padded: Bool = true) -> String {
        let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/")
        var result = ""
        var bytes = text.bytes[...]
        while !bytes.isEmpty {
            let group = Array(bytes.prefix(3))
            bytes = bytes.dropFirst(3)
            let bits = (0..<3).reduce(0) { $0 << 8 | Int($1 < group.count ? group[$1] : 0) }
            for place in 0...group.count { result.append(alphabet[bits >> (18 - 6 * place) & 63]) }
            if padded { result += String(repeating: "=", count: 3 - group.count) }
        }
        return result
    }

    @Test("Without authentication everyone is nobody", arguments: [nil, "", "Bearer x", "nonsense"] as [String?])
    func none(value: String?) { #expect(verdict(.none, value) == "anonymous") }

    @Test("A bearer secret is taken in any letter case of the scheme, and nothing like it")
    func bearer() throws {
        let ring = try TestPolicy.ring([TestPolicy.secret, TestPolicy.secret + "-next"])
        let authenticator = Authenticator.service(ring, presentedAs: .bearer)
        let secret = TestPolicy.secret
        for scheme in ["Bearer ", "bearer ", "BEARER ", "Bearer   "] {
            #expect(verdict(authenticator, scheme + secret) == "service 0")
            #expect(verdict(authenticator, scheme + secret + "-next") == "service 1")
        }
        for value in [
            nil, "", "Bearer", "Bearer ", "Bearer   ", secret, "Basic \(secret)", "Bearer\t\(secret)",
            "Bearer\(secret)", "Token \(secret)",
        ] {
            #expect(verdict(authenticator, value) == "no_credential", "\(value ?? "nil")")
        }
        for wrong in [
            secret.uppercased(), secret + " ", String(secret.dropLast()), "x", secret + ",", Self.base64(secret),
            String(repeating: "x", count: 20_000),
        ] {
            #expect(verdict(authenticator, "Bearer " + wrong) == "wrong_secret")
        }
    }

    @Test("A basic secret is taken as it is and as base64")
    func basic() throws {
        let secret = "user:" + TestPolicy.secret
        let authenticator = Authenticator.service(try TestPolicy.ring([secret], scheme: .basic), presentedAs: .basic)
        for credential in [secret, Self.base64(secret), Self.base64(secret, padded: false)] {
            #expect(verdict(authenticator, "basic " + credential) == "service 0")
        }
        #expect(verdict(authenticator, "Bearer " + secret) == "no_credential")
        #expect(verdict(authenticator, "Basic " + Self.base64("other:" + TestPolicy.secret)) == "wrong_secret")
    }

    @Test("A header of one's own is the credential and nothing else")
    func header() throws {
        let authenticator = Authenticator.service(try TestPolicy.ring(), presentedAs: .header("X-Api-Key"))
        #expect(authenticator.headerName == "x-api-key".bytes)
        #expect(verdict(authenticator, TestPolicy.secret) == "service 0")
        #expect(verdict(authenticator, "Bearer " + TestPolicy.secret) == "wrong_secret")
        #expect(verdict(authenticator, nil) == "no_credential" && verdict(authenticator, "") == "no_credential")
    }

    @Test(
        "A user's key is judged by its record",
        arguments: [Authenticator.Presentation.bearer, .basic, .header("x-key")])
    func user(presentation: Authenticator.Presentation) {
        var random = SeededGenerator(seed: 3)
        let keys = (0..<4).map { _ in APIKey.generate(using: &random) }
        var records = keys.prefix(3).map { APIKeyRecord(of: $0, user: "ann", createdAt: 1, using: &random) }
        records[1].expiresAt = 1000
        records[2].revokedAt = 5
        let authenticator = Authenticator.user(APIKeyRing(records: records), presentedAs: presentation)
        let scheme =
            switch presentation {
            case .bearer: "Bearer "
            case .basic: "Basic "
            case .header: ""
            }
        let texts = keys.map(\.text)
        #expect(
            texts.map { verdict(authenticator, scheme + $0) } == [
                "user ann", "expired_key", "revoked_key", "unknown_key",
            ])
        #expect(verdict(authenticator, scheme + texts[1], now: 999) == "user ann")
        #expect(verdict(authenticator, scheme + "x") == "malformed_key")
        #expect(verdict(authenticator, nil) == "no_credential")
        guard presentation == .basic else { return }
        for credential in [
            Self.base64(texts[0]), Self.base64("anybody:" + texts[0]), Self.base64(":" + texts[0], padded: false),
        ] {
            #expect(verdict(authenticator, scheme + credential) == "user ann")
        }
        #expect(verdict(authenticator, scheme + Self.base64(texts[0] + ":")) == "malformed_key")
    }

    @Test(
        "Base64 is read with padding and without, and nothing else is",
        arguments: [
            ("YQ==", "a"), ("YQ", "a"), ("YWI=", "ab"), ("YWJj", "abc"), ("YTpi", "a:b"), ("", nil), ("Y Q=", nil),
            ("YQ==Y", nil),
            ("YQ===", nil), ("Y_Q-", nil), ("\u{E9}", nil), (String(repeating: "A", count: 4097), nil), ("=", ""),
        ] as [(String, String?)])
    func base64(text: String, expected: String?) {
        let decoded = text.bytes.withUnsafeBytes(Base64Credential.decode)
        #expect(decoded.map { String(decoding: $0, as: UTF8.self) } == expected)
    }

    @Test(
        "Challenges name the scheme",
        arguments: [
            (Authenticator.Presentation.bearer, "Bearer realm"), (.basic, "Basic realm"),
            (.header("X-Key"), "ApiKey realm"),
        ])
    func challenges(presentation: Authenticator.Presentation, start: String) throws {
        #expect(Authenticator.service(try TestPolicy.ring(), presentedAs: presentation).challenge.hasPrefix(start))
    }
}
