import DoorwardOAuth
import Testing

private let documentID = "https://app.example/client.json"
private let name = #""client_name":"App""#
private let redirects = #""redirect_uris":["https://app.example/cb"]"#
private let own = #""client_id":"https://app.example/client.json""#

@Suite("Documents about clients")
struct ClientDocumentTests {
    static let good =
        #"{"client_id":"https://app.example/client.json","client_name":"App","#
        + #""redirect_uris":["https://app.example/cb"]}"#

    static func check(
        _ json: String, type: String? = "application/json", id: String = documentID,
        policy: AuthorizationPolicy = Fixture.policy
    ) throws -> ClientRecord {
        let address = try ClientDocumentAddress(id)
        let metadata = try ClientDocument.metadata(Array(json.utf8), contentType: type, of: address)
        return try ClientDocument.record(metadata, of: address, policy: policy, at: noon)
    }

    static func isRefused(_ body: () throws -> Void) -> String? {
        do { try body() } catch Rejection.clientDocumentInvalid(let why) { return why } catch { return nil }
        return nil
    }

    @Test(
        "An id may be an https address with a path",
        arguments: [
            documentID, "https://app.example/", "https://app.example:8443/client", "https://app.example/a/b/c.json",
            "https://app.example/a%20b", "https://xn--bcher-kva.example/c", "https://app.example/a..b/.well-known/c",
            "https://[2606:4700::1111]/c",
        ])
    func ids(id: String) throws {
        #expect(ClientDocumentAddress.isMeant(by: id))
        #expect(try ClientDocumentAddress(id).text == id)
    }

    @Test(
        "Every other address is refused",
        arguments: [
            "http://app.example/c", "HTTPS://app.example/c", "https:/app.example/c", "https:app.example/c", "https://",
            "https://app.example", "https://app.example?x", "https:///c", "https://app.example/c?",
            "https://app.example/c?v=1",
            "https://app.example/c#", "https://app.example/c#x", "https://user@app.example/c", "https://@app.example/c",
            "https://user:word@app.example/c", "https://app.example/./c", "https://app.example/a/../c",
            "https://app.example/..", "https://app.example/%2e/c", "https://app.example/%2E%2e/c",
            "https://app.example/.%2e/c", "https://app.example:/c", "https://app.example:0/c",
            "https://app.example:65536/c",
            "https://app.example:8o/c", "https://App.example/c", "https://app.example./c", "https://app..example/c",
            "https://bücher.example/c", "https://app.example/ü", "https://app.example/a b", "https://app.example\\c/",
            "https://app.example/%", "https://app.example/%zz", "https://app.example/c\u{0}", "https://app.example/c\n",
            "https://[::1/c", "https://[::1]x/c", "https://%61pp.example/c", "dcr_abc", "",
            "https://app.example/" + String(repeating: "a", count: 500),
        ])
    func badIDs(id: String) {
        #expect(Self.isRefused { _ = try ClientDocumentAddress(id) } != nil)
    }

    @Test(
        "It is sent as JSON",
        arguments: [
            "application/json", "Application/JSON; charset=utf-8", "application/client-metadata+json",
            "application/json ;x=1",
        ])
    func types(type: String) throws {
        let client = try Self.check(Self.good, type: type)
        #expect(client.id == documentID)
        #expect(client.name == "App")
        #expect(client.isPublic)
        #expect(client.authenticationMethods == [.none])
        #expect(client.registration?.kind == .document)
    }

    @Test(
        "Nothing else is JSON",
        arguments: [
            nil, "", "text/html", "text/json", "application/jsonp", "application/xml", "text/plain+json", "json",
        ] as [String?])
    func badTypes(type: String?) {
        #expect(Self.isRefused { _ = try Self.check(Self.good, type: type) } == "it is not sent as JSON")
    }

    @Test(
        "A document that breaks a rule is refused",
        arguments: [
            "", "[]", "null", "{", "{\(own),\(name),\(redirects)} x", "{\(own),\(own),\(name),\(redirects)}",
            "{\(name),\(redirects)}", "{\"client_id\":null,\(name),\(redirects)}",
            "{\"client_id\":7,\(name),\(redirects)}",
            "{\"client_id\":\"https://app.example/client.json/\",\(name),\(redirects)}",
            "{\"client_id\":\"https://APP.example/client.json\",\(name),\(redirects)}",
            "{\"client_id\":\"https://app.example:443/client.json\",\(name),\(redirects)}",
            "{\"client_id\":\"https://app.example/client%2Ejson\",\(name),\(redirects)}",
            "{\(own),\(redirects)}", "{\(own),\"client_name\":\"\",\(redirects)}",
            "{\(own),\"client_name\":\"\\u2067x\",\(redirects)}", "{\(own),\(name)}",
            "{\(own),\(name),\"redirect_uris\":[]}", "{\(own),\(name),\"redirect_uris\":[\"http://app.example/cb\"]}",
            "{\(own),\(name),\"redirect_uris\":[\"vscode://x\"]}",
            "{\(own),\(name),\(redirects),\"client_secret\":\"x\"}",
            "{\(own),\(name),\(redirects),\"client_secret\":null}",
            "{\(own),\(name),\(redirects),\"client_secret_expires_at\":0}",
            "{\(own),\(name),\(redirects),\"token_endpoint_auth_method\":\"client_secret_basic\"}",
            "{\(own),\(name),\(redirects),\"token_endpoint_auth_method\":\"client_secret_post\"}",
            "{\(own),\(name),\(redirects),\"token_endpoint_auth_method\":\"client_secret_jwt\"}",
            "{\(own),\(name),\(redirects),\"token_endpoint_auth_methods_supported\":[\"none\",\"client_secret_post\"]}",
            "{\(own),\(name),\(redirects),\"token_endpoint_auth_method\":\"private_key_jwt\"}",
            "{\(own),\(name),\(redirects),\"grant_types\":[\"implicit\"]}",
            "{\(own),\(name),\(redirects),\"jwks\":{\"keys\":[]},\"jwks_uri\":\"https://app.example/k\"}",
            "{\(own),\(name),\(redirects),\"x\":\"\(String(repeating: "x", count: 5120))\"}",
        ])
    func bad(json: String) {
        let why = Self.isRefused { _ = try Self.check(json) }
        #expect(why != nil)
        #expect(why?.contains("app.example") != true)
    }

    @Test("Another's document does not make its id mine")
    func foreign() {
        #expect(Self.isRefused { _ = try Self.check(Self.good, id: "https://evil.example/client.json") } != nil)
    }

    @Test(
        "How long a document is fresh is what its host says, within bounds",
        arguments: [
            (nil, nil, 3600), ("public", nil, 3600), ("max-age=600", nil, 600), ("max-age=0", nil, 300),
            ("no-store", nil, 300), ("No-Cache, max-age=9000", nil, 300),
            ("max-age=999999999999999999999", nil, 86_400),
            ("max-age=7200", "600", 6600), ("max-age=7200", "x", 7200), ("max-age=x", nil, 3600),
            ("max-age=-1", nil, 3600), ("max-age=\"1200\"", nil, 1200), ("public , MAX-AGE = 1800 ", nil, 1800),
            ("max-age", nil, 300), ("", nil, 3600), (",,,=,=5", nil, 3600),
            ("max-age=600", "99999999999999999999", 300),
        ] as [(String?, String?, Int64)])
    func freshness(cacheControl: String?, age: String?, seconds: Int64) {
        #expect(DocumentFreshness.seconds(cacheControl: cacheControl, age: age) == seconds)
    }
}
