internal import DoorwardGateway
internal import DoorwardSecrets

extension Door {
    /// The metrics of the gate and of the secrets, in Prometheus' text format.
    func metricsText() async -> String {
        var text = PrometheusText()
        await exclusively { await self.noteUses() }
        let metrics = await gate.metrics()
        metrics.write(to: &text)
        addServiceSecrets(to: &text)
        await addSources(to: &text)
        return text.text
    }

    private func addServiceSecrets(to text: inout PrometheusText) {
        let live = assembled.secrets.service
        let now = WallClock.unixSeconds()
        // The same value may be live at two places.
        var seen: Set<String> = []
        let fingerprints = live.map(\.secret.fingerprint).filter { seen.insert($0).inserted }
        text.add(
            "doorward_live_secrets", "gauge", help: "Values of service secrets that are accepted.",
            samples: [([], String(live.count))])
        text.add(
            "doorward_secret_age_seconds", "gauge", help: "Seconds since a live secret was first seen.",
            samples: fingerprints.map { fingerprint in
                ([("fingerprint", fingerprint)], String(max(0, now - (secretsSince[fingerprint] ?? now))))
            })
        text.add(
            "doorward_secret_last_used_timestamp_seconds", "gauge", help: "When a live secret last let a call in.",
            samples: fingerprints.compactMap { fingerprint in
                lastUses[fingerprint].map { ([("fingerprint", fingerprint)], String($0)) }
            })
    }

    private func addSources(to text: inout PrometheusText) async {
        var live: [(labels: [(String, String)], secret: LiveSecret)] = []
        for use in assembled.configuration.secretsInUse {
            guard let secret = await keeper.live(use.reference) else { continue }
            live.append(([("key", use.role.key), ("source", use.reference.description)], secret))
        }
        let inForce = Set(assembled.secrets.all.map(\.secret.fingerprint))
        let settings = await keeper.settings
        let now = WallClock.unixSeconds()
        text.add(
            "doorward_secret_info", "gauge",
            help: "The live values of each secret; leaving: its source has it no more.",
            samples: live.flatMap { entry in
                // What was read this moment is told when it is in force, and not before.
                entry.secret.versions.filter { inForce.contains($0.secret.fingerprint) }.enumerated().map {
                    index, version in
                    let state = version.leftAt != nil ? "leaving" : index == 0 ? "current" : "older"
                    let labels = [
                        ("fingerprint", version.secret.fingerprint), ("version", version.version.label ?? ""),
                        ("state", state),
                    ]
                    return (entry.labels + labels, "1")
                }
            })
        text.add(
            "doorward_secret_last_read_timestamp_seconds", "gauge", help: "When a secret was last read.",
            samples: live.compactMap { entry in entry.secret.lastRead.map { (entry.labels, String($0)) } })
        text.add(
            "doorward_secret_read_failures_total", "counter", help: "Readings of a secret that failed.",
            samples: live.map { ($0.labels, String($0.secret.failures)) })
        text.add(
            "doorward_secret_stale", "gauge",
            help: "1 when the last good reading is older than secret_sources.stale_after.",
            samples: live.map { ($0.labels, $0.secret.isStale(at: now, settings) ? "1" : "0") })
    }
}
