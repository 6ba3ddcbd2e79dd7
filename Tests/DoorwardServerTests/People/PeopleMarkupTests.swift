import DoorwardForms
import DoorwardOAuth
import DoorwardSecrets
import DoorwardTesting
import Testing

@testable import DoorwardServer

@Suite("Pages for people")
struct PeopleMarkupTests {
    @Test("have the same structure whatever the texts of strangers say, and show them as they are")
    func escaping() async throws {
        let wanted = try await PageTour.pages("harmless", name: "harmless")
        let got = try await PageTour.pages(hostileText, name: hostileText)
        #expect(wanted.map(\.path) == got.map(\.path) && got.count == 16)
        for (harmless, hostile) in zip(wanted, got) {
            let one = htmlTags(harmless.response.text).filter { $0.name != "path" }
            let two = htmlTags(hostile.response.text).filter { $0.name != "path" }
            let different = zip(one, two).first { $0 != $1 }
            #expect(one.count == two.count && different == nil, "\(hostile.path)")
            #expect(!hostile.response.text.contains("<script"), "\(hostile.path)")
            #expect(!FormPage(html: hostile.response.text).text.contains("\u{202E}"), "\(hostile.path)")
        }
        let account = try #require(got.last { $0.path == "/account" })
        #expect(account.response.text.contains("&lt;script&gt;alert(1)"))
    }

    @Test("have no script, no inline style, and refer to nothing elsewhere")
    func noInlineCode() async throws {
        for (path, response) in try await PageTour.pages(hostileText, name: "ada") {
            for tag in htmlTags(response.text) {
                #expect(!["script", "style", "base", "iframe", "object"].contains(tag.name), "\(path)")
                #expect(tag["style"] == nil && !tag.attributes.contains { $0.name.hasPrefix("on") })
                for reference in [tag["href"], tag["src"], tag["action"]].compactMap({ $0 }) {
                    let isOurs = reference.hasPrefix("/") && !reference.hasPrefix("//")
                    #expect(isOurs || reference.hasPrefix("otpauth://totp/"), "\(reference)")
                }
            }
        }
    }

    @Test("can be read with a screen reader: one heading, labels, ids that exist once")
    func structure() async throws {
        for (path, response) in try await PageTour.pages("harmless", name: "ada") {
            let tags = htmlTags(response.text)
            #expect(tags.count { $0.name == "h1" } == 1, "\(path)")
            #expect(tags.first { $0.name == "html" }?["lang"] == "en")
            #expect(tags.count { $0.name == "main" } == 1 && tags.count { $0.name == "title" } == 1)
            let ids = tags.compactMap { $0["id"] }
            #expect(Set(ids).count == ids.count, "\(path)")
            let labelled = Set(tags.filter { $0.name == "label" }.compactMap { $0["for"] })
            for input in tags where ["input", "select"].contains(input.name) && input["type"] != "hidden" {
                #expect(labelled.contains(input["id"] ?? ""), "\(path)")
                #expect(input.name == "select" || input["autocomplete"] != nil, "\(path) \(input["id"] ?? "")")
            }
            let references = tags.flatMap {
                ($0["aria-describedby"] ?? $0["aria-labelledby"] ?? "").split(separator: " ")
            }
            for reference in references { #expect(ids.contains(String(reference)), "\(path) \(reference)") }
            // Programs that fill in a flow's form take the page's fields for those of the form.
            if !path.hasPrefix("/account") { #expect(tags.count { $0.name == "form" } <= 1, "\(path)") }
            for form in tags where form.name == "form" { #expect(form["method"] == "post") }
            let levels = tags.compactMap { tag in ["h1", "h2", "h3"].firstIndex(of: tag.name) }
            for (one, two) in zip(levels, levels.dropFirst()) { #expect(two <= one + 1, "\(path)") }
            #expect(tags.count { $0["autofocus"] != nil } <= 1)
        }
    }

    @Test("say strict headers, and where their forms may lead")
    func headers() async throws {
        for (path, response) in try await PageTour.pages("harmless", name: "ada") {
            let policy = try #require(response.field("content-security-policy"))
            let isFlow = ["/oauth/sign-in", "/oauth/second-factor", "/oauth/consent"].contains(path)
            let onward = path == "/oauth/consent" ? " https:" : ""
            let target = isFlow ? "'self' https://app.example\(onward)" : "'self'"
            #expect(
                policy
                    == "default-src 'none'; style-src 'self'; img-src 'self'; form-action \(target); base-uri 'none'; "
                    + "frame-ancestors 'none'", "\(path)")
            #expect(response.field("x-frame-options") == "DENY")
            #expect(response.field("referrer-policy") == "no-referrer")
            #expect(response.field("cache-control") == "no-store")
            #expect(response.field("x-content-type-options") == "nosniff")
            #expect(response.field("content-type") == "text/html; charset=utf-8")
        }
    }

    @Test(
        "allow forms to lead to what a client may be",
        arguments: [
            ("https://app.example", "'self' https://app.example"),
            ("http://127.0.0.1:8123", "'self' http://127.0.0.1:8123"),
            ("com.example.app:", "'self' com.example.app:"),
            ("https://chatgpt.com", "'self' https://chat.openai.com https://chatgpt.com"),
            ("https://a.example; script-src *", "'self'"), ("https://a.example 'unsafe-inline'", "'self'"),
        ])
    func formAction(destination: String, sources: String) {
        let policy = PeopleHeaders.page(destination: destination).first { $0.name == "Content-Security-Policy" }?.value
        #expect(policy?.contains("form-action \(sources); base-uri") == true)
    }

    @Test(
        "name where a client sends people, in full",
        arguments: [
            ("https://chat.openai.com.evil.example/aip/x", "chat.openai.com.evil.example", nil),
            ("https://app.example:8443/b?c=d", "app.example:8443", nil),
            ("http://127.0.0.1:4711/cb", "127.0.0.1:4711", "a program on this computer"),
            ("http://[::1]:4711/cb", "[::1]:4711", "a program on this computer"),
            ("com.example.app:/cb", "com.example.app:", "an app on this device"),
            ("cursor://x/y", "cursor:", "an app on this device"),
        ])
    func places(uri: String, name: String, note: String?) {
        let place = RedirectPlace(uri)
        #expect(place.name == name && place.note == note)
    }
}

@Suite("Texts on pages for people")
struct ShownTextTests {
    @Test(
        "lose what cannot be seen",
        arguments: [
            ("Plain name", "Plain name"), ("a\u{202E}b\u{200B}c", "abc"), ("a\r\nb\tc", "a b c"),
            ("", "(without a name)"),
            ("\u{200F}\u{FEFF}", "(without a name)"), ("\u{3164}\u{115F}", "(without a name)"),
            ("\u{2800}", "(without a name)"), ("Ünïcode 植物", "Ünïcode 植物"),
            (String(repeating: "x", count: 30), "xxxxxxxxxxxxxxxxxxx…"),
        ])
    func line(text: String, shown: String) {
        #expect(ShownText.line(text, limit: 20) == shown)
    }

    @Test(
        "write moments as dates",
        arguments: [
            (Int64(0), "1 January 1970, 00:00 UTC", "1970-01-01T00:00:00Z"),
            (951_782_400, "29 February 2000, 00:00 UTC", "2000-02-29T00:00:00Z"),
            (1_795_356_309, "22 November 2026, 14:05 UTC", "2026-11-22T14:05:09Z"),
            (4_107_542_399, "28 February 2100, 23:59 UTC", "2100-02-28T23:59:59Z"),
            (-5, "1 January 1970, 00:00 UTC", "1970-01-01T00:00:00Z"),
            (.max, "31 December 9999, 23:59 UTC", "9999-12-31T23:59:59Z"),
        ])
    func dates(time: Int64, readable: String, iso: String) {
        #expect(DateText.readable(time) == readable)
        #expect(DateText.iso(time) == iso)
    }
}

@Suite("Colours of pages for people")
struct PageThemeTests {
    @Test(
        "have the contrast that WCAG computes",
        arguments: [
            (UInt32(0x000000), UInt32(0xFFFFFF), 21.0), (0x777777, 0xFFFFFF, 4.48), (0x0B655C, 0xFFFFFF, 6.93),
            (0xFF0000, 0xFFFFFF, 4.0),
        ])
    func contrast(one: UInt32, two: UInt32, ratio: Double) {
        #expect(abs(PageColour(one).contrast(with: PageColour(two)) - ratio) < 0.01)
    }

    @Test(
        "are corrected until they can be read, and say so",
        arguments: [
            UInt32(0xFFEE00), 0xFFFFFF, 0x000000, 0x00FF00, 0x0000FF, 0x808080, 0xF4F6F6,
        ])
    func corrected(rgb: UInt32) {
        let theme = PageTheme(name: "x", logoPath: nil, accent: PageColour(rgb), accentDark: PageColour(rgb))
        for ground in PageTheme.lightGrounds { #expect(theme.accent.contrast(with: ground) >= 4.5) }
        for ground in PageTheme.darkGrounds { #expect(theme.accentDark.contrast(with: ground) >= 4.5) }
        for colour in [theme.accent, theme.accentDark] {
            #expect(PageTheme.ink(on: colour).contrast(with: colour) >= 4.5)
        }
        let changed = [theme.accent, theme.accentDark].count { $0 != PageColour(rgb) }
        #expect(theme.corrections.count == changed && changed > 0)
        #expect(theme.corrections.allSatisfy { $0.contains("\(PageColour(rgb))") && $0.contains("4.5:1") })
    }

    @Test("of the house need no correction, and stand in the style sheet")
    func house() throws {
        let theme = PageTheme(name: "x", logoPath: nil)
        #expect(theme.corrections.isEmpty)
        #expect("\(theme.accent) \(theme.accentDark)" == "#0b655c #67cdbf")
        let style = try #require(try PeopleWorld().documents.first)
        #expect(
            style.contains("--accent: #0b655c; --on-accent: #ffffff;") && style.contains("prefers-color-scheme: dark"))
        #expect(!style.contains("url(") && !style.contains("@import"))
    }
}
