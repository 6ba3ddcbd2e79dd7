import Crypto

/// Tokens that were verified already, by the SHA-256 of their text, so that the second sight of a token costs a hash.
///
/// A value for one thread, such as one per event loop. Bounded: when it is full, a hand goes round and the first token
/// that was not asked for since the hand last came by makes room (CLOCK; constant time, amortised). Everything in it
/// was verified under the keys and the policy of then: call `removeAll()` when either changes. A token in here may
/// have been revoked since; asking that is the owner's part.
public struct VerifiedTokenCache: Sendable {
    private struct Entry: Sendable {
        let digest: SHA256.Digest
        let token: VerifiedToken
        /// A copy, so that a dead token is told without touching it.
        let expiresAt: Int64
        var wasUsed: Bool
    }

    /// The most tokens it holds.
    public let capacity: Int
    private var places: [SHA256.Digest: Int] = [:]
    private var entries: [Entry] = []
    private var hand = 0

    /// - Parameter capacity: the most tokens it holds, at least 1.
    public init(capacity: Int = 10_000) { self.capacity = max(capacity, 1) }

    /// The number of tokens it holds; dead ones count until they are pushed out.
    public var count: Int { entries.count }

    /// The token of this text, as long as it lives.
    /// - Parameter now: Unix seconds; a token is gone from its `exp` on, without any skew.
    public mutating func token(for text: UnsafeRawBufferPointer, now: Int64) -> VerifiedToken? {
        guard let place = places[SHA256.hash(data: text)] else { return nil }
        let isAlive = now < entries[place].expiresAt
        entries[place].wasUsed = isAlive
        return isAlive ? entries[place].token : nil
    }

    /// Remembers a token by its text.
    public mutating func insert(_ token: VerifiedToken, for text: UnsafeRawBufferPointer) {
        let digest = SHA256.hash(data: text)
        let entry = Entry(digest: digest, token: token, expiresAt: token.expiresAt, wasUsed: false)
        if let place = places[digest] {
            entries[place] = entry
        } else if entries.count < capacity {
            places[digest] = entries.count
            entries.append(entry)
        } else {
            let place = victim()
            places[entries[place].digest] = nil
            places[digest] = place
            entries[place] = entry
        }
    }

    /// The place of a token that was not used since the hand last came by. Each step takes away the mark of a use, so
    /// there are no more steps than there were uses and insertions.
    private mutating func victim() -> Int {
        while entries[hand].wasUsed {
            entries[hand].wasUsed = false
            hand = hand + 1 < entries.count ? hand + 1 : 0
        }
        let place = hand
        hand = hand + 1 < entries.count ? hand + 1 : 0
        return place
    }

    /// Forgets everything, as is due when keys or policy change.
    public mutating func removeAll() {
        places = [:]
        entries = []
        hand = 0
    }
}
