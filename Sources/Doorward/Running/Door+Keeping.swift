internal import DoorwardGateway
internal import DoorwardSecrets
internal import DoorwardStore
internal import Logging

/// What an open door writes down: which secrets and keys are used, and which secrets there are.
extension Door {
    // MARK: Uses

    /// Writes down every few seconds which secrets and keys were used.
    func recordUses() async {
        while !Task.isCancelled {
            try? await Task.sleep(for: .seconds(2))
            guard !Task.isCancelled else { return }
            await writeUses()
            await dismissRetiredSecrets()
        }
    }

    /// Writes down which secrets and keys were used since the last time.
    func writeUses() async { await exclusively { await self.writeUsesNow() } }

    /// The same, for those who have exclusive use of the gate's policy already.
    func writeUsesNow() async {
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
            let grantUses = await gate.takeGrantUses()
            if !grantUses.isEmpty { try await store.recordGrantUses(grantUses) }
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
        // One that has left its source may have been retired by hand: it must not look new.
        let leaving = await leavingSecrets()
        do {
            let known = Set(try await store.usage().map(\.fingerprint))
            for resolved in live where !leaving.contains(resolved.secret.fingerprint) {
                let fingerprint = resolved.secret.fingerprint
                // One that was retired before and is accepted anew is in service from now on.
                let isAnew = known.contains(fingerprint) && !notedSecrets.contains(fingerprint)
                sightings[fingerprint] = SecretSighting(
                    source: resolved.reference.description, at: isAnew ? now : resolved.version.since ?? now)
            }
            try await store.noteFirstSeen(sightings)
            notedSecrets = Set(live.map(\.secret.fingerprint))
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

    func auditSecrets(from old: [ResolvedSecret], to new: [ResolvedSecret]) async {
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
