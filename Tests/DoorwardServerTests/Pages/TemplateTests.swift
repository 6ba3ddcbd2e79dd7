import DoorwardDocuments
import Mustache
import Testing

@testable import DoorwardServer

@Suite("Templates")
struct TemplateTests {
    @Test(
        "escape every value they name",
        arguments: [DocsTemplate.text, LandingTemplate.text, LegalTemplate.text])
    func alwaysEscaping(template: String) {
        #expect(template.hasPrefix("{{% CONTENT_TYPE:SCALAR_HTML}}"))
        for raw in ["{{{", "{{&", "{{>", "{{="] { #expect(!template.contains(raw)) }
    }

    @Test("escape byte by byte, so that a combining mark hides nothing")
    func combiningMarks() {
        let view = ["text": "\"\u{301}<\u{200D}&\u{FE0F}'\u{20DD}>\u{301}"]
        let page = PageTemplate("{{% CONTENT_TYPE:SCALAR_HTML}}{{text}}").bytes(for: view)
        let wanted = "&quot;\u{301}&lt;\u{200D}&amp;\u{FE0F}&#39;\u{20DD}&gt;\u{301}"
        #expect(page == Array(wanted.utf8))
    }

    @Test("take their values in sections and lists too")
    func sections() {
        let view: [String: Any] = ["items": [["name": "<a>"], ["name": "b"]], "none": [String](), "flag": true]
        let text = "{{% CONTENT_TYPE:SCALAR_HTML}}{{#items}}[{{name}}]{{/items}}{{^none}}-{{/none}}{{#flag}}!{{/flag}}"
        #expect(PageTemplate(text).bytes(for: view) == Array("[&lt;a&gt;][b]-!".utf8))
    }

    @Test("get a value for every property of their views")
    func viewsAnswerForAllProperties() throws {
        let publication = try gardenPublication()
        let document = try gardenDocument()
        let page = DocsPage(
            document: document.value, operations: document.operations, authorizationType: .bearer, origin: "https://x",
            logoPath: "/logo.png")
        var seen: Set<String> = []
        check(page.view(), &seen)
        check(publication.landingView, &seen)
        check(publication.legalView, &seen)
        #expect(seen.count == 18, "\(seen)")
    }

    /// Compares what a view answers by name with its properties, and goes on with the views in it.
    private func check(_ view: any MustacheParent, _ seen: inout Set<String>) {
        seen.insert("\(type(of: view))")
        for property in Mirror(reflecting: view).children {
            guard let name = property.label else { continue }
            let answer = view.child(named: name)
            #expect(answer.map { "\($0)" } == "\(property.value)", "\(type(of: view)).\(name)")
            for element in (property.value as? [Any]) ?? [] {
                if let inner = element as? any MustacheParent { check(inner, &seen) }
            }
        }
        #expect(view.child(named: "no such name") == nil)
    }

    @Test("say that they are broken instead of showing an empty page")
    func broken() {
        let page = PageTemplate("{{#open}}").bytes(for: [String: Any]())
        #expect(String(decoding: page, as: UTF8.self).hasPrefix("The template of this page cannot be read"))
    }
}
