import Testing

extension OAuthTests {
    @Suite("The API behind the door")
    struct IdentityTests {
        @Test("learns who called from a statement that it can verify", arguments: Backend.allCases)
        func statement(_ backend: Backend) async throws {
            guard let fixture = try OAuthFixture.on(backend) else { return }
            let token = try await fixture.tokens(.web).access
            let claims = try SignedToken(token).claims
            let echo = try Echo(fixture.door.get("/echo", token: token).json())
            let statement = try #require(try echo.values("Doorward-Identity").first.map { try SignedToken($0) })
            #expect(try statement.isSigned(by: fixture.door.get("/oauth/jwks.json").json()))
            #expect(statement.claims["iss"]?.string == fixture.door.site)
            #expect(statement.claims["sub"] == claims["sub"])
            #expect(statement.claims["client_id"]?.string == fixture[.web].id)
            #expect(statement.claims["scope"]?.string == "notes:read notes:write")
            #expect(statement.claims["operation"]?.string == "readEcho")
            let issued = try #require(statement.claims["iat"]?.int)
            let life = try #require(statement.claims["exp"]?.int) - issued
            #expect(life > 0 && life <= 300)
            #expect(abs(issued - WallTime.seconds) < 40)
            // It is no access token.
            #expect(statement.header["typ"]?.string != "at+jwt")
            #expect(try fixture.door.get("/echo", token: statement.text).status == 401)
        }

        @Test("gets plain headers too, and never the client's token", arguments: Backend.allCases)
        func headers(_ backend: Backend) async throws {
            guard let fixture = try OAuthFixture.on(backend) else { return }
            let token = try await fixture.tokens(.web).access
            let answer = try fixture.door.get("/echo", [("Authorization", "Bearer \(token)"), fixture.cookie])
            let echo = try Echo(answer.json())
            #expect(echo.values("Doorward-Auth") == ["oauth"])
            #expect(echo.values("Doorward-Subject") == [try SignedToken(token).claims["sub"]?.string ?? ""])
            #expect(echo.values("Authorization") == [])
            #expect(!answer.text.contains(token) && !answer.text.contains(token.split(separator: ".")[2]))
            #expect(!answer.text.contains("dws_"), "the session's cookie reaches the API")
        }

        @Test("names the operation, and the client that acts for itself", arguments: Backend.allCases)
        func operations(_ backend: Backend) async throws {
            guard let fixture = try OAuthFixture.on(backend) else { return }
            let token = try fixture.machineToken()
            for (method, name) in [("GET", "readEcho"), ("POST", "writeEcho"), ("PUT", "eitherEcho")] {
                let answer = try fixture.door.request(method, "/echo", [("Authorization", "Bearer \(token)")], body: [])
                let statement = try Echo(answer.json()).values("Doorward-Identity").first.map { try SignedToken($0) }
                #expect(statement?.claims["operation"]?.string == name)
                #expect(statement?.claims["sub"]?.string == fixture[.machine].id)
            }
        }

        @Test("never sees what a stranger says of himself", arguments: Backend.allCases)
        func forged(_ backend: Backend) async throws {
            guard let fixture = try OAuthFixture.on(backend) else { return }
            let token = try await fixture.tokens(.web).access
            let forged: Gate.Headers = [
                ("Doorward-Identity", "e30.e30.forged"), ("doorward-identity", "e30.e30.forged"),
                ("Doorward_Identity", "e30.e30.forged"), ("Doorward-Subject", "forged"), ("Doorward-Scope", "forged"),
                ("Doorward-Client", "forged"), ("Doorward-Anything", "forged"),
            ]
            let answer = try fixture.door.get("/echo", [("Authorization", "Bearer \(token)")] + forged)
            #expect(answer.status == 200)
            #expect(!answer.text.contains("forged"))
            #expect(try Echo(answer.json()).values("Doorward-Identity").count == 1)
            let open = try fixture.door.get("/status/200", forged)
            #expect(open.status == 200)
        }
    }
}
