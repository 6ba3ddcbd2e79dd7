import DoorwardDocuments

extension Publication {
    private static let landing = PageTemplate(LandingTemplate.text)
    private static let legal = PageTemplate(LegalTemplate.text)

    /// The pages for people, and the style sheet and script they use.
    func pages(_ published: JSONValue) -> [PublicDocument] {
        var pages = [
            Self.page("/", Self.landing.bytes(for: landingView)),
            Self.page("/legal", Self.legal.bytes(for: legalView)),
            Self.file("/docs/doorward.css", "text/css; charset=utf-8", PageStyle.text),
        ]
        if hasDocs {
            pages.append(Self.page("/docs", docsPage(published).bytes()))
            pages.append(Self.file("/docs/doorward.js", "text/javascript; charset=utf-8", DocsScript.text))
        }
        return pages
    }

    private static func page(_ path: String, _ body: [UInt8]) -> PublicDocument {
        PublicDocument(path: path, contentType: "text/html; charset=utf-8", body: body, headers: PageHeaders.page)
    }

    private static func file(_ path: String, _ contentType: String, _ text: String) -> PublicDocument {
        PublicDocument(path: path, contentType: contentType, body: Array(text.utf8), headers: [PageHeaders.noSniffing])
    }

    private func docsPage(_ published: JSONValue) -> DocsPage {
        let operations: [OpenAPIOperation]
        do throws(OpenAPIDocumentError) {
            operations = try OpenAPIDocument(published).operations
        } catch {
            operations = openAPI.operations
        }
        return DocsPage(
            document: published, operations: operations, authorizationType: authentication.authorizationType,
            origin: origin,
            logoPath: usedLogo.path)
    }

    var landingView: LandingView {
        var links = [
            LandingLink(
                href: "/.well-known/ai-plugin.json", name: "Plugin manifest", about: "What assistants read first."),
            LandingLink(href: "/openapi.json", name: "OpenAPI document (JSON)", about: "The operations, for programs."),
            LandingLink(href: "/openapi.yaml", name: "OpenAPI document (YAML)", about: "The same in YAML."),
        ]
        if hasDocs {
            links.insert(LandingLink(href: "/docs", name: "Operations", about: "To read, and to try them."), at: 0)
        }
        links.append(
            LandingLink(href: "/legal", name: "Legal information", about: "Who is responsible, and where to write."))
        let manifest = manifest
        return LandingView(
            title: manifest.nameForHuman, introduction: Prose.paragraphs(manifest.descriptionForHuman),
            logoPath: usedLogo.path, links: links)
    }

    var legalView: LegalView {
        let manifest = manifest
        let notice = [
            "\(manifest.nameForHuman) is called by AI assistants on behalf of their users.",
            "Questions, complaints and requests about your data go to \(manifest.contactEmail).",
        ]
        return LegalView(
            title: manifest.nameForHuman, logoPath: usedLogo.path,
            paragraphs: legalText.map { Prose.paragraphs($0, limit: 1 << 20) } ?? notice)
    }
}
