import Testing

@Suite("A door that takes another server's tokens", .ownThreads)
struct ExternalDoorwardTests {
    /// A door that trusts `issuer` and has no server of its own.
    static func relying(on issuer: String, _ more: [(String, String)] = []) -> GateConfiguration {
        var configuration = GateConfiguration.oauth(site: "https://api.example.com").with(
            "oauth.issuer", "\"\(issuer)\"")
        for (key, value) in more { configuration[key] = value }
        return configuration
    }

    @Test("takes those of another Doorward, and publishes where that is")
    func doorward() async throws {
        try await Door.with(on: .sqlite) { server in
            let machine = server[.machine]
            let form: Form = ["grant_type": "client_credentials"]
            let token = try Tokens(server.token(form, as: machine)).access
            let narrow = try Tokens(server.token(form.with("scope", "notes:read"), as: machine)).access
            let configuration = Self.relying(on: server.site, [("oauth.audience", "\"\(server.site)\"")])
            try await Door.with(configuration, on: .sqlite, isEmpty: true) { door in
                #expect(try door.get("/echo", token: token).status == 200)
                let refused = try door.request("POST", "/echo", [("Authorization", "Bearer \(narrow)")], body: [])
                #expect(refused.status == 403)
                #expect(try Challenge(refused)["scope"] == "notes:read notes:write")
                let challenge = try Challenge(door.get("/echo"))
                #expect(
                    challenge["resource_metadata"]
                        == "https://api.example.com/.well-known/oauth-protected-resource")
                let forged = try SignedToken(token).forged(claims: #"{"iss":"\#(server.site)"}"#)
                #expect(try Challenge(door.get("/echo", token: forged))["error"] == "invalid_token")
                try published(door, server)
                // What the server's own API is told must not let that API in here in the caller's name.
                let echo = try Echo(server.get("/echo", token: token).json())
                let statement = try #require(echo.values("Doorward-Identity").first)
                #expect(try door.get("/echo", token: statement).status == 401, "a statement passes for a token")
            }
            try await Door.with(Self.relying(on: server.site), on: .sqlite, isEmpty: true) { door in
                let answer = try door.get("/echo", token: token)
                #expect(answer.status == 401, "a token for another resource is accepted")
                #expect(try Challenge(answer)["error"] == "invalid_token")
            }
        }
    }

    private func published(_ door: Door, _ server: Door) throws {
        let resource = try door.get("/.well-known/oauth-protected-resource").json()
        #expect(resource["resource"]?.string == door.site)
        #expect(resource["authorization_servers"]?.array.compactMap(\.string) == [server.site])
        let auth = try door.get("/.well-known/ai-plugin.json").json()["auth"]
        #expect(auth?["client_url"]?.string == server.site + "/oauth/authorize")
        #expect(auth?["authorization_url"]?.string == server.site + "/oauth/token")
        let document = try door.get("/openapi.json").text
        #expect(document.contains(server.site + "/oauth/authorize"))
        // It has no server of its own, and says of none.
        for path in ["/oauth/authorize", "/oauth/token", "/oauth/jwks.json", "/account", "/oauth/sign-in"] {
            #expect([401, 404].contains(try door.get(path).status), "\(path)")
        }
        for path in MetadataAddresses.all { #expect([401, 404].contains(try door.get(path).status), "\(path)") }
    }

    @Test("waits for a server that is not there yet, and says so")
    func late() async throws {
        let port = try FreePort.take()
        try await Door.with(Self.relying(on: "http://127.0.0.1:\(port)"), on: .sqlite, isEmpty: true, isStarted: false)
        { door in
            try door.spawn()
            #expect(try door.eventually(.seconds(10)) { door.output.contains("waiting for the authorization server") })
            #expect(door.isRunning)
            door.kill()
        }
    }
}

enum MetadataAddresses {
    static let all = ["/.well-known/oauth-authorization-server", "/.well-known/openid-configuration"]
}
