import DoorwardJOSE
import DoorwardOAuth
import DoorwardSecrets
import DoorwardServer
import Testing

@testable import DoorwardTesting

@Suite("Hostile input, and what answers give away")
struct HostileInputTests {
    static let names = [
        "grant_type", "client_id", "client_secret", "code", "redirect_uri", "code_verifier", "refresh_token", "scope",
        "resource", "token", "token_type_hint", "state", "response_type", "code_challenge", "prompt",
    ]

    static func values() -> [String] {
        [
            "", "%00", "%ff%fe", "%", "%0d%0aSet-Cookie:x", "'%20OR%201=1--", "<script>", "%F0%9F%98%80", "..%2f",
            String(repeating: "a", count: 60_000), String(repeating: "a", count: 1_000_000),
            String(repeating: "%20", count: 20_000), String(repeating: "a+", count: 30_000), "dwr_", "dwc_",
            "dwr_" + String(repeating: "%C3%A4", count: 21) + "x", "a.b.c", String(repeating: ".", count: 5000), "null",
        ]
    }

    func endpoints(_ test: TestServer) -> [any Endpoint] {
        test.server.routes(flow: test.flow).map(\.endpoint)
    }

    func isSound(_ response: EndpointResponse) -> Bool {
        let isAnswered = response.status < 500 && (200...413).contains(response.status)
        let fieldsAreClean = response.fields.allSatisfy { field in
            field.value.utf8.allSatisfy { $0 >= 0x20 && $0 < 0x7F }
        }
        return isAnswered && fieldsAreClean
    }

    @Test("Every endpoint answers every odd value of every field, and never with 500", arguments: names)
    func fields(name: String) async throws {
        let test = try await TestServer.ready()
        for value in Self.values() {
            for base in ["", TestServer.authorizeQuery + "&", "grant_type=refresh_token&\(TestServer.credentials)&"] {
                let form = "\(base)\(name)=\(value)"
                for endpoint in endpoints(test) {
                    let post = await endpoint.respond(to: TestServer.post(Array(form.utf8)))
                    #expect(isSound(post))
                    let get = EndpointRequest(method: "GET", path: "/", query: form)
                    #expect(isSound(await endpoint.respond(to: get)))
                }
            }
        }
    }

    @Test(
        "Bodies that are no forms and no flat JSON are refused",
        arguments: [
            [UInt8](repeating: 0, count: 1000), [UInt8](repeating: 0xFF, count: 60_000),
            Array(String(repeating: "{\"a\":", count: 12_000).utf8), Array(String(repeating: "[", count: 60_000).utf8),
            Array("{\"grant_type\":\"refresh_token\",\"grant_type\":\"client_credentials\"}".utf8),
            Array("{\"client_id\":{\"$ne\":1}}".utf8), Array(String(repeating: "a&", count: 30_000).utf8),
        ])
    func bodies(body: [UInt8]) async throws {
        let test = try await TestServer.ready()
        for endpoint in endpoints(test) {
            for type in ["application/json", "application/x-www-form-urlencoded"] {
                let response = await endpoint.respond(to: TestServer.post(body, type: type))
                #expect(isSound(response) && response.status >= 400)
            }
        }
    }

    @Test("Thousands of random bodies are all answered")
    func random() async throws {
        let test = try await TestServer.ready()
        var generator = SystemRandomNumberGenerator()
        let pieces =
            Self.names + ["=", "&", "%", "+", "web", "code", "S256", "{", "}", "\"", ":", ",", "\0", "ä", "dwr_"]
        let endpoints = endpoints(test)
        for _ in 0..<3_000 {
            let body = (0..<Int.random(in: 0...20, using: &generator)).map { _ in
                pieces.randomElement(using: &generator) ?? ""
            }.joined()
            for endpoint in endpoints {
                let type = Bool.random(using: &generator) ? "application/json" : "application/x-www-form-urlencoded"
                #expect(isSound(await endpoint.respond(to: TestServer.post(Array(body.utf8), type: type))))
            }
        }
    }

    @Test("No answer repeats a secret that was sent, and none says the inner reason")
    func discretion() async throws {
        let test = try await TestServer.ready()
        let tokens = try await test.tokens()
        let code = try await test.code()
        let secrets = [TestServer.clientSecret, tokens.refresh, code, TestServer.verifier, test.session]
        let wrongCode = test.redeeming(code).replacing(TestServer.callback, with: "https://x.example")
        for response in [
            await test.token(wrongCode), await test.token(test.refreshing(tokens.refresh, "&scope=admin")),
            await test.token(test.redeeming(code, "&client_id=web")),
            await test.token("grant_type=x&client_id=nobody&client_secret=\(TestServer.clientSecret)"),
            await test.introspect("x"), await test.authorize("client_id=nobody&code=\(code)"),
            await test.authorize(TestServer.authorizeQuery + "&scope=admin&code=\(code)"),
        ] {
            let text =
                response.fields.map(\.value).joined(separator: "\n") + String(decoding: response.body, as: UTF8.self)
            for secret in secrets {
                #expect(!text.contains(secret))
                #expect(response.refusal?.contains(secret) != true)
            }
            if let refusal = response.refusal { #expect(!text.contains(refusal)) }
        }
    }

    @Test("Stores keep digests only")
    func digestsOnly() async throws {
        let test = try await TestServer.ready()
        let tokens = try await test.tokens()
        let code = try await test.code()
        let kept = "\(await test.store.codes) \(await test.store.refreshTokens) \(await test.store.clientsByID)"
        for secret in [tokens.refresh, tokens.access, code, TestServer.clientSecret] { #expect(!kept.contains(secret)) }
        let events = "\(test.auditEvents)"
        for secret in [tokens.refresh, tokens.access, code] { #expect(!events.contains(secret)) }
    }
}
