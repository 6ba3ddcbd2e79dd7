import Synchronization

/// How many registrations there may be in how much time: from one place, from one customer's IPv6 network, from one
/// vendor's addresses, and altogether.
///
/// In memory. What is remembered stays bounded: a place is forgotten as soon as it may do all again that it might at
/// first, and whoever is refused altogether leaves nothing behind.
public final class RegistrationLimits: Sendable {
    /// So many at once, and one more after each pause.
    public struct Rate: Sendable, Equatable {
        public var burst: Int64
        /// Milliseconds.
        public var pause: Int64

        public init(burst: Int64, pause: Int64) {
            self.burst = min(max(burst, 1), 1_000_000)
            self.pause = min(max(pause, 1), 86_400_000)
        }
    }

    /// What to answer.
    public enum Verdict: Sendable, Equatable {
        case granted(Ticket)
        /// Seconds.
        case refused(retryAfter: Int64)
    }

    /// What was taken, to be given back.
    public struct Ticket: Sendable, Equatable {
        fileprivate var place: String
        fileprivate var site: String?
        fileprivate var isPool: Bool
    }

    private struct State {
        var places: [String: TokenBucket] = [:]
        var sites: [String: TokenBucket] = [:]
        var pools: [String: TokenBucket] = [:]
        var all = TokenBucket()
    }

    private let perAddress: Rate
    private let perSite: Rate
    private let perPool: Rate
    private let total: Rate
    private let capacity: Int
    private let pool: @Sendable (String) -> String?
    private let state = Mutex(State())

    /// - Parameters:
    ///   - perSite: from a /48 of IPv6, of which one customer has 65,536 places.
    ///   - capacity: how many places are remembered; at more, new ones are refused.
    ///   - isInPool: the name of the pool of addresses that an address belongs to, if any.
    public init(
        perAddress: Rate = Rate(burst: 20, pause: 180_000), perSite: Rate = Rate(burst: 60, pause: 60_000),
        perPool: Rate = Rate(burst: 200, pause: 1000),
        total: Rate = Rate(burst: 200, pause: 500), capacity: Int = 10_000,
        isInPool: @escaping @Sendable (String) -> String? = { _ in nil }
    ) {
        self.perAddress = perAddress
        self.perSite = perSite
        self.perPool = perPool
        self.total = total
        self.capacity = capacity
        pool = isInPool
    }

    /// Takes one registration from an address, at a time in Unix seconds. A refusal costs nothing, so waiting helps.
    public func take(from address: String, at now: Int64) -> Verdict {
        let pool = pool(address)
        let ticket = Ticket(
            place: pool ?? ClientNetwork.key(of: address), site: pool == nil ? ClientNetwork.site(of: address) : nil,
            isPool: pool != nil)
        let time = Self.milliseconds(now)
        return state.withLock { state in
            let room = ticket.isPool || makeRoom(&state, for: ticket.place, at: time)
            guard room else { return .refused(retryAfter: 60) }
            let known = ticket.isPool ? state.pools[ticket.place] : state.places[ticket.place]
            var (own, all) = (known ?? TokenBucket(), state.all)
            var site = ticket.site.map { state.sites[$0] ?? TokenBucket() }
            // A pool's budget is its own: it takes nothing from others, and they nothing from it.
            let wait =
                ticket.isPool
                ? own.take(perPool, at: time)
                : max(own.take(perAddress, at: time), site?.take(perSite, at: time) ?? 0, all.take(total, at: time))
            guard wait == 0 else {
                // Nothing is taken, but a clock that was set back is noticed.
                state.all.notice(total, at: time)
                if let name = ticket.site { state.sites[name]?.notice(perSite, at: time) }
                if ticket.isPool {
                    state.pools[ticket.place]?.notice(perPool, at: time)
                } else {
                    state.places[ticket.place]?.notice(perAddress, at: time)
                }
                return .refused(retryAfter: (wait + 999) / 1000)
            }
            state.all = all
            if let name = ticket.site { state.sites[name] = site }
            if ticket.isPool { state.pools[ticket.place] = own } else { state.places[ticket.place] = own }
            return .granted(ticket)
        }
    }

    /// Gives back what was taken for nothing new.
    public func giveBack(_ ticket: Ticket) {
        state.withLock { state in
            if !ticket.isPool { state.all.giveBack(total) }
            if let site = ticket.site { state.sites[site]?.giveBack(perSite) }
            if ticket.isPool {
                state.pools[ticket.place]?.giveBack(perPool)
            } else {
                state.places[ticket.place]?.giveBack(perAddress)
            }
        }
    }

    /// How many places are remembered.
    var count: Int { state.withLock { $0.places.count + $0.pools.count } }
    var siteCount: Int { state.withLock { $0.sites.count } }

    private func makeRoom(_ state: inout State, for place: String, at time: Int64) -> Bool {
        guard state.places[place] == nil, state.places.count >= capacity else { return true }
        state.places = state.places.filter { !$0.value.isFull(at: time) }
        state.sites = state.sites.filter { !$0.value.isFull(at: time) }
        return state.places.count < capacity
    }

    private static func milliseconds(_ seconds: Int64) -> Int64 { min(max(seconds, 0), 1 << 50) * 1000 }
}
