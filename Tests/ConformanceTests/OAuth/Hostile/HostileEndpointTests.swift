import Testing

extension OAuthTests {
    @Suite("Hostile input")
    struct HostileEndpointTests {
        /// Every endpoint that takes a body.
        static let targets = [
            "/oauth/token", "/oauth/revoke", "/oauth/introspect", "/oauth/authorize", "/oauth/sign-in",
            "/oauth/second-factor", "/oauth/consent", "/oauth/sign-out", "/oauth/invitation", "/oauth/sign-up",
            "/account/revoke", "/account/keys", "/account/password", "/account/second-factor",
            "/account/sign-out-everywhere",
        ]
        /// Every endpoint that takes a query.
        static let pages = [
            "/oauth/authorize", "/oauth/sign-in", "/oauth/second-factor", "/oauth/consent", "/oauth/invitation",
            "/oauth/sign-up", "/account", "/account/password", "/account/second-factor", "/oauth/jwks.json",
            "/oauth/signed-out", "/.well-known/oauth-authorization-server", "/oauth/token",
        ]
        /// Names that mean something somewhere.
        static let names = [
            "client_id", "client_secret", "redirect_uri", "response_type", "scope", "state", "code", "code_verifier",
            "code_challenge", "code_challenge_method", "grant_type", "refresh_token", "token", "token_type_hint",
            "resource", "prompt", "flow", "csrf", "username", "password", "decision", "grant", "client", "label",
            "revoke", "days", "current", "again", "request", "request_uri", "response_mode",
        ]

        @Test("in a body gets an answer of the right kind everywhere", arguments: Backend.allCases, targets)
        func bodies(_ backend: Backend, _ target: String) async throws {
            guard let fixture = try OAuthFixture.on(backend) else { return }
            for (name, type, body) in HostileBody.all(credentials: fixture[.web].credentials) {
                for cookie in [nil, fixture.cookie] {
                    let headers = [type.map { ("Content-Type", $0) }, cookie].compactMap { $0 }
                    let answer = try fixture.door.request("POST", target, headers, body: body)
                    expectAnswer(answer, "\(target): \(name)")
                }
            }
            #expect(try fixture.door.get("/readyz").status == 200)
        }

        @Test("in a query gets an answer of the right kind everywhere", arguments: Backend.allCases, pages)
        func queries(_ backend: Backend, _ target: String) async throws {
            guard let fixture = try OAuthFixture.on(backend) else { return }
            let web = "client_id=\(fixture[.web].id)&response_type=code&"
            let queries =
                HostileBody.values.flatMap { value in
                    ["", web].map { $0 + Self.names.map { "\($0)=\(value)" }.joined(separator: "&") }
                }
                + Self.names.map { "\($0)=a&\($0)=b" }
                + Self.names.map { "\($0)=\(String(repeating: "%41", count: 3_000))" }
                + [
                    "&&&&", "=", "=&=", "%", "%00", "a[]=b", "client_id[]=x", String(repeating: "a=b&", count: 5_000),
                    "?",
                ]
            for query in queries {
                let cookie = query.utf8.count % 2 == 0 ? [fixture.cookie] : []
                expectAnswer(try fixture.door.get("\(target)?\(query)", cookie), "\(target)?\(query.prefix(40))")
            }
        }

        @Test("in headers gets an answer of the right kind", arguments: Backend.allCases, targets + pages)
        func headers(_ backend: Backend, _ target: String) async throws {
            guard let fixture = try OAuthFixture.on(backend) else { return }
            let long = String(repeating: "A", count: 8_000)
            let all: [Gate.Headers] =
                ["", "x", "Basic", "Basic ", "Basic =", "Basic \(long)", "Bearer \(long)", "Digest a=\"b\"", "\u{fc}"]
                .map {
                    [("Authorization", $0)]
                }
                + [
                    "", "=", "doorward-session", "doorward-session=", "doorward-session=dws_x; doorward-session=dws_y",
                    "__Host-doorward-session=\(long)", "doorward-browser=%00%FF", "a=b;;;;=", "\u{fc}=\u{fc}",
                ].map { [("Cookie", $0)] }
                + ["", "null", "https://evil.example", "\u{fc}"].map { [("Origin", $0)] }
                + ["", "x", "*/*;q=0", "\u{fc}"].map { [("Accept", $0), ("Accept-Language", $0)] }
            for headers in all {
                let name = "\(target) \(headers[0].0): \(headers[0].1.prefix(30))"
                expectAnswer(try fixture.door.get(target, headers), name)
                expectAnswer(try fixture.door.post(target, ["a": "b"], headers), name)
            }
        }

        @Test("as another method gets 405 or less", arguments: Backend.allCases, targets)
        func methods(_ backend: Backend, _ target: String) async throws {
            guard let fixture = try OAuthFixture.on(backend) else { return }
            for method in ["PUT", "DELETE", "PATCH", "OPTIONS", "HEAD", "TRACE", "PROPFIND", "x"] {
                let answer = try fixture.door.request(
                    method, target, [fixture.cookie], body: method == "PUT" ? [1] : nil)
                #expect(answer.status < 500 || answer.status == 501, "\(method) \(target): \(answer.status)")
                if ["PUT", "DELETE", "PATCH"].contains(method) {
                    #expect([401, 404, 405].contains(answer.status), "\(method) \(target): \(answer.status)")
                }
            }
        }

        /// JSON or a page, no fault of the server's, nothing of its inside.
        private func expectAnswer(_ answer: Response, _ name: String) {
            #expect(answer.status < 500, "\(name): \(answer.status) \(answer.text.prefix(200))")
            expectNothingInner(answer)
            if answer.status == 303 || answer.status == 204 { return }
            let type = answer.mediaType ?? "none"
            #expect(
                ["application/json", "text/html", "application/problem+json"].contains(type),
                "\(name): \(answer.status) \(type) \(answer.text.prefix(100))")
            if type.hasSuffix("json") { #expect((try? answer.json()) != nil, "\(name): \(answer.text.prefix(100))") }
        }
    }
}

/// Bodies that nobody sends who means well.
enum HostileBody {
    /// Values, percent-encoded.
    static let values = [
        "", "%00", "a%00b", "%FF%FE", "%C0%80", "%ED%A0%80", "%F4%90%80%80", "%", "%zz", "%u0041", "%0D%0AX:y",
        "%27%20OR%201=1--", "%22%3B%20DROP%20TABLE%20x", "../../etc/passwd", "%3Cscript%3Ealert(1)%3C/script%3E",
        "%F0%9F%92%A9", "%E2%80%AE", "-1", "99999999999999999999", "null", "%7B%7D", "dwf_", "dwc_x", "dwi_%00",
        "$%7Bjndi:ldap://x%7D", "%7B%7Bsystem%7D%7D",
    ]

    static func all(credentials: Form) -> [(name: String, type: String?, body: [UInt8])] {
        let form = "application/x-www-form-urlencoded"
        let json = "application/json"
        let known = OAuthTests.HostileEndpointTests.names
        var all: [(name: String, type: String?, body: [UInt8])] = []
        func add(_ name: String, _ type: String?, _ text: String) { all.append((name, type, Array(text.utf8))) }
        for value in values {
            add("all are \(value)", form, known.map { "\($0)=\(value)" }.joined(separator: "&"))
        }
        add("credentials and rubbish", form, credentials.text + "&grant_type=%00&token=%FF&code=%00")
        add("all twice", form, (known + known).map { "\($0)=x" }.joined(separator: "&"))
        add("one megabyte in one field", form, "code=" + String(repeating: "a", count: 1 << 20))
        add("one megabyte of fields", form, String(repeating: "a=b&", count: 1 << 18))
        add("one megabyte in JSON", json, "{\"code\":\"" + String(repeating: "a", count: 1 << 20) + "\"}")
        add("60 kB in one field", form, "username=" + String(repeating: "a", count: 60_000) + "&password=b&token=c")
        add("60 kB of ampersands", form, String(repeating: "&", count: 60_000))
        add("60 kB of percent signs", form, String(repeating: "%", count: 60_000))
        add("10 000 fields", form, (0..<10_000).map { "a\($0)=" }.joined(separator: "&"))
        add("deep JSON", json, String(repeating: "{\"a\":", count: 10_000))
        add("deep lists", json, "{\"token\":" + String(repeating: "[", count: 50_000) + "}")
        add("JSON of other types", json, "{" + known.map { "\"\($0)\":[1,{\"a\":null}]" }.joined(separator: ",") + "}")
        add("JSON with NULs", json, "{" + known.map { "\"\($0)\":\"\\u0000\"" }.joined(separator: ",") + "}")
        add("a list", json, "[]")
        add("no body", form, "")
        add("no type", nil, "token=x")
        add("multipart", "multipart/form-data; boundary=x", "--x\r\n\r\n--x--\r\n")
        add("a bad type", "\u{fc}/x; charset", "a=b")
        all.append(("raw bytes", form, Array(0...255) + Array(0...255)))
        all.append(("raw NULs", form, Array(repeating: 0, count: 1_000)))
        all.append(("bad UTF-8 in JSON", json, Array("{\"token\":\"".utf8) + [0xFF, 0xC0] + Array("\"}".utf8)))
        return all
    }
}
