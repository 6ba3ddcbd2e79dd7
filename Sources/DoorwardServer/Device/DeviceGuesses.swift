import DoorwardOAuth

/// Counts user codes that are typed, so that nobody finds one by trying (RFC 8628 §5.1): ten in ten minutes for an
/// account, and ten wrong ones for a place, over all accounts.
///
/// What an account types is counted before it is looked at, so that many at once do not all count as the first. A right
/// code takes nothing off: whoever can begin devices of his own has as many right codes as he likes.
struct DeviceGuesses: Sendable {
    static let limit = 10
    /// Seconds.
    static let window: Int64 = 600

    private let store: any AttemptStore
    private let account: String
    private let place: String

    init(store: any AttemptStore, userID: String, address: String) {
        self.store = store
        account = "device code by \(userID)"
        place = "device code from \(ClientNetwork.key(of: address))"
    }

    /// Counts a code that was typed; false when it is not to be looked at.
    func admit(at now: Int64) async throws -> Bool {
        let since = now - Self.window
        let counts = try await store.attempts([account, place], since: since)
        guard counts[account] ?? 0 < Self.limit, counts[place] ?? 0 < Self.limit else { return false }
        return try await store.countAttempt([account], at: now, since: since)[account] ?? 1 <= Self.limit
    }

    /// Notes that a code that was looked at was wrong.
    func failed(at now: Int64) async throws {
        _ = try await store.countAttempt([place], at: now, since: now - Self.window)
    }
}
