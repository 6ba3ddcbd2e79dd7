import DoorwardOAuth
import Testing

@testable import DoorwardStore

@Suite("Of 64 callers in two processes")
struct RaceTests {
    private static let rounds = 12

    @Test(
        "exactly one gets what there is one of, whatever it is", .timeLimit(.minutes(5)), arguments: Backend.shared)
    func race(backend: Backend) async throws {
        guard let place = try backend.place(), let location = place.location else { return }
        let store = try await place.open()
        try await prepare(store)
        let racers = [try Racer("one", location), try Racer("two", location)]
        for racer in racers { #expect(try racer.line() == "ready") }
        for round in 1...Self.rounds {
            let newest = try await store.signingKeys(at: Records.now).last?.id ?? "none"
            for racer in racers { try racer.start(round, newestKey: newest) }
            let results = [try racers[0].results(), try racers[1].results()]
            #expect(results[0].map(\.contest) == results[1].map(\.contest))
            #expect(results[0].count == 13)
            for (one, two) in zip(results[0], results[1]) {
                #expect(one.wins + two.wins == 1, "\(one.contest), round \(round)")
                #expect(one.seen == two.seen && one.seen.count == 1, "\(one.contest), round \(round)")
            }
        }
        for racer in racers { #expect(racer.end() == 0) }
        try await expectOneOfEach(store)
        store.close()
    }

    private func prepare(_ store: Store) async throws {
        var user = Records.user()
        user.recoveryCodes = (1...Self.rounds).map { Records.digest("recovery \($0)") }
        try await store.create(user)
        try await store.create(Records.client())
        for round in 1...Self.rounds {
            try await store.create(Records.code("code \(round)"))
            let grant = "grant \(round)"
            try await store.create(Records.code("code \(grant)"))
            let token = Records.token("token \(round)", of: grant)
            _ = try await store.redeem(
                code: Records.digest("code \(grant)"), at: Records.now, tokensEndBy: Records.now
            ) { _ in .redeem(Records.grant(grant), token) }
            // One user each, because accepting an invitation voids the others of the same user.
            try await store.create(Records.user("invited \(round)"))
            try await store.create(
                Invitation(
                    digest: Records.digest("invitation \(round)"), userID: "invited \(round)", createdAt: Records.now,
                    expiresAt: Records.now + 1000))
            try await store.create(
                PendingAuthorization(
                    digest: Records.digest("pending \(round)"), query: "", browser: Records.digest("browser"),
                    createdAt: Records.now, expiresAt: Records.now + 1000))
            try await prepareRequests(store, round)
        }
    }

    private func prepareRequests(_ store: Store, _ round: Int) async throws {
        try await store.create(Records.visit("visit \(round)"))
        let request = PushedRequest(
            digest: Records.digest("pushed \(round)"), clientID: "client", query: "", createdAt: Records.now,
            expiresAt: Records.now + 1000)
        try await store.create(request)
        let device = Records.device("device \(round)")
        try await store.create(device)
        let state = DeviceAuthorization.State.approved(userID: "invited \(round)", role: nil)
        #expect(try await store.decideDevice(device.digest, state: state, at: Records.now))
    }

    private func expectOneOfEach(_ store: Store) async throws {
        #expect(try await store.check() == [])
        #expect(try await store.grants(ofUser: "user", ofClient: nil, limit: 1000).count == 2 * Self.rounds)
        #expect(try await store.signingKeys(at: Records.now).count == Self.rounds)
        #expect(try await store.user(id: "user")?.recoveryCodes == [])
        #expect(try await store.identities(ofUser: "user").count == Self.rounds)
        #expect(try await store.clients().count == 1 + Self.rounds)
        for round in 1...Self.rounds {
            #expect(try await store.grants(ofUser: "invited \(round)", ofClient: nil, limit: 1000).count == 1)
        }
        let tokens = try await store.read("counting") { session in
            try session.first("SELECT count(*) FROM refresh_token")?.integer(0)
        }
        #expect(tokens == Int64(3 * Self.rounds))
    }
}
