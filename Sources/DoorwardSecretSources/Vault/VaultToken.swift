internal import DoorwardSecrets

/// A client token and what is known of its life.
struct VaultToken: Sendable {
    let value: Secret
    /// Unix seconds at which the token or its last renewal was given.
    let since: Int64
    /// How many seconds it lives from ``since`` on; `nil` when it has no end, or none that is known.
    let life: Int64?
    /// What the login gave: when a renewal gives less than half of it, the maximum is near.
    var firstLife: Int64?
    let isRenewable: Bool
    /// Whether it was given by people, not got by a login.
    let isGiven: Bool
    /// Counts the logins: what was got by an earlier one dies with its token.
    var generation: Int

    /// A hundred years: no end is later than any sum can hold.
    static let longest: Int64 = 3_155_760_000

    init(value: Secret, since: Int64, life: Int64?, isRenewable: Bool, isGiven: Bool = false, generation: Int = 0) {
        self.value = value
        self.since = since
        self.life = life.flatMap { $0 > 0 ? min($0, Self.longest) : nil }
        firstLife = self.life
        self.isRenewable = isRenewable
        self.isGiven = isGiven
        self.generation = generation
    }

    /// Unix seconds.
    var end: Int64? { life.map { since + $0 } }

    /// When it is to be renewed, or replaced: at two thirds of its life.
    var renewAt: Int64? { life.map { since + $0 * 2 / 3 } }

    var isNearMaximum: Bool { (life ?? .max) < (firstLife ?? 0) - (firstLife ?? 0) / 2 }

    func isAlive(at now: Int64) -> Bool { end.map { now < $0 } ?? true }

    func hasSameValue(as other: VaultToken) -> Bool { value.digest == other.value.digest }
}
