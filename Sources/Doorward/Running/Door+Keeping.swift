internal import DoorwardGateway
internal import DoorwardSecrets
internal import DoorwardStore
internal import Logging

/// What keeps an open door up to date: changed files, changed keys, used secrets.
extension Door {
    // MARK: Reloading

    /// Reads everything again. What is wrong is reported, and the old stays in force.
    func reload() async {
        do throws(StartFailure) {
            let loaded = try load()
            for warning in loaded.warnings { logger.warning("\(warning)") }
            let configuration = loaded.configuration
            var assembly = DoorAssembly(
                configuration: configuration, environment: source.environment, source: source.assembly, logger: logger)
            assembly.documentInForce = assembled.document
            let next = try await assembly.assemble()
            let keys = try await Self.keys(in: store, for: configuration)
            if configuration.auth == .userHTTP, store == nil {
                throw StartFailure(
                    .configuration, ["auth: user_http needs the database from the start; restart Doorward"])
            }
            for key in Self.fixedKeys(from: assembled.configuration, to: configuration) {
                logger.warning("\(key) was changed; that takes effect at the next start")
            }
            let changed = assembled.secrets.service.map(\.secret.digest) != next.secrets.service.map(\.secret.digest)
            await writeUses()
            do {
                try await gate.update(next.policy(keys: keys), secretsChanged: changed)
            } catch {
                throw StartFailure(.configuration, ["upstream.ca_file: \(SystemWords.for(error))"])
            }
            if changed { await auditSecrets(from: assembled.secrets.service, to: next.secrets.service) }
            assembled = next
            await noteSecrets()
            logger.notice("configuration taken over")
        } catch {
            for problem in error.problems { logger.error("the old configuration stays in force: \(problem)") }
        }
        stampFiles()
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
        if old.database != new.database { keys.append("database") }
        if old.metrics != new.metrics { keys.append("metrics.listen") }
        if old.logging != new.logging { keys.append("logging") }
        return keys
    }

    /// Looks at the files once a second and reloads when one has changed and then kept still for a look.
    func watchFiles() async {
        var retry = ContinuousClock.now
        while !Task.isCancelled {
            try? await Task.sleep(for: .milliseconds(500))
            if assembled.isStale, ContinuousClock.now >= retry {
                retry = .now + .seconds(5)
                await reload()
                continue
            }
            let now = currentStamps()
            guard now != watched else { continue }
            // An editor may still be writing.
            try? await Task.sleep(for: .milliseconds(150))
            guard !Task.isCancelled else { return }
            logger.notice("a file of the configuration has changed: reading it again")
            await reload()
        }
    }

    func stampFiles() { watched = currentStamps() }

    private func currentStamps() -> [String: FileStamp?] {
        var stamps: [String: FileStamp?] = [:]
        for path in assembled.watchedFiles + (configurationFile.map { [$0] } ?? []) {
            stamps.updateValue(FileStamp(path: path), forKey: path)
        }
        return stamps
    }

    // MARK: API keys

    /// Takes over issued and revoked keys within a second, whichever process did it.
    func watchKeys() async {
        guard let store else { return }
        while !Task.isCancelled {
            try? await Task.sleep(for: .seconds(1))
            guard !Task.isCancelled, assembled.configuration.auth == .userHTTP else { continue }
            do {
                let revision = try await store.revision()
                guard revision != keyRevision else { continue }
                let keys = try await store.list(user: nil)
                try await gate.update(assembled.policy(keys: keys), secretsChanged: false)
                keyRevision = revision
                logger.info("API keys taken over")
            } catch {
                // The keys in memory stay in force: an unreadable database must not lock every user out, nor let one in.
                logger.error("API keys cannot be read: \(error)")
            }
        }
    }

    // MARK: Uses

    /// Writes down every few seconds which secrets and keys were used.
    func recordUses() async {
        while !Task.isCancelled {
            try? await Task.sleep(for: .seconds(2))
            guard !Task.isCancelled else { return }
            await writeUses()
        }
    }

    /// Writes down which secrets and keys were used since the last time.
    func writeUses() async {
        let secrets = assembled.secrets.service
        var uses: [String: Int64] = [:]
        for (index, time) in await gate.metrics().secretUses where index < secrets.count {
            let fingerprint = secrets[index].secret.fingerprint
            if lastUses[fingerprint] != time { uses[fingerprint] = time }
        }
        lastUses.merge(uses) { $1 }
        guard let store else { return }
        let keyUses = await gate.takeKeyUses()
        do {
            if !uses.isEmpty { try await (store as any SecretUsageStore).recordUses(uses) }
            if !keyUses.isEmpty { try await (store as any APIKeyStore).recordUses(keyUses) }
        } catch {
            logger.warning("last uses cannot be written down: \(error)")
        }
    }

    /// Writes down which secrets are live, so that their age is known.
    func noteSecrets() async {
        let now = WallClock.unixSeconds()
        let live = assembled.secrets.service
        guard let store else {
            for resolved in live where secretsSince[resolved.secret.fingerprint] == nil {
                secretsSince[resolved.secret.fingerprint] = resolved.version.since ?? now
            }
            return
        }
        var sightings: [String: SecretSighting] = [:]
        for resolved in live {
            sightings[resolved.secret.fingerprint] = SecretSighting(
                source: resolved.reference.description, at: resolved.version.since ?? now)
        }
        do {
            try await store.noteFirstSeen(sightings)
            for usage in try await store.usage() { secretsSince[usage.fingerprint] = usage.firstSeen }
        } catch {
            logger.warning("the secrets' ages cannot be written down: \(error)")
        }
    }

    /// Writes a line of the audit trail, in the form that refusals have too.
    private func audit(_ kind: String, fingerprint: String) {
        guard logFormat == .json else {
            return logger.notice("audit: \(kind)", metadata: ["fingerprint": "\(fingerprint)"])
        }
        let time = CivilTime(unixSeconds: WallClock.unixSeconds()).rfc3339
        var line = JSONLine(time: time, level: "notice", event: "audit")
        line.add("kind", kind)
        line.add("fingerprint", fingerprint)
        sink.write(line.bytes)
    }

    private func auditSecrets(from old: [ResolvedSecret], to new: [ResolvedSecret]) async {
        let before = Set(old.map(\.secret.fingerprint))
        let after = Set(new.map(\.secret.fingerprint))
        for fingerprint in after.subtracting(before).sorted() {
            audit("secret.accepted", fingerprint: fingerprint)
        }
        for fingerprint in before.subtracting(after).sorted() {
            audit("secret.retired", fingerprint: fingerprint)
            _ = try? await store?.retire(fingerprint: fingerprint, at: WallClock.unixSeconds())
        }
    }
}
