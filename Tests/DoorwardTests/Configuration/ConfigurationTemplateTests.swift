import DoorwardSecrets
import Testing

@testable import Doorward

@Suite("The files of doorward init")
struct ConfigurationTemplateTests {
    @Test(
        "The template loads without problems and says what it was told",
        arguments: AuthenticationMode.allCases,
        [
            OpenAPILocation.upstreamPath("/openapi.json"), .file("my api: v1 #2.yaml"), .file("/abs/o.yaml"),
            .url("https://a.example/o?k=1"),
        ])
    func loads(_ auth: AuthenticationMode, _ openAPI: OpenAPILocation) throws {
        let template = ConfigurationTemplate(
            publicURL: try PublicURL(parsing: auth == .oauth ? "http://localhost:8000" : "auto"),
            upstream: try UpstreamURL(parsing: "http://[::1]:9000/it's"), auth: auth,
            openAPI: openAPI,
            secret: try SecretReference(parsing: "dotenv:.env#CHATGPT_PLUGIN_SECRET"), logo: "logo.png")
        let result = outcome(template.yaml())
        #expect(result.problems.isEmpty, "\(result.problems)")
        let configuration = try #require(result.loaded?.configuration)
        #expect(configuration.auth == auth)
        #expect(configuration.upstream.url == template.upstream)
        #expect(configuration.upstream.openAPI == openAPI)
        #expect(configuration.manifest.logo == "logo.png")
        #expect(configuration.service.secrets.count == (auth == .serviceHTTP ? 1 : 0))
        #expect((configuration.oauth.masterSecret != nil) == (auth == .oauth))
        #expect(configuration.oauth.scopes.names == (auth == .oauth ? ["read"] : []))
    }

    @Test(
        "Its commented keys are real: uncommented, the file loads too",
        arguments: [AuthenticationMode.serviceHTTP, .oauth])
    func uncommented(_ auth: AuthenticationMode) throws {
        let yaml = try template(auth).yaml()
        let lines = yaml.split(separator: "\n", omittingEmptySubsequences: false).map { line in
            let content = line.drop { $0 == " " }
            let indentation = line.prefix(line.count - content.count)
            guard content.hasPrefix("# "), let colon = content.firstIndex(of: ":") else { return String(line) }
            let name = content[..<colon].dropFirst(2).drop { $0 == " " }
            let isKey = !name.isEmpty && name.utf8.allSatisfy { $0 == 0x5F || ($0 >= 0x61 && $0 <= 0x7A) }
            let prose = ["documented", "env", "systemd"].contains(name)
            return isKey && !prose ? indentation + String(content.dropFirst(2)) : String(line)
        }
        let result = outcome(lines.joined(separator: "\n"))
        #expect(result.problems.isEmpty, "\(result.problems)")
        #expect(result.loaded?.configuration.manifest.nameForModel == "hello")
        #expect(result.loaded?.configuration.upstream.authorization?.description == "env:API_AUTHORIZATION")
        #expect(result.loaded?.effective["timeouts.total"]?.origin != .default)
    }

    @Test("It is short enough to read, and its secrets can be edited")
    func short() throws {
        let yaml = try template(.serviceHTTP).yaml()
        #expect(yaml.split(separator: "\n", omittingEmptySubsequences: false).count <= 70)
        let edited = try ConfigurationEditor(text: yaml).addingSecret(try SecretReference(parsing: "env:NEXT"))
        #expect(edited.contains("[dotenv:.env#SECRET, env:NEXT]"))
        let open = try template(.none).yaml()
        #expect(
            try ConfigurationEditor(text: open).addingSecret(try SecretReference(parsing: "env:NEXT")).hasPrefix(open))
    }

    @Test("The .env file has a comment and the one line; .gitignore covers it and the database")
    func environmentFile() {
        let text = ConfigurationTemplate.environmentFile(name: "SECRET", value: "not-a-real-one")
        #expect(text.hasPrefix("# ") && text.hasSuffix("\nSECRET=not-a-real-one\n"))
        #expect(ConfigurationTemplate.ignoredFiles.contains(".env"))
    }

    private func template(_ auth: AuthenticationMode) throws -> ConfigurationTemplate {
        ConfigurationTemplate(
            publicURL: try PublicURL(parsing: auth == .oauth ? "https://api.example.com" : "auto"),
            upstream: try UpstreamURL(parsing: "http://127.0.0.1:9000"), auth: auth,
            secret: try SecretReference(parsing: "dotenv:.env#SECRET"))
    }
}
