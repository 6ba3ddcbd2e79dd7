import DoorwardForms
import DoorwardTesting
import Testing

extension OAuthTests {
    @Suite("The consent page")
    struct ConsentTests {
        /// A browser at the page, for a request that asks although all was agreed.
        private func atConsent(_ fixture: OAuthFixture, _ client: KnownClient = .web) async throws -> (Visitor, Form) {
            var ada = fixture.ada
            let query = fixture.query(client).adding("prompt", "consent")
            try await ada.browser.open("/oauth/authorize?\(query.text)")
            guard ada.isAtConsent else { throw Failure("no consent page: \(ada.browser.page.text.prefix(300))") }
            return (ada, query)
        }

        @Test(
            "names the client, where it leads, each scope as a sentence, and who is signed in",
            arguments: Backend.allCases, [KnownClient.web, .native, .cursor, .plugin])
        func says(_ backend: Backend, _ client: KnownClient) async throws {
            guard let fixture = try OAuthFixture.on(backend) else { return }
            let (ada, _) = try await atConsent(fixture, client)
            let page = ada.browser.page.text
            let host =
                switch client {
                case .web: "web.example"
                case .plugin: "chat.openai.com"
                case .cursor: "cursor"
                default: "127.0.0.1"
                }
            let needed = [client.plan.name, host, "Read your notes", "Write notes for you", "ada"]
            for text in needed { #expect(page.contains(text), "\(text) is not on: \(page)") }
            #expect(!page.contains("Rule over everybody"))
            let response = ada.browser.response
            #expect(response.status == 200)
            let asResponse = Response(
                status: 200, headers: response.fields.map { ($0.name, $0.value) }, body: response.body)
            expectPage(asResponse, 200)
            #expect(asResponse.header("Content-Security-Policy")?.contains("form-action 'self'") == true)
        }

        @Test("makes denying as easy as allowing", arguments: Backend.allCases)
        func deny(_ backend: Backend) async throws {
            guard let fixture = try OAuthFixture.on(backend) else { return }
            let (visitor, query) = try await atConsent(fixture)
            var ada = visitor
            let form = try #require(ada.browser.page.forms.first { $0.buttons.contains { $0.name == "decision" } })
            #expect(Set(form.buttons.filter { $0.name == "decision" }.map(\.value)).isSuperset(of: ["allow", "deny"]))
            try await ada.decide("deny")
            let redirect = Redirect(address: ada.browser.address)
            #expect(redirect.error == "access_denied" && redirect.code == nil)
            #expect(redirect["state"] == query["state"])
            #expect(redirect.all("iss") == [fixture.door.site])
        }

        @Test(
            "sends on with 303, which makes the browser forget the form", arguments: Backend.allCases,
            ["allow", "deny"])
        func status(_ backend: Backend, _ decision: String) async throws {
            guard let fixture = try OAuthFixture.on(backend) else { return }
            var (ada, _) = try await atConsent(fixture)
            try await ada.decide(decision)
            #expect(ada.browser.isElsewhere && ada.browser.response.status == 303)
            let fields = ada.browser.response.fields.map { (name: $0.name, value: $0.value) }
            expectFlowHeaders(Response(status: 303, headers: fields))
        }

        static let forgeries: [(String, @Sendable (inout [(String, String)]) -> Void)] = [
            ("no token", { fields in fields.removeAll { $0.0 == "csrf" } }),
            ("an empty token", { fields in replace(&fields, "csrf", "") }),
            ("another token", { fields in replace(&fields, "csrf", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA") }),
            ("another decision", { fields in replace(&fields, "decision", "perhaps") }),
            ("no decision", { fields in fields.removeAll { $0.0 == "decision" } }),
            ("two decisions", { fields in fields.append(("decision", "deny")) }),
            ("two tokens", { fields in fields.append(("csrf", "x")) }),
            ("two flows", { fields in fields.append(("flow", "dwf_x")) }),
            ("unknown flow", { fields in replace(&fields, "flow", "dwf_" + String(repeating: "A", count: 43)) }),
            ("no flow", { fields in fields.removeAll { $0.0 == "flow" } }),
        ]

        private static func replace(_ fields: inout [(String, String)], _ name: String, _ value: String) {
            for index in fields.indices where fields[index].0 == name { fields[index].1 = value }
        }

        @Test("gives nothing to a form that it did not make", arguments: Backend.allCases, forgeries.indices)
        func forged(_ backend: Backend, _ index: Int) async throws {
            guard let fixture = try OAuthFixture.on(backend) else { return }
            var (ada, _) = try await atConsent(fixture)
            var fields = fields(of: ada)
            let (name, change) = Self.forgeries[index]
            change(&fields)
            let form = Form(fields)
            let answer = try fixture.door.post("/oauth/consent", form, [fixture.cookie(of: ada)])
            #expect(!(answer.header("Location") ?? "").contains("code="), "\(name)")
            #expect([200, 303, 400, 404].contains(answer.status), "\(name): \(answer.status)")
            expectNothingInner(answer)
            // Whoever is really there can still answer.
            try await ada.decide("allow")
            #expect(Redirect(address: ada.browser.address).code != nil, "\(name)")
        }

        @Test("cannot be answered from another browser", arguments: Backend.allCases)
        func otherBrowser(_ backend: Backend) async throws {
            guard let fixture = try OAuthFixture.on(backend) else { return }
            let (ada, _) = try await atConsent(fixture)
            let form = Form(fields(of: ada))
            let session = ada.browser.cookies.filter { $0.key.contains("session") }
            let cookies = ["", session.map { "\($0)=\($1)" }.joined(separator: "; "), "doorward-session=dws_stranger"]
            for cookie in cookies {
                let answer = try fixture.door.post("/oauth/consent", form, [("Cookie", cookie)])
                #expect(!(answer.header("Location") ?? "").contains("code="))
                // No dead end: it asks again.
                #expect(answer.status < 400 || answer.mediaType == "text/html")
                #expect(answer.status != 403)
            }
        }

        @Test("may be shown as often as one likes, and answered once", arguments: Backend.allCases)
        func twice(_ backend: Backend) async throws {
            guard let fixture = try OAuthFixture.on(backend) else { return }
            var (ada, _) = try await atConsent(fixture)
            let address = ada.browser.address
            for _ in 0..<3 {
                try await ada.browser.open(address)
                #expect(ada.isAtConsent)
            }
            let form = Form(fields(of: ada))
            try await ada.decide("allow")
            #expect(Redirect(address: ada.browser.address).code != nil)
            let again = try fixture.door.post("/oauth/consent", form, [fixture.cookie(of: ada)])
            #expect(!(again.header("Location") ?? "").contains("code="))
            expectNothingInner(again)
        }

        @Test(
            "is asked again for more scopes, another place, or an application that anybody can be",
            arguments: Backend.allCases)
        func remembered(_ backend: Backend) async throws {
            guard let fixture = try OAuthFixture.on(backend) else { return }
            let narrow = fixture.query(.asked).with("scope", "notes:read")
            _ = try await fixture.authorize(narrow)
            #expect(try await !asks(fixture, narrow))
            #expect(try await asks(fixture, fixture.query(.asked)))
            #expect(try await asks(fixture, narrow.adding("prompt", "consent")))
            _ = try await fixture.authorize(fixture.query(.native))
            #expect(try await asks(fixture, fixture.query(.native)), "a loopback redirect proves nothing")
        }

        private func asks(_ fixture: OAuthFixture, _ query: Form) async throws -> Bool {
            var ada = fixture.ada
            try await ada.browser.open("/oauth/authorize?\(query.text)")
            return ada.isAtConsent
        }

        @Test("shows what a client calls itself as text", arguments: Backend.allCases)
        func escaping(_ backend: Backend) async throws {
            guard let fixture = try OAuthFixture.on(backend) else { return }
            let name = "<script>alert(1)</script>\"'&amp;"
            let client = try fixture.door.add(OAuthClientPlan(name: name, redirects: ["https://x.example/cb"]))
            var ada = fixture.ada
            let query = fixture.door.query(client, pkce: PKCEPair())
            let came = try await eventually {
                try await ada.browser.open("/oauth/authorize?\(query.text)")
                return ada.isAtConsent
            }
            #expect(came)
            #expect(!ada.browser.response.text.contains("<script>alert"))
            #expect(ada.browser.page.text.contains(name))
        }

        private func fields(of visitor: Visitor) -> [(String, String)] {
            let form = visitor.browser.page.forms.first { $0.buttons.contains { $0.name == "decision" } }
            return (form?.fields ?? []).map { ($0.name, $0.value) } + [("decision", "allow")]
        }

        private func eventually(_ check: () async throws -> Bool) async throws -> Bool {
            for _ in 0..<50 {
                if try await check() { return true }
                try await Task.sleep(for: .milliseconds(50))
            }
            return false
        }
    }
}

extension OAuthFixture {
    /// A visitor's cookies as a header.
    func cookie(of visitor: Visitor) -> (String, String) {
        ("Cookie", visitor.browser.cookies.sorted { $0.key < $1.key }.map { "\($0)=\($1)" }.joined(separator: "; "))
    }
}
