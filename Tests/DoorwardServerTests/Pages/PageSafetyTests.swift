import DoorwardDocuments
import Testing

@testable import DoorwardServer

/// Text that tries to leave the place it is put in. The combining mark makes one character of it and the quote before it.
private let hostile =
    "\"><script>alert(1)</script><img src=x onerror=alert(2)>'\"\u{301} onmouseover=alert(3) "
    + "{{title}} {{{x}}} </textarea></pre></details>&quot; javascript:alert(4)\u{0}\u{B}"
private let harmless = "harmless"

/// What can go wrong on pages that are full of texts from strangers.
@Suite("HTML pages")
struct PageSafetyTests {
    @Test("say a strict content security policy, and nothing else does the same job worse")
    func policy() throws {
        let pages = try gardenPublication().documents().filter { $0.contentType.hasPrefix("text/html") }
        #expect(pages.map(\.path) == ["/", "/legal", "/docs"])
        for page in pages {
            let headers = Dictionary(uniqueKeysWithValues: page.headers.map { ($0.name, $0.value) })
            let policy = try #require(headers["Content-Security-Policy"])
            #expect(policy.hasPrefix("default-src 'none'; script-src 'self'; style-src 'self'"))
            #expect(policy.contains("form-action 'none'") && policy.contains("frame-ancestors 'none'"))
            #expect(!policy.contains("unsafe") && !policy.contains("*") && !policy.contains("http"))
            #expect(headers["X-Content-Type-Options"] == "nosniff")
            #expect(headers["Referrer-Policy"] == "no-referrer")
        }
    }

    @Test("have no inline script or style and link only to this site", arguments: ["/", "/legal", "/docs"])
    func noInlineCode(path: String) throws {
        for publication in [try gardenPublication(), try stuffed(hostile)] {
            let tags = htmlTags(try #require(publication.text(path)))
            #expect(tags.count > 10)
            for tag in tags {
                #expect(tag.name != "style" && tag.name != "base" && tag.name != "iframe")
                #expect(tag["style"] == nil)
                #expect(!tag.attributes.contains { $0.name.hasPrefix("on") }, "\(tag.name)")
                if tag.name == "script" { #expect(tag["src"] == "/docs/doorward.js" && tag.text.isEmpty) }
                for reference in [tag["href"], tag["src"]].compactMap({ $0 }) {
                    #expect(reference.hasPrefix("/") || reference.hasPrefix("#"), "\(reference)")
                    #expect(!reference.hasPrefix("//"))
                }
            }
        }
    }

    @Test("have the same structure whatever the texts say", arguments: ["/", "/legal", "/docs"])
    func structure(path: String) throws {
        let wanted = htmlTags(try #require(stuffed(harmless).text(path)))
        let got = htmlTags(try #require(stuffed(hostile).text(path)))
        #expect(got.count == wanted.count)
        let different = zip(got, wanted).first { $0 != $1 }
        #expect(different == nil)
    }

    @Test("show hostile text as it is")
    func shown() throws {
        let html = try #require(stuffed(hostile).text("/docs"))
        #expect(html.contains("&lt;script&gt;alert(1)&lt;/script&gt;"))
        #expect(html.contains("{{title}}"))
        #expect(!html.utf8.contains(0) && !html.utf8.contains(0x0B))
    }

    @Test("tie a label to every input, and use each id once")
    func labels() throws {
        let tags = htmlTags(try #require(gardenPublication().text("/docs")))
        let labelled = Set(tags.filter { $0.name == "label" }.compactMap { $0["for"] })
        let inputs = tags.filter { ["input", "select", "textarea"].contains($0.name) && $0["type"] != "hidden" }
        #expect(inputs.count == 5)
        for input in inputs { #expect(labelled.contains(try #require(input["id"]))) }
        let ids = tags.compactMap { $0["id"] }
        #expect(Set(ids).count == ids.count)
        for tag in tags {
            if let target = tag["href"], target.hasPrefix("#") { #expect(ids.contains(String(target.dropFirst()))) }
        }
    }

    /// A publication with the text in every place that a stranger's text can come from.
    private func stuffed(_ text: String) throws -> Publication {
        let name = text.filter { $0 != "{" && $0 != "}" }
        let path = name.filter { !"/?#\u{0}\u{B}".contains($0) }
        let content: JSONValue = [
            "application/json": ["schema": ["$ref": "#/components/schemas/Loop"], "example": [:]]
        ]
        let operation: JSONValue = [
            "tags": [.string(text)], "operationId": .string(text), "summary": .string(text),
            "description": .string(text),
            "parameters": [
                [
                    "name": .string(name), "in": "query", "required": true, "description": .string(text),
                    "schema": ["type": .string(text), "format": .string(text)], "example": .string(text),
                ],
                ["name": "choice", "in": "query", "schema": ["type": "string", "enum": [.string(text)]]],
            ],
            "requestBody": [
                "description": .string(text),
                "content": ["application/json": ["example": .object([text: .string(text)])]],
            ],
            "responses": [
                "200": ["description": .string(text), "content": content],
                "default": ["description": .string(text), "content": .object([text: [:]])],
            ],
        ]
        let document = try OpenAPIDocument([
            "openapi": "3.0.3",
            "info": ["title": .string(text), "version": .string(text), "description": .string(text)],
            "tags": [["name": .string(text), "description": .string(text)]],
            "paths": .object(["/a'\"<b>\(path)": ["post": operation]]),
            "components": ["schemas": ["Loop": ["$ref": "#/components/schemas/Loop"]]],
        ])
        try #require(document.operations.count == 1, "\(document.warnings)")
        var publication = Publication(origin: "https://garden.example.com", openAPI: document)
        publication.texts = ManifestTexts(nameForHuman: text, descriptionForHuman: text, contactEmail: text)
        publication.authentication = .userHTTP(authorizationType: .custom(header: text))
        return publication
    }
}
