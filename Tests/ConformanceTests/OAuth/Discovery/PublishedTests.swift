import Testing

extension OAuthTests {
    @Suite("What assistants read of OAuth")
    struct PublishedTests {
        @Test("in the manifest is where to send people and where to redeem codes", arguments: Backend.allCases)
        func manifest(_ backend: Backend) async throws {
            guard let fixture = try OAuthFixture.on(backend) else { return }
            let auth = try #require(try fixture.door.get("/.well-known/ai-plugin.json").json()["auth"])
            let site = fixture.door.site
            #expect(auth["type"]?.string == "oauth")
            #expect(auth["client_url"]?.string == site + "/oauth/authorize")
            #expect(auth["authorization_url"]?.string == site + "/oauth/token")
            #expect(auth["scope"]?.string == "notes:read notes:write notes:admin")
            #expect(auth["authorization_content_type"]?.string == "application/x-www-form-urlencoded")
        }

        @Test("in the OpenAPI document is one scheme, and the scopes of each operation", arguments: Backend.allCases)
        func openAPI(_ backend: Backend) async throws {
            guard let fixture = try OAuthFixture.on(backend) else { return }
            let document = try fixture.door.get("/openapi.json").json()
            let schemes = try #require(document["components"]?["securitySchemes"])
            #expect(schemes.names.count == 1)
            let name = schemes.names[0]
            let flow = schemes[name]?["flows"]?["authorizationCode"]
            #expect(schemes[name]?["type"]?.string == "oauth2")
            #expect(schemes[name]?["flows"]?.names == ["authorizationCode"])
            #expect(flow?["authorizationUrl"]?.string == fixture.door.site + "/oauth/authorize")
            #expect(flow?["tokenUrl"]?.string == fixture.door.site + "/oauth/token")
            for (scope, sentence) in NotesAPI.scopes { #expect(flow?["scopes"]?[scope]?.string == sentence) }

            let echo = document["paths"]?["/echo"]
            #expect(security(document, echo?["get"], name) == [["notes:read"]])
            #expect(security(document, echo?["post"], name) == [["notes:read", "notes:write"]])
            #expect(security(document, echo?["put"], name) == [["notes:admin"], ["notes:write"]])
            #expect(security(document, echo?["delete"], name) == [["notes:admin", "notes:write"]])
            #expect(security(document, echo?["patch"], name) == [["notes:write"]])
            #expect(document["paths"]?["/status/{code}"]?["get"]?["security"] == .array([]))
            #expect(security(document, document["paths"]?["/hello"]?["get"], name).count == 1)
        }

        /// What an operation asks for, or the document where the operation says nothing.
        private func security(_ document: JSONValue, _ operation: JSONValue?, _ scheme: String) -> [[String]] {
            (operation?["security"] ?? document["security"] ?? .null).array.map { requirement in
                (requirement[scheme]?.array ?? []).compactMap(\.string)
            }
        }
    }

    @Suite("What assistants read, by configuration", .ownThreads)
    struct PublishedByConfigurationTests {
        @Test("says how token requests are written, and the verification token")
        func manifest() async throws {
            let configuration = GateConfiguration.oauth(site: "https://door.example")
                .with("oauth.content_type", "application/json")
                .with("manifest.verification_tokens", "{openai: 0123456789abcdef0123456789abcdef}")
            try await Door.with(configuration, on: .sqlite) { door in
                let auth = try #require(try door.get("/.well-known/ai-plugin.json").json()["auth"])
                #expect(auth["authorization_content_type"]?.string == "application/json")
                #expect(auth["verification_tokens"]?["openai"]?.string == "0123456789abcdef0123456789abcdef")
                #expect(auth["client_url"]?.string == "https://door.example/oauth/authorize")
                #expect(auth["authorization_url"]?.string == "https://door.example/oauth/token")
            }
        }
    }
}
