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
    ///
    /// Nothing waits for the database but this: where it hangs, secrets still come into force and go.
    func writeUses() async {
        await exclusively { await self.noteUses() }
        guard let store, !isWritingUses else { return }
        isWritingUses = true
        while !usesToWrite.isEmpty {
            let uses = usesToWrite
            usesToWrite = Uses()
            do {
                if !uses.secrets.isEmpty { try await (store as any SecretUsageStore).recordUses(uses.secrets) }
                if !uses.keys.isEmpty { try await (store as any APIKeyStore).recordUses(uses.keys) }
                if !uses.grants.isEmpty { try await store.recordGrantUses(uses.grants) }
            } catch {
                logger.warning("last uses cannot be written down: \(error)")
                usesToWrite.add(uses)
                break
            }
        }
        isWritingUses = false
    }

    /// Takes over from the gate what was used, for those who have exclusive use of its policy: with another one its numbers
    /// mean other secrets.
    func noteUses() async {
        let secrets = assembled.secrets.service
        for (index, time) in await gate.metrics().secretUses where index < secrets.count {
            let fingerprint = secrets[index].secret.fingerprint
            guard lastUses[fingerprint] != time else { continue }
            lastUses[fingerprint] = time
            usesToWrite.secrets[fingerprint] = time
        }
        guard store != nil else {
            usesToWrite = Uses()
            return
        }
        usesToWrite.add(Uses(keys: await gate.takeKeyUses(), grants: await gate.takeGrantUses()))
    }

    /// When secrets, keys and grants were used (Unix seconds), until that is written down.
    struct Uses {
        var secrets: [String: Int64] = [:]
        var keys: [SecretDigest: Int64] = [:]
        var grants: [String: Int64] = [:]

        mutating func add(_ others: Uses) {
            secrets.merge(others.secrets) { max($0, $1) }
            keys.merge(others.keys) { max($0, $1) }
            grants.merge(others.grants) { max($0, $1) }
        }

        var isEmpty: Bool { secrets.isEmpty && keys.isEmpty && grants.isEmpty }
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
