/// Reads secrets, and keeps what it read up to date.
///
/// A reference is known from ``read(_:at:)`` on and until ``keep(only:)`` leaves it out. In between ``startDue(at:)``,
/// called every second or so, reads each secret on its own, so that a slow source holds up no other one.
public actor SecretKeeper {
    /// Judges what was read before it becomes live; the reason is a phrase, without a value in it.
    public typealias Check = @Sendable (SecretReference, Secret) -> String?

    private var resolver: SecretResolver
    private var keeping: SecretKeeping
    private var check: Check
    private let jitter: @Sendable () -> Double
    private var secrets: [SecretReference: LiveSecret] = [:]
    private var reading: Set<SecretReference> = []
    /// Which of the readings that are under way must be followed by another one: something changed meanwhile.
    private var again: Set<SecretReference> = []

    /// What happens, in order, since the first look at it.
    public nonisolated let events: AsyncStream<SecretEvent>
    private let sink: AsyncStream<SecretEvent>.Continuation

    /// - Parameters:
    ///   - resolver: reads one reference.
    ///   - check: refuses values that would do harm.
    ///   - jitter: 0.9…1.1, drawn for each wait.
    public init(
        resolver: SecretResolver, keeping: SecretKeeping = SecretKeeping(), check: @escaping Check = { _, _ in nil },
        jitter: @escaping @Sendable () -> Double = { Double.random(in: 0.9...1.1) }
    ) {
        self.resolver = resolver
        self.keeping = keeping
        self.check = check
        self.jitter = jitter
        (events, sink) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1024))
    }

    /// Everything that is known, in no order.
    public var all: [LiveSecret] { Array(secrets.values) }

    /// How secrets are kept at the moment.
    public var settings: SecretKeeping { keeping }

    /// What is known of one reference.
    public func live(_ reference: SecretReference) -> LiveSecret? { secrets[reference] }

    /// Changes where secrets come from and how they are kept; what is live stays so.
    public func use(resolver: SecretResolver, keeping: SecretKeeping, check: @escaping Check) {
        self.resolver = resolver
        self.keeping = keeping
        self.check = check
    }

    // MARK: The start, and changes of the configuration

    /// Reads references all at once within one time-out.
    ///
    /// One that was read before keeps its good values when it cannot be read now. One that was never read and cannot be
    /// read is a problem; when it is optional it is a warning, and is tried again like the others.
    ///
    /// - Returns: what is live now, in the references' order, with what is wrong or unwise.
    public func read(_ references: [SecretReference], at now: Int64) async -> SecretResolution {
        let limit = keeping.timeout
        let check = check
        let resolver = resolver
        let outcomes = await withTaskGroup(of: (SecretReference, SecretResolver.Outcome).self) { group in
            for reference in Set(references) {
                group.addTask { (reference, await Self.read(reference, resolver, check, limit)) }
            }
            return await group.reduce(into: [:]) { $0[$1.0] = $1.1 }
        }
        var resolution = SecretResolution()
        for reference in references {
            guard let outcome = outcomes[reference] else { continue }
            // The caller is given the warnings.
            apply(outcome, to: reference, at: now, tellsWarnings: false)
            add(reference, to: &resolution)
        }
        return resolution
    }

    private func add(_ reference: SecretReference, to resolution: inout SecretResolution) {
        guard let live = secrets[reference] else { return }
        for version in live.versions {
            resolution.secrets.append(ResolvedSecret(reference: reference, version: version.version))
            resolution.warnings += version.version.warnings.map { SecretProblem(reference: reference, reason: $0) }
        }
        guard let reason = live.problem else { return }
        let problem = SecretProblem(reference: reference, reason: reason)
        if live.versions.isEmpty, !reference.isOptional {
            resolution.problems.append(problem)
            secrets[reference] = nil
        } else {
            resolution.warnings.append(problem)
        }
    }

    /// Forgets every other reference, with its values.
    public func keep(only references: some Sequence<SecretReference>) {
        let wanted = Set(references)
        secrets = secrets.filter { wanted.contains($0.key) }
    }

    // MARK: Running

    /// Begins the readings that are due, each on its own, and drops what is over.
    ///
    /// - Parameter isMeant: leaves the others for later.
    /// - Returns: the readings, for who wants to wait for them.
    @discardableResult
    public func startDue(
        at now: Int64, where isMeant: (SecretReference) -> Bool = { _ in true }
    ) -> [Task<Void, Never>] {
        for reference in Array(secrets.keys) {
            tell(secrets[reference]?.expire(at: now, keeping) ?? [])
        }
        let due = secrets.values.filter { $0.isDue(at: now, keeping) && isMeant($0.reference) }
        return due.map(\.reference).compactMap { reference in
            guard reading.insert(reference).inserted else { return nil }
            return Task { await self.refresh(reference, at: now) }
        }
    }

    /// Makes secrets due that may have changed, such as those of a file; all of them when `isMeant` says nothing else.
    public func hurry(at now: Int64, where isMeant: (SecretReference) -> Bool = { _ in true }) {
        for reference in Array(secrets.keys) where isMeant(reference) {
            secrets[reference]?.hurry(at: now)
            if reading.contains(reference) { again.insert(reference) }
        }
    }

    /// Drops values that left their source, before their grace is over.
    public func dismiss(fingerprints: Set<String>) {
        for reference in Array(secrets.keys) {
            for fingerprint in fingerprints { tell(secrets[reference]?.dismiss(fingerprint: fingerprint) ?? []) }
        }
    }

    private func refresh(_ reference: SecretReference, at now: Int64) async {
        let begin = ContinuousClock.now
        let outcome = await Self.read(reference, resolver, check, keeping.timeout)
        // A grace begins when it is known that a value is gone.
        let end = now + (ContinuousClock.now - begin).components.seconds
        reading.remove(reference)
        let mustRepeat = again.remove(reference) != nil
        // It may have been left out of the configuration meanwhile.
        guard secrets[reference] != nil else { return }
        apply(outcome, to: reference, at: end)
        if mustRepeat { secrets[reference]?.hurry(at: now) }
    }

    private func apply(
        _ outcome: SecretResolver.Outcome, to reference: SecretReference, at now: Int64, tellsWarnings: Bool = true
    ) {
        var live = secrets[reference] ?? LiveSecret(reference, due: now)
        switch outcome {
        case .success(let versions):
            let events = live.succeeded(with: versions, at: now, keeping, jitter: jitter())
            tell(events.filter { if case .warned = $0 { tellsWarnings } else { true } })
        case .failure(let error): tell(live.failed(error, at: now, keeping, jitter: jitter()))
        }
        secrets[reference] = live
    }

    private func tell(_ events: [SecretEvent]) {
        for event in events { sink.yield(event) }
    }

    // MARK: One reading

    private static func read(
        _ reference: SecretReference, _ resolver: SecretResolver, _ check: @escaping Check, _ limit: Duration
    ) async -> SecretResolver.Outcome {
        let outcome = await TimeLimit.run(limit) { await resolver.read(reference) }
        guard let outcome else {
            let (seconds, rest) = limit.components
            let tenths = rest / 100_000_000_000_000_000
            let text = tenths == 0 ? "\(seconds)" : "\(seconds).\(tenths)"
            return .failure(.unavailable(reason: "no answer within \(text) s"))
        }
        guard case .success(var versions) = outcome, let current = versions.first else { return outcome }
        if let reason = check(reference, current.secret) { return .failure(.malformed(reason: reason)) }
        // An older version that is no good is no reason to do without the current one.
        versions.removeAll { check(reference, $0.secret) != nil }
        return .success(versions)
    }
}
