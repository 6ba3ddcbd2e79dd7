import Testing

@Suite("The commands for grants, tokens, keys and the database", .ownThreads)
struct GrantCommandTests {
    @Test("list grants, look into tokens, and revoke", arguments: Backend.allCases)
    func grants(_ backend: Backend) async throws {
        try await Door.with(on: backend) { door in
            let web = door[.web]
            var ada = door.ada
            let tokens = try await door.tokens(web, by: &ada)
            let listed = try JSONValue(
                parsing: door.mustRun("grant", "list", "--user", "ada", "--format", "json").output)
            let grant = try #require(listed.array.first)
            #expect(listed.array.count == 1)
            #expect(grant["client_id"]?.string == web.id && grant["scope"]?.string == "notes:read notes:write")
            #expect(grant["id"] == (try SignedToken(tokens.access).claims["gid"]))
            #expect(try door.mustRun("grant", "list", "--client", web.id).output.contains("ada"))

            let good = try door.mustRun("token", "inspect", "--format", "json", input: tokens.access + "\n")
            let json = try JSONValue(parsing: good.output)
            #expect(json["good"] == .bool(true))
            #expect(json["claims"]?["client_id"]?.string == web.id)
            #expect(!good.everything.contains(tokens.access.split(separator: ".")[2]), "the signature is printed")
            try door.mustRun("grant", "revoke", grant["id"]?.string ?? "")
            let bad = try door.tool("token", "inspect", "--format", "json", input: tokens.access + "\n")
            #expect(bad.status == 1)
            #expect(try JSONValue(parsing: bad.output)["good"] == .bool(false))
            for text in ["nonsense", "a.b.c", try SignedToken(tokens.access).forged(header: #"{"alg":"none"}"#), ""] {
                let run = try door.tool("token", "inspect", input: text + "\n")
                #expect(run.status != 0 && !run.everything.contains("Fatal"), "\(run.everything)")
            }
            #expect(try door.mustRun("grant", "list", "--format", "json").output.trimmed == "[]")
            #expect(try door.mustRun("audit").output.contains("grant.revoked"))
            let audit = try door.mustRun("audit", "--format", "json", "--limit", "1000").output
            #expect(Canary.findings(in: audit.replacing("},{", with: "},\n{")).isEmpty)
        }
    }

    @Test("keep the database: made by any, copied, checked", arguments: Backend.allCases)
    func database(_ backend: Backend) async throws {
        try await Door.with(on: backend, isEmpty: true, isStarted: false) { door in
            #expect(try door.mustRun("db", "migrate").output.contains("schema"))
            #expect(try door.mustRun("db", "migrate").output.contains("nothing to do"))
            let machine = try door.add(OAuthClientPlan(name: "Machine", redirects: []))
            try door.start()
            let token = try Tokens(door.token(["grant_type": "client_credentials"], as: machine)).access
            let json = try JSONValue(parsing: door.mustRun("db", "check", "--format", "json").output)
            #expect(json["clean"] == .bool(true) && json["problems"] == .array([]))
            let copy = try door.tool("db", "backup", "\(door.folder.path)/copy.db")
            guard backend == .sqlite else {
                #expect(copy.status != 0 && copy.errors.contains("pg_dump"), "\(copy.everything)")
                return
            }
            #expect(copy.status == 0, "\(copy.everything)")
            #expect(try door.tool("db", "backup", "\(door.folder.path)/copy.db").status != 0, "a copy is overwritten")
            door.kill()
            // The copy goes on where the original was, under the same master secret.
            try door.set([
                "database": "sqlite:\(door.folder.path)/copy.db",
                "oauth.master_secret": "file:\(door.folder.path)/doorward.db.key",
            ])
            try door.start()
            #expect(try door.get("/echo", token: token).status == 200)
            #expect(try door.introspect("x", as: machine).status == 200)
        }
    }

    @Test("list keys without a secret, and publish the next one ahead", arguments: Backend.allCases)
    func keys(_ backend: Backend) async throws {
        try await Door.with(on: backend) { door in
            let before = try JSONValue(parsing: door.mustRun("keys", "list", "--format", "json").output).array
            #expect(!before.isEmpty)
            let published = Set(
                try door.get("/oauth/jwks.json").json()["keys"]?.array.compactMap { $0["kid"]?.string } ?? [])
            #expect(Set(before.compactMap { $0["kid"]?.string }) == published)
            let machine = door[.machine]
            try door.mustRun("keys", "rotate")
            let after = try JSONValue(parsing: door.mustRun("keys", "list", "--format", "json").output).array
            #expect(after.count > before.count)
            // The next one does not sign before everybody can know it.
            let token = try SignedToken(Tokens(door.token(["grant_type": "client_credentials"], as: machine)).access)
            #expect(published.contains(token.header["kid"]?.string ?? ""))
        }
    }
}
