internal import DoorwardSecrets

/// Credentials that were made on demand, and how long they live.
struct VaultLease: Sendable {
    let id: String
    /// The texts among the answer's data, by name: a name and a password belong together.
    let members: [String: Secret]
    /// Unix seconds.
    let since: Int64
    /// What the first answer gave, in seconds: when a renewal gives less than half of it, the maximum is near.
    let firstLife: Int64
    let isRenewable: Bool
    /// The login whose token it was got with, and with which it ends.
    let generation: Int
    var end: Int64
    var renewAt: Int64

    init?(
        id: String, members: [String: Secret], life: Int64, isRenewable: Bool, generation: Int, at now: Int64
    ) {
        let life = min(life, VaultToken.longest)
        guard !id.isEmpty, life > 0 else { return nil }
        self.id = id
        self.members = members
        self.since = now
        self.firstLife = life
        self.isRenewable = isRenewable
        self.generation = generation
        end = now + life
        renewAt = now + life * 2 / 3
    }

    /// Takes what a renewal gave; `false` when it is so little that new credentials are due.
    mutating func renew(life: Int64, at now: Int64) -> Bool {
        let life = min(max(life, 0), VaultToken.longest)
        end = now + life
        renewAt = now + life * 2 / 3
        return life >= firstLife - firstLife / 2
    }

    /// Puts the next attempt off after one that failed.
    mutating func putOff(at now: Int64) { renewAt = now + min(30, max(1, (end - now) / 4)) }
}
