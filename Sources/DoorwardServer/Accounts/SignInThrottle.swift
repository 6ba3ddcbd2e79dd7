public import DoorwardOAuth
import DoorwardSecrets

/// Slows guessing down without letting a stranger lock an account.
///
/// What is limited is an account *from one place*, and a place over all accounts. Failures from elsewhere only make
/// browsers wait that have never signed in to the account before. A browser that has (see `KnownBrowsers`) is a place
/// of its own, which nobody else can use up. Names are counted under a digest: people type passwords into the wrong
/// field.
public struct SignInThrottle: Sendable {
    /// What is tried, at what pace, from where.
    public struct Attempt: Sendable {
        /// What is guessed at.
        public enum Kind: String, Sendable {
            case password
            case secondFactor = "factor"
            case signUp = "sign-up"
        }

        public var kind: Kind
        /// The account's name or id as it was typed; empty where there is none yet.
        public var account: String
        /// The caller's address.
        public var address: String
        /// The mark of a browser that has signed in to the account before; nil for others.
        public var mark: String?

        public init(kind: Kind, account: String, address: String, mark: String? = nil) {
            self.kind = kind
            self.account = account
            self.address = address
            self.mark = mark
        }
    }

    private let store: any AttemptStore

    public init(store: any AttemptStore) { self.store = store }

    /// Counts an attempt and says whether it may go on. A refused attempt counts for nothing, so that waiting helps.
    public func admit(_ attempt: Attempt, now: Int64) async throws -> ThrottleVerdict {
        let keys = Keys(attempt)
        var counts: [ThrottleCounts] = []
        for window in ThrottleRules.windows {
            let found = try await store.attempts([keys.place, keys.address], since: now - window.seconds)
            counts.append(
                ThrottleCounts(
                    place: found[keys.place] ?? 0, address: attempt.mark == nil ? found[keys.address] ?? 0 : 0))
        }
        let elsewhere = try await store.attempts([keys.account], since: now - ThrottleRules.accountWindow)
        let verdict = ThrottleRules.verdict(
            counts, failuresOfAccount: attempt.mark == nil ? elsewhere[keys.account] ?? 0 : 0, kind: attempt.kind)
        guard case .proceed = verdict, let shortest = ThrottleRules.windows.first else { return verdict }
        // Many at once all read the same counts; this one number nobody shares.
        let counted = try await store.countAttempt([keys.place], at: now, since: now - shortest.seconds)
        return (counted[keys.place] ?? 1) > shortest.place ? .refuse(retryAfter: shortest.seconds) : verdict
    }

    /// Notes that an attempt that was let through failed.
    public func failed(_ attempt: Attempt, now: Int64) async throws {
        let keys = Keys(attempt)
        _ = try await store.countAttempt([keys.address, keys.account], at: now, since: now)
    }

    /// Notes that an attempt succeeded: the place starts again from nothing.
    public func succeeded(_ attempt: Attempt) async throws {
        try await store.forgetAttempts(Keys(attempt).place)
    }

    private struct Keys {
        let place: String
        let address: String
        let account: String

        init(_ attempt: Attempt) {
            let kind = attempt.kind.rawValue
            let network = ClientNetwork.key(of: attempt.address)
            let digest = SecretDigest(hashing: Array(UserRecord.canonical(attempt.account).utf8))
            let name = digest.bytes.prefix(12).map { String($0, radix: 36) }.joined(separator: "-")
            account = "\(kind) \(name)"
            address = "\(kind) from \(network)"
            switch (attempt.kind, attempt.mark) {
            case (_, let mark?): place = "\(kind) \(name) by \(mark)"
            // Whoever has the password already could change places; a recovery code always helps the owner.
            case (.secondFactor, nil): place = "\(kind) \(name) by new browsers"
            case (.signUp, nil): place = "\(kind) by \(network)"
            case (.password, nil): place = "\(kind) \(name) from \(network)"
            }
        }
    }
}
