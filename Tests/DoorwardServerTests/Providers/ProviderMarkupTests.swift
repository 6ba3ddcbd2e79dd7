import DoorwardForms
import DoorwardOAuth
import DoorwardTesting
import Testing

@testable import DoorwardServer

@Suite("Pages of signing in elsewhere")
struct ProviderMarkupTests {
    /// Every page of the way, with texts of strangers on it.
    private static func pages(_ text: String) async throws -> [FormPage] {
        let acme = ScriptedProvider(label: "Acme \(text)", rules: ProviderRules(allow: AllowRules(everyone: true)))
        acme.knows("ada", subject: "s \(text)".prefix(200) + "", email: "ada@example.com")
        acme.knows("eve", subject: "", email: "e \(text)")
        let strict = ScriptedProvider("strict", rules: ProviderRules(allow: AllowRules(domains: ["example.com"])))
        strict.knows("eve", email: "eve \(text)", isVerified: false)
        let world = try PeopleWorld(providers: [acme, strict])
        try await world.store.create(
            ClientRecord(
                id: "app", name: "Plant \(text)", profile: "native", isPublic: true,
                redirectURIs: ["http://127.0.0.1/back"], scopes: ["read", "odd"], createdAt: 0,
                registration: ClientRegistration(kind: .dynamic, metadata: "{}")))
        var pages: [FormPage] = []
        var browser = world.browser()
        func keep() { pages.append(browser.page) }
        try await browser.open(PeopleWorld.authorize(state: text, scope: "read odd", redirect: "http://127.0.0.1/back"))
        keep()
        try await browser.choose()
        keep()
        try await browser.submit(["csrf": text], to: "/oauth/consent", button: ("decision", "allow"))
        keep()
        try await browser.allow()
        try await browser.arrive(as: "eve")
        keep()
        try await browser.open("/oauth/callback/acme?state=\(FormEncoding.encode(text))")
        keep()
        for (provider, person) in [("strict", "eve"), ("acme", "ada")] {
            try await browser.open("/oauth/sign-in")
            try await browser.choose(provider)
            try await browser.arrive(as: person, provider: provider)
            keep()
        }
        return pages
    }

    @Test("have the same structure whatever the texts of strangers say")
    func escaping() async throws {
        let wanted = try await Self.pages("harmless")
        let got = try await Self.pages(hostileText)
        #expect(wanted.count == 7 && got.count == 7)
        for (harmless, hostile) in zip(wanted, got) {
            func starts(_ page: FormPage) -> [String] {
                page.pieces.compactMap {
                    if case .start(let name, let attributes) = $0 { "\(name) \(attributes.keys.sorted())" } else { nil }
                }
            }
            #expect(starts(harmless) == starts(hostile), "\(harmless.texts(in: "h1"))")
            #expect(!hostile.text.contains("\u{202E}") && hostile.tags("script").isEmpty)
        }
    }

    @Test("can be read with a screen reader, and refer to nothing elsewhere")
    func structure() async throws {
        for page in try await Self.pages(hostileText) {
            #expect(page.tags("h1").count == 1 && page.tags("main").count == 1)
            let ids = page.pieces.compactMap {
                if case .start(_, let attributes) = $0 { attributes["id"] } else { nil }
            }
            #expect(Set(ids).count == ids.count)
            for form in page.forms { #expect(form.method == "post" && form.buttons.allSatisfy { !$0.label.isEmpty }) }
            for tag in page.tags("a") + page.tags("link") + page.tags("img") {
                #expect((tag["href"] ?? tag["src"] ?? "").hasPrefix("/"))
            }
        }
    }

    @Test("a client that registered itself is not taken at its word")
    func selfRegistered() async throws {
        let world = try PeopleWorld(
            providers: [ScriptedProvider()], features: AuthorizationFeatures(clientDocuments: true))
        try await world.add(user: "ada")
        func add(_ id: String, _ kind: ClientRegistration.Kind?, _ redirect: String) async throws {
            try await world.store.create(
                ClientRecord(
                    id: id, name: "My bank\u{202E}" + String(repeating: "x", count: 200), profile: "registered",
                    isPublic: true, redirectURIs: [redirect],
                    scopes: ["read"], createdAt: 0,
                    registration: kind.map {
                        ClientRegistration(kind: $0, metadata: "{}", freshUntil: world.now + 3600)
                    }))
        }
        try await add("plain", nil, "http://127.0.0.1/cb")
        try await add("dcr_1", .dynamic, "https://app.example/cb")
        try await add("dcr_2", .dynamic, "http://localhost/cb")
        try await add("https://docs.example/client.json", .document, "http://127.0.0.1/cb")
        let redirects = [
            "dcr_1": "https://app.example/cb", "dcr_2": "http://localhost/cb",
        ]
        for (id, notes, missing) in [
            ("plain", [], ["registered itself", "describes itself", "any program"]),
            ("dcr_1", ["It registered itself"], ["any program", "describes itself"]),
            ("dcr_2", ["It registered itself", "any program on it"], ["describes itself"]),
            (
                "https://docs.example/client.json", ["describes itself at docs.example", "any program on it"],
                ["registered itself"]
            ),
        ] {
            for isSignedIn in [true, false] {
                var browser = isSignedIn ? try await world.browser(of: "ada") : world.browser()
                try await browser.open(
                    PeopleWorld.authorize(id, scope: "read", redirect: redirects[id] ?? "http://127.0.0.1/cb"))
                if !isSignedIn { try await browser.choose() }
                let text = browser.page.text
                for note in notes { #expect(text.contains(note), "\(id) \(note)") }
                for note in missing { #expect(!text.contains(note), "\(id) \(note)") }
                let name = try #require(browser.page.texts(in: "bdi").first)
                #expect(name.count == 80 && !name.contains("\u{202E}"))
            }
        }
    }
}
