public import DoorwardOAuth
import Synchronization

/// The registered clients in memory, so that authenticating one costs no call of the store; forgotten as soon as any of
/// them changes anywhere.
public final class ClientCache: Sendable {
    private let store: any ClientStore
    private let records: BoundedCache<String, ClientRecord>
    private let revision = Mutex<Int64?>(nil)

    /// - Parameter capacity: how many clients are kept; an unknown id is never.
    public init(store: any ClientStore, capacity: Int = 10_000) {
        self.store = store
        records = BoundedCache(capacity: capacity)
    }

    /// A client, also a removed one; nil when there is none.
    ///
    /// - Throws: errors of the store.
    public func client(id: String) async throws -> ClientRecord? {
        if let record = records[id] { return record }
        return try await current(id: id)
    }

    /// A client as the store has it now, whatever was remembered.
    ///
    /// - Throws: errors of the store.
    func current(id: String) async throws -> ClientRecord? {
        // No id is that long, and the store need not see what no id is.
        guard id.utf8.count <= ClientDocumentAddress.longest else { return nil }
        let generation = records.generation
        guard let record = try await store.client(id: id) else { return nil }
        records.insert(record, for: id, generation: generation)
        return record
    }

    /// Forgets a client that this process has changed.
    func forget(_ id: String) { records.removeAll { $0.id == id } }

    /// Forgets everything if a client has changed since the last time. To be called at most every 0.5 s.
    ///
    /// - Throws: errors of the store.
    public func refresh() async throws {
        let current = try await store.clientRevision()
        let hasChanged = revision.withLock { known in
            defer { known = current }
            return known != current
        }
        if hasChanged { records.removeAll() }
    }
}
