import Testing

@Suite("Tokens of another server, verified by its keys", .ownThreads)
struct ExternalKeysTests {
    /// What is different from a good token, and whether it is good still.
    static let claims: [(name: String, changes: [(String, String?)], isGood: Bool)] = [
        ("nothing", [], true),
        ("several audiences", [("aud", #"["https://x.example","https://api.example.com"]"#)], true),
        ("azp for client_id", [("client_id", nil), ("azp", "\"their-client\"")], true),
        ("scp as a list", [("scope", nil), ("scp", #"["notes:read"]"#)], true),
        ("scp as a text", [("scope", nil), ("scp", "\"notes:read other\"")], true),
        ("no jti", [("jti", nil)], true),
        ("unknown claims", [("https://x.example/roles", #"["a"]"#), ("deep", #"{"a":{"b":[1,2.5,null]}}"#)], true),
        ("expired a moment ago, clocks differ", [("exp", "\(WallTime.seconds - 5)")], true),
        ("expired", [("exp", "\(WallTime.seconds - 120)")], false),
        ("no end", [("exp", nil)], false),
        ("an end that is no number", [("exp", "\"tomorrow\"")], false),
        ("not yet", [("nbf", "\(WallTime.seconds + 300)")], false),
        ("another issuer", [("iss", "\"https://evil.example\"")], false),
        ("its issuer with a slash", [("iss", "\"http://127.0.0.1/\"")], false),
        ("no issuer", [("iss", nil)], false),
        ("another audience", [("aud", "\"https://x.example\"")], false),
        ("no audience", [("aud", nil)], false),
        ("an audience in a longer one", [("aud", "\"https://api.example.com.evil\"")], false),
        ("no subject", [("sub", nil)], false),
    ]

    @Test("are taken or refused for what they say")
    func claims() async throws {
        let key = ForeignKey(id: "one")
        try await withDoor(keys: [key]) { door, issuer in
            for row in Self.claims {
                let answer = try door.get("/echo", token: key.sign(issuer.claims(row.changes)))
                #expect(answer.status == (row.isGood ? 200 : 401), "\(row.name)")
                guard row.isGood else {
                    #expect(try Challenge(answer)["error"] == "invalid_token", "\(row.name)")
                    continue
                }
                let echo = try Echo(answer.json())
                #expect(echo.values("Doorward-Subject") == ["user-1"] && echo.values("Authorization") == [])
            }
            let narrow = try key.sign(issuer.claims([("scope", "\"other\"")]))
            #expect(try Challenge(door.get("/echo", token: narrow))["error"] == "insufficient_scope")
        }
    }

    @Test("are refused for what they are signed with")
    func headers() async throws {
        let key = ForeignKey(id: "one")
        try await withDoor(keys: [key]) { door, issuer in
            let good = try SignedToken(key.sign(issuer.claims()))
            #expect(try door.get("/echo", token: good.text).status == 200)
            #expect(
                try door.get(
                    "/echo", token: key.sign(issuer.claims(), header: #"{"alg":"ES256","typ":"JWT","kid":"one"}"#)
                ).status == 200)
            let bad = [
                good.forged(header: #"{"alg":"none"}"#), good.forged(header: #"{"alg":"HS256","kid":"one"}"#),
                try key.sign(issuer.claims(), header: #"{"alg":"ES384","kid":"one"}"#),
                try key.sign(issuer.claims(), header: #"{"alg":"ES256","kid":"one","crit":["x"],"x":1}"#),
                try ForeignKey(id: "one").sign(issuer.claims()),
                try ForeignKey(id: "evil").sign(
                    issuer.claims(), header: #"{"alg":"ES256","jwk":\#(ForeignKey(id: "evil").jwk)}"#),
            ]
            for token in bad { #expect(try Challenge(door.get("/echo", token: token))["error"] == "invalid_token") }
        }
    }

    @Test("by a new key are taken after one look at the keys, and strangers cause no more than that")
    func rotation() async throws {
        let key = ForeignKey(id: "one")
        try await withDoor(keys: [key]) { door, issuer in
            let before = issuer.count("/keys")
            #expect(before >= 1)
            let next = ForeignKey(id: "two")
            issuer.state.withLock { $0.keys = [key.jwk, next.jwk] }
            #expect(try door.get("/echo", token: next.sign(issuer.claims())).status == 200)
            #expect(issuer.count("/keys") == before + 1)
            for number in 0..<20 {
                let stranger = try ForeignKey(id: "stranger-\(number)").sign(issuer.claims())
                #expect(try door.get("/echo", token: stranger).status == 401)
            }
            #expect(issuer.count("/keys") <= before + 2, "every stranger's token fetches the keys")
            #expect(try door.get("/echo", token: key.sign(issuer.claims())).status == 200)
        }
    }

    @Test("go on being taken while the server is away")
    func outage() async throws {
        let key = ForeignKey(id: "one")
        try await withDoor(keys: [key]) { door, issuer in
            issuer.state.withLock { $0.isDown = true }
            let unknown = try ForeignKey(id: "new").sign(issuer.claims())
            #expect(try door.get("/echo", token: unknown).status == 401)
            let known = try key.sign(issuer.claims())
            #expect(try door.get("/echo", token: known).status == 200)
            issuer.end()
            let another = try key.sign(issuer.claims([("jti", "\"j-2\"")]))
            #expect(try door.get("/echo", token: another).status == 200)
        }
    }

    @Test("may be signed with RS256, as most servers do")
    func rsa() async throws {
        guard Skipped.unlessThere("openssl") else { return }
        let folder = try TemporaryFolder()
        defer { folder.remove() }
        let openssl = Skipped.path(of: "openssl") ?? "openssl"
        _ = try CommandLineTool.run(openssl, ["genrsa", "-out", "key.pem", "2048"], in: folder)
        let modulus = try CommandLineTool.run(openssl, ["rsa", "-in", "key.pem", "-noout", "-modulus"], in: folder)
            .output
        let digits = Array(modulus.trimmed.dropFirst("Modulus=".count).utf8)
        let bytes = stride(from: 0, to: digits.count, by: 2).compactMap { at in
            UInt8(String(decoding: digits[at..<min(at + 2, digits.count)], as: UTF8.self), radix: 16)
        }
        let key =
            #"{"kty":"RSA","alg":"RS256","use":"sig","kid":"rsa","e":"AQAB","n":"\#(Base64Text.encodeURL(bytes))"}"#
        try await withDoor(keys: [ForeignKey(id: "one")], more: key) { door, issuer in
            let head = Base64Text.encodeURL(#"{"alg":"RS256","typ":"JWT","kid":"rsa"}"#.utf8)
            let signed = "\(head).\(Base64Text.encodeURL(issuer.claims().utf8))"
            try folder.write("signed", signed)
            let made = try CommandLineTool.run(
                openssl, ["dgst", "-sha256", "-sign", "key.pem", "-out", "signature", "signed"], in: folder)
            #expect(made.status == 0, "\(made.everything)")
            let hex = try CommandLineTool.run("/usr/bin/od", ["-An", "-v", "-tx1", "signature"], in: folder).output
            let signature = hex.split(whereSeparator: \.isWhitespace).compactMap { UInt8($0, radix: 16) }
            let token = "\(signed).\(Base64Text.encodeURL(signature))"
            #expect(try door.get("/echo", token: token).status == 200)
            #expect(try door.get("/echo", token: token.dropLast(2) + "AA").status == 401)
        }
    }

    private func withDoor(
        keys: [ForeignKey], more: String? = nil, _ body: (Door, ForeignIssuer) async throws -> Void
    ) async throws {
        let issuer = try ForeignIssuer(keys: keys)
        defer { issuer.end() }
        if let more { issuer.state.withLock { $0.keys.append(more) } }
        try await Door.with(ExternalDoorwardTests.relying(on: issuer.site), on: .sqlite, isEmpty: true) { door in
            let auth = try door.get("/.well-known/ai-plugin.json").json()["auth"]
            #expect(auth?["client_url"]?.string == issuer.site + "/start")
            #expect(auth?["authorization_url"]?.string == issuer.site + "/redeem")
            try await body(door, issuer)
        }
    }
}
