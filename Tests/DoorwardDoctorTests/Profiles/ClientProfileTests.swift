import DoorwardDocuments
import Testing

@testable import DoorwardDoctor

@Suite("Client profiles")
struct ClientProfileTests {
    @Test("every file that comes along is a profile of its own name", arguments: ClientProfile.files.map(\.name))
    func builtIn(name: String) throws {
        let bytes = try #require(ClientProfile.files.first { $0.name == name }?.bytes)
        let profile = try ClientProfile(reading: bytes)
        #expect(profile.name == name)
        #expect(ClientProfile.named(name)?.title == profile.title)
        #expect(ClientProfile.text(ofBuiltIn: name)?.hasPrefix("#") == true)
        #expect(profile.headers.contains { $0.name == "User-Agent" && !$0.value.isEmpty })
    }

    @Test("seven profiles come along")
    func count() { #expect(ClientProfile.builtIn.count == 7) }

    @Test("a profile's values are read as they are written")
    func values() throws {
        let app = try #require(ClientProfile.named("chatgpt-app"))
        #expect(app.surface == .mcp)
        #expect(app.registrations == [.preregistered, .metadataDocument, .dynamic])
        #expect(app.redirectURIs == ["https://chatgpt.com/connector/oauth/{assistant_id}"])
        #expect(app.issuerRedirectURI == "https://chatgpt.com/connector_platform_oauth_redirect")
        #expect(app.registrationRequest?["redirect_uris"]?.stringValue == "{redirect_uris}")
        #expect(app.metadataAuthenticationMethods == ["none", "private_key_jwt"])
        #expect(app.needsS256 && app.sendsPKCE && app.asksHead && !app.sendsEmptyScope)
        let action = try #require(ClientProfile.named("gpt-action"))
        #expect(action.tokenBodies == [.form])
        #expect(action.tokenAuthentications == [.body, .basic])
        #expect(action.needsSameDomain && !action.sendsPKCE && action.sendsEmptyScope)
        #expect(action.callTimeout == .seconds(45))
        #expect(action.words["O01"] == "Missing state param in response from OAuth provider")
    }

    private static let good = """
        name: mine
        title: My client
        surface: mcp
        redirect_uris: [https://client.example/callback]

        """

    @Test("what is left out is what a plain client does")
    func defaults() throws {
        let profile = try ClientProfile(reading: Array(Self.good.utf8))
        #expect(profile.sendsPKCE && profile.sendsResource && profile.needsS256)
        #expect(profile.tokenBodies == [.form])
        #expect(profile.documentTimeout == .seconds(15))
        #expect(profile.headers.isEmpty)
    }

    @Test(
        "each mistake is told with its place and what would be right",
        arguments: [
            ("sends_pcke: true", 5, 1, "did you mean 'sends_pkce'?"),
            ("sends_pkce: yup", 5, 13, "true or false"),
            ("token_bodies: [json, from]", 5, 22, "did you mean 'form'?"),
            ("registrations: []", 5, 16, "at least one"),
            ("timeouts: {document: 0}", 5, 22, "above 0"),
            ("timeouts: {dokument: 3}", 5, 12, "did you mean 'document'?"),
            ("client_metadata_url: client.json", 5, 22, "whole URL"),
            ("client_metadata_url: 'https://a.example/{id}'", 5, 22, "{id}"),
            ("words: {Z09: no}", 5, 9, "no fault"),
            ("headers: {'A B': x}", 5, 11, "no name of a header field"),
            ("headers: {X: \"a\\r\\nB: c\"}", 5, 14, "control character"),
            ("registration_request: [1]", 5, 23, "JSON object"),
        ])
    func mistakes(line: String, number: Int, column: Int, words: String) throws {
        let error = try #require(throws: ClientProfileError.self) {
            try ClientProfile(reading: Array((Self.good + line).utf8))
        }
        #expect(error.problems.count == 1, "\(error)")
        #expect(error.problems.first?.line == number)
        #expect(error.problems.first?.column == column)
        #expect(error.description.contains(words), "\(error)")
    }

    @Test("all mistakes are told at once, in the order of the file")
    func allAtOnce() throws {
        let text = "title: ''\nsurface: actoin\nsends_pkce: 1\nnonsense: 2\n"
        let error = try #require(throws: ClientProfileError.self) { try ClientProfile(reading: Array(text.utf8)) }
        #expect(error.problems.map(\.line) == [1, 1, 2, 3, 4])
        #expect(error.description.contains("did you mean 'action'?"))
    }

    @Test("what is no profile at all is told, not crashed on", arguments: ["", "[]", "{", "a: b: c", "- x", "null"])
    func rubbish(text: String) {
        #expect(throws: ClientProfileError.self) { try ClientProfile(reading: Array(text.utf8)) }
    }
}
