import DoorwardSecrets
import Synchronization

/// The proofs that one process has accepted and would accept again by everything but their use (RFC 9449 §11.1).
///
/// Asked by every event loop at once, so it is in parts with a lock each. Bounded: where a part is full, nothing is
/// forgotten before its time; the proof is not accepted then.
public final class ProofReplays: Sendable {
    /// What became of a use.
    public enum Use: Sendable, Equatable {
        case first
        case again
        /// There is no room to remember it.
        case full
    }

    fileprivate struct Part {
        var young: Set<SecretDigest> = []
        var old: Set<SecretDigest> = []
        /// When `young` was begun (Unix seconds).
        var begunAt: Int64 = .min
    }

    /// Longer than any proof is accepted from when it is first seen: its age and its lead, and what clocks are read late.
    static let span = ProofVerifier.longestAge + ProofVerifier.longestLead + 10
    private static let count = 16

    private let limit: Int
    private let parts: [Locked]

    /// `Mutex` is not copyable, so an array holds it in a box.
    private final class Locked: Sendable {
        let part = Mutex(Part())
    }

    /// - Parameter capacity: how many proofs are remembered at most; there are two spans of 100 s to remember.
    public init(capacity: Int = 1 << 20) {
        limit = max(1, capacity / Self.count / 2)
        parts = (0..<Self.count).map { _ in Locked() }
    }

    /// Takes a proof as used. One atomic step.
    ///
    /// - Parameter now: Unix seconds.
    public func use(_ proof: VerifiedProof, at now: Int64) -> Use {
        let place = withUnsafeBytes(of: proof.id.hashValue) { Int($0[0]) % Self.count }
        return parts[place].part.withLock { part in
            part.rotate(at: now)
            guard !part.young.contains(proof.id), !part.old.contains(proof.id) else { return .again }
            guard part.young.count < limit else { return .full }
            part.young.insert(proof.id)
            return .first
        }
    }
}

extension ProofReplays.Part {
    /// What was put in a span ago or earlier is not accepted any more, and goes.
    fileprivate mutating func rotate(at now: Int64) {
        guard begunAt == .min || now >= begunAt + ProofReplays.span else { return }
        old = begunAt == .min || now >= begunAt + 2 * ProofReplays.span ? [] : young
        young = []
        begunAt = now
    }
}
