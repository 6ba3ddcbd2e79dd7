import DoorwardFetch
import DoorwardOAuth

/// Clients whose id is the address of a document about them (Client ID Metadata Documents).
///
/// A document is fetched when somebody comes with its address, at most once at a time, and kept in memory as long as its
/// host says, within bounds. The store has only those of clients that a person has agreed to (`adopt`), so that
/// strangers cannot fill it. When a document cannot be fetched for the moment, the last good one does for a day; one that
/// is gone or wrong never does.
///
/// What people agreed to is remembered for the place that answers go to: when a document names other addresses, they are
/// asked again. A new name or new keys are the client's own business.
public final class ClientDocuments: Sendable {
    /// How long the last good document does when none can be fetched, in seconds.
    static let keptFor: Int64 = 86_400
    /// How long to wait before the next try then.
    static let pause: Int64 = 60

    struct Known: Sendable {
        var record: ClientRecord
        var fetchedAt: Int64
        var freshUntil: Int64
    }

    let policy: AuthorizationPolicy
    let store: any ClientStore
    let clients: ClientCache
    let fetcher: any DocumentFetching
    let now: @Sendable () -> Int64
    let report: @Sendable (any Error) -> Void
    let known: BoundedCache<String, Known>
    private let hosts: Set<String>
    /// For those that nobody has agreed to.
    private let allowance: FetchAllowance
    /// How often one document is asked for whoever comes: one that cannot be had is not remembered as such, and must not
    /// be asked for with each call.
    private let perDocument = PlaceAllowance(size: 10, seconds: 6)
    private let fetches = SharedFetches<Result<ClientRecord, Rejection>>(capacity: 64)

    /// - Parameters:
    ///   - fetcher: sees to it that nothing is fetched from where it must not be, nor too often.
    ///   - capacity: how many documents are kept in memory.
    init(
        policy: AuthorizationPolicy, store: any ClientStore, clients: ClientCache, fetcher: any DocumentFetching,
        now: @escaping @Sendable () -> Int64, report: @escaping @Sendable (any Error) -> Void,
        allowance: FetchAllowance = FetchAllowance(), capacity: Int = 2000
    ) {
        self.policy = policy
        self.store = store
        self.clients = clients
        self.fetcher = fetcher
        self.now = now
        self.report = report
        self.allowance = allowance
        hosts = Set(policy.features.clientDocumentHosts.map { $0.lowercased() })
        known = BoundedCache(capacity: capacity)
    }

    /// Whether it is this that it fetches by.
    func fetches(by other: (any DocumentFetching)?) -> Bool {
        other.map { fetcher as AnyObject === $0 as AnyObject } ?? false
    }

    /// The client with an id that begins with `https://`; nil when its host is not one of those that are allowed.
    ///
    /// One that an operator made under such an id, or removed, is what the store says.
    /// - Throws: `.clientDocumentUnavailable`, `.clientDocumentInvalid`, `.unavailable`.
    ///
    /// - Parameter caller: the address of whoever comes with it; nil where that has been let in already.
    func client(id: String, from caller: String? = nil) async throws(Rejection) -> ClientRecord? {
        let kept = try await stored(id)
        if let kept, kept.registration?.kind != .document || kept.removedAt != nil { return kept }
        let address = try ClientDocumentAddress(id)
        guard hosts.isEmpty || hosts.contains(address.host) else { return nil }
        let now = now()
        // What the store has is for when nothing can be fetched: what is read from a document depends on what is
        // switched on, and so is made anew by each process.
        if let known = known[id], known.freshUntil > now { return known.record }
        do throws(FetchFailure) { try fetcher.check(request(address)) } catch { throw Self.refusal }
        let isAgreedTo = kept.map { $0.registration?.freshUntil != 0 } ?? false
        let stranger = isAgreedTo ? nil : caller
        let fetched = await fetches.value(for: id) {
            // His own first: who has used that up takes nothing from others.
            (stranger.map { self.allowance.take(from: $0, at: now) } ?? true) && self.perDocument.take(id, at: now)
        } fetch: {
            await self.fetch(address, kept: kept)
        }
        if let fetched { return try fetched.get() }
        guard let last = lastGood(id, kept: kept, at: now) else { throw .clientDocumentUnavailable }
        return last.record
    }

    /// Puts a client into the store that a person has agreed to, as its document says it is; nothing when it is there.
    ///
    /// - Throws: `.unavailable`.
    func adopt(_ client: ClientRecord) async throws(Rejection) {
        guard try await stored(client.id) == nil else { return }
        do { _ = try await store.replace(client) } catch {
            report(error)
            throw .unavailable
        }
    }

    private func stored(_ id: String) async throws(Rejection) -> ClientRecord? {
        do { return try await clients.client(id: id) } catch {
            report(error)
            throw .unavailable
        }
    }
}
