import NIOCore
import NIOPosix

/// Hashes and checks passwords away from the event loops: a few at a time, the others wait in a queue that has an end.
///
/// A check without an account computes a hash all the same, so that its time tells nobody which names exist.
public actor PasswordHasher {
    /// Why nothing was computed.
    public enum Failure: Error, Sendable, Equatable {
        /// Too many are waiting; asking again in some seconds may help.
        case busy
        /// Memory is short, or the password is empty or too long.
        case impossible
    }

    /// What a check found.
    public enum Verdict: Sendable, Equatable {
        case wrong
        /// It is right; `needsUpgrade` when the hash was made at another cost.
        case right(needsUpgrade: Bool)
    }

    /// What new hashes cost.
    public nonisolated let cost: ScryptCost
    private let parallel: Int
    private let longestQueue: Int
    private var running = 0
    private var waiting: [CheckedContinuation<Void, Never>] = []
    /// How many wait or run for each place that checks come from.
    private var places: [String: Int] = [:]
    /// So many of one place at a time: nobody alone fills the queue for all.
    static let mostOfOnePlace = 8

    /// - Parameters:
    ///   - cost: what new hashes cost; each running one takes 128 MiB at the standard cost.
    ///   - parallel: how many run at a time; nil for one per core, four at most, so that they cannot eat all memory.
    ///   - longestQueue: how many may wait.
    public init(cost: ScryptCost = .standard, parallel: Int? = nil, longestQueue: Int = 64) {
        self.cost = cost
        self.parallel = max(1, parallel ?? min(4, System.coreCount))
        self.longestQueue = longestQueue
    }

    /// Hashes a new password.
    ///
    /// - Parameter salt: ``PasswordHash/saltSize`` random bytes.
    public func hash(_ password: [UInt8], salt: [UInt8]) async throws(Failure) -> PasswordHash {
        let cost = cost
        guard let hash = try await run({ PasswordHash(password: password, salt: salt, cost: cost) }) else {
            throw .impossible
        }
        return hash
    }

    /// Checks a password against what is kept of the account's; nil where there is no account or no password.
    ///
    /// - Parameter place: where the check comes from; of one place only a few are done or wait at a time. Nil for no limit.
    public func check(
        _ password: [UInt8], against text: String?, from place: String? = nil
    ) async throws(Failure) -> Verdict {
        let cost = cost
        if let place {
            guard places[place, default: 0] < Self.mostOfOnePlace else { throw .busy }
            places[place, default: 0] += 1
        }
        defer {
            if let place {
                let left = places[place, default: 1] - 1
                places[place] = left > 0 ? left : nil
            }
        }
        return try await run {
            guard let kept = text.flatMap({ PasswordHash(parsing: $0) }) else {
                _ = PasswordHash(password: password, salt: [UInt8](repeating: 0, count: 16), cost: cost)
                return .wrong
            }
            return kept.isOf(password) ? .right(needsUpgrade: kept.needsUpgrade(to: cost)) : .wrong
        }
    }

    private func run<Result: Sendable>(_ work: @escaping @Sendable () -> Result) async throws(Failure) -> Result {
        if running < parallel {
            running += 1
        } else {
            guard waiting.count < longestQueue else { throw .busy }
            // The one that leaves hands its place on, so `running` stays as it is.
            await withCheckedContinuation { waiting.append($0) }
        }
        defer { if waiting.isEmpty { running -= 1 } else { waiting.removeFirst().resume() } }
        do {
            return try await NIOThreadPool.singleton.runIfActive(work)
        } catch {
            throw .busy
        }
    }
}
