import Testing

@Suite("Tokens of another server, by its own word", .ownThreads)
struct IntrospectionModeTests {
    private let secret = "s3cret:with %signs"

    private func withDoor(_ body: (Door, ForeignIssuer) async throws -> Void) async throws {
        let issuer = try ForeignIssuer(keys: [])
        defer { issuer.end() }
        let folder = try TemporaryFolder()
        defer { folder.remove() }
        let path = try folder.write("secret", secret + "\n")
        let configuration = ExternalDoorwardTests.relying(
            on: issuer.site,
            [
                ("oauth.introspection_url", "\"\(issuer.site)/ask\""),
                ("oauth.introspection_client_id", "\"the:door%\""),
                ("oauth.introspection_client_secret", "\"file:\(path)\""),
            ])
        try await Door.with(configuration, on: .sqlite, isEmpty: true) { door in
            try await body(door, issuer)
            #expect(!door.output.contains("s3cret"))
        }
    }

    private func word(_ more: String = "", scope: String = "notes:read", aud: String = "\"https://api.example.com\"")
        -> String
    {
        #"{"active":true,"sub":"user-1","client_id":"their-client","scope":"\#(scope)","aud":\#(aud),"#
            + #""exp":\#(WallTime.seconds + 600)\#(more)}"#
    }

    @Test("are asked about once for many calls, with credentials of our own")
    func active() async throws {
        try await withDoor { door, issuer in
            issuer.state.withLock { $0.words["opaque-1"] = self.word() }
            for _ in 0..<10 {
                let answer = try door.get("/echo", token: "opaque-1")
                #expect(answer.status == 200)
                #expect(try Echo(answer.json()).values("Doorward-Subject") == ["user-1"])
            }
            // Each event loop may ask for itself.
            let asked = issuer.requests(to: "/ask")
            #expect(asked.count >= 1 && asked.count <= 4, "\(asked.count) questions")
            let request = try #require(asked.first)
            #expect(request.method == "POST")
            let basic = Base64Text.encode("\(Form.encode("the:door%")):\(Form.encode(secret))")
            let plus = Base64Text.encode(
                "\(Form.encode("the:door%")):\(Form.encode(secret).replacing("%20", with: "+"))")
            #expect(["Basic \(basic)", "Basic \(plus)"].contains(request.header("Authorization")))
            #expect(!request.body.contains("client_secret"))
        }
    }

    @Test("are taken by the word of another Doorward")
    func doorward() async throws {
        try await Door.with(on: .sqlite) { server in
            let folder = try TemporaryFolder()
            defer { folder.remove() }
            let path = try folder.write("secret", server[.resource].secret ?? "")
            let configuration = ExternalDoorwardTests.relying(
                on: server.site,
                [
                    ("oauth.introspection_url", "\"\(server.site)/oauth/introspect\""),
                    ("oauth.introspection_client_id", "\"\(server[.resource].id)\""),
                    ("oauth.introspection_client_secret", "\"file:\(path)\""),
                    ("oauth.audience", "\"\(server.site)\""),
                ])
            try await Door.with(configuration, on: .sqlite, isEmpty: true) { door in
                var ada = server.ada
                let tokens = try await server.tokens(server[.web], by: &ada)
                #expect(try door.get("/echo", token: tokens.access).status == 200)
                let second = try Tokens(server.refresh(tokens.refresh ?? "", as: server[.web]))
                _ = try server.revoke(second.refresh ?? "", as: server[.web])
                // One that was not asked about yet.
                #expect(try door.get("/echo", token: second.access).status == 401)
                #expect(try door.get("/echo", token: "dwr_unknown").status == 401)
            }
        }
    }

    @Test("are refused for what is said of them")
    func refused() async throws {
        try await withDoor { door, issuer in
            issuer.state.withLock { state in
                state.words["other-audience"] = self.word(aud: "\"https://x.example\"")
                state.words["no-audience"] = self.word(aud: "null")
                state.words["over"] = #"{"active":true,"sub":"a","aud":"https://api.example.com","exp":1000}"#
                state.words["other-issuer"] = self.word(#","iss":"https://evil.example""#)
                state.words["text"] = #"{"active":"true","sub":"a","aud":"https://api.example.com"}"#
            }
            for token in ["unknown", "other-audience", "no-audience", "over", "other-issuer", "text"] {
                let answer = try door.get("/echo", token: token)
                #expect(answer.status == 401, "\(token)")
                #expect(try Challenge(answer)["error"] == "invalid_token", "\(token)")
            }
            issuer.state.withLock { $0.words["narrow"] = self.word(scope: "other") }
            #expect(try door.get("/echo", token: "narrow").status == 403)
        }
    }

    @Test("cannot be judged while the server is away, which is said as such")
    func outage() async throws {
        try await withDoor { door, issuer in
            issuer.state.withLock { state in
                state.words["known"] = self.word()
                state.words["broken"] = "<html>"
            }
            #expect(try door.get("/echo", token: "known").status == 200)
            #expect(try door.get("/echo", token: "broken").status == 503)
            issuer.state.withLock { $0.isDown = true }
            let answer = try door.get("/echo", token: "new")
            #expect(answer.status == 503 && answer.header("Retry-After") != nil)
            #expect(answer.mediaType?.hasSuffix("json") == true)
            issuer.state.withLock { $0.isDown = false }
            #expect(try door.get("/echo", token: "known").status == 200)
        }
    }
}
