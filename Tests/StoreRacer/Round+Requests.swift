import DoorwardOAuth
import DoorwardStore

extension Round {
    func takeVisit() async throws -> Outcome {
        Outcome(won: try await store.takeVisit(digest("visit \(number)"), at: Self.now) != nil, seen: "used")
    }

    func usePushed() async throws -> Outcome {
        Outcome(won: try await store.usePushedRequest(digest("pushed \(number)")), seen: "used")
    }

    func useOnce() async throws -> Outcome {
        let isFirst = try await store.useOnce(digest("id \(number)"), expiresAt: Self.now + 60, at: Self.now)
        return Outcome(won: isFirst, seen: "used")
    }

    func link() async throws -> Outcome {
        let identity = IdentityRecord(
            issuer: "https://provider.example", subject: number, userID: "user", provider: "provider", email: "",
            createdAt: Self.now, lastSignedInAt: Self.now)
        return Outcome(won: try await store.link(identity), seen: "linked")
    }

    func redeemDevice(caller: Int) async throws -> Outcome {
        let decision = try await store.redeem(device: digest("device \(number)"), at: Self.now) {
            [number, racer] device in
            guard case .approved(let user, _) = device?.state else { return .reject(.deviceCodeUnknown) }
            let grant = GrantRecord(
                id: "d-\(number)-\(racer)-\(caller)", userID: user, clientID: "client", resource: "r", scopes: ["read"],
                redirectURI: "", createdAt: Self.now, lastUsedAt: Self.now)
            return .redeem(grant, nil)
        }
        if case .redeem = decision { return Outcome(won: true, seen: "used") }
        return Outcome(won: false, seen: "used")
    }

    /// All get the one client; whoever finds his own id in the answer has made it.
    func register(caller: Int) async throws -> Outcome {
        let id = "c-\(number)-\(racer)-\(caller)"
        let client = ClientRecord(
            id: id, name: "Client", profile: "registered", isPublic: true, redirectURIs: ["https://c.example"],
            scopes: [], createdAt: Self.now,
            registration: ClientRegistration(
                kind: .dynamic, metadata: "{}", fingerprint: digest("same \(number)"), expiresAt: Self.now + 1000))
        let registered = try await store.register(client, limit: 1000)
        return Outcome(won: registered.id == id, seen: registered.id)
    }
}
