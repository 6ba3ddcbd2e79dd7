import DoorwardOAuth
import DoorwardSecrets
import DoorwardStore

/// What came of one caller's attempt.
struct Outcome: Sendable {
    var won: Bool
    /// What the caller took away; the same for all where all should see the same.
    var seen: String
}

/// One round of contests: in each, whoever comes first gets what there is one of.
struct Round: Sendable {
    typealias Contest = @Sendable (Round, Int) async throws -> Outcome

    static let contests: [(String, Contest)] = [
        ("code", { try await $0.redeem(caller: $1) }),
        ("refresh", { try await $0.exchange(caller: $1) }),
        ("totp", { round, _ in try await round.useStep() }),
        ("recovery", { round, _ in try await round.useRecoveryCode() }),
        ("invitation", { try await $0.accept(caller: $1) }),
        ("pending", { round, _ in try await round.end() }),
        ("key", { try await $0.addKey(caller: $1) }),
        ("visit", { round, _ in try await round.takeVisit() }),
        ("pushed", { round, _ in try await round.usePushed() }),
        ("once", { round, _ in try await round.useOnce() }),
        ("identity", { round, _ in try await round.link() }),
        ("device", { try await $0.redeemDevice(caller: $1) }),
        ("client", { try await $0.register(caller: $1) }),
    ]

    static let callers = 32
    static let now: Int64 = 1_000_000

    let store: Store
    let racer: String
    let number: String
    let newestKey: String

    func run(_ contest: @escaping Contest) async throws -> [Outcome] {
        try await withThrowingTaskGroup(of: Outcome.self) { group in
            for caller in 0..<Self.callers { group.addTask { try await contest(self, caller) } }
            return try await group.reduce(into: []) { $0.append($1) }
        }
    }

    func digest(_ text: String) -> SecretDigest { SecretDigest(hashing: Array(text.utf8)) }

    private func token(_ text: String, of grant: String) -> RefreshTokenRecord {
        RefreshTokenRecord(digest: digest(text), grantID: grant, createdAt: Self.now, expiresAt: Self.now + 1000)
    }

    private func redeem(caller: Int) async throws -> Outcome {
        let id = "g-\(number)-\(racer)-\(caller)"
        let grant = GrantRecord(
            id: id, userID: "user", clientID: "client", resource: "r", scopes: ["read"],
            redirectURI: "https://c.example",
            createdAt: Self.now, lastUsedAt: Self.now)
        let next = token(id, of: id)
        let code = digest("code \(number)")
        let decision = try await store.redeem(code: code, at: Self.now, tokensEndBy: Self.now) { code in
            code?.redeemedAt == nil ? .redeem(grant, next) : .reject(.codeReplayed)
        }
        if case .redeem = decision { return Outcome(won: true, seen: "used") }
        return Outcome(won: false, seen: "used")
    }

    private func exchange(caller: Int) async throws -> Outcome {
        let next = token("next \(number) \(racer) \(caller)", of: "grant \(number)")
        let (decision, state) = try await store.exchange(
            refreshToken: digest("token \(number)"), at: Self.now, tokensEndBy: Self.now
        ) { state in state?.token.rotatedAt == nil ? .rotate(next) : .keep }
        switch decision {
        case .rotate(let successor): return Outcome(won: true, seen: successor.digest.fingerprint)
        default: return Outcome(won: false, seen: state?.token.successor?.fingerprint ?? "nothing")
        }
    }

    private func useStep() async throws -> Outcome {
        Outcome(won: try await store.useTOTPStep(Int64(number) ?? 0, ofUser: "user"), seen: "used")
    }

    private func useRecoveryCode() async throws -> Outcome {
        Outcome(won: try await store.useRecoveryCode(digest("recovery \(number)"), ofUser: "user"), seen: "used")
    }

    private func accept(caller: Int) async throws -> Outcome {
        let user = try await store.acceptInvitation(
            digest("invitation \(number)"), passwordHash: "hash \(racer) \(caller)", at: Self.now)
        return Outcome(won: user != nil, seen: "used")
    }

    private func end() async throws -> Outcome {
        Outcome(won: try await store.endPendingAuthorization(digest("pending \(number)")), seen: "used")
    }

    private func addKey(caller: Int) async throws -> Outcome {
        let key = SigningKeyRecord(
            id: "key-\(number)-\(racer)-\(caller)", publicKey: "{}", sealedPrivateKey: [1], createdAt: Self.now,
            activeFrom: Self.now)
        let isAdded = try await store.add(key, expecting: newestKey == "none" ? nil : newestKey)
        let newest = try await store.signingKeys(at: Self.now).last?.id ?? "nothing"
        return Outcome(won: isAdded, seen: newest)
    }
}
