internal import DoorwardGateway
internal import DoorwardSecrets
internal import DoorwardStore
internal import Logging

/// Secrets that change while the door is open.
extension Door {
    /// Reads each secret again in its time, and puts in force what has changed.
    func keepSecrets() async {
        while !Task.isCancelled {
            try? await Task.sleep(for: .seconds(1))
            guard !Task.isCancelled else { return }
            await keeper.startDue(at: WallClock.unixSeconds())
            await takeOverSecrets()
        }
    }

    /// Puts the values in force that are live now. With the same values, and the same ones stale, nothing happens.
    func takeOverSecrets() async { await exclusively { await self.takeOverSecretsNow() } }

    private func takeOverSecretsNow() async {
        let configuration = assembled.configuration
        var secrets = await DoorSecrets.current(for: configuration, from: keeper)
        var stale = await staleSecrets(of: configuration)
        // Before anything is asked of the database: it may be that very password that has changed.
        store?.use(passwords: secrets.database.map(\.secret))
        leaveOutLeaking(&secrets, &stale)
        let isSame = secrets.hasSameValues(as: assembled.secrets)
        guard !isSame || stale != assembled.staleSecrets else { return }
        do throws(StartFailure) {
            let old = assembled
            var next = old
            next.secrets = secrets
            next.staleSecrets = stale
            if case .remote = old.upstream { next.upstream = .remote(DoorAssembly.target(configuration, secrets)) }
            await noteUses()
            let (keys, revision) = try await currentKeys(for: configuration)
            let changed = old.secrets.service.map(\.secret.digest) != secrets.service.map(\.secret.digest)
            try await update(
                next.policy(keys: keys, issuer: issuer), secretsChanged: changed, readsAuthorities: false)
            keyRevision = revision
            assembled = next
            if case .own(let own) = issuer { own.credentials.replace(with: secrets) }
            guard !isSame else { return }
            if changed { await auditSecrets(from: old.secrets.service, to: secrets.service) }
            await noteSecrets()
            noteOthers(from: old.secrets, to: secrets)
        } catch {
            complain("changed secrets are not in force yet: \(error)")
        }
    }

    /// A value that stands in a public document must not come into force; everything else must.
    private func leaveOutLeaking(_ secrets: inout DoorSecrets, _ stale: inout [String]) {
        let old = assembled.secrets
        let known = Set(old.all.map(\.secret.digest)).union(soundSecrets)
        for resolved in secrets.all where !known.contains(resolved.secret.digest) {
            let digest = resolved.secret.digest
            if leakingSecrets[digest] == nil {
                do throws(StartFailure) {
                    try DoorAssembly.checkForLeaks(in: assembled.documents, [resolved])
                    soundSecrets.insert(digest)
                    continue
                } catch {
                    leakingSecrets[digest] = resolved.reference
                    for problem in error.problems { logger.error("a new value is not in force: \(problem)") }
                }
            }
            secrets.service.removeAll { $0.secret.digest == digest }
            secrets.master.removeAll { $0.secret.digest == digest }
            secrets.database.removeAll { $0.secret.digest == digest }
            secrets.registration.removeAll { $0.secret.digest == digest }
            secrets.providers = secrets.providers.mapValues { versions in
                versions.filter { $0.secret.digest != digest }
            }
            if secrets.upstream?.secret.digest == digest { secrets.upstream = old.upstream }
            if secrets.introspection?.secret.digest == digest { secrets.introspection = old.introspection }
            let uses = assembled.configuration.secretsInUse.filter { $0.reference == resolved.reference }
            stale += uses.map(\.role.key).filter { !stale.contains($0) }
        }
    }

    private func noteOthers(from old: DoorSecrets, to new: DoorSecrets) {
        if old.upstream?.secret.digest != new.upstream?.secret.digest {
            logger.notice("upstream.authorization: a new value is sent to the API from now on")
        }
        if old.database.first?.secret.digest != new.database.first?.secret.digest {
            logger.notice("database_password: new connections are made with the new value from now on")
        }
        if old.master.first?.secret.digest != new.master.first?.secret.digest {
            logger.warning(
                "oauth.master_secret: its source has a new value, but stored keys are sealed under the old one, which stays in use; put the old one back, or keep it as the previous version"
            )
        }
        let digests: (ResolvedSecret) -> SecretDigest = { $0.secret.digest }
        if old.registration.map(digests) != new.registration.map(digests) {
            logger.notice("oauth.registration_token: has changed")
        }
        for name in new.providers.keys.sorted()
        where old.providers[name]?.map(digests) != new.providers[name]?.map(digests) {
            logger.notice("identity_providers.\(name).client_secret: has changed, and is used from now on")
        }
        if old.introspection?.secret.digest != new.introspection?.secret.digest {
            logger.notice("oauth.introspection_client_secret: has changed")
            // The issuer is made anew with it; that must not wait for who waits for this.
            Task { await self.reload() }
        }
    }

    private func staleSecrets(of configuration: DoorwardConfiguration) async -> [String] {
        let now = WallClock.unixSeconds()
        let settings = await keeper.settings
        let stale = Set(await keeper.all.filter { $0.isStale(at: now, settings) }.map(\.reference))
        return configuration.secretsInUse.filter { stale.contains($0.reference) }.map(\.role.key)
    }

    // MARK: Values that left their source

    /// The fingerprints of values that are accepted still though their source has them no more.
    func leavingSecrets() async -> Set<String> {
        Set(await keeper.all.flatMap(\.versions).filter { $0.leftAt != nil }.map(\.secret.fingerprint))
    }

    /// Drops values that somebody has retired by hand before their grace is over.
    func dismissRetiredSecrets() async {
        let leaving = Set(await keeper.all.flatMap(\.versions).filter(\.isMissing).map(\.secret.fingerprint))
        guard !leaving.isEmpty, let store, let usage = try? await store.usage() else { return }
        let retired = Set(usage.filter { $0.retiredAt != nil }.map(\.fingerprint)).intersection(leaving)
        guard !retired.isEmpty else { return }
        await keeper.dismiss(fingerprints: retired)
        await takeOverSecrets()
    }

    // MARK: The log

    /// Writes down what happens to secrets.
    func tellOfSecrets() async {
        for await event in keeper.events {
            guard !Task.isCancelled else { return }
            // In force first: whoever reads that a value is there may use it.
            if event.isChange { await takeOverSecrets() }
            switch event {
            case .appeared(let reference, let fingerprint, let label):
                logger.info(
                    "secret \(reference): \(label.map { "\($0) is" } ?? "is") \(fingerprint)")
            case .left(let reference, let fingerprint, let until):
                let time = CivilTime(unixSeconds: until).rfc3339
                let end = store == nil ? "" : ", or until 'doorward secret retire \(fingerprint)'"
                logger.notice(
                    "secret \(reference): \(fingerprint) is no longer kept there; it is accepted until \(time)\(end)")
            case .retired(let reference, let fingerprint):
                logger.notice("secret \(reference): \(fingerprint) is over")
            case .failed(let reference, let reason):
                let hasValues = await keeper.live(reference)?.versions.isEmpty == false
                let rest = hasValues ? "what was read before stays in force" : "there is none, and it is tried again"
                logger.error("secret \(reference): cannot be read; \(rest): \(reason)")
            case .warned(let reference, let warning): logger.warning("secret \(reference): \(warning)")
            case .recovered(let reference, let after):
                logger.notice("secret \(reference): can be read again, after \(after) s")
            }
        }
    }
}
