import DoorwardForms
import DoorwardOAuth
import DoorwardSecrets
import DoorwardTesting
import Testing

@testable import DoorwardServer

@Suite("The look of pages for people")
struct PeopleLookTests {
    /// What the style sheet says for a selector, by property.
    private func rule(_ selector: String) throws -> [String: String] {
        let style = try #require(try PeopleWorld().documents.first)
        let body = try #require(
            style.split(separator: "}").map { $0.split(separator: "{", maxSplits: 1) }.first { parts in
                parts.count == 2 && parts[0].trimmed == selector
            }?.last, "\(selector)")
        let pairs = body.split(separator: ";").map { $0.split(separator: ":", maxSplits: 1).map(\.trimmed) }
        return Dictionary(pairs.filter { $0.count == 2 }.map { ($0[0], $0[1]) }, uniquingKeysWith: { _, last in last })
    }

    @Test("tells a name that is only shown from a field to type in: it has no edge and no ground of its own")
    func readonly() async throws {
        let look = try rule("input[readonly]")
        // No edge at all: forced colours would show a transparent one.
        #expect(look["border"] == "0" && look["background"] == "transparent" && look["padding"] == "0")
        let pages = try await PageTour.pages("harmless", name: "ada")
        for path in ["/oauth/invitation", "/account/password"] {
            let page = FormPage(html: try #require(pages.first { $0.path == path }).response.text)
            let shown = page.tags("input").filter { $0["id"] == "username" }
            #expect(shown.count == 1 && shown[0]["readonly"] != nil && shown[0]["class"] == nil, "\(path)")
        }
    }

    @Test("keeps the list of what an app may do apart from the sentence before it")
    func spacing() async throws {
        #expect(try rule(".rows .what > * + ul")["margin-top"] == ".25rem")
        let pages = try await PageTour.pages("harmless", name: "ada")
        let account = FormPage(html: try #require(pages.first { $0.path == "/account" }).response.text)
        // What the rule is about: the list comes next to the sentence, and nothing is around the two but `.what`.
        let pieces = account.pieces.filter { $0 != .text("\n") }
        let list = try #require(pieces.firstIndex(of: .start(name: "ul", attributes: ["class": "scopes note"])))
        #expect(pieces[list - 1] == .end(name: "p"))
        let sentence = try #require(pieces[..<list].lastIndex(of: .start(name: "p", attributes: [:])))
        #expect(pieces[sentence - 1] == .start(name: "div", attributes: ["class": "what"]))
    }

    /// Two buttons share 24.5 rem less the gap: with their padding there is room for about 17 letters in each.
    @Test("keeps buttons that stand side by side on one line each")
    func choices() async throws {
        let world = try PeopleWorld()
        let key = [UInt8](repeating: 9, count: 20)
        try await world.add(user: "zoe", totp: key)
        try await world.add(user: "ada")
        try await world.add()
        var browser = try await world.browser(of: "ada")
        try await browser.open(PeopleWorld.authorize())
        #expect(choices(browser.page) == ["Deny", "Allow"])

        browser = try await world.browser(of: "zoe")
        try await browser.submit(["code": TOTP.code(key: key, step: TOTP.step(at: world.now))])
        try await browser.open("/account/second-factor")
        let texts = choices(browser.page)
        #expect(texts.count == 2)
        for text in texts { #expect(text.count <= 15, "\(text)") }
        // What a short name leaves unsaid stands above it.
        #expect(browser.page.text.contains("recovery codes left. New codes take the place of the ones you have."))
    }

    /// The texts of the buttons that stand side by side.
    private func choices(_ page: FormPage) -> [String] {
        var texts: [String] = []
        var isInside = false
        var isButton = false
        for piece in page.pieces {
            switch piece {
            case .start("div", let attributes): isInside = attributes["class"] == "choice"
            case .end("div"): isInside = false
            case .start("button", _): isButton = isInside
            case .end("button"): isButton = false
            case .text(let text) where isButton: texts.append(text)
            default: continue
            }
        }
        return texts
    }
}

extension Substring {
    fileprivate var trimmed: String {
        String(drop { $0.isWhitespace }.reversed().drop { $0.isWhitespace }.reversed())
    }
}
