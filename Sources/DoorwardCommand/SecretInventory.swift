internal import Doorward
internal import DoorwardSecrets
internal import DoorwardStore

/// What is known of every secret of a configuration: each as its source gives it now, with its history.
struct SecretInventory {
    /// One secret of the configuration.
    struct Entry {
        var role: SecretRole
        var reference: SecretReference
        var versions: [SecretVersion]
        /// Why it cannot be read, or why its value is no good.
        var problem: String?
        var warnings: [String]

        var isGood: Bool { problem == nil }
    }

    /// One value.
    struct Row {
        var fingerprint: String
        var key: String
        var source: String
        var version: String?
        var state: String
        var firstSeen: Int64?
        var lastUsed: Int64?
    }

    let entries: [Entry]
    private let needsService: Bool

    /// Reads all secrets as the server does at its start.
    init(_ rotation: SecretRotation) async {
        let uses = rotation.loaded.configuration.secretsInUse
        let (resolution, keeper) = await rotation.read(uses.map(\.reference))
        var entries: [Entry] = []
        for use in uses {
            let versions = resolution.secrets.filter { $0.reference == use.reference }.map(\.version)
            var problem = versions.first.flatMap { use.role.objection(to: $0.secret) }
            if versions.isEmpty {
                problem = await keeper.live(use.reference)?.problem
                problem = problem ?? resolution.problems.first { $0.reference == use.reference }?.reason
            }
            entries.append(
                Entry(
                    role: use.role, reference: use.reference, versions: versions, problem: problem,
                    warnings: versions.flatMap(\.warnings)))
        }
        self.entries = entries
        needsService = rotation.loaded.configuration.auth == .serviceHTTP
    }

    /// Whether the server would start.
    var isGood: Bool {
        entries.allSatisfy { $0.isGood || $0.reference.isOptional && $0.versions.isEmpty } && !lacksService
    }

    /// Whether every call would be refused, for no service secret is there.
    var lacksService: Bool {
        needsService && !entries.contains { $0.role.list == "service.secrets" && !$0.versions.isEmpty }
    }

    /// One row for each value, and with `history` for those that are over.
    func rows(history: [SecretUsage], includingRetired: Bool) -> [Row] {
        var history = Dictionary(history.map { ($0.fingerprint, $0) }) { first, _ in first }
        var rows = entries.flatMap { entry -> [Row] in
            guard !entry.versions.isEmpty else {
                return [
                    Row(
                        fingerprint: "-", key: entry.role.key, source: entry.reference.description, state: "unreadable")
                ]
            }
            return entry.versions.enumerated().map { index, version in
                let known = history.removeValue(forKey: version.secret.fingerprint)
                return Row(
                    fingerprint: version.secret.fingerprint, key: entry.role.key, source: entry.reference.description,
                    version: version.label, state: Self.state(entry.role, version, index),
                    firstSeen: known?.firstSeen ?? version.since, lastUsed: known?.lastUsed)
            }
        }
        let others = history.values.sorted { $0.firstSeen < $1.firstSeen }
        for usage in others where includingRetired || usage.retiredAt == nil {
            rows.append(
                Row(
                    fingerprint: usage.fingerprint, key: "service.secrets", source: usage.source,
                    state: usage.retiredAt == nil ? "leaving" : "retired", firstSeen: usage.firstSeen,
                    lastUsed: usage.lastUsed))
        }
        return rows
    }

    private static func state(_ role: SecretRole, _ version: SecretVersion, _ index: Int) -> String {
        if case .service = role {
            guard let objection = role.objection(to: version.secret) else { return "accepted" }
            return objection.contains("short") ? "too short" : "unfit"
        }
        if role.objection(to: version.secret) != nil { return "unfit" }
        return index == 0 ? "in use" : "older"
    }
}
