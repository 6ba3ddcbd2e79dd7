import DoorwardDocuments
import Testing

@Suite("Plugin manifests")
struct PluginManifestTests {
    private func manifest(_ auth: PluginManifest.Authentication) -> PluginManifest {
        PluginManifest(
            nameForHuman: "Hello", nameForModel: "hello", descriptionForHuman: "Says hello.",
            descriptionForModel: "Says it.",
            auth: auth, apiURL: "https://api.example.com/openapi.json", logoURL: "https://api.example.com/logo.png",
            contactEmail: "support@example.com", legalInfoURL: "https://api.example.com/legal")
    }

    @Test("A manifest is written as the examples show it")
    func writesManifest() {
        let token = PluginManifest.VerificationToken(service: "openai", token: String(repeating: "5", count: 32))
        let document = manifest(.serviceHTTP(authorizationType: .bearer, verificationTokens: [token])).document()
        let expected = """
            {
              "schema_version": "v1",
              "name_for_human": "Hello",
              "name_for_model": "hello",
              "description_for_human": "Says hello.",
              "description_for_model": "Says it.",
              "auth": {
                "type": "service_http",
                "authorization_type": "bearer",
                "verification_tokens": {
                  "openai": "55555555555555555555555555555555"
                }
              },
              "api": {
                "type": "openapi",
                "url": "https://api.example.com/openapi.json",
                "is_user_authenticated": false
              },
              "logo_url": "https://api.example.com/logo.png",
              "contact_email": "support@example.com",
              "legal_info_url": "https://api.example.com/legal"
            }

            """
        #expect(String(decoding: document.serialized(pretty: true), as: UTF8.self) == expected)
    }

    static let forms: [(PluginManifest.Authentication, JSONValue)] = [
        (.none, ["type": "none"]),
        (
            .serviceHTTP(authorizationType: .basic, verificationTokens: []),
            ["type": "service_http", "authorization_type": "basic", "verification_tokens": [:]]
        ),
        (
            .serviceHTTP(
                authorizationType: .custom(header: "X-Api-Key"),
                verificationTokens: [.init(service: "b", token: "1"), .init(service: "a", token: "2")]),
            [
                "type": "service_http", "authorization_type": "custom", "custom_auth_header": "X-Api-Key",
                "verification_tokens": ["b": "1", "a": "2"],
            ]
        ),
        (.userHTTP(authorizationType: .bearer), ["type": "user_http", "authorization_type": "bearer"]),
        (
            .oauth(
                .init(
                    clientURL: "https://a.example/authorize", authorizationURL: "https://a.example/token", scope: "read"
                )),
            [
                "type": "oauth", "client_url": "https://a.example/authorize", "scope": "read",
                "authorization_url": "https://a.example/token", "authorization_content_type": "application/json",
                "verification_tokens": [:],
            ]
        ),
    ]

    @Test("Each way of authentication has its own members, in order", arguments: forms)
    func writesAuthentication(auth: PluginManifest.Authentication, expected: JSONValue) {
        #expect(manifest(auth).document()["auth"] == expected)
    }

    static let titles: [(String, String, String)] = [
        ("Hello", "Hello", "hello"), ("Hello API", "Hello API", "hello_api"), ("", "API", "api"), ("   ", "API", "api"),
        ("Pet store of the whole wide world", "Pet store of the", "pet_store_of_the_whole_wide_world"),
        ("3D Models", "3D Models", "api_3d_models"), ("Jürgen's Café\n", "Jürgen's Café", "j_rgens_caf"),
        ("日本語の天気", "日本語の天気", "api"),
        ("Supercalifragilisticexpialidocious", "Supercalifragilistic", "supercalifragilisticexpialidocious"),
        ("exactly twenty chars", "exactly twenty chars", "exactly_twenty_chars"), ("__x__", "__x__", "x"),
        ("a\u{0}b\tc", "a b c", "a_b_c"),
    ]

    @Test("Names are made from the title", arguments: titles)
    func derivesNames(title: String, human: String, model: String) {
        let info = OpenAPIDocument.Info(title: title, version: "1")
        #expect(PluginManifest.derivedNameForHuman(from: info) == human)
        #expect(PluginManifest.derivedNameForModel(from: info) == model)
    }

    @Test(
        "Derived texts keep to the limits whatever the document says",
        arguments: [
            "a", "a ", "é", "e\u{301}\u{301}", "👨‍👩‍👧‍👦", "_", "9", ". ", "\u{1}", "ab! ",
        ])
    func keepsLimits(unit: String) {
        let text = String(repeating: unit, count: 20_000)
        let info = OpenAPIDocument.Info(title: text, version: "1", description: text)
        let nameForModel = PluginManifest.derivedNameForModel(from: info)
        #expect((1...20).contains(PluginManifest.derivedNameForHuman(from: info).unicodeScalars.count))
        #expect((1...50).contains(nameForModel.count))
        #expect(nameForModel.wholeMatch(of: /[A-Za-z][A-Za-z0-9_]*/) != nil)
        #expect((1...100).contains(PluginManifest.derivedDescriptionForHuman(from: info).unicodeScalars.count))
        #expect((1...8000).contains(PluginManifest.derivedDescriptionForModel(from: info).unicodeScalars.count))
    }

    @Test("Descriptions are made from summary, description or title, in that order")
    func derivesDescriptions() {
        let text = "Finds pets. It knows\n\nall of them."
        var info = OpenAPIDocument.Info(title: "Pets", version: "1", description: text, summary: "Pets for all")
        #expect(PluginManifest.derivedDescriptionForHuman(from: info) == "Pets for all")
        #expect(PluginManifest.derivedDescriptionForModel(from: info) == "Finds pets. It knows all of them.")
        info.summary = nil
        #expect(PluginManifest.derivedDescriptionForHuman(from: info) == "Finds pets.")
        info.description = nil
        #expect(PluginManifest.derivedDescriptionForHuman(from: info) == "Use Pets.")
        #expect(PluginManifest.derivedDescriptionForModel(from: info) == "Calls Pets.")
    }
}
