internal import DoorwardDocuments
internal import DoorwardGateway
internal import DoorwardOAuth
internal import DoorwardSecrets
internal import DoorwardServer
internal import DoorwardStore
internal import Logging

/// The authorization server of an open door.
extension Door {
    /// Where lines go.
    typealias Log = (format: LogFormat, sink: any LogSink, logger: Logger)

    /// Whose tokens are accepted under a configuration; nil without `auth: oauth`.
    ///
    /// - Parameter before: what was in force, whose revocations and keys are carried over.
    static func issuer(
        for assembled: AssembledDoor, environment: [String: String], store: Store?, log: Log, before: IssuerInForce?
    ) async throws(StartFailure) -> IssuerInForce? {
        guard assembled.configuration.auth == .oauth else { return nil }
        if let external = assembled.external {
            return .external(external, assembled.protectedResource(authorizationServer: external.metadata.issuer))
        }
        guard let store else {
            throw StartFailure(.configuration, ["auth: oauth needs a database; write sqlite:doorward.db"])
        }
        var previous: OwnIssuer?
        if case .own(let own) = before { previous = own }
        return .own(
            try await OwnIssuerAssembly(
                assembled: assembled, environment: environment, store: store, log: log, previous: previous
            ).make())
    }

    /// A database that was replaced has other users, clients and keys.
    func issuerMoves(to store: Store) async throws {
        guard case .own = issuer else { return }
        issuer = try await Self.issuer(
            for: assembled, environment: source.environment, store: store, log: (logFormat, sink, logger), before: nil)
    }

    /// Keeps up with what other processes change: revocations, clients, keys. Prunes what is over.
    func watchIssuer() async {
        await withTaskGroup(of: Void.self) { tasks in
            tasks.addTask { await self.followChanges() }
            tasks.addTask { await self.keepIssuer() }
        }
    }

    /// The store tells of changes; where it cannot, it looks several times a second.
    private func followChanges() async {
        while !Task.isCancelled {
            guard case .own = issuer, let store else {
                try? await Task.sleep(for: .seconds(1))
                continue
            }
            for await topic in store.changes() {
                guard !Task.isCancelled, self.store === store else { break }
                if topic == "api_key" {
                    await exclusively { await self.takeOverKeys() }
                } else {
                    await takeOverIssuerChanges()
                }
            }
        }
    }

    private func keepIssuer() async {
        var turn = 0
        while !Task.isCancelled {
            try? await Task.sleep(for: .seconds(5))
            guard !Task.isCancelled else { return }
            turn += 1
            switch issuer {
            case .none: continue
            case .own(let own):
                await takeOverIssuerChanges()
                if turn.isMultiple(of: 3) { await keep(own) }
            case .external(let external, _):
                let now = WallClock.unixSeconds()
                if external.isStale(at: now) { await external.refreshKeys(at: now) }
                await exclusively { await self.publishKeys() }
            }
        }
    }

    private func takeOverIssuerChanges() async {
        guard case .own(let own) = issuer else { return }
        do {
            try await own.server.refresh()
            try await own.server.keepKeys()
        } catch {
            complain("the authorization server's data cannot be read: \(error)")
        }
        await exclusively { await self.publishKeys() }
    }

    /// Housekeeping: uses are written down, keys rotate by age, what is over goes.
    private func keep(_ own: OwnIssuer) async {
        do {
            try await own.server.flush()
            // In small portions, so that nobody waits long behind them; what is left comes next time.
            for _ in 0..<50 {
                guard let gone = try await store?.prune(at: WallClock.unixSeconds(), limit: 1000), gone >= 1000 else {
                    break
                }
            }
            own.server.revocations.prune(at: WallClock.unixSeconds())
        } catch {
            complain("the authorization server's housekeeping failed: \(error)")
        }
    }

    /// Puts changed keys in force, in the gate and in the published set.
    private func publishKeys() async {
        guard let issuer, issuer.generation != publishedGeneration else { return }
        publishedGeneration = issuer.generation
        do {
            let keys = try await Self.keys(in: store, for: assembled.configuration)
            try await gate.update(
                assembled.policy(keys: keys, issuer: issuer), secretsChanged: false, readsAuthorities: false)
            logger.notice("signing keys taken over")
        } catch {
            publishedGeneration = .min
            complain("changed signing keys cannot be taken over: \(error)")
        }
    }

    func complain(_ text: String) {
        let now = WallClock.unixSeconds()
        guard now - lastKeyComplaint >= 60 else { return }
        lastKeyComplaint = now
        logger.error("\(text)")
    }
}
