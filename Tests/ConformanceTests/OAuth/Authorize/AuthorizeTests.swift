import DoorwardTesting
import Testing

extension OAuthTests {
    @Suite("The authorization endpoint")
    struct AuthorizeTests {
        @Test("answers each request as the checklist says", arguments: Backend.allCases, AuthorizeRow.all)
        func row(_ backend: Backend, _ row: AuthorizeRow) async throws {
            guard let fixture = try OAuthFixture.on(backend) else { return }
            let client = fixture[row.client]
            let base = fixture.query(row.client)
            // prompt=none needs an agreement from before.
            if row.outcome == .code { _ = try await fixture.authorize(base) }
            let query = row.change(base, fixture)
            switch row.outcome {
            case .page: try page(query, fixture)
            case .error(let error): try await refused(query, error, client, fixture)
            case .code: try await granted(query, client, fixture)
            }
        }

        /// 400 with a page to everybody, since nobody knows where else it could go.
        private func page(_ query: Form, _ fixture: OAuthFixture) throws {
            let target = "/oauth/authorize?\(query.text)"
            expectPage(try fixture.door.get(target), 400)
            expectPage(try fixture.door.get(target, [fixture.cookie]), 400)
            expectPage(try fixture.door.post("/oauth/authorize", query, [fixture.cookie]), 400)
        }

        private func refused(
            _ query: Form, _ error: String, _ client: OAuthClient, _ fixture: OAuthFixture
        ) async throws {
            let redirect = try await fixture.authorize(query)
            #expect(redirect.error == error, "\(redirect)")
            #expect(redirect.code == nil)
            expectAddress(redirect, query, client, fixture)
            // Nobody is sent away who has not signed in (RFC 9700 §4.11.2).
            let stranger = try fixture.door.get("/oauth/authorize?\(query.text)")
            let place = stranger.header("Location") ?? ""
            if query["prompt"] == "none" {
                #expect(Redirect(address: place).error == "login_required", "\(place)")
            } else {
                #expect(stranger.status == 303)
                #expect(place.hasPrefix("/oauth/sign-in") || place.hasPrefix(fixture.door.site + "/oauth/sign-in"))
            }
        }

        private func granted(_ query: Form, _ client: OAuthClient, _ fixture: OAuthFixture) async throws {
            let redirect = try await fixture.authorize(query)
            #expect(redirect.error == nil, "\(redirect)")
            let code = try #require(redirect.code)
            #expect(code.wholeMatch(of: /dwc_[0-9A-Za-z_-]{43}/) != nil)
            expectAddress(redirect, query, client, fixture)
        }

        /// Where it goes, with the state as it came and exactly one `iss` (RFC 9207 §2).
        private func expectAddress(_ redirect: Redirect, _ query: Form, _ client: OAuthClient, _ fixture: OAuthFixture)
        {
            let asked = query["redirect_uri"] ?? ""
            let uri = asked.isEmpty ? client.redirect : asked
            #expect(redirect.address.hasPrefix(uri + (uri.contains("?") ? "&" : "?")), "\(redirect)")
            #expect(redirect.all("iss") == [fixture.door.site], "\(redirect)")
            let states = query.items.filter { $0.name == "state" && !$0.value.isEmpty }
            let isUsable = states.count == 1 && states[0].value.utf8.count <= 4_096
            #expect(redirect.all("state") == (isUsable ? [Form.decode(states[0].value) ?? ""] : []), "\(redirect)")
            let isUnclear = redirect.parameters.contains { $0.name == "access_token" || $0.name == "id_token" }
            #expect(!isUnclear && !redirect.address.contains("#"))
        }

        static let states = [
            "plain", "a%20b", "a+b", "a%2Bb", "%26%3D%3F%23%2F%25", "%C3%A9%F0%9F%8D%8E", "%22%3Cscript%3E%27",
            "%0D%0ASet-Cookie:%20a=b", "%7B%22a%22%3A1%7D", "%2525", "%5C", "~-._!$'()*,;:@",
            "00000000-0000-4000-8000-000000000000", "oauth_s_abcdefghijklmnopqrstuvwxyz012345", "%20", "%01x", "a%7Fb",
            String(repeating: "x", count: 4_096),
        ]

        @Test("gives the state back byte for byte", arguments: Backend.allCases, states)
        func state(_ backend: Backend, _ state: String) async throws {
            guard let fixture = try OAuthFixture.on(backend) else { return }
            let right = try #require(Form.decode(state))
            for isRefused in [false, true] {
                let query = fixture.query(.web).with("state", nil).adding("state", raw: state)
                let redirect = try await fixture.authorize(isRefused ? query.with("scope", "nothing") : query)
                #expect(redirect.all("state") == [right], "\(redirect)")
                #expect((redirect.error != nil) == isRefused)
            }
        }

        @Test("keeps the redirect URI's own query", arguments: Backend.allCases)
        func ownQuery(_ backend: Backend) async throws {
            guard let fixture = try OAuthFixture.on(backend) else { return }
            let redirect = try await fixture.authorize(fixture.query(.web))
            #expect(redirect.address.hasPrefix("https://web.example/cb?tenant=a%20b&x=&"))
            #expect(redirect.code != nil)
        }

        @Test("answers 303 with headers that keep the code to the client, to GET and POST", arguments: Backend.allCases)
        func headers(_ backend: Backend) async throws {
            guard let fixture = try OAuthFixture.on(backend) else { return }
            let query = fixture.query(.web)
            _ = try await fixture.authorize(query)
            let answers = [
                try fixture.door.get("/oauth/authorize?\(query.text)", [fixture.cookie]),
                try fixture.door.post("/oauth/authorize", query, [fixture.cookie]),
                try fixture.door.get("/oauth/authorize?\(query.with("scope", "x").text)", [fixture.cookie]),
                try fixture.door.get(
                    "/oauth/authorize?\(query.text)", [fixture.cookie, ("Origin", "https://chatgpt.com")]),
            ]
            for answer in answers {
                #expect(answer.status == 303)
                expectFlowHeaders(answer)
            }
        }

        @Test("may be asked twice, and each time gives another code", arguments: Backend.allCases)
        func twice(_ backend: Backend) async throws {
            guard let fixture = try OAuthFixture.on(backend) else { return }
            let query = fixture.query(.web)
            _ = try await fixture.authorize(query)
            let first = try await fixture.authorize(query)
            let second = try await fixture.authorize(query)
            #expect(first.code != nil && second.code != nil && first.code != second.code)
        }

        @Test("takes no other method", arguments: Backend.allCases, ["PUT", "DELETE", "PATCH"])
        func methods(_ backend: Backend, _ method: String) async throws {
            guard let fixture = try OAuthFixture.on(backend) else { return }
            let answer = try fixture.door.request(method, "/oauth/authorize?\(fixture.query(.web).text)", body: [])
            #expect(answer.status == 405)
            #expect(answer.list("Allow").isSuperset(of: ["get", "post"]))
        }
    }
}

extension OAuthFixture {
    /// The cookies of ada's browser as a header.
    var cookie: (String, String) {
        ("Cookie", ada.browser.cookies.sorted { $0.key < $1.key }.map { "\($0)=\($1)" }.joined(separator: "; "))
    }
}
