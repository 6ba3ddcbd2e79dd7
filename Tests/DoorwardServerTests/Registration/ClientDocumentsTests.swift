import DoorwardFetch
import DoorwardOAuth
import DoorwardTesting
import Synchronization
import Testing

@testable import DoorwardServer

@Suite("Clients that have a document")
struct ClientDocumentsTests {
    static let id = "https://app.example/client.json"
    static let redirect = "https://app.example/cb"

    static func document(_ more: String = "", redirect: String = redirect) -> String {
        "{\"client_id\":\"\(id)\",\"client_name\":\"App\",\"redirect_uris\":[\"\(redirect)\"]\(more)}"
    }

    static func ready(_ change: (inout AuthorizationFeatures) -> Void = { _ in }) async throws -> RegistrationServer {
        let test = try await RegistrationServer(change)
        test.fetcher.put(document(), at: id)
        return test
    }

    @Test("A document is fetched under the rule for strangers, once, and nothing is stored of it")
    func fetched() async throws {
        let test = try await Self.ready()
        for _ in 0..<5 { #expect(try await test.server.knownClient(Self.id)?.name == "App") }
        #expect(test.fetcher.count == 1)
        let request = try #require(test.fetcher.requests.first)
        #expect(request.url == Self.id)
        #expect(request.method == "GET")
        #expect(request.trust == .stranger)
        #expect(request.limit == 5120)
        #expect(request.timeout == .seconds(5))
        #expect(try await test.store.clients().isEmpty)
    }

    @Test("Many who come at once wait for one fetch")
    func coalescing() async throws {
        let test = try await Self.ready()
        test.fetcher.hold(true)
        try await withThrowingTaskGroup(of: String?.self) { group in
            for _ in 0..<50 { group.addTask { try await test.server.knownClient(Self.id)?.id } }
            while test.fetcher.count == 0 { await Task.yield() }
            test.fetcher.hold(false)
            for try await id in group { #expect(id == Self.id) }
        }
        // Whoever comes when the first is over finds it in memory.
        #expect(test.fetcher.count == 1)
    }

    @Test("Random addresses fill neither the store nor memory without end, and too many at once are put off")
    func strangers() async throws {
        let test = try await Self.ready()
        for number in 0..<300 {
            let id = "https://random-\(number).example/c"
            await #expect(throws: Rejection.clientDocumentUnavailable) { try await test.server.knownClient(id) }
        }
        #expect(test.fetcher.count == 300)
        #expect(try await test.store.clients().isEmpty)
        test.fetcher.hold(true)
        await withTaskGroup(of: Void.self) { group in
            for number in 0..<200 {
                group.addTask { _ = try? await test.server.knownClient("https://more-\(number).example/c") }
            }
            while test.fetcher.count < 364 { await Task.yield() }
            for _ in 0..<1000 { await Task.yield() }
            #expect(test.fetcher.count == 364)
            test.fetcher.hold(false)
        }
    }

    @Test("It is fetched again when it is no longer fresh, within bounds of ours")
    func freshness() async throws {
        let test = try await Self.ready()
        test.fetcher.put(Self.document(), at: Self.id, cacheControl: "max-age=1")
        _ = try await test.server.knownClient(Self.id)
        test.pass(299)
        _ = try await test.server.knownClient(Self.id)
        #expect(test.fetcher.count == 1)
        test.pass(1)
        test.fetcher.put(
            Self.document(redirect: "https://app.example/new"), at: Self.id, cacheControl: "max-age=99999999")
        #expect(try await test.server.knownClient(Self.id)?.redirectURIs == ["https://app.example/new"])
        test.pass(86_399)
        _ = try await test.server.knownClient(Self.id)
        #expect(test.fetcher.count == 2)
        test.pass(1)
        _ = try await test.server.knownClient(Self.id)
        #expect(test.fetcher.count == 3)
    }

    @Test("What somebody agreed to is stored, and does at the next start when nothing can be fetched")
    func adopted() async throws {
        let test = try await Self.ready()
        let client = try #require(try await test.server.knownClient(Self.id))
        try await test.server.adopt(client)
        try await test.server.adopt(client)
        let stored = try #require(try await test.store.client(id: Self.id))
        #expect(stored.registration?.kind == .document)
        #expect(stored.registration?.expiresAt == nil)
        #expect(stored.registration?.freshUntil == test.now + 3600)
        let cache = ClientCache(store: test.store)
        let (world, fetcher) = (test.world, test.fetcher)
        let anew = ClientDocuments(
            policy: test.server.policy, store: test.store, clients: cache, fetcher: fetcher,
            now: { world.clock.load(ordering: .relaxed) }, report: { _ in })
        // What is made of a document depends on what is switched on: each process reads it once.
        #expect(try await anew.client(id: Self.id)?.name == "App")
        #expect(try await anew.client(id: Self.id)?.name == "App")
        #expect(test.fetcher.count == 2)
        test.fetcher.fail(.timedOut, at: Self.id)
        let alone = ClientDocuments(
            policy: test.server.policy, store: test.store, clients: cache, fetcher: fetcher,
            now: { world.clock.load(ordering: .relaxed) }, report: { _ in })
        #expect(try await alone.client(id: Self.id)?.name == "App")
        test.pass(3600)
        test.fetcher.put(Self.document().replacing("App", with: "Other"), at: Self.id)
        #expect(try await anew.client(id: Self.id)?.name == "Other")
        #expect(try await test.store.client(id: Self.id)?.name == "Other")
        #expect(try await test.store.client(id: Self.id)?.createdAt == stored.createdAt)
    }

    @Test(
        "When it cannot be fetched for the moment, the last good one does for a day",
        arguments: [FetchFailure.unreachable("x"), .timedOut, .overloaded(retryAfter: 5)])
    func outage(failure: FetchFailure) async throws {
        let test = try await Self.ready()
        _ = try await test.server.knownClient(Self.id)
        test.fetcher.fail(failure, at: Self.id)
        test.pass(3600)
        #expect(try await test.server.knownClient(Self.id)?.name == "App")
        #expect(try await test.server.knownClient(Self.id)?.name == "App")
        #expect(test.fetcher.count == 2)
        test.pass(86_400 - 3600)
        await #expect(throws: Rejection.clientDocumentUnavailable) { try await test.server.knownClient(Self.id) }
        let page = await test.authorize(Self.id, redirect: Self.redirect)
        #expect(page.status == 503)
        #expect(page.field("location") == nil)
        test.fetcher.put(Self.document(), at: Self.id)
        #expect(try await test.server.knownClient(Self.id) != nil)
    }

    @Test("A server that cannot answer says nothing about its documents", arguments: [500, 502, 503, 429, 408])
    func serverErrors(status: Int) async throws {
        let test = try await Self.ready()
        _ = try await test.server.knownClient(Self.id)
        test.fetcher.put("", at: Self.id, status: status)
        test.pass(3600)
        #expect(try await test.server.knownClient(Self.id) != nil)
    }

    @Test(
        "A wall before its host changes nothing, for a day, and is told as it is to who comes first",
        arguments: [301, 401, 403])
    func wall(status: Int) async throws {
        let test = try await Self.ready()
        let client = try #require(try await test.server.knownClient(Self.id))
        try await test.server.adopt(client)
        test.fetcher.put("no", at: Self.id, status: status, type: "text/html")
        test.pass(3600)
        #expect(try await test.server.knownClient(Self.id)?.name == "App")
        #expect(try await test.store.client(id: Self.id)?.registration?.freshUntil != 0)
        test.pass(86_400)
        #expect(await test.authorize(Self.id, redirect: Self.redirect).status == 400)
        test.fetcher.put(Self.document(), at: Self.id)
        #expect(try await test.server.knownClient(Self.id) != nil)
    }

    @Test("One that cannot be had is asked for a few times a minute, whoever comes, and at once when it is back")
    func perDocument() async throws {
        let test = try await Self.ready()
        test.fetcher.put("", at: Self.id, status: 503)
        for number in 0..<40 { _ = try? await test.server.knownClient(Self.id, from: "192.0.2.\(number)") }
        #expect(test.fetcher.count == 10)
        test.fetcher.put(Self.document(), at: Self.id)
        test.pass(6)
        #expect(try await test.server.knownClient(Self.id, from: "192.0.2.1") != nil)
    }

    @Test("What another process has seen to be gone does not come back from memory")
    func goneElsewhere() async throws {
        let test = try await Self.ready()
        var client = try #require(try await test.server.knownClient(Self.id))
        try await test.server.adopt(client)
        client.registration?.freshUntil = 0
        _ = try await test.store.replace(client)
        try await test.server.clients.refresh()
        test.pass(3600)
        test.fetcher.fail(.timedOut, at: Self.id)
        await #expect(throws: Rejection.clientDocumentUnavailable) { try await test.server.knownClient(Self.id) }
    }

    @Test(
        "A document that is gone or wrong is not replaced by an older one, not even when the next fetch fails",
        arguments: [
            (404, "application/json", "{}"), (410, "application/json", "{}"),
            (206, "application/json", document()), (204, "application/json", ""),
            (200, "text/html", document()), (200, "application/json", "{}"),
            (200, "application/json", document(",\"client_secret\":\"x\"")),
            (200, "application/json", document(redirect: "http://app.example/cb")),
        ])
    func gone(status: Int, type: String, body: String) async throws {
        let test = try await Self.ready()
        let client = try #require(try await test.server.knownClient(Self.id))
        try await test.server.adopt(client)
        test.pass(3600)
        test.fetcher.put(body, at: Self.id, status: status, type: type)
        for _ in 0..<2 {
            let answer = await test.token(
                "grant_type=refresh_token&refresh_token=x&client_id=\(RegistrationServer.escaped(Self.id))")
            #expect(answer.status == 401)
            #expect(try answer.error() == "invalid_client")
        }
        #expect(await test.authorize(Self.id, redirect: Self.redirect).status == 400)
        test.fetcher.fail(.overloaded(retryAfter: 1), at: Self.id)
        await #expect(throws: Rejection.clientDocumentUnavailable) { try await test.server.knownClient(Self.id) }
        test.fetcher.put(Self.document(), at: Self.id)
        #expect(try await test.server.knownClient(Self.id)?.name == "App")
    }

    @Test("An address that may not be fetched, and an id that may not be one, make no client")
    func refusedAddresses() async throws {
        let test = try await Self.ready()
        test.fetcher.fail(.refusedAddress("is private"), at: Self.id)
        #expect(await test.authorize(Self.id, redirect: Self.redirect).status == 400)
        for id in [
            "https://app.example/a/../client.json", "https://app.example/client.json?x=1", "https://u@app.example/c",
        ] {
            #expect(await test.authorize(id, redirect: Self.redirect).status == 400)
        }
        #expect(test.fetcher.count == 1)
    }

    @Test("From one place so many unknown documents are asked for, and who is known is found all the same")
    func allowance() async throws {
        let test = try await Self.ready()
        #expect(try await test.server.knownClient(Self.id, from: "192.0.2.1") != nil)
        for number in 0..<100 {
            _ = try? await test.server.knownClient("https://random-\(number).example/c", from: "192.0.2.1")
        }
        #expect(test.fetcher.count == 20)
        #expect(try await test.server.knownClient(Self.id, from: "192.0.2.1") != nil)
        test.fetcher.put(
            Self.document().replacing("app.example", with: "b.example"), at: "https://b.example/client.json")
        let id = "https://b.example/client.json"
        await #expect(throws: Rejection.clientDocumentUnavailable) {
            try await test.server.knownClient(id, from: "192.0.2.1")
        }
        // Whoever has used up his own takes nothing of what is everybody's.
        for _ in 0..<40 { _ = try? await test.server.knownClient(id, from: "192.0.2.1") }
        #expect(try await test.server.knownClient(id, from: "198.51.100.1") != nil)
        for number in 0..<200 {
            let address = "2001:db8:1:\(String(number, radix: 16))::1"
            _ = try? await test.server.knownClient("https://six-\(number).example/c", from: address)
        }
        #expect(test.fetcher.count == 20 + 1 + 60, "a customer's networks have one budget together")
    }

    @Test("What is off cannot be asked of clients that nobody but themselves can change")
    func switchedOff() async throws {
        for use in [AuthorizationFeatures.Use.on, .off] {
            let test = try await Self.ready {
                $0.keyBinding = use
                $0.pushedRequests = use
            }
            let client = ClientRecord(
                id: "dcr", name: "App", profile: "registered", isPublic: true, redirectURIs: [], scopes: ["read"],
                createdAt: 0, requiresKeyBinding: true, requiresPushedRequests: true,
                registration: ClientRegistration(kind: .dynamic, metadata: "{}"))
            try await test.store.create(client)
            let found = try await test.server.knownClient("dcr")
            #expect(found?.requiresKeyBinding == (use == .on))
            #expect(found?.requiresPushedRequests == (use == .on))
            #expect(found?.scopes == ["read", "write"], "what such clients may have today")
        }
    }

    @Test("Only documents of the hosts that are listed count, exactly")
    func hosts() async throws {
        let test = try await Self.ready { $0.clientDocumentHosts = ["APP.example"] }
        #expect(try await test.server.knownClient(Self.id) != nil)
        for host in ["evil.example", "sub.app.example", "app.example.evil.example"] {
            #expect(try await test.server.knownClient("https://\(host)/client.json") == nil)
        }
        #expect(test.fetcher.count == 1)
    }

    @Test("While they are switched off there are none, neither fetched nor stored")
    func off() async throws {
        let test = try await Self.ready { $0.clientDocuments = false }
        #expect(try await test.server.knownClient(Self.id) == nil)
        #expect(test.fetcher.count == 0)
        let other = try await Self.ready()
        let client = try #require(try await other.server.knownClient(Self.id))
        _ = try await test.store.replace(client)
        #expect(try await test.server.knownClient(Self.id) == nil)
        #expect(await test.authorize(Self.id, redirect: Self.redirect).status == 400)
    }

    @Test("A client that an operator made under such an id, or removed, is what the store says")
    func operators() async throws {
        let test = try await Self.ready()
        try await test.store.create(
            ClientRecord(
                id: Self.id, name: "Mine", profile: "web", isPublic: true, redirectURIs: [Self.redirect],
                scopes: ["read"], createdAt: test.now))
        #expect(try await test.server.knownClient(Self.id)?.name == "Mine")
        #expect(test.fetcher.count == 0)
        let other = try await Self.ready()
        try await other.server.adopt(try #require(try await other.server.knownClient(Self.id)))
        _ = try await other.store.removeClient(id: Self.id, at: other.now, tokensEndBy: other.now)
        try await other.server.refresh()
        #expect(await other.authorize(Self.id, redirect: Self.redirect).status == 400)
    }
}
