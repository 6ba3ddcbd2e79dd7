import DoorwardDocuments
import Testing

@testable import DoorwardServer

@Suite("The published manifest")
struct ManifestTests {
    @Test("has the members of OpenAI's examples in their order")
    func content() throws {
        let text = try #require(gardenPublication().text("/.well-known/ai-plugin.json"))
        let wanted: JSONValue = [
            "schema_version": "v1",
            "name_for_human": "Garden journal",
            "name_for_model": "garden_journal",
            "description_for_human": "Keeps a journal.",
            "description_for_model": "Keeps a journal. It is about plants.",
            "auth": [
                "type": "service_http", "authorization_type": "bearer",
                "verification_tokens": ["openai": "56d819a1d5fa4b768331bddace57d57c"],
            ],
            "api": [
                "type": "openapi", "url": "https://garden.example.com/openapi.json", "is_user_authenticated": false,
            ],
            "logo_url": "https://garden.example.com/logo.png",
            "contact_email": "support@garden.example.com",
            "legal_info_url": "https://garden.example.com/legal",
        ]
        #expect(try JSONValue(parsing: Array(text.utf8)) == wanted)
    }

    @Test("keeps what was written and derives what was left empty")
    func derived() throws {
        var publication = try gardenPublication()
        publication.texts = ManifestTexts(nameForHuman: "Mine", contactEmail: "me@example.org")
        let manifest = publication.manifest
        #expect(manifest.nameForHuman == "Mine" && manifest.contactEmail == "me@example.org")
        #expect(manifest.nameForModel == "garden_journal")
        publication.texts = ManifestTexts(
            nameForHuman: "A", nameForModel: "b", descriptionForHuman: "C", descriptionForModel: "D",
            contactEmail: "e@f",
            legalInfoURL: "https://g.example/")
        #expect(publication.texts.completed(origin: "https://x", info: publication.openAPI.info) == publication.texts)
    }

    @Test(
        "writes to the support of the public host when no address is configured",
        arguments: [
            ("https://api.example.com", "support@api.example.com"),
            ("http://localhost:8000", "support@localhost"),
            ("http://127.0.0.1:8000", "support@127.0.0.1"),
            ("http://[::1]:8000", "support@[::1]"),
        ])
    func contact(origin: String, wanted: String) throws {
        #expect(try gardenPublication(origin: origin).manifest.contactEmail == wanted)
    }

    @Test("says which kind of credential is asked for, and the OpenAPI document agrees")
    func authentication() throws {
        var publication = try gardenPublication()
        publication.authentication = .none
        #expect(publication.manifest.document()["auth"] == ["type": "none"])
        #expect(publication.text("/openapi.json")?.contains("securitySchemes") == false)
        publication.authentication = .userHTTP(authorizationType: .basic)
        #expect(publication.manifest.document()["auth"] == ["type": "user_http", "authorization_type": "basic"])
        #expect(publication.manifest.isUserAuthenticated)
        #expect(publication.text("/openapi.json")?.contains("basicAuth") == true)
        publication.authentication = .serviceHTTP(
            authorizationType: .custom(header: "X-Api-Key"), verificationTokens: [])
        #expect(publication.manifest.document()["auth"]?["custom_auth_header"] == "X-Api-Key")
        #expect(publication.text("/openapi.json")?.contains("X-Api-Key") == true)
    }

    @Test("with OAuth names both endpoints, all scopes and the media type, and the OpenAPI document agrees")
    func oauth() throws {
        var publication = try gardenPublication()
        publication.authentication = .oauth(
            PluginManifest.OAuth(
                authorizationEndpoint: "https://garden.example.com/oauth/authorize",
                tokenEndpoint: "https://garden.example.com/oauth/token", scopes: ["plants:read", "plants:write"],
                contentType: "application/x-www-form-urlencoded",
                verificationTokens: [.init(service: "openai", token: "56d819a1d5fa4b768331bddace57d57c")]))
        publication.scopes = [.init(name: "plants:read", sentence: "See your plants.")]
        publication.operationScopes = ["listPlants": ["plants:read"]]
        let wanted: JSONValue = [
            "type": "oauth",
            "client_url": "https://garden.example.com/oauth/authorize",
            "scope": "plants:read plants:write",
            "authorization_url": "https://garden.example.com/oauth/token",
            "authorization_content_type": "application/x-www-form-urlencoded",
            "verification_tokens": ["openai": "56d819a1d5fa4b768331bddace57d57c"],
        ]
        #expect(publication.manifest.document()["auth"] == wanted)
        #expect(publication.manifest.isUserAuthenticated)
        let text = try #require(publication.text("/openapi.json"))
        let document = try JSONValue(parsing: Array(text.utf8))
        let flow = document["components"]?["securitySchemes"]?["oauth2"]?["flows"]?["authorizationCode"]
        #expect(flow?["tokenUrl"] == "https://garden.example.com/oauth/token")
        #expect(flow?["scopes"] == ["plants:read": "See your plants."])
        #expect(document.value(at: "/paths/~1plants/get/security") == [["oauth2": ["plants:read"]]])
        #expect(document["security"] == [["oauth2": []]])
    }
}
