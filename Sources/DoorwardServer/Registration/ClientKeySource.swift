import DoorwardFetch
import DoorwardJOSE
import DoorwardOAuth

/// The public keys of clients: as they registered them, or fetched from where they keep them.
final class ClientKeySource: Sendable {
    /// How long to wait before an unknown key's name makes the keys be fetched again, or after a failure, in seconds.
    static let pause: Int64 = 60

    /// The most bytes of a JWK Set that a client names; many are kept.
    static let largestSet = 32_768

    private struct Known: Sendable {
        var keys: JSONWebKeySet
        var fetchedAt: Int64
        var freshUntil: Int64
        var mayFetchAt: Int64
    }

    private let fetcher: (any DocumentFetching)?
    private let known: BoundedCache<String, Known>
    /// For keys of strangers.
    private let allowance: FetchAllowance
    /// How often one address is asked whoever comes: anybody can send what looks like an assertion, and where there are no
    /// keys that is not remembered.
    private let perAddress = PlaceAllowance(size: 10, seconds: 6)
    private let fetches = SharedFetches<Result<JSONWebKeySet, Rejection>>(capacity: 64)
    private let now: @Sendable () -> Int64

    init(
        fetcher: (any DocumentFetching)?, now: @escaping @Sendable () -> Int64,
        allowance: FetchAllowance = FetchAllowance(), capacity: Int = 256
    ) {
        self.fetcher = fetcher
        self.allowance = allowance
        self.now = now
        known = BoundedCache(capacity: capacity)
    }

    /// Whether it is this that it fetches by.
    func fetches(by other: (any DocumentFetching)?) -> Bool {
        guard let fetcher, let other else { return fetcher == nil && other == nil }
        return fetcher as AnyObject === other as AnyObject
    }

    /// The keys to verify an assertion with.
    ///
    /// - Parameters:
    ///   - keyID: the `kid` of the assertion; when no key has it, keys at an address are fetched again, once a minute.
    ///   - isStranger: whether the client itself said where its keys are, and no operator.
    ///   - caller: the address of whoever sends the assertion.
    /// - Throws: `.clientKeysUnavailable`, `.clientAssertionInvalid` when what is there are no keys.
    func keys(
        _ keys: ClientKeys, keyID: String?, isStranger: Bool, from caller: String
    ) async throws(Rejection) -> JSONWebKeySet {
        switch keys {
        case .inline(let text):
            guard let set = try? JSONWebKeySet(parsing: Array(text.utf8)) else { throw .clientKeysUnavailable }
            return set
        case .url(let address):
            let place = Self.place(address, isStranger)
            let now = now()
            if let known = known[place], known.freshUntil > now {
                let isThere = keyID == nil || known.keys.keys.contains { $0.keyID == keyID }
                if isThere || known.mayFetchAt > now { return known.keys }
            }
            return try await fetched(address, place: place, isStranger: isStranger, from: caller)
        }
    }

    /// The keys once more, where those there are did not verify an assertion: new ones may have an old name, or none.
    ///
    /// - Returns: nil when nothing is to be had that is newer, which is asked for once a minute.
    func newerKeys(
        _ keys: ClientKeys, isStranger: Bool, from caller: String
    ) async throws(Rejection) -> JSONWebKeySet? {
        guard case .url(let address) = keys else { return nil }
        let place = Self.place(address, isStranger)
        guard let known = known[place], known.mayFetchAt <= now() else { return nil }
        return try await fetched(address, place: place, isStranger: isStranger, from: caller)
    }

    /// What an operator may fetch is not what a stranger may, nor the other way round.
    private static func place(_ address: String, _ isStranger: Bool) -> String {
        (isStranger ? "stranger " : "configured ") + address
    }

    private func fetched(
        _ address: String, place: String, isStranger: Bool, from caller: String
    ) async throws(Rejection) -> JSONWebKeySet {
        let now = now()
        // Where nothing may be fetched costs nobody anything.
        let costs = isStranger && (try? fetcher?.check(request(address, isStranger: true))) != nil
        let fetched = await fetches.value(for: place) {
            // His own first: who has used that up takes nothing from others.
            (!costs || self.allowance.take(from: caller, at: now)) && self.perAddress.take(place, at: now)
        } fetch: {
            await self.fetch(address, place: place, isStranger: isStranger)
        }
        guard let fetched else {
            // Nobody was asked, so nothing is known that was not known before.
            guard let last = known[place], last.fetchedAt + ClientDocuments.keptFor > now else {
                throw .clientKeysUnavailable
            }
            return last.keys
        }
        return try fetched.get()
    }

    private func fetch(_ address: String, place: String, isStranger: Bool) async -> Result<JSONWebKeySet, Rejection> {
        guard let fetcher else { return .failure(.clientKeysUnavailable) }
        let answer: FetchedDocument
        do throws(FetchFailure) {
            answer = try await fetcher.fetch(request(address, isStranger: isStranger))
        } catch {
            switch error {
            case .unreachable, .timedOut, .overloaded: return lastGood(place)
            case .refusedAddress, .tooLarge, .malformed: return gone(place, "the keys cannot be fetched")
            }
        }
        let why = "there are no keys at the address of the keys"
        switch answer.status {
        case ..<300, 404, 410: break
        case 408, 429, 500...: return lastGood(place)
        // A wall before the host says nothing about what is behind it.
        default: return lastGood(place, otherwise: .clientAssertionInvalid(why))
        }
        guard answer.status == 200, let keys = try? JSONWebKeySet(parsing: answer.body) else {
            return gone(place, why)
        }
        let now = now()
        let freshFor = DocumentFreshness.seconds(
            cacheControl: answer.field("cache-control"), age: answer.field("age"))
        known.insert(
            Known(keys: keys, fetchedAt: now, freshUntil: now + freshFor, mayFetchAt: now + Self.pause), for: place)
        return .success(keys)
    }

    /// Keys that were good within the last day do when none can be fetched for the moment.
    private func lastGood(
        _ place: String, otherwise rejection: Rejection = .clientKeysUnavailable
    ) -> Result<JSONWebKeySet, Rejection> {
        let now = now()
        guard var last = known[place], last.fetchedAt + ClientDocuments.keptFor > now else {
            return .failure(rejection)
        }
        last.freshUntil = max(last.freshUntil, now + Self.pause)
        last.mayFetchAt = now + Self.pause
        known.insert(last, for: place)
        return .success(last.keys)
    }

    private func request(_ address: String, isStranger: Bool) -> FetchRequest {
        FetchRequest(
            address, fields: [("accept", "application/json")], trust: isStranger ? .stranger : .configured,
            limit: Self.largestSet, timeout: .seconds(5))
    }

    private func gone(_ place: String, _ why: String) -> Result<JSONWebKeySet, Rejection> {
        // As good as never fetched: it neither serves nor comes back when the next fetch fails.
        if var last = known[place] {
            last.fetchedAt = .min / 2
            last.freshUntil = 0
            known.insert(last, for: place)
        }
        return .failure(.clientAssertionInvalid(why))
    }
}
