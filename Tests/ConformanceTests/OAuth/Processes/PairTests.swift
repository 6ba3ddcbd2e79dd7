import DoorwardTesting
import Testing

@Suite("Two processes on one database", .ownThreads)
struct PairTests {
    /// A second, as promised, and half a one for asking.
    private let aSecond = Duration.milliseconds(1_500)

    @Test("take turns in one flow, without stickiness", arguments: Backend.allCases)
    func turns(_ backend: Backend) async throws {
        try await Door.withPair(on: backend) { first, second in
            let (web, spa) = (first[.web], first[.spa])
            let turn = Locked(0)
            var ada = first.visitor {
                turn.withLock { turn in
                    turn += 1
                    return turn % 2 == 0 ? first : second
                }
            }
            // The first time from the beginning.
            ada.browser.cookies = [:]
            for (client, hasTurn) in [(web, false), (spa, true), (web, true)] {
                if hasTurn { turn.withLock { $0 += 1 } }
                let code = try await first.code(client, by: &ada)
                let tokens = try Tokens(second.redeem(code))
                #expect(try first.get("/echo", token: tokens.access).status == 200)
                #expect(try second.get("/echo", token: tokens.access).status == 200)
                let next = try Tokens(first.refresh(tokens.refresh ?? "", as: client))
                #expect(try Tokens(second.refresh(tokens.refresh ?? "", as: client)).refresh == next.refresh)
                expectJSON(try second.refresh(next.refresh ?? "", as: client), 200)
                expectJSON(try first.redeem(code), 400, error: "invalid_grant")
                expectJSON(try first.refresh(next.refresh ?? "", as: client), 400, error: "invalid_grant")
            }
            // On https there is one cookie only, with everything that browsers can be told.
            #expect(ada.browser.cookies.keys.allSatisfy { $0.hasPrefix("__Host-") }, "\(ada.browser.cookies.keys)")
        }
    }

    @Test("refuse a revoked grant within a second, both", arguments: Backend.allCases)
    func revocation(_ backend: Backend) async throws {
        try await Door.withPair(on: backend) { first, second in
            let web = first[.web]
            var ada = first.ada
            // By the client, by the operator, by a replayed code, by reuse, and by the end of the account.
            let ways: [@Sendable (CodeInHand, Tokens) throws -> Void] = [
                { _, tokens in _ = try first.revoke(tokens.refresh ?? "", as: web) },
                { _, tokens in _ = try first.revoke(tokens.access, as: web) },
                { _, tokens in
                    try first.mustRun("grant", "revoke", SignedToken(tokens.access).claims["gid"]?.string ?? "")
                },
                { code, _ in _ = try first.redeem(code) },
                { _, tokens in
                    let next = try Tokens(first.refresh(tokens.refresh ?? "", as: web))
                    _ = try first.refresh(next.refresh ?? "", as: web)
                    _ = try first.refresh(tokens.refresh ?? "", as: web)
                },
                { _, _ in try first.mustRun("user", "disable", "ada") },
            ]
            for (index, revoke) in ways.enumerated() {
                let code = try await first.code(web, by: &ada)
                let tokens = try Tokens(first.redeem(code))
                for door in [first, second] { #expect(try door.get("/echo", token: tokens.access).status == 200) }
                try revoke(code, tokens)
                for door in [second, first] {
                    let isDead = try door.eventually(aSecond) {
                        try door.get("/echo", token: tokens.access).status == 401
                    }
                    #expect(isDead, "way \(index) at \(door.name)")
                }
            }
        }
    }

    @Test("learn of clients, their secrets and their end within a second", arguments: Backend.allCases)
    func clients(_ backend: Backend) async throws {
        try await Door.withPair(on: backend) { first, second in
            let client = try first.add(OAuthClientPlan(name: "Machine", redirects: []))
            #expect(try knows(client, second))
            let rotated = try first.mustRun("client", "rotate-secret", client.id, "--format", "json")
            let secret = try JSONValue(parsing: rotated.output)["client_secret"]?.string
            // Two are live at once.
            #expect(try knows(client.with(secret: secret), second))
            #expect(try knows(client, second))
            try first.mustRun("client", "remove", client.id)
            let isGone = try second.eventually(aSecond) {
                try second.token(["grant_type": "client_credentials"], as: client).status == 401
            }
            #expect(isGone)
        }
    }

    @Test("learn of a new signing key, and old tokens live on", arguments: Backend.allCases)
    func keys(_ backend: Backend) async throws {
        try await Door.withPair(on: backend) { first, second in
            let machine = first[.machine]
            let old = try Tokens(first.token(["grant_type": "client_credentials"], as: machine)).access
            let before = try ids(first)
            try first.mustRun("keys", "rotate")
            for door in [first, second] {
                #expect(try door.eventually(aSecond) { try ids(door).count > before.count }, "\(door.name)")
                #expect(try ids(door).isSuperset(of: before))
                #expect(try door.get("/echo", token: old).status == 200)
            }
            // A key that leaked is withdrawn at once, and its tokens with it.
            try first.mustRun("keys", "rotate", "--now")
            for door in [first, second] {
                #expect(
                    try door.eventually(aSecond) { try door.get("/echo", token: old).status == 401 }, "\(door.name)")
                #expect(try ids(door).isDisjoint(with: before), "\(door.name)")
            }
            for door in [first, second] {
                let new = try Tokens(door.token(["grant_type": "client_credentials"], as: machine)).access
                #expect(try SignedToken(new).isSigned(by: door.get("/oauth/jwks.json").json()))
                for other in [first, second] { #expect(try other.get("/echo", token: new).status == 200) }
            }
        }
    }

    @Test("give sixteen who refresh at once, at both, one successor", arguments: Backend.allCases)
    func refreshes(_ backend: Backend) async throws {
        try await Door.withPair(on: backend) { first, second in
            let spa = first[.spa]
            var ada = second.ada
            let code = try await first.code(spa, by: &ada)
            let statuses = Locked<[String]>([])
            Crowd(8) { number in
                let answer = try? Tokens((number % 2 == 0 ? first : second).redeem(code))
                statuses.withLock { $0 += answer.map { [$0.refresh ?? "none"] } ?? [] }
            }.join()
            #expect(statuses.withLock { $0.count } == 1, "a code was redeemed twice")
            let tokens = try await first.tokens(spa, by: &ada)
            let answers = Locked<[String]>([])
            Crowd(16) { number in
                let door = number % 2 == 0 ? first : second
                let answer = try? Tokens(door.refresh(tokens.refresh ?? "", as: spa))
                answers.withLock { $0.append(answer?.refresh ?? "none") }
            }.join()
            let all = answers.withLock { $0 }
            #expect(Set(all).count == 1 && all.count == 16 && all[0] != "none")
        }
    }

    private func ids(_ door: Door) throws -> Set<String> {
        Set(try door.get("/oauth/jwks.json").json()["keys"]?.array.compactMap { $0["kid"]?.string } ?? [])
    }

    /// Whether a process knows a client, and its secret, within a second.
    private func knows(_ client: OAuthClient, _ door: Door) throws -> Bool {
        try door.eventually(aSecond) { try door.introspect("x", as: client).status == 200 }
    }
}
