import DoorwardTesting
import Testing

@Suite("A door whose database is away", .ownThreads)
struct OutageTests {
    @Test("says so as such, serves what needs no database, and goes on when it is back")
    func outage() async throws {
        guard PostgreSQLCluster.shared != nil, let cluster = PostgreSQLCluster.available(isSafe: false) else { return }
        defer { cluster.stop() }
        let folder = try TemporaryFolder()
        defer { folder.remove() }
        try folder.write("database-password", cluster.password)
        try folder.write("master-secret", GateConfiguration.freshSecret())
        let upstream = try UpstreamProcess(in: folder)
        defer { upstream.process.end() }
        let door = try Door(
            on: .postgresql, database: Backend.postgreSQLSettings(cluster.makeDatabase(), in: folder),
            upstreamPort: upstream.port, in: folder)
        let machine = try door.add(OAuthClientPlan(name: "Machine", redirects: []))
        let web = try door.add(KnownClient.web.plan)
        try door.start()
        let token = try Tokens(door.token(["grant_type": "client_credentials"], as: machine)).access
        #expect(try door.introspect("x", as: web).status == 200)
        cluster.halt(isSudden: true)
        #expect(try door.get("/echo", token: token).status == 200)
        let code = "dwc_" + String(repeating: "A", count: 43)
        let form: Form = ["grant_type": "authorization_code", "code": code, "redirect_uri": web.redirect]
        let refused = try door.token(form.with("code_verifier", PKCEPair().verifier), as: web)
        #expect(refused.status == 503 && refused.mediaType == "application/json", "\(refused.status) \(refused.text)")
        #expect(try refused.json()["error"]?.string == "temporarily_unavailable")
        #expect(refused.header("Retry-After") != nil)
        #expect(!refused.text.lowercased().contains("postgres") && !refused.text.contains("connection"))
        let page = try door.get("/oauth/authorize?\(door.query(web, pkce: PKCEPair()).text)")
        #expect(page.status == 503 && page.mediaType == "text/html", "\(page.status) \(page.text.prefix(200))")
        #expect(!page.text.lowercased().contains("postgres"))
        try cluster.start()
        let isBack = try door.eventually(.seconds(15)) {
            try door.token(form.with("code_verifier", PKCEPair().verifier), as: web).status == 400
        }
        #expect(isBack, "it does not come back")
        #expect(try door.get("/oauth/authorize?\(door.query(web, pkce: PKCEPair()).text)").status == 303)
        door.stop()
        Canary.check(door.output, of: "the door")
    }
}
