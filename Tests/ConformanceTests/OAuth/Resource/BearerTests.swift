import Testing

extension OAuthTests {
    @Suite("A call of the API (RFC 6750)")
    struct BearerTests {
        /// What each operation needs, as one challenge says it.
        static let operations: [(method: String, target: String, scope: String?)] = [
            ("GET", "/echo", "notes:read"), ("POST", "/echo", "notes:read notes:write"),
            ("DELETE", "/echo", "notes:admin notes:write"), ("PATCH", "/echo", "notes:write"), ("GET", "/hello", nil),
        ]

        @Test(
            "without a token is told where to get one, and of no error", arguments: Backend.allCases, operations.indices
        )
        func noToken(_ backend: Backend, _ index: Int) async throws {
            guard let fixture = try OAuthFixture.on(backend) else { return }
            let operation = Self.operations[index]
            let answer = try fixture.door.request(operation.method, operation.target)
            #expect(answer.status == 401)
            let challenge = try Challenge(answer)
            #expect(challenge["error"] == nil)
            #expect(challenge["scope"] == operation.scope)
            #expect(
                challenge["resource_metadata"] == fixture.door.site + "/.well-known/oauth-protected-resource")
            #expect(answer.values("Location") == [])
            #expect(answer.mediaType?.hasSuffix("json") == true)
        }

        static let presented: [(name: String, target: String, headers: Gate.Headers, status: Int, error: String?)] = [
            ("Basic", "/echo", [("Authorization", "Basic YTpi")], 401, nil),
            ("an empty Authorization", "/echo", [("Authorization", "")], 401, nil),
            ("Bearer alone", "/echo", [("Authorization", "Bearer")], 401, nil),
            ("nonsense", "/echo", [("Authorization", "Bearer nonsense")], 401, "invalid_token"),
            ("a JWT of nobody", "/echo", [("Authorization", "Bearer e30.e30.AAAA")], 401, "invalid_token"),
            (
                "an API key of nobody", "/echo", [("Authorization", "Bearer dwk_AAAAAAAAAAAAAAAAAAAAAAAAAAAA")], 401,
                "invalid_token"
            ),
            (
                "a refresh token", "/echo", [("Authorization", "Bearer dwr_AAAAAAAAAAAAAAAAAAAAAAAA")], 401,
                "invalid_token"
            ),
            ("two tokens in one header", "/echo", [("Authorization", "Bearer a b")], 400, "invalid_request"),
            ("a token in the query", "/echo?access_token=nonsense", [], 401, nil),
        ]

        @Test(
            "with something else is refused as the specifications say", arguments: Backend.allCases, presented.indices)
        func bad(_ backend: Backend, _ index: Int) async throws {
            guard let fixture = try OAuthFixture.on(backend) else { return }
            let row = Self.presented[index]
            let answer = try fixture.door.get(row.target, row.headers)
            #expect(answer.status == row.status, "\(row.name)")
            let challenge = try Challenge(answer)
            #expect(challenge["error"] == row.error, "\(row.name)")
            #expect(challenge["resource_metadata"] != nil)
            #expect(!answer.text.contains("nonsense"))
        }

        @Test("takes a token in the header only", arguments: Backend.allCases)
        func places(_ backend: Backend) async throws {
            guard let fixture = try OAuthFixture.on(backend) else { return }
            let door = fixture.door
            let token = try await fixture.tokens(.web).access
            for scheme in ["Bearer", "bearer", "BEARER", "BeArEr"] {
                #expect(try door.get("/echo", [("Authorization", "\(scheme) \(token)")]).status == 200)
            }
            #expect(try door.get("/echo?access_token=\(token)").status == 401)
            let form: Form = ["access_token": token]
            #expect(try door.post("/echo", form).status == 401)
            #expect(try door.get("/echo", [("Cookie", "access_token=\(token)")]).status == 401)
            let two = try door.get(
                "/echo", [("Authorization", "Bearer \(token)"), ("Authorization", "Bearer \(token)")])
            #expect(two.status == 400)
        }

        /// Who may call what: the method, the scopes of the token, the answer.
        static let scoped: [(method: String, scopes: String, status: Int)] = [
            ("GET", "notes:read", 200), ("GET", "notes:write", 403), ("POST", "notes:read notes:write", 200),
            ("POST", "notes:read", 403), ("POST", "notes:write", 403), ("PUT", "notes:write", 200),
            ("PUT", "notes:admin", 200), ("PUT", "notes:read", 403), ("PATCH", "notes:write", 200),
            ("PATCH", "notes:read", 403), ("DELETE", "notes:read notes:write", 403),
            ("DELETE", "notes:write notes:admin", 200),
        ]

        @Test("needs the scopes of its operation, all named in one challenge", arguments: Backend.allCases)
        func scopes(_ backend: Backend) async throws {
            guard let fixture = try OAuthFixture.on(backend) else { return }
            let door = fixture.door
            let ruler = try door.add(
                OAuthClientPlan(name: "The ruler", scope: "notes:read notes:write notes:admin"))
            for row in Self.scoped {
                let form: Form = ["grant_type": "client_credentials", "scope": row.scopes]
                var token: Tokens?
                let came = try door.eventually {
                    token = try? Tokens(door.token(form, as: ruler))
                    return token != nil
                }
                #expect(came, "a new client is not known after five seconds")
                let answer = try door.request(
                    row.method, "/echo", [("Authorization", "Bearer \(token?.access ?? "")")], body: [])
                #expect(answer.status == row.status, "\(row)")
                guard answer.status == 403 else { continue }
                let challenge = try Challenge(answer)
                #expect(challenge["error"] == "insufficient_scope")
                let needed = Self.operations.first { $0.method == row.method && $0.target == "/echo" }?.scope
                if let needed { #expect(challenge["scope"] == needed, "\(row)") }
                #expect(challenge["scope"]?.isEmpty == false)
                #expect(challenge["resource_metadata"] != nil)
            }
        }

        @Test("that the document leaves open needs nothing", arguments: Backend.allCases)
        func open(_ backend: Backend) async throws {
            guard let fixture = try OAuthFixture.on(backend) else { return }
            #expect(try fixture.door.get("/status/200").status == 200)
            let token = try await fixture.tokens(.reader).access
            #expect(try fixture.door.get("/hello", token: token).status == 200)
            #expect(try fixture.door.get("/undocumented", token: token).status == 404)
        }
    }
}

/// The one `Bearer` challenge of an answer (RFC 9110 §11.6.1), read strictly.
struct Challenge {
    private let parameters: [(name: String, value: String)]

    init(_ answer: Response) throws {
        let values = answer.values("WWW-Authenticate")
        guard values.count == 1, values[0].hasPrefix("Bearer ") else {
            throw Failure("not one Bearer challenge: \(values)")
        }
        var rest = values[0].dropFirst(7)
        var parameters: [(name: String, value: String)] = []
        while !rest.isEmpty {
            guard let match = rest.prefixMatch(of: /([a-z_]+)="([^"\\]*)"(, |$)/) else {
                throw Failure("malformed challenge: \(values[0])")
            }
            parameters.append((String(match.1), String(match.2)))
            rest = rest[match.range.upperBound...]
        }
        self.parameters = parameters
    }

    /// The value of a parameter that is there once.
    subscript(_ name: String) -> String? {
        let found = parameters.filter { $0.name == name }
        return found.count == 1 ? found[0].value : nil
    }
}
