import Testing

@testable import DoorwardDocuments

@Suite("Where secrets stand")
struct SecretPlaceTests {
    private static func made(_ count: Int, _ alphabet: String = PlantedSecrets.mixed, seed: UInt64 = 31) -> String {
        var maker = PlantedSecrets(seed: seed)
        return maker.text(count, alphabet)
    }

    private static let random = made(32)
    private static let hex = made(32, PlantedSecrets.lowerHex)

    private func found(_ text: String, name: String = "openapi.yaml") -> [LintFinding] {
        Linter().lint(LintInput(name: name, bytes: Array(text.utf8))).findings.filter { $0.rule.id.hasPrefix("DW3") }
    }

    private func found(in description: String) -> [String] {
        let json: JSONValue = ["openapi": "3.1.0", "info": ["description": .string(description)]]
        return found(String(decoding: json.serialized(), as: UTF8.self), name: "openapi.json").map(\.rule.id)
    }

    @Test(
        "Keys in the queries of interfaces are found, whatever words their addresses hold",
        arguments: [
            "https://a1b2.execute-api.eu-west-1.amazonaws.com/prod?key=R", "https://socialmedia.net/posts?key=R",
            "https://silicon.net/v1/chips?token=R", "https://weather.net/api/terms?key=R",
            "https://staticmaps.net/iconic?token=R", "https://api.weather.net/logo?key=R",
            "https://a.blob.core.windows.net/c/logo.png?sv=2022-11-02&sp=rw&sig=R",
            "https://a.blob.core.windows.net/c?sp=r&sig=R", "https://api.weather.net/data/2.5/weather?q=Rome&appid=H",
            "https://b.s3.amazonaws.com/list?X-Amz-Expires=60&X-Amz-Signature=HH",
        ])
    func findsQueries(url: String) {
        let url = url.replacing("R", with: Self.random).replacing("HH", with: Self.hex + Self.hex).replacing(
            "H", with: Self.hex)
        #expect(found(in: "Call \(url.replacing(Self.hex + "ome", with: "Rome")) for it.") == ["DW306"])
    }

    @Test(
        "Addresses of files that are for everyone are not",
        arguments: [
            "https://firebasestorage.googleapis.com/v0/b/x/o/a?alt=media&token=R",
            "https://weather.net/logo.png?key=R", "https://cdn.weather.net/a?token=R",
            "https://weather.net/legal?token=R",
        ])
    func ignoresFiles(url: String) {
        #expect(found(in: "See \(url.replacing("R", with: Self.random)) there.").isEmpty)
    }

    @Test("Keys for curl without a password, and below their name, are found")
    func findsUnusualPlaces() {
        #expect(found(in: "curl -u \(Self.random): https://weather.net/v1") == ["DW307"])
        #expect(found(in: "Send this\napi-key:\n  \(Self.random)\nwith each call.") == ["DW304"])
        #expect(found(in: "Send this\napi-key:\n  of your account\nwith each call.").isEmpty)
    }

    @Test("A private key as JSON in a text is found, a public one is not")
    func findsWebKeys() {
        let (x, d) = (Self.made(43, PlantedSecrets.dashed), Self.made(43, PlantedSecrets.dashed, seed: 32))
        #expect(found(in: #"The key: {"kty":"EC","crv":"P-256","x":"\#(x)","d":"\#(d)"} is ours"#) == ["DW302"])
        #expect(found(in: #"The key: {"d": "\#(d)", "x": "\#(x)", "crv": "P-256", "kty": "EC"}"#) == ["DW302"])
        #expect(found(in: #"The key: {"kty": "oct", "k": "\#(d)"}"#) == ["DW302"])
        #expect(found(in: #"The key: {"kty":"EC","crv":"P-256","x":"\#(x)","y":"\#(d)"} is ours"#).isEmpty)
        #expect(found(in: #"Members: {"d": "\#(d)"}"#).isEmpty)
    }

    @Test("A private key of PuTTY is found, its public part alone is not")
    func findsPuTTY() {
        let lines = (0..<3).map { Self.made(64, PlantedSecrets.base64, seed: 40 + $0) }
        let head = "PuTTY-User-" + "Key-File-3: ssh-rsa\nEncryption: none\nPublic-Lines: 1\n\(lines[0])\n"
        #expect(found(in: head + "Private-Lines: 2\n\(lines[1])\n\(lines[2])\nPrivate-MAC: 0\n") == ["DW302"])
        #expect(found(in: head).isEmpty)
    }

    @Test("Passwords with # or $, and keys in a name's place, are found in URLs; ports and addresses of mail are not")
    func findsLogins() {
        let password = "Xq7!vR2" + "#pL9$wZ4"
        #expect(found(in: "See https://user:\(password)@weather.net/o.json") == ["DW303"])
        #expect(found(in: "See https://\(Self.random)@weather.net/o.json") == ["DW303"])
        for url in [
            "http://localhost:3000?mail=me@x.example", "http://host:8080#me@x.example",
            "https://\(Self.hex)@o12.ingest.sentry.io/3", "https://api.example?mail=\(Self.random)@x.example",
            "http://host:port?mail=me@x.example",
        ] {
            #expect(found(in: "See \(url) for it").isEmpty, "\(url)")
        }
    }

    @Test("The token that documentation shows, and the one for everyone, are none under any name")
    func ignoresSampleTokens() {
        let header = PlantedSecrets.base64(Array(#"{"alg":"HS256","typ":"JWT"}"#.utf8))
        for claims in [
            #"{"sub":"1234567890","name":"John Doe","iat":1516239022}"#, #"{"role":"anon","exp":2000000000}"#,
        ] {
            let token = [header, PlantedSecrets.base64(Array(claims.utf8)), Self.random + "abcdefghijk"]
                .joined(separator: ".")
            for name in ["access_token", "jwt", "token", "id_token", "refresh_token", "apikey", "Authorization"] {
                let json: JSONValue = ["openapi": "3.1.0", "x": [name: .string(token)]]
                #expect(found(String(decoding: json.serialized(), as: UTF8.self)).isEmpty, "\(name)")
                #expect(found(in: "curl -H '\(name): \(token)'; \(name)=\(token); the \(name) is \(token)").isEmpty)
            }
            #expect(found(in: "Authorization: Bearer \(token)").isEmpty)
        }
    }

    @Test("Addresses and hashes of ledgers are no tokens, but private keys are")
    func ignoresLedgers() {
        for digits in [40, 64] {
            let number = "0x" + Self.made(digits, PlantedSecrets.lowerHex)
            for name in ["token", "usdcToken", "contract_token"] {
                #expect(found("openapi: 3.1.0\nx: {\(name): '\(number)'}").isEmpty)
            }
            for name in ["private_key", "secret"] {
                #expect(found("openapi: 3.1.0\nx: {\(name): '\(number)'}").map(\.rule.id) == ["DW304"])
            }
        }
    }

    @Test("Harmless sightings crowd out no key, and where the search ends is told")
    func keepsErrors() throws {
        let header = PlantedSecrets.base64(Array(#"{"alg":"HS256"}"#.utf8))
        let old = PlantedSecrets.base64(Array(#"{"sub":"a1b2","exp":1600000000}"#.utf8))
        let key = try #require(PlantedSecrets.all.first { $0.what == "an AWS access key" }).text
        for idle in ["\(header).\(old).\(Self.random)", "https://app:\(Self.random)@db.example/x"] {
            let lines = (0..<3_000).map { "# \($0) \(idle)\n" }.joined()
            let findings = found("openapi: 3.1.0\n\(lines)# \(key)\n")
            #expect(findings.contains { $0.rule.id == "DW301" && $0.severity == .error })
            #expect(findings.contains { $0.message.contains("more than 2000") })
        }
    }

    @Test("A secret in a file that is referred to is told at the reference")
    func findsInReferencedFiles() throws {
        let schema = "A:\n  type: object\n  x-key: S\n".replacing("S", with: PlantedSecrets.all[0].text)
        let linter = Linter { path, _ in path == "s.yaml" ? Array(schema.utf8) : nil }
        let text = #"""
            {"openapi": "3.1.0", "info": {"title": "t", "version": "1"}, "paths": {}, "components": {"schemas": {
            "B": {"$ref": "s.yaml#/A"}}}}
            """#
        let findings = linter.lint(LintInput(name: "o.json", bytes: Array(text.utf8))).findings
        let finding = try #require(findings.first { $0.rule.id == "DW301" })
        #expect(finding.pointer == "/components/schemas/B/$ref" && finding.line == 2)
        #expect(finding.message.hasPrefix("In s.yaml, line 3: "))
    }
}
