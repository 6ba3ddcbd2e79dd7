internal import Doorward
internal import DoorwardSecrets
internal import DoorwardStore

/// Changes which service secrets a configuration accepts: its file, the `.env` beside it, and the history in the database.
struct SecretRotation {
    /// What is known of one secret.
    struct Row {
        var fingerprint: String
        var source: String
        var state: String
        var firstSeen: Int64?
        var lastUsed: Int64?
    }

    private let path: String
    private let loaded: LoadedConfiguration
    private let resolver: SecretResolver
    /// The environment variable that lists the secrets, where one does: then the file's list is not in force.
    private let listedElsewhere: String?

    init(_ file: ConfigurationFileOption) throws {
        loaded = try file.load()
        guard let path = loaded.file else {
            throw CommandFailure("there is no configuration file to change; 'doorward init' writes one")
        }
        self.path = path
        if case .environment(let name)? = loaded.effective["service.secrets"]?.origin {
            listedElsewhere = name
        } else {
            listedElsewhere = nil
        }
        resolver = SecretResolver.standard(
            environment: ProcessEnvironment.variables(), baseDirectory: loaded.configuration.directory)
    }

    /// Locks the configuration's directory against other commands, until the end of the process or ``FileLock/end()``.
    static func lock(_ file: ConfigurationFileOption) throws -> FileLock {
        let path = file.config ?? ProcessEnvironment.variables()["DOORWARD_CONFIG"] ?? ConfigurationLoader.defaultPath
        let directory = path.lastIndex(of: "/").map { $0 == path.startIndex ? "/" : String(path[..<$0]) } ?? "."
        return try FileLock(directory: directory)
    }

    private var references: [SecretReference] { loaded.configuration.service.secrets }

    /// The `.env` file that new secrets go into, as references name it: the one in use, else `.env` beside the configuration.
    private var environmentLocation: String { references.first { $0.scheme == "dotenv" }?.location ?? ".env" }

    /// The same, seen from here.
    var environmentFile: String { resolved(environmentLocation) }

    private func resolved(_ location: String) -> String {
        let directory = loaded.configuration.directory
        return location.hasPrefix("/") || directory == "." ? location : "\(directory)/\(location)"
    }

    func reference(_ text: String) throws -> SecretReference {
        do throws(SecretReferenceError) { return try SecretReference(parsing: text) } catch {
            throw CommandFailure(error)
        }
    }

    // MARK: Adding

    /// Makes a secret and keeps it in the `.env` file.
    func make(_ name: String?) throws -> (SecretReference, String?) {
        if let listedElsewhere {
            throw CommandFailure("service.secrets comes from \(listedElsewhere), not from \(path); change it there")
        }
        var random = SystemRandomNumberGenerator()
        do {
            let secret = try SecretGenerator.generate(using: &random)
            guard let value = secret.revealUTF8() else { throw CommandFailure("no secret could be made") }
            let text = (try? TextFile.read(environmentFile)) ?? ""
            let dotenv = try DotenvFile(parsing: text)
            let name = name ?? Self.freeName(among: dotenv.names)
            guard !dotenv.names.contains(name) else {
                throw CommandFailure("\(environmentFile): \(name) is there already; choose another --name")
            }
            let reference = try SecretReference(parsing: "dotenv:\(environmentLocation)#\(name)")
            // The configuration must take the reference before anything is written.
            _ = try edited { editor throws(ConfigurationEditError) in try editor.addingSecret(reference) }
            try AtomicFile.write(Array(try dotenv.setting(name, value).utf8), to: environmentFile, mode: 0o600)
            return (reference, value)
        } catch let failure as CommandFailure {
            throw failure
        } catch {
            throw CommandFailure(error)
        }
    }

    private static func freeName(among names: [String]) -> String {
        let base = "CHATGPT_PLUGIN_SECRET"
        if !names.contains(base) { return base }
        var number = 2
        while names.contains("\(base)_\(number)") { number += 1 }
        return "\(base)_\(number)"
    }

    /// Accepts what is kept at the reference, after checking that it can be read and is good enough.
    ///
    /// - Returns: its fingerprint.
    func add(_ reference: SecretReference) async throws -> String {
        let resolution = await resolver.resolve([reference])
        guard let resolved = resolution.secrets.first else {
            throw CommandFailure(resolution.problems.map(\.description).joined(separator: "; "))
        }
        if let shortfall = resolved.secret.strength.shortfall {
            throw CommandFailure("\(reference): the secret is short: \(shortfall)")
        }
        try edit { editor throws(ConfigurationEditError) in try editor.addingSecret(reference) }
        let now = WallClock.unixSeconds()
        let fingerprint = resolved.secret.fingerprint
        try await record { store in
            try await store.noteFirstSeen([fingerprint: SecretSighting(source: reference.description, at: now)])
            try await store.append(
                AuditEvent(
                    at: now, kind: "secret.added", actor: Terminal.actor, subject: fingerprint,
                    detail: ["source": reference.description]))
        }
        return fingerprint
    }

    // MARK: Retiring

    /// No longer accepts a secret, named by fingerprint or place, and takes it out of a `.env` file.
    func retire(_ name: String) async throws -> SecretReference {
        let resolution = await resolver.resolve(references)
        let byFingerprint = resolution.secrets.filter { $0.secret.fingerprint == name }
        guard let reference = byFingerprint.first?.reference ?? references.first(where: { $0.description == name })
        else {
            throw CommandFailure(
                "no accepted secret is \(name.count <= 16 ? name : "that"); 'doorward secret list' has them")
        }
        guard references.count > 1 else {
            throw CommandFailure(
                "this is the last secret: every call would be refused; 'doorward secret add' comes first")
        }
        let fingerprint = resolution.secrets.first { $0.reference == reference }?.secret.fingerprint
        try edit { editor throws(ConfigurationEditError) in try editor.removingSecret(reference) }
        if reference.scheme == "dotenv", let variable = reference.fragment {
            try forget(variable, in: resolved(reference.location))
        }
        if let fingerprint {
            let now = WallClock.unixSeconds()
            try await record { store in
                _ = try await store.retire(fingerprint: fingerprint, at: now)
                try await store.append(
                    AuditEvent(
                        at: now, kind: "secret.retired", actor: Terminal.actor, subject: fingerprint,
                        detail: ["source": reference.description]))
            }
        }
        return reference
    }

    private func forget(_ variable: String, in file: String) throws {
        do {
            let dotenv = try DotenvFile(parsing: try TextFile.read(file))
            try AtomicFile.write(Array(dotenv.removing(variable).utf8), to: file, mode: nil)
        } catch {
            throw CommandFailure("\(file): \(variable) is no longer accepted, but could not be taken out: \(error)")
        }
    }

    // MARK: Listing

    func list(includingRetired: Bool) async throws -> [Row] {
        let resolution = await resolver.resolve(references)
        var history: [String: SecretUsage] = [:]
        try await record(mayCreate: false) { store in
            for usage in try await store.usage() { history[usage.fingerprint] = usage }
        }
        var rows = resolution.secrets.map { resolved in
            let fingerprint = resolved.secret.fingerprint
            let known = history.removeValue(forKey: fingerprint)
            return Row(
                fingerprint: fingerprint, source: resolved.reference.description,
                state: resolved.secret.strength.isShort ? "too short" : "accepted",
                firstSeen: known?.firstSeen ?? resolved.version.since, lastUsed: known?.lastUsed)
        }
        rows += resolution.problems.map { problem in
            Row(fingerprint: "-", source: problem.reference.description, state: "unreadable")
        }
        Terminal.complain(resolution.problems.map(\.description))
        if includingRetired {
            rows += history.values.sorted { $0.firstSeen < $1.firstSeen }.map { usage in
                Row(
                    fingerprint: usage.fingerprint, source: usage.source, state: "retired", firstSeen: usage.firstSeen,
                    lastUsed: usage.lastUsed)
            }
        }
        return rows
    }

    // MARK: Files and database

    private func edit(_ change: (ConfigurationEditor) throws(ConfigurationEditError) -> String) throws {
        if let listedElsewhere {
            throw CommandFailure("service.secrets comes from \(listedElsewhere), not from \(path); change it there")
        }
        do {
            try AtomicFile.write(Array(try edited(change).utf8), to: path, mode: nil)
        } catch let failure as CommandFailure {
            throw failure
        } catch {
            throw CommandFailure("\(path): \(error)")
        }
    }

    /// The changed text of the configuration, found good: a change that `serve` would refuse is not made.
    private func edited(
        _ change: (ConfigurationEditor) throws(ConfigurationEditError) -> String
    ) throws -> String {
        let text: String
        do {
            text = try change(ConfigurationEditor(text: try TextFile.read(path)))
        } catch {
            throw CommandFailure("\(path): \(error)")
        }
        do throws(ConfigurationFailure) {
            _ = try ConfigurationLoader.load(
                text: Array(text.utf8), name: path, environment: ProcessEnvironment.variables())
        } catch {
            throw CommandFailure("nothing was changed, for the configuration would be wrong then: \(error)")
        }
        return text
    }

    /// Does something with the database, where the configuration names one.
    private func record(mayCreate: Bool = true, _ body: (Store) async throws -> Void) async throws {
        let store = try await ConfiguredStore.open(
            loaded.configuration, environment: ProcessEnvironment.variables(), creating: mayCreate)
        guard let store else { return }
        do { try await body(store) } catch { throw CommandFailure(error) }
    }
}
