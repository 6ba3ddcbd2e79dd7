import Testing

extension OAuthTests {
    @Suite("An access token (RFC 9068)")
    struct AccessTokenTests {
        @Test("has the header and the claims, signed by a published key", arguments: Backend.allCases)
        func claims(_ backend: Backend) async throws {
            guard let fixture = try OAuthFixture.on(backend) else { return }
            let keys = try fixture.door.get("/oauth/jwks.json").json()
            let token = try SignedToken(await fixture.tokens(.web).access)
            #expect(token.header["typ"]?.string == "at+jwt")
            #expect(token.header["alg"]?.string == "ES256")
            #expect(try token.isSigned(by: keys))
            let claims = token.claims
            #expect(
                claims.names == ["iss", "sub", "aud", "client_id", "exp", "iat", "jti", "scope", "gid"], "\(claims)")
            #expect(claims["iss"]?.string == fixture.door.site)
            #expect(claims["aud"]?.string == fixture.door.site)
            #expect(claims["client_id"]?.string == fixture[.web].id)
            #expect(claims["scope"]?.string == "notes:read notes:write")
            #expect(claims["sub"]?.string?.isEmpty == false && claims["sub"]?.string != "ada")
            let issued = try #require(claims["iat"]?.int)
            #expect(abs(issued - WallTime.seconds) < 10)
            #expect(claims["exp"]?.int == issued + 3_600)
            #expect(claims["jti"]?.string?.utf8.count == 22)
        }

        @Test("never has the id of another, and keeps its subject", arguments: Backend.allCases)
        func ids(_ backend: Backend) async throws {
            guard let fixture = try OAuthFixture.on(backend) else { return }
            let first = try SignedToken(await fixture.tokens(.web).access).claims
            let second = try SignedToken(await fixture.tokens(.other).access).claims
            #expect(first["jti"] != second["jti"])
            #expect(first["gid"] != second["gid"])
            #expect(first["sub"] == second["sub"])
        }

        @Test("of a client for itself has the client for its subject", arguments: Backend.allCases)
        func machine(_ backend: Backend) async throws {
            guard let fixture = try OAuthFixture.on(backend) else { return }
            let token = try SignedToken(fixture.machineToken(scope: "notes:read"))
            #expect(token.claims["sub"]?.string == fixture[.machine].id)
            #expect(token.claims["client_id"]?.string == fixture[.machine].id)
            #expect(token.claims["scope"]?.string == "notes:read")
            #expect(try token.isSigned(by: fixture.door.get("/oauth/jwks.json").json()))
            #expect(try fixture.door.get("/echo", token: token.text).status == 200)
        }

        /// Tokens that only look like ours; each is made from a good one.
        static let forgeries: [(String, @Sendable (SignedToken, ForeignKey, String) throws -> String)] = [
            (
                "alg none",
                { token, _, _ in
                    let parts = token.forged(header: #"{"alg":"none","typ":"at+jwt"}"#).split(separator: ".")
                    return "\(parts[0]).\(parts[1])."
                }
            ),
            ("alg none, signature kept", { token, _, _ in token.forged(header: #"{"alg":"none","typ":"at+jwt"}"#) }),
            ("another typ", { token, _, _ in token.forged(header: header(token, typ: "JWT")) }),
            (
                "a changed claim",
                { token, _, _ in
                    token.forged(claims: "\(changed(token, "scope", "notes:read notes:write notes:admin"))")
                }
            ),
            (
                "a foreign key with our kid",
                { token, key, _ in
                    try key.sign(changed(token, "jti", "x"), header: header(token, typ: "at+jwt"))
                }
            ),
            ("a foreign key with its own kid", { token, key, _ in try key.sign(changed(token, "jti", "x")) }),
            (
                "a foreign key in the header",
                { token, key, _ in
                    try key.sign(
                        changed(token, "jti", "x"), header: #"{"alg":"ES256","typ":"at+jwt","jwk":\#(key.jwk)}"#)
                }
            ),
            (
                "a foreign key behind a URL",
                { token, key, site in
                    try key.sign(
                        changed(token, "jti", "x"),
                        header: #"{"alg":"ES256","typ":"at+jwt","kid":"\#(key.id)","jku":"\#(site)/keys"}"#)
                }
            ),
            ("HS256 with our public key", { token, _, site in try hmac(token, site) }),
            (
                "crit",
                { token, _, _ in
                    token.forged(header: #"{"alg":"ES256","typ":"at+jwt","kid":"x","crit":["exp"]}"#)
                }
            ),
            (
                "no signature",
                { token, _, _ in token.text.split(separator: ".").dropLast().joined(separator: ".") + "." }
            ),
            ("two parts", { token, _, _ in token.text.split(separator: ".").dropLast().joined(separator: ".") }),
            ("four parts", { token, _, _ in token.text + ".x" }),
            ("one letter less", { token, _, _ in String(token.text.dropLast()) }),
            ("one letter more", { token, _, _ in token.text + "A" }),
            ("no kid", { token, _, _ in token.forged(header: #"{"alg":"ES256","typ":"at+jwt"}"#) }),
        ]

        @Test("that was tampered with is refused", arguments: Backend.allCases, forgeries.indices)
        func forged(_ backend: Backend, _ index: Int) async throws {
            guard let fixture = try OAuthFixture.on(backend) else { return }
            let good = try SignedToken(await fixture.tokens(.web).access)
            let (name, make) = Self.forgeries[index]
            let bad = try make(good, ForeignKey(id: "foreign"), fixture.door.site)
            let answer = try fixture.door.get("/echo", token: bad)
            #expect(answer.status == 401, "\(name)")
            #expect(answer.header("WWW-Authenticate")?.contains("error=\"invalid_token\"") == true, "\(name)")
            #expect(!answer.text.contains(bad.prefix(40)))
            #expect(try fixture.door.introspect(bad, as: fixture[.resource]).text == #"{"active":false}"#, "\(name)")
            #expect(try fixture.door.get("/echo", token: good.text).status == 200)
        }

        private static func header(_ token: SignedToken, typ: String) -> String {
            #"{"alg":"ES256","typ":"\#(typ)","kid":"\#(token.header["kid"]?.string ?? "")"}"#
        }

        private static func changed(_ token: SignedToken, _ name: String, _ value: String) -> String {
            let members = token.claims.names.map { member -> String in
                if member == name { return "\"\(member)\":\"\(value)\"" }
                if let text = token.claims[member]?.string { return "\"\(member)\":\(Form.quoted(text))" }
                return "\"\(member)\":\(token.claims[member]?.int ?? 0)"
            }
            return "{" + members.joined(separator: ",") + "}"
        }

        /// The old confusion: the bytes of the published key as the key of a MAC.
        private static func hmac(_ token: SignedToken, _ site: String) throws -> String {
            let port = site.split(separator: ":").last.flatMap { Int($0) } ?? 0
            let connection = try RawConnection(port: port)
            try connection.send(Gate.bytes("GET", "/oauth/jwks.json", [("Host", "127.0.0.1:\(port)")]))
            let keys = try ResponseReader(connection: connection).response()?.body ?? []
            let parts = token.forged(header: #"{"alg":"HS256","typ":"at+jwt"}"#).split(separator: ".")
            let signed = "\(parts[0]).\(parts[1])"
            return "\(signed).\(Base64Text.encodeURL(SignedToken.hmac(keys, signed)))"
        }
    }
}
