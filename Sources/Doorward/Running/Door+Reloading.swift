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
            // Until it is found good: then mending a file that it names is a change, too.
            refused = configuration
            stampFiles(of: configuration)
            for warning in loaded.warnings { logger.warning("\(warning)") }
            let next = try await assemble(configuration)
            refused = nil
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
            await lookAtSecretFiles()
        } catch {
            report(error)
        }
    }

    /// Puts a configuration together while another is in force.
    private func assemble(_ configuration: DoorwardConfiguration) async throws(StartFailure) -> AssembledDoor {
        let old = assembled
        let hasSameSources =
            configuration.secretSources == old.configuration.secretSources
            && configuration.vault == old.configuration.vault && configuration.directory == old.configuration.directory
        let access = hasSameSources ? old.access : try SecretAccess(configuration, environment: source.environment)
        var assembly = DoorAssembly(
            configuration: configuration, access: access, keeper: keeper, source: source.assembly, logger: logger)
        assembly.documentInForce = old.document
        assembly.externalInForce = old.external
        do throws(StartFailure) {
            return try await assembly.assemble()
        } catch {
            if access !== old.access { await access.shutdown() }
            throw error
        }
    }

    private func report(_ failure: StartFailure) {
        for problem in failure.problems { logger.error("the old configuration stays in force: \(problem)") }
    }

    /// Puts a checked configuration in force, with the keys as they are at this moment.
    private func takeOver(_ found: AssembledDoor) async {
        var next = found
        // Until it is known better.
        next.staleSecrets = assembled.staleSecrets
        // A value that came into force while the rest was being put together must not be put out of force by it.
        let resolution = await keeper.resolution(of: next.draft, at: WallClock.unixSeconds())
        if let secrets = try? DoorSecrets(resolution, for: next.configuration) {
            next.secrets = secrets
            if case .remote = next.upstream {
                next.upstream = .remote(DoorAssembly.target(next.configuration, secrets))
            }
        }
        store?.use(passwords: next.secrets.database.map(\.secret))
        (leakingSecrets, soundSecrets) = ([:], [])
        let old = assembled.secrets.service
        let changed = old.map(\.secret.digest) != next.secrets.service.map(\.secret.digest)
        await noteUses()
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
            if next.access !== assembled.access { await next.access.shutdown() }
            return report(error)
        }
        let replaced = assembled.access
        assembled = next
        await keeper.adopt(next.draft, at: WallClock.unixSeconds())
        if replaced !== next.access { await replaced.shutdown() }
        if changed { await auditSecrets(from: old, to: next.secrets.service) }
        await noteSecrets()
        warnAboutRoom()
        logger.notice("configuration taken over")
    }

    func update(
        _ policy: GatePolicy, secretsChanged: Bool, readsAuthorities: Bool = true
    ) async throws(StartFailure) {
        do {
            try await gate.update(policy, secretsChanged: secretsChanged, readsAuthorities: readsAuthorities)
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

    /// Waits for the files to change; reads the configuration again, or a secret when nothing but its file has changed.
    func watchFiles() async {
        await withTaskGroup(of: Void.self) { tasks in
            tasks.addTask {
                for await paths in self.watcher.changes { await self.filesChanged(paths) }
            }
            tasks.addTask { await self.lookAtFiles() }
        }
    }

    private func filesChanged(_ paths: Set<String>) async {
        guard !Task.isCancelled else { return }
        let files = assembled.access.files(of: assembled.configuration)
        await read(again: Set(files.filter { paths.contains($0.path) }.map(\.reference)))
        let wanted = refused.map { assembled.access.files(of: $0) } ?? []
        if wanted.contains(where: { paths.contains($0.path) }) { await reload() } else { await reloadIfChanged() }
    }

    /// Reads the secrets in files once more: what changed since they were read, and before they were watched, is seen then.
    func lookAtSecretFiles() async {
        await read(again: Set(assembled.access.files(of: assembled.configuration).map(\.reference)))
    }

    private func read(again changed: Set<SecretReference>) async {
        guard !changed.isEmpty else { return }
        await keeper.refresh(changed, at: WallClock.unixSeconds())
        await takeOverSecrets()
    }

    /// Some file systems tell of nothing, and an API that was away is asked again: an own look now and then.
    private func lookAtFiles() async {
        while !Task.isCancelled {
            let isBehind = assembled.isStale || assembled.isIssuerBehind
            let pause: Duration = watcher.problem == nil ? .seconds(isBehind ? 5 : 30) : .milliseconds(500)
            try? await Task.sleep(for: pause)
            guard !Task.isCancelled else { return }
            guard !filesHaveChanged, isBehind else {
                await reloadIfChanged()
                continue
            }
            // Whoever is away is not asked more often than this, however often files are looked at.
            guard lastCatchingUp.map({ .now - $0 >= .seconds(5) }) ?? true else { continue }
            lastCatchingUp = .now
            if assembled.isIssuerBehind { await reload() } else { await reloadIfDocumentIsThere() }
        }
    }

    private var filesHaveChanged: Bool { watched.contains { FileStamp(path: $0.key) != $0.value } }

    /// Asks an API once more that did not answer. As long as it does not, nothing is made anew: what is in force has caches
    /// and limits.
    private func reloadIfDocumentIsThere() async {
        var source = OpenAPISource(configuration: assembled.configuration, logger: logger)
        source.patience = .zero
        do throws(StartFailure) { _ = try await source.load() } catch {
            // That it does not answer is known.
            if error.status != .unavailable { complain("\(error)") }
            return
        }
        await reload()
    }

    private func reloadIfChanged() async {
        guard filesHaveChanged else { return }
        if isReloading {
            mustReload = true
            return
        }
        logger.notice("a file of the configuration has changed: reading it again")
        await reload()
    }

    /// Tells the watcher which files matter.
    func watchFilesAgain() {
        var files = assembled.access.files(of: assembled.configuration)
        if let refused { files += assembled.access.files(of: refused) }
        watcher.watch(Set(watched.keys).union(files.map(\.path)))
    }

    /// Remembers what the files of a configuration look like, also of one that turns out to be wrong: mending a file that it
    /// names is a change too.
    func stampFiles(of configuration: DoorwardConfiguration) {
        var stamps: [String: FileStamp?] = [:]
        for path in configuration.watchedFiles { stamps.updateValue(FileStamp(path: path), forKey: path) }
        if let configurationFile { stamps.updateValue(watched[configurationFile] ?? nil, forKey: configurationFile) }
        watched = stamps
        watchFilesAgain()
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
            try await gate.update(
                assembled.policy(keys: keys, issuer: issuer), secretsChanged: false, readsAuthorities: false)
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

    func currentKeys(
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
