internal import Doorward
internal import DoorwardSecrets
internal import DoorwardStore

/// Changes which service secrets a configuration accepts: its file, the `.env` beside it, and the history in the database.
struct SecretRotation {
    let path: String
    let loaded: LoadedConfiguration
    let access: SecretAccess
    /// The environment variable that lists the secrets, where one does: then the file's list is not in force.
    let listedElsewhere: String?

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
        access = try SecretAccess(loaded.configuration, environment: ProcessEnvironment.variables())
    }

    /// Does something with the secrets of a configuration, and closes the connections to their sources.
    static func with<Result>(
        _ file: ConfigurationFileOption, _ body: (SecretRotation) async throws -> Result
    ) async throws -> Result {
        let rotation = try SecretRotation(file)
        do {
            let result = try await body(rotation)
            await rotation.access.shutdown()
            return result
        } catch {
            await rotation.access.shutdown()
            throw error
        }
    }

    /// Reads secrets as the server does at its start.
    func read(_ references: [SecretReference]) async -> (SecretResolution, SecretKeeper) {
        let keeper = SecretKeeper(
            resolver: access.resolver, keeping: loaded.configuration.secretSources.keeping)
        return (await keeper.read(references, at: WallClock.unixSeconds()), keeper)
    }

    /// Locks the configuration's directory against other commands, until the end of the process or ``FileLock/end()``.
    static func lock(_ file: ConfigurationFileOption) throws -> FileLock {
        let path = file.config ?? ProcessEnvironment.variables()["DOORWARD_CONFIG"] ?? ConfigurationLoader.defaultPath
        let directory = path.lastIndex(of: "/").map { $0 == path.startIndex ? "/" : String(path[..<$0]) } ?? "."
        return try FileLock(directory: directory)
    }

    var references: [SecretReference] { loaded.configuration.service.secrets }

    /// The `.env` file that new secrets go into, as references name it: the one in use, else `.env` beside the configuration.
    private var environmentLocation: String { references.first { $0.scheme == "dotenv" }?.location ?? ".env" }

    /// The same, seen from here.
    var environmentFile: String { resolved(environmentLocation) }

    func resolved(_ location: String) -> String {
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
            for taken in [name, name + "_PREVIOUS"] where dotenv.names.contains(taken) {
                throw CommandFailure("\(environmentFile): \(taken) is there already; choose another --name")
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
        // A name whose older value is there would bring that back.
        func isFree(_ name: String) -> Bool { !names.contains(name) && !names.contains(name + "_PREVIOUS") }
        if isFree(base) { return base }
        var number = 2
        while !isFree("\(base)_\(number)") { number += 1 }
        return "\(base)_\(number)"
    }

    /// Accepts what is kept at the reference, after checking that it can be read and is good enough.
    ///
    /// - Returns: its fingerprint.
    func add(_ reference: SecretReference) async throws -> String {
        let (resolution, _) = await read([reference])
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

    // MARK: Files and database

    func edit(_ change: (ConfigurationEditor) throws(ConfigurationEditError) -> String) throws {
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
    func record(mayCreate: Bool = true, _ body: (Store) async throws -> Void) async throws {
        let store = try await ConfiguredStore.open(
            loaded.configuration, environment: ProcessEnvironment.variables(), creating: mayCreate)
        guard let store else { return }
        do { try await body(store) } catch { throw CommandFailure(error) }
    }
}
