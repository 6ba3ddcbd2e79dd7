internal import DoorwardSecrets

/// The tokens that an event loop has seen and found good, by the digest of their text. Bounded: when half of it is full, the
/// older half goes.
struct TokenCache {
    /// A good token, and what was made for it.
    final class Entry {
        let facts: AccessTokenFacts
        /// Statements for the API by operation, with the second until which they are used.
        var identities: [String: (bytes: [UInt8], until: Int64)] = [:]

        init(_ facts: AccessTokenFacts) { self.facts = facts }
    }

    static let capacity = 20_000

    private var young: [SecretDigest: Entry] = [:]
    private var old: [SecretDigest: Entry] = [:]
    private var generation = Int.min

    /// Forgets everything that was judged by other keys.
    mutating func belong(to generation: Int) {
        guard generation != self.generation else { return }
        self.generation = generation
        young.removeAll()
        old.removeAll()
    }

    mutating func entry(_ digest: SecretDigest) -> Entry? {
        if let entry = young[digest] { return entry }
        guard let entry = old[digest] else { return nil }
        insert(entry, digest)
        return entry
    }

    mutating func insert(_ entry: Entry, _ digest: SecretDigest) {
        if young.count >= Self.capacity / 2 {
            swap(&young, &old)
            young.removeAll(keepingCapacity: true)
        }
        young[digest] = entry
    }

    mutating func remove(_ digest: SecretDigest) {
        young[digest] = nil
        old[digest] = nil
    }
}
