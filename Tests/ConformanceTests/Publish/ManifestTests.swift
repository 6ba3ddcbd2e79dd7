import Testing

@Suite("The plugin manifest", .gate(.tutorial))
struct ManifestTests {
    @Test("has its fields in the order of OpenAI's documents")
    func order() async throws {
        let gate = try #require(Gate.shared)
        let answer = try gate.get("/.well-known/ai-plugin.json")
        #expect(answer.status == 200)
        #expect(answer.mediaType == "application/json")
        let manifest = try answer.json()
        #expect(
            manifest.names == [
                "schema_version", "name_for_human", "name_for_model", "description_for_human", "description_for_model",
                "auth", "api", "logo_url", "contact_email", "legal_info_url",
            ])
    }

    @Test("says what the configuration says")
    func values() async throws {
        let gate = try #require(Gate.shared)
        let manifest = try gate.get("/.well-known/ai-plugin.json").json()
        #expect(manifest["schema_version"] == .string("v1"))
        #expect(manifest["name_for_human"] == .string("Service Auth Plugin"))
        #expect(manifest["name_for_model"] == .string("pythonPlugin"))
        #expect(manifest["description_for_human"] == .string("Says hello."))
        #expect(manifest["description_for_model"] == .string("Says hello to the user who asks."))
        #expect(manifest["contact_email"] == .string("support@example.com"))
        #expect(manifest["legal_info_url"] == .string("https://api.example.com/terms"))
        #expect(manifest["api"]?["type"] == .string("openapi"))
        #expect(manifest["api"]?["url"] == .string("https://api.example.com/openapi.json"))
        let logo = try #require(manifest["logo_url"]?.string)
        #expect(logo.hasPrefix("https://api.example.com/logo."))
    }

    @Test("names the authentication and the verification tokens")
    func auth() async throws {
        let gate = try #require(Gate.shared)
        let auth = try #require(try gate.get("/.well-known/ai-plugin.json").json()["auth"])
        #expect(auth["type"] == .string("service_http"))
        #expect(auth["authorization_type"] == .string("bearer"))
        #expect(auth["verification_tokens"]?["openai"] == .string("56d819a1d5fa4b768331bddace57d57c"))
    }

    @Test("needs no credential and never holds the secret")
    func open() async throws {
        let gate = try #require(Gate.shared)
        let answer = try gate.get("/.well-known/ai-plugin.json", [("Authorization", "Bearer wrong")])
        #expect(answer.status == 200)
        #expect(!answer.text.contains(gate.secret))
    }
}

@Suite("The plugin manifest of each kind of authentication", .ownThreads)
struct ManifestAuthTests {
    static let kinds: [(settings: [(String, String)], type: String, authorization: String?)] = [
        ([("auth", "none")], "none", nil),
        ([("auth", "service_http")], "service_http", "bearer"),
        ([("auth", "service_http"), ("service.authorization_type", "basic")], "service_http", "basic"),
        ([("auth", "user_http")], "user_http", "bearer"),
        ([("auth", "user_http"), ("user.authorization_type", "basic")], "user_http", "basic"),
    ]

    @Test("says its type and how the credential is sent", arguments: kinds.indices)
    func type(_ index: Int) async throws {
        let (settings, type, authorization) = Self.kinds[index]
        var configuration = GateConfiguration()
        for (key, value) in settings { configuration[key] = value }
        try await Gate.with(configuration) { gate in
            let auth = try #require(try gate.get("/.well-known/ai-plugin.json").json()["auth"])
            #expect(auth["type"] == .string(type))
            #expect(auth["authorization_type"]?.string == authorization)
        }
    }
}

@Suite("A manifest of which nothing is configured", .gate())
struct DerivedManifestTests {
    @Test("takes its texts from the OpenAPI document and the public address")
    func derived() async throws {
        let gate = try #require(Gate.shared)
        let manifest = try gate.get("/.well-known/ai-plugin.json").json()
        #expect(manifest["name_for_human"] == .string("Conformance"))
        let name = try #require(manifest["name_for_model"]?.string)
        #expect(name.lowercased().contains("conformance"))
        #expect(name.utf8.count <= 50)
        #expect(manifest["contact_email"] == .string("support@api.example.com"))
        #expect(manifest["legal_info_url"] == .string("https://api.example.com/legal"))
        #expect(manifest["description_for_human"]?.string?.isEmpty == false)
        #expect(manifest["description_for_model"]?.string?.isEmpty == false)
    }
}

extension GateConfiguration {
    /// The manifest of the tutorial that this project started from.
    static var tutorial: GateConfiguration {
        GateConfiguration()
            .with("manifest.name_for_human", "Service Auth Plugin")
            .with("manifest.name_for_model", "pythonPlugin")
            .with("manifest.description_for_human", "Says hello.")
            .with("manifest.description_for_model", "Says hello to the user who asks.")
            .with("manifest.contact_email", "support@example.com")
            .with("manifest.legal_info_url", "https://api.example.com/terms")
            .with("manifest.verification_tokens", "{openai: 56d819a1d5fa4b768331bddace57d57c}")
    }
}
