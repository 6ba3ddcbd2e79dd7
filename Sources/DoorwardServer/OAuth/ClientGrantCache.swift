public import DoorwardOAuth

/// The grants that clients have for themselves, in memory, so that a token for one costs no call of the store.
public final class ClientGrantCache: Sendable {
    private struct Key: Hashable {
        var clientID: String
        var resource: String
        var scopes: [String]
    }

    private struct Entry {
        var grant: GrantRecord
        /// When it is looked up again, in case a revocation was missed (Unix seconds).
        var endsAt: Int64
    }

    private static let longestLife: Int64 = 900
    private let store: any GrantStore
    private let entries: BoundedCache<Key, Entry>

    public init(store: any GrantStore, capacity: Int = 10_000) {
        self.store = store
        entries = BoundedCache(capacity: capacity)
    }

    /// The grant of a client for a resource and scopes, if it is in memory.
    func known(_ clientID: String, resource: String, scopes: [String], at now: Int64) -> GrantRecord? {
        guard let entry = entries[Key(clientID: clientID, resource: resource, scopes: scopes)], entry.endsAt > now
        else {
            return nil
        }
        return entry.grant
    }

    /// The grant from the store, which makes it on first use.
    ///
    /// - Throws: errors of the store.
    func fetch(_ wanted: GrantRecord, at now: Int64) async throws -> GrantRecord {
        let generation = entries.generation
        let grant = try await store.clientGrant(wanted)
        let key = Key(clientID: wanted.clientID, resource: wanted.resource, scopes: wanted.scopes)
        entries.insert(Entry(grant: grant, endsAt: now + Self.longestLife), for: key, generation: generation)
        return grant
    }

    /// Forgets grants that were revoked.
    public func forget(_ ids: Set<String>) { entries.removeAll { ids.contains($0.grant.id) } }
}
