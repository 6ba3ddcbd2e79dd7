internal import DoorwardGateway
internal import DoorwardSecrets
internal import DoorwardStore
internal import Logging

/// What keeps an open door up to date: changed files and changed keys.
extension Door {
    // MARK: One at a time

    /// Runs one of the things that must not overlap: whatever ends in another policy of the gate, or reads what belongs to
    /// the one in force. An actor alone does not see to that: each await lets others in.
    func exclusively(_ body: () async -> Void) async {
        if isChanging {
            await withCheckedContinuation { waitingForChange.append($0) }
        } else {
            isChanging = true
        }
        await body()
        if waitingForChange.isEmpty {
            isChanging = false
        } else {
            waitingForChange.removeFirst().resume()
        }
    }

    // MARK: Reloading

    /// Reads everything again. What is wrong is reported, and the old stays in force.
    ///
    /// A call while another is at it makes that one start over when it is done: the last look at the files is always later
    /// than the last change.
    func reload() async {
        mustReload = true
        guard !isReloading else { return }
        isReloading = true
        while mustReload {
            mustReload = false
            await reloadOnce()
        }
        isReloading = false
    }

    private func reloadOnce() async {
        do throws(StartFailure) {
            // Stamped before it is read: what changes from here on is another change.
            if let configurationFile {
                watched.updateValue(FileStamp(path: configurationFile), forKey: configurationFile)
            }
            let loaded = try load()
            let configuration = loaded.configuration
            stampFiles(of: configuration)
            for warning in loaded.warnings { logger.warning("\(warning)") }
            var assembly = DoorAssembly(
                configuration: configuration, environment: source.environment, source: source.assembly, logger: logger)
            assembly.documentInForce = assembled.document
            assembly.externalInForce = assembled.external
            let next = try await assembly.assemble()
            if configuration.auth == .userHTTP || configuration.auth == .oauth, store == nil,
                configuration.database != .none
            {
                throw StartFailure(
                    .configuration,
                    ["auth: \(configuration.auth.rawValue) needs the database from the start; restart Doorward"])
            }
            for key in Self.fixedKeys(from: assembled.configuration, to: configuration) {
                logger.warning("\(key) was changed; that takes effect at the next start")
            }
            await exclusively { await self.takeOver(next) }
        } catch {
            report(error)
        }
    }

    private func report(_ failure: StartFailure) {
        for problem in failure.problems { logger.error("the old configuration stays in force: \(problem)") }
    }

    /// Puts a checked configuration in force, with the keys as they are at this moment.
    private func takeOver(_ next: AssembledDoor) async {
        let old = assembled.secrets.service
        let changed = old.map(\.secret.digest) != next.secrets.service.map(\.secret.digest)
        await writeUsesNow()
        do throws(StartFailure) {
            let (keys, revision) = try await currentKeys(for: next.configuration)
            let nextIssuer = try await Self.issuer(
                for: next, environment: source.environment, store: store, log: (logFormat, sink, logger), before: issuer
            )
            try await update(next.policy(keys: keys, issuer: nextIssuer), secretsChanged: changed)
            issuer = nextIssuer
            publishedGeneration = nextIssuer?.generation ?? .min
            keyRevision = revision
        } catch {
            return report(error)
        }
        assembled = next
        if changed { await auditSecrets(from: old, to: next.secrets.service) }
        await noteSecrets()
        warnAboutRoom()
        logger.notice("configuration taken over")
    }

    private func update(_ policy: GatePolicy, secretsChanged: Bool) async throws(StartFailure) {
        do {
            try await gate.update(policy, secretsChanged: secretsChanged)
        } catch {
            throw StartFailure(.configuration, ["upstream.ca_file: \(SystemWords.for(error))"])
        }
    }

    /// Says so when the limit of open files leaves room for fewer callers than the configuration wants.
    func warnAboutRoom() {
        let wanted = assembled.configuration.limits.connections
        let room = gate.room(for: assembled.policy(keys: [], issuer: nil))
        guard room < wanted, wanted - room >= (assembled.configuration.threads ?? Gate.defaultThreads) else { return }
        logger.warning(
            "limits.connections: \(wanted) wanted, but the limit of open files leaves room for \(room); raise it (ulimit -n, LimitNOFILE=)"
        )
    }

    private func load() throws(StartFailure) -> LoadedConfiguration {
        do throws(ConfigurationFailure) {
            return try source.load()
        } catch {
            throw StartFailure(error)
        }
    }

    private static func fixedKeys(from old: DoorwardConfiguration, to new: DoorwardConfiguration) -> [String] {
        var keys: [String] = []
        if old.listen != new.listen { keys.append("listen") }
        if old.threads != new.threads { keys.append("threads") }
        if old.database != new.database { keys.append("database") }
        if old.databaseConnections != new.databaseConnections { keys.append("database_connections") }
        if old.metrics != new.metrics { keys.append("metrics.listen") }
        if old.logging != new.logging { keys.append("logging") }
        return keys
    }

    // MARK: Files

    /// Looks at the files twice a second and reloads when one has changed.
    func watchFiles() async {
        var retry = ContinuousClock.now
        while !Task.isCancelled {
            try? await Task.sleep(for: .milliseconds(500))
            if assembled.isStale, ContinuousClock.now >= retry {
                retry = .now + .seconds(5)
                await reload()
                continue
            }
            guard watched.contains(where: { FileStamp(path: $0.key) != $0.value }) else { continue }
            if isReloading {
                mustReload = true
                continue
            }
            // An editor may still be writing.
            try? await Task.sleep(for: .milliseconds(150))
            guard !Task.isCancelled else { return }
            logger.notice("a file of the configuration has changed: reading it again")
            await reload()
        }
    }

    /// Remembers what the files of a configuration look like, also of one that turns out to be wrong: mending a file that it
    /// names is a change too.
    func stampFiles(of configuration: DoorwardConfiguration) {
        var stamps: [String: FileStamp?] = [:]
        for path in configuration.watchedFiles { stamps.updateValue(FileStamp(path: path), forKey: path) }
        if let configurationFile { stamps.updateValue(watched[configurationFile] ?? nil, forKey: configurationFile) }
        watched = stamps
    }

    // MARK: API keys

    /// Takes over issued and revoked keys within a second, whichever process did it.
    func watchKeys() async {
        while !Task.isCancelled {
            try? await Task.sleep(for: .seconds(1))
            guard !Task.isCancelled, assembled.configuration.acceptsAPIKeys else { continue }
            await exclusively { await self.takeOverKeys() }
        }
    }

    func takeOverKeys() async {
        do {
            try await reopenStoreIfReplaced()
            guard let store else { return }
            let revision = try await store.revision()
            guard revision != keyRevision else { return }
            let keys = try await store.list(user: nil)
            try await gate.update(assembled.policy(keys: keys, issuer: issuer), secretsChanged: false)
            keyRevision = revision
            logger.info("API keys taken over")
        } catch {
            // The keys in memory stay in force: an unreadable database must not lock every user out, nor let one in.
            let now = WallClock.unixSeconds()
            guard now - lastKeyComplaint >= 60 else { return }
            lastKeyComplaint = now
            logger.error("API keys cannot be read, so issued and revoked ones are not taken over: \(error)")
        }
    }

    private func currentKeys(
        for configuration: DoorwardConfiguration
    ) async throws(StartFailure) -> ([APIKeyRecord], revision: Int64) {
        guard configuration.acceptsAPIKeys, let store else { return ([], keyRevision) }
        do {
            let revision = try await store.revision()
            return (try await store.list(user: nil), revision)
        } catch {
            throw StartFailure(.failure, ["database: \(error)"])
        }
    }
}
