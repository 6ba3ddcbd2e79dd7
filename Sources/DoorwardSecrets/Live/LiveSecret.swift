/// The values of one reference that are live, over time. It has no clock and reads nothing: it is told.
///
/// A value is live from the first reading that has it until the grace after the first reading that no longer has it.
/// A failed reading changes nothing but ``problem``.
public struct LiveSecret: Sendable {
    /// So many values that left their source are accepted at most, the latest of them.
    public static let mostLeaving = 32

    public let reference: SecretReference
    /// The newest first; behind those that the source has, those that left it. Empty before the first good reading.
    public private(set) var versions: [LiveVersion] = []
    /// Unix seconds of the last good reading.
    public private(set) var lastRead: Int64?
    /// Why the last reading failed; nil after a good one.
    public private(set) var problem: String?
    /// Whether waiting may mend ``problem``.
    public private(set) var problemMayPass = false
    /// Readings that failed since the start.
    public private(set) var failures: Int64 = 0
    /// Unix seconds of the next reading.
    public private(set) var due: Int64
    /// What the last reading warned of.
    private var warnings: Set<String> = []
    private var failuresInARow = 0
    private var firstFailure: Int64 = 0
    private var lastComplaint: Int64 = .min

    public init(_ reference: SecretReference, due: Int64) {
        self.reference = reference
        self.due = due
    }

    /// The value to be sent where only one can be.
    public var current: LiveVersion? { versions.first }

    /// Whether the last good reading is older than it should ever be. What was never read has no value to be stale.
    public func isStale(at now: Int64, _ keeping: SecretKeeping) -> Bool {
        guard problem != nil, let lastRead else { return false }
        return now - lastRead >= keeping.staleAfter
    }

    // MARK: Readings

    /// Takes over what a reading has.
    ///
    /// Where a reading says that older versions may be missing from it, those that were known stay as long as the current
    /// one does; with a new current one, the one before stays, and what is older leaves: two are kept anywhere.
    ///
    /// - Parameters:
    ///   - read: at least one version, the newest first.
    ///   - jitter: 0.9…1.1, by which the time to the next reading is multiplied.
    public mutating func succeeded(
        with read: [SecretVersion], at now: Int64, _ keeping: SecretKeeping, jitter: Double
    ) -> [SecretEvent] {
        var events = recovered(at: now)
        lastRead = now
        due = now + max(1, Int64(Double(keeping.refresh) * jitter))
        for version in read {
            if let renewBy = version.renewBy { due = min(due, max(now + 1, renewBy)) }
        }
        events += merge(read, at: now, keeping)
        let found = Set(read.flatMap(\.warnings))
        events += found.subtracting(warnings).sorted().map { .warned(reference, warning: $0) }
        warnings = found
        return events + expire(at: now, keeping)
    }

    private mutating func recovered(at now: Int64) -> [SecretEvent] {
        defer { (problem, failuresInARow, lastComplaint) = (nil, 0, .min) }
        return failuresInARow == 0 ? [] : [.recovered(reference, after: now - firstFailure)]
    }

    private mutating func merge(
        _ read: [SecretVersion], at now: Int64, _ keeping: SecretKeeping
    ) -> [SecretEvent] {
        var events: [SecretEvent] = []
        var before = versions
        versions = []
        for version in read {
            let digest = version.secret.digest
            guard !versions.contains(where: { $0.digest == digest }) else { continue }
            if let index = before.firstIndex(where: { $0.digest == digest }) {
                var known = before.remove(at: index)
                known.version = version
                known.leftAt = nil
                known.isMissing = false
                versions.append(known)
            } else {
                versions.append(LiveVersion(version, firstSeen: now))
                events.append(.appeared(reference, fingerprint: digest.fingerprint, label: version.label))
            }
        }
        // The one that was current, when another is now, or the one before, when it is still the same.
        let spared = read.contains { $0.isAlone != nil } ? before.first { $0.leftAt == nil }?.digest : nil
        for var gone in before {
            gone.isMissing = true
            if gone.leftAt == nil, gone.digest != spared {
                gone.leftAt = now
                if keeping.grace > 0 {
                    events.append(
                        .left(reference, fingerprint: gone.digest.fingerprint, until: now + keeping.grace))
                }
            }
            versions.append(gone)
        }
        // Each is compared with what every call presents: a source that changes all the time must not make calls dear.
        for gone in versions.dropFirst(read.count + Self.mostLeaving) {
            events.append(.retired(reference, fingerprint: gone.digest.fingerprint))
        }
        versions = Array(versions.prefix(read.count + Self.mostLeaving))
        return events
    }

    /// Notes that a reading failed.
    public mutating func failed(
        _ error: SecretSourceError, at now: Int64, _ keeping: SecretKeeping, jitter: Double
    ) -> [SecretEvent] {
        if failuresInARow == 0 { firstFailure = now }
        failures += 1
        failuresInARow += 1
        let reason = error.description
        let pause = keeping.pause(afterFailures: failuresInARow)
        due = now + max(1, Int64(Double(pause) * jitter))
        // Whoever asks for so many seconds is not asked before.
        if case .throttled(_, let wanted?) = error {
            let least = min(wanted, max(keeping.refresh, 300))
            due = max(due, now + least + Int64(Double(least) * max(0, jitter - 0.9)))
        }
        problemMayPass = error.mayPass
        defer { problem = reason }
        // That an optional one is not there at all is known after the first time.
        let isReminder =
            now - 600 >= lastComplaint && !(reference.isOptional && versions.isEmpty && lastComplaint != .min)
        guard isReminder || reason != problem else { return [] }
        lastComplaint = now
        return [.failed(reference, reason: reason)]
    }

    // MARK: Ends

    /// Drops the values whose grace is over.
    public mutating func expire(at now: Int64, _ keeping: SecretKeeping) -> [SecretEvent] {
        drop { $0.leftAt.map { now - $0 >= keeping.grace } ?? false }
    }

    /// Drops a value that the last reading did not have, before its grace is over. One that the source has stays.
    public mutating func dismiss(fingerprint: String) -> [SecretEvent] {
        drop { $0.isMissing && $0.digest.fingerprint == fingerprint }
    }

    private mutating func drop(where isOver: (LiveVersion) -> Bool) -> [SecretEvent] {
        let over = versions.filter(isOver)
        guard !over.isEmpty else { return [] }
        versions.removeAll(where: isOver)
        return over.map { .retired(reference, fingerprint: $0.digest.fingerprint) }
    }

    /// Whether it is time for a reading. A clock that was set back must not put it off for long.
    public func isDue(at now: Int64, _ keeping: SecretKeeping) -> Bool {
        now >= due || due - now > 2 * max(keeping.refresh, 3600)
    }

    /// Makes the next reading due at once.
    public mutating func hurry(at now: Int64) { due = min(due, now) }
}
