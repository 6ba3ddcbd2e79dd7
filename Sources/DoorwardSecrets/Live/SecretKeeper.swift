/// Reads secrets, and keeps what it read up to date.
///
/// What a configuration needs is read by ``draft(_:resolver:keeping:check:at:)`` and in force after ``adopt(_:at:)``.
/// From then on ``startDue(at:where:)``, called every second or so, reads each secret on its own, so that a slow source
/// holds up no other one.
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
    /// Counts readings by their begin: one that took long must not undo what a later one found.
    private var begun: Int64 = 0
    /// The number of the last reading that was taken over, by secret.
    private var taken: [SecretReference: Int64] = [:]

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

    // MARK: The start, and changes of the configuration

    /// What a configuration's secrets are, read and not yet in force.
    public struct Draft: Sendable {
        /// What would be live, in the references' order, with what is wrong or unwise.
        public let resolution: SecretResolution
        let references: [SecretReference]
        let resolver: SecretResolver
        let keeping: SecretKeeping
        let check: Check
        let outcomes: [SecretReference: (number: Int64, outcome: SecretResolver.Outcome)]
    }

    /// Reads references all at once within one time-out, as another configuration wants it. Nothing changes yet.
    ///
    /// One that was read before keeps its good values when it cannot be read now. One that was never read and cannot be
    /// read is a problem; when it is optional it is a warning.
    ///
    /// - Parameters:
    ///   - resolver: where secrets come from then; nil for what is in force, as with the others.
    ///   - now: Unix seconds.
    public func draft(
        _ references: [SecretReference], resolver: SecretResolver? = nil, keeping: SecretKeeping? = nil,
        check: Check? = nil, at now: Int64
    ) async -> Draft {
        let (resolver, keeping, check) = (resolver ?? self.resolver, keeping ?? self.keeping, check ?? self.check)
        begun += 1
        let number = begun
        let outcomes = await withTaskGroup(of: (SecretReference, SecretResolver.Outcome).self) { group in
            for reference in Set(references) {
                group.addTask { (reference, await Self.read(reference, resolver, check, keeping.timeout)) }
            }
            return await group.reduce(into: [:]) { $0[$1.0] = (number, $1.1) }
        }
        let draft = Draft(
            resolution: SecretResolution(), references: references, resolver: resolver, keeping: keeping, check: check,
            outcomes: outcomes)
        return Draft(
            resolution: resolution(of: draft, at: now), references: references, resolver: resolver, keeping: keeping,
            check: check, outcomes: outcomes)
    }

    /// What would be live if a draft came into force at this moment: secrets may have been read again since it was made.
    public func resolution(of draft: Draft, at now: Int64) -> SecretResolution {
        var resolution = SecretResolution()
        for reference in draft.references {
            guard let (number, outcome) = draft.outcomes[reference] else { continue }
            var live = secrets[reference] ?? LiveSecret(reference, due: now)
            // What was read later is newer than this.
            if taken[reference, default: 0] < number { _ = live.take(outcome, at: now, draft.keeping, jitter: 1) }
            resolution.add(live, of: reference)
        }
        return resolution
    }

    /// Puts a draft in force: its sources, its settings, its values. References that it does not have are forgotten.
    public func adopt(_ draft: Draft, at now: Int64) {
        (resolver, keeping, check) = (draft.resolver, draft.keeping, draft.check)
        secrets = secrets.filter { draft.outcomes[$0.key] != nil }
        for (reference, (number, outcome)) in draft.outcomes {
            let isOvertaken = taken[reference, default: 0] > number
            // The caller has the warnings of the draft.
            apply(outcome, number, to: reference, at: now, tellsWarnings: false)
            // Readings under way may be by the sources of before: they count no more, and another one follows.
            begun += 1
            taken[reference] = begun
            if isOvertaken { secrets[reference]?.hurry(at: now) }
        }
        again.formUnion(reading)
        taken = taken.filter { draft.outcomes[$0.key] != nil }
    }

    /// Reads references and puts them in force, whatever is wrong; for a look.
    public func read(_ references: [SecretReference], at now: Int64) async -> SecretResolution {
        let draft = await draft(references, at: now)
        adopt(draft, at: now)
        return draft.resolution
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
            begun += 1
            let number = begun
            return Task { await self.refresh(reference, number, at: now) }
        }
    }

    /// Reads secrets that changed together, such as files of one folder, and takes all of them over in one step: a value
    /// that moves from one to the other is live all the time, without a grace too.
    public func refresh(_ references: Set<SecretReference>, at now: Int64) async {
        let (resolver, check, limit) = (resolver, check, keeping.timeout)
        begun += 1
        let number = begun
        let begin = ContinuousClock.now
        let outcomes = await withTaskGroup(of: (SecretReference, SecretResolver.Outcome).self) { group in
            for reference in references {
                group.addTask { (reference, await Self.read(reference, resolver, check, limit)) }
            }
            return await group.reduce(into: []) { $0.append($1) }
        }
        let end = now + (ContinuousClock.now - begin).components.seconds
        for (reference, outcome) in outcomes where secrets[reference] != nil {
            apply(outcome, number, to: reference, at: end)
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

    private func refresh(_ reference: SecretReference, _ number: Int64, at now: Int64) async {
        let begin = ContinuousClock.now
        let outcome = await Self.read(reference, resolver, check, keeping.timeout)
        // A grace begins when it is known that a value is gone.
        let end = now + (ContinuousClock.now - begin).components.seconds
        reading.remove(reference)
        let mustRepeat = again.remove(reference) != nil
        // It may have been left out of the configuration meanwhile.
        guard secrets[reference] != nil else { return }
        apply(outcome, number, to: reference, at: end)
        if mustRepeat { secrets[reference]?.hurry(at: now) }
    }

    private func apply(
        _ outcome: SecretResolver.Outcome, _ number: Int64, to reference: SecretReference, at now: Int64,
        tellsWarnings: Bool = true
    ) {
        guard taken[reference, default: 0] < number else { return }
        taken[reference] = number
        var live = secrets[reference] ?? LiveSecret(reference, due: now)
        let events = live.take(outcome, at: now, keeping, jitter: jitter())
        tell(events.filter { if case .warned = $0 { tellsWarnings } else { true } })
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

extension LiveSecret {
    fileprivate mutating func take(
        _ outcome: SecretResolver.Outcome, at now: Int64, _ keeping: SecretKeeping, jitter: Double
    ) -> [SecretEvent] {
        switch outcome {
        case .success(let versions): succeeded(with: versions, at: now, keeping, jitter: jitter)
        case .failure(let error): failed(error, at: now, keeping, jitter: jitter)
        }
    }
}

extension SecretResolution {
    fileprivate mutating func add(_ live: LiveSecret, of reference: SecretReference) {
        for version in live.versions {
            secrets.append(ResolvedSecret(reference: reference, version: version.version))
            warnings += version.version.warnings.map { SecretProblem(reference: reference, reason: $0) }
        }
        guard let reason = live.problem else { return }
        let problem = SecretProblem(reference: reference, reason: reason, mayPass: live.problemMayPass)
        if live.versions.isEmpty, !reference.isOptional { problems.append(problem) } else { warnings.append(problem) }
    }
}
