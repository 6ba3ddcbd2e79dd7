/// When signing keys are made and when they go: pure decisions, carried out by ``SigningKeyRing``.
public struct KeyRotation: Sendable, Equatable {
    /// How long a key signs, in seconds.
    public var age: Int64
    /// How long a key is published before it signs, so that nobody meets a key that he has not seen, in seconds.
    public var lead: Int64
    /// How long the tokens that a key signed may live, with some time for clocks that differ, in seconds.
    public var tokenLifetime: Int64

    public init(
        age: Int64, lead: Int64 = 86_400,
        tokenLifetime: Int64 = AuthorizationPolicy.longestAccessTokenLifetime + 60
    ) {
        self.age = max(1, age)
        self.lead = min(lead, self.age)
        self.tokenLifetime = tokenLifetime
    }

    /// For how long others may keep the published keys, in seconds: what `/oauth/jwks.json` allows them.
    public static let publishedKeysAreKept: Int64 = 300

    public enum Action: Sendable, Equatable {
        /// Make a key that signs from then on.
        case make(activeFrom: Int64)
        /// Stop publishing a key then.
        case retire(id: String, at: Int64)
    }

    /// What there is to do.
    ///
    /// - Parameter keys: those that are not retired, oldest first.
    public func plan(_ keys: [SigningKeyRecord], at now: Int64) -> [Action] {
        let live = keys.filter { $0.retiresAt == nil }
        guard let current = Self.signer(among: live, at: now) else { return [.make(activeFrom: now)] }
        var actions = live.filter { $0.activeFrom < current.activeFrom }
            .map { Action.retire(id: $0.id, at: max(now, current.activeFrom) + tokenLifetime) }
        let hasNext = live.contains { $0.activeFrom > max(now, current.activeFrom) }
        let end = current.activeFrom + age
        if !hasNext && now >= end - lead { actions.append(.make(activeFrom: max(end, now + lead))) }
        return actions
    }

    /// The key that signs: the newest that is active; before any is, the first that will be.
    static func signer(among keys: [SigningKeyRecord], at now: Int64) -> SigningKeyRecord? {
        let active = keys.filter { $0.activeFrom <= now }.max { $0.activeFrom < $1.activeFrom }
        return active ?? keys.min { $0.activeFrom < $1.activeFrom }
    }
}
