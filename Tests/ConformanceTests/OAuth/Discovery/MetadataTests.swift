import Testing

extension OAuthTests {
    @Suite("The authorization server's metadata (RFC 8414)")
    struct MetadataTests {
        static let addresses = ["/.well-known/oauth-authorization-server", "/.well-known/openid-configuration"]

        @Test("says what there is, and nothing that there is not", arguments: Backend.allCases, addresses)
        func metadata(_ backend: Backend, _ address: String) async throws {
            guard let fixture = try OAuthFixture.on(backend) else { return }
            let answer = try fixture.door.get(address)
            #expect(answer.status == 200)
            #expect(answer.mediaType == "application/json")
            let json = try answer.json()
            let site = fixture.door.site
            #expect(json["issuer"]?.string == site)
            #expect(json["authorization_endpoint"]?.string == site + "/oauth/authorize")
            #expect(json["token_endpoint"]?.string == site + "/oauth/token")
            #expect(json["revocation_endpoint"]?.string == site + "/oauth/revoke")
            #expect(json["introspection_endpoint"]?.string == site + "/oauth/introspect")
            #expect(json["jwks_uri"]?.string == site + "/oauth/jwks.json")
            #expect(texts(json, "response_types_supported") == ["code"])
            #expect(texts(json, "code_challenge_methods_supported") == ["S256"])
            #expect(
                Set(texts(json, "grant_types_supported"))
                    == ["authorization_code", "refresh_token", "client_credentials"])
            let methods: Set = ["client_secret_post", "client_secret_basic", "none"]
            #expect(Set(texts(json, "token_endpoint_auth_methods_supported")) == methods)
            #expect(texts(json, "scopes_supported").starts(with: NotesAPI.scopes.map(\.0)))
            #expect(json["authorization_response_iss_parameter_supported"] == .bool(true))
            for name in ["response_modes_supported", "revocation_endpoint_auth_methods_supported"] {
                if json[name] != nil { #expect(!texts(json, name).isEmpty) }
            }
        }

        @Test("names endpoints that answer, and no others", arguments: Backend.allCases)
        func endpoints(_ backend: Backend) async throws {
            guard let fixture = try OAuthFixture.on(backend) else { return }
            let json = try fixture.door.get(Self.addresses[0]).json()
            let named = json.names.filter { $0.hasSuffix("_endpoint") || $0.hasSuffix("_uri") }
            #expect(
                Set(named) == [
                    "authorization_endpoint", "token_endpoint", "revocation_endpoint", "introspection_endpoint",
                    "jwks_uri",
                ], "\(named)")
            for name in named {
                let url = json[name]?.string ?? ""
                #expect(url.hasPrefix(fixture.door.site + "/"))
                let status = try fixture.door.get(String(url.dropFirst(fixture.door.site.count))).status
                #expect([200, 400, 405].contains(status), "\(name): \(status)")
            }
        }

        @Test(
            "is open to every origin, can be kept, and answers HEAD", arguments: Backend.allCases,
            addresses + ["/oauth/jwks.json", "/.well-known/oauth-protected-resource"])
        func publicDocument(_ backend: Backend, _ address: String) async throws {
            guard let fixture = try OAuthFixture.on(backend) else { return }
            let answer = try fixture.door.get(address, [("Origin", "https://client.example")])
            #expect(answer.status == 200)
            #expect(answer.header("Access-Control-Allow-Origin") == "*")
            #expect(answer.values("Access-Control-Allow-Credentials") == [])
            #expect(!answer.list("Cache-Control").contains("no-store"))
            let head = try fixture.door.request("HEAD", address)
            #expect(head.status == 200 && head.body.isEmpty)
            #expect(head.header("Content-Length") == "\(answer.body.count)")
            #expect(!answer.text.contains("null") && !answer.text.contains("[]") && !answer.text.contains("\"\""))
        }

        @Test("has no member twice, and both addresses say the same", arguments: Backend.allCases)
        func consistent(_ backend: Backend) async throws {
            guard let fixture = try OAuthFixture.on(backend) else { return }
            let both = try Self.addresses.map { try fixture.door.get($0).json() }
            for json in both { #expect(Set(json.names).count == json.names.count) }
            for name in both[0].names where both[1][name] != nil { #expect(both[0][name] == both[1][name], "\(name)") }
        }

        @Test("of the keys holds public ones only", arguments: Backend.allCases)
        func keys(_ backend: Backend) async throws {
            guard let fixture = try OAuthFixture.on(backend) else { return }
            let answer = try fixture.door.get("/oauth/jwks.json")
            let keys = try answer.json()["keys"]?.array ?? []
            #expect(!keys.isEmpty)
            for key in keys {
                #expect(key["kty"]?.string == "EC" && key["crv"]?.string == "P-256")
                #expect(key["alg"]?.string == "ES256" && key["use"]?.string == "sig")
                #expect(key["kid"]?.string?.isEmpty == false)
                #expect(key["d"] == nil)
            }
            #expect(Set(keys.compactMap { $0["kid"]?.string }).count == keys.count)
        }
    }

    @Suite("The protected resource's metadata (RFC 9728)")
    struct ResourceMetadataTests {
        @Test("names the resource and its issuer byte for byte", arguments: Backend.allCases)
        func metadata(_ backend: Backend) async throws {
            guard let fixture = try OAuthFixture.on(backend) else { return }
            let json = try fixture.door.get("/.well-known/oauth-protected-resource").json()
            #expect(json["resource"]?.string == fixture.door.site)
            #expect(texts(json, "authorization_servers") == [fixture.door.site])
            #expect(texts(json, "scopes_supported") == NotesAPI.scopes.map(\.0))
            #expect(texts(json, "bearer_methods_supported") == ["header"])
            #expect(!json.contains("offline_access"))
        }

        @Test(
            "is nowhere else", arguments: Backend.allCases,
            [
                "/.well-known/oauth-protected-resource/nothing", "/.well-known/oauth-protected-resource/",
                "/.well-known/jwks",
            ])
        func elsewhere(_ backend: Backend, _ address: String) async throws {
            guard let fixture = try OAuthFixture.on(backend) else { return }
            #expect([401, 404].contains(try fixture.door.get(address).status))
            let token = try fixture.machineToken()
            #expect(try fixture.door.get(address, token: token).status == 404)
        }
    }
}

/// The strings of an array.
private func texts(_ json: JSONValue, _ name: String) -> [String] { (json[name]?.array ?? []).compactMap(\.string) }
