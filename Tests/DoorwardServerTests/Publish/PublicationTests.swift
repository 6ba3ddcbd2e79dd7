import DoorwardDocuments
import Testing

@testable import DoorwardServer

@Suite("A publication")
struct PublicationTests {
    @Test("consists of these documents with these content types")
    func list() throws {
        let documents = try gardenPublication().documents()
        let wanted = [
            ("/.well-known/ai-plugin.json", "application/json"),
            ("/openapi.json", "application/json"),
            ("/openapi.yaml", "application/yaml"),
            ("/.well-known/openapi.yaml", "application/yaml"),
            ("/specification.yaml", "application/yaml"),
            ("/logo.png", "image/png"),
            ("/", "text/html; charset=utf-8"),
            ("/legal", "text/html; charset=utf-8"),
            ("/docs/doorward.css", "text/css; charset=utf-8"),
            ("/docs", "text/html; charset=utf-8"),
            ("/docs/doorward.js", "text/javascript; charset=utf-8"),
        ]
        #expect(documents.map(\.path) == wanted.map(\.0))
        #expect(documents.map(\.contentType) == wanted.map(\.1))
        #expect(documents.allSatisfy { !$0.body.isEmpty && $0.headers.contains(PageHeaders.noSniffing) })
    }

    @Test("is made anew with the same bytes")
    func deterministic() throws {
        #expect(try gardenPublication().documents() == gardenPublication().documents())
    }

    @Test("keeps the manifest fresh, because verification tokens change")
    func manifestCaching() throws {
        #expect(try gardenPublication().documents().first?.cacheControl == "public, max-age=60")
    }

    @Test(
        "has aliases in the format that their names say",
        arguments: [
            ("/api.json", "application/json"), ("/api.yaml", "application/yaml"), ("/API.YML", "application/yaml"),
            ("/spec", "application/json"),
        ])
    func aliases(path: String, contentType: String) throws {
        var publication = try gardenPublication()
        publication.openAPIAliases = [path]
        let alias = try #require(publication.documents().first { $0.path == path })
        #expect(alias.contentType == contentType)
        let original = contentType == "application/json" ? "/openapi.json" : "/openapi.yaml"
        #expect(publication.documents().first { $0.path == original }?.body == alias.body)
        #expect(!publication.documents().contains { $0.path == "/specification.yaml" })
    }

    @Test("has each path once, whatever the aliases are")
    func uniquePaths() throws {
        var publication = try gardenPublication()
        publication.openAPIAliases = ["/openapi.yaml", "/a.yaml", "/a.yaml", "/docs", "/.well-known/ai-plugin.json"]
        let documents = publication.documents()
        #expect(Set(documents.map(\.path)).count == documents.count)
        #expect(documents[0].path == "/.well-known/ai-plugin.json")
        #expect(publication.text("/.well-known/ai-plugin.json")?.contains("schema_version") == true)
    }

    @Test("names the public address as the only server and asks for the credential")
    func openAPI() throws {
        let text = try #require(gardenPublication().text("/openapi.json"))
        let document = try JSONValue(parsing: Array(text.utf8))
        #expect(document["servers"] == [["url": "https://garden.example.com"]])
        #expect(document["security"] == [["bearerAuth": []]])
        let yaml = try #require(gardenPublication().text("/openapi.yaml"))
        #expect(try JSONValue(yaml: yaml) == document)
    }

    @Test("can do without the operations page, and then does not link to it")
    func withoutDocs() throws {
        var publication = try gardenPublication()
        publication.hasDocs = false
        #expect(publication.text("/docs") == nil && publication.text("/docs/doorward.js") == nil)
        #expect(publication.text("/docs/doorward.css") != nil)
        #expect(publication.text("/")?.contains("\"/docs\"") == false)
    }

    @Test("can be rendered for an address that is known only later")
    func placeholder() throws {
        let origin = PublicDocument.originPlaceholder
        let publication = try gardenPublication(origin: origin)
        for path in ["/.well-known/ai-plugin.json", "/openapi.json", "/openapi.yaml", "/docs"] {
            #expect(publication.text(path)?.contains(origin) == true, "\(path)")
        }
    }

    @Test(
        "has the configured logo under a name that fits, and the manifest follows",
        arguments: [
            ("image/svg+xml", "/logo.svg"), ("image/jpeg", "/logo.jpg"), ("image/webp", "/logo.webp"),
            ("image/png", "/logo.png"),
        ])
    func logo(contentType: String, path: String) throws {
        var publication = try gardenPublication()
        publication.logo = PublishedLogo(bytes: Array("<svg/>".utf8), contentType: contentType)
        let logo = try #require(publication.documents().first { $0.path == path })
        #expect(logo.body == Array("<svg/>".utf8) && logo.contentType == contentType)
        #expect(logo.headers.contains { $0.name == "Content-Security-Policy" && $0.value.contains("sandbox") })
        #expect(publication.manifest.logoURL == "https://garden.example.com" + path)
        #expect(publication.text("/docs")?.contains("src=\"\(path)\"") == true)
    }

    @Test("has the configured legal text, else a notice with the contact address")
    func legal() throws {
        var publication = try gardenPublication()
        #expect(publication.text("/legal")?.contains("support@garden.example.com") == true)
        publication.legalText = "First <b>.\n\nSecond."
        let page = try #require(publication.text("/legal"))
        #expect(page.contains("<p>First &lt;b&gt;.</p>") && page.contains("<p>Second.</p>"))
        #expect(!page.contains("support@"))
    }

    @Test("links from its front page to what it publishes")
    func landing() throws {
        let links = htmlTags(try #require(gardenPublication().text("/"))).filter { $0.name == "a" }.compactMap {
            $0["href"]
        }
        #expect(links == ["/docs", "/.well-known/ai-plugin.json", "/openapi.json", "/openapi.yaml", "/legal"])
    }
}
