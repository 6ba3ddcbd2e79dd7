internal import Doorward
internal import DoorwardSecrets
internal import DoorwardStore

/// Makes a new value of a secret where it is kept; the old one stays live beside it.
struct SecretRenewal {
    let rotation: SecretRotation
    let role: SecretRole
    let reference: SecretReference

    /// What was written.
    struct Outcome {
        let version: SecretVersion
        /// The value, when it was made here.
        let value: String?
    }

    /// - Parameter name: a key such as `service.secrets[0]`, a reference, or a fingerprint.
    init(_ rotation: SecretRotation, _ name: String) async throws {
        self.rotation = rotation
        let uses = rotation.loaded.configuration.secretsInUse
        let named = uses.filter { $0.role.key == name || $0.role.list == name || $0.reference.description == name }
        var found = named
        if found.isEmpty {
            let (resolution, _) = await rotation.read(uses.map(\.reference))
            let reference = resolution.secrets.first { $0.secret.fingerprint == name }?.reference
            found = uses.filter { $0.reference == reference }
        }
        guard let use = found.first else {
            let known = uses.map { "\($0.role.key) (\($0.reference))" }.joined(separator: ", ")
            throw CommandFailure(
                "no secret of the configuration is that; there are \(known.isEmpty ? "none" : known)")
        }
        guard Set(found.map(\.reference)).count == 1 else {
            throw CommandFailure(
                "\(name) is more than one secret; write \(found.map(\.role.key).joined(separator: " or "))")
        }
        (role, reference) = (use.role, use.reference)
    }

    /// Writes a new value: one that is made here, or the one that is given.
    func write(_ given: Secret?, force: Bool) async throws -> Outcome {
        guard role != .master else {
            throw CommandFailure(
                "\(role.key) stays as it is: stored keys are sealed under it, and could not be read with another one")
        }
        guard let source = rotation.access.resolver.source(of: reference) as? any WritableSecretSource else {
            throw CommandFailure(
                "\(reference): nothing can be written there from here; change the value where it is set, or use "
                    + "'doorward secret add' for a second secret")
        }
        let (resolution, _) = await rotation.read([reference])
        if !force { try await checkNobodyIsLeftBehind(resolution) }
        let secret = try given ?? made(after: resolution.secrets.first?.secret)
        if let objection = role.objection(to: secret) { throw CommandFailure(objection) }
        if resolution.secrets.first?.secret.digest == secret.digest {
            throw CommandFailure("\(reference): this is the value that is there already")
        }
        let version: SecretVersion
        do throws(SecretSourceError) { version = try await source.write(secret, to: reference) } catch {
            throw CommandFailure("\(reference): \(error)")
        }
        try await note(secret.fingerprint)
        return Outcome(version: version, value: given == nil ? secret.revealUTF8() : nil)
    }

    /// A new value pushes the one before the current one out. Whoever sends that still would be refused.
    private func checkNobodyIsLeftBehind(_ resolution: SecretResolution) async throws {
        let versions = resolution.secrets.filter { $0.reference == reference }
        guard case .service = role, versions.count > 1 else { return }
        let fingerprint = versions[1].secret.fingerprint
        var lastUsed: Int64?
        try await rotation.record(mayCreate: false) { store in
            lastUsed = try await store.usage().first { $0.fingerprint == fingerprint }?.lastUsed
        }
        let now = WallClock.unixSeconds()
        guard let lastUsed, now - lastUsed < 86_400 else { return }
        throw CommandFailure(
            "\(fingerprint), the value before, let a call in \(Age.text(lastUsed, now)), and a new one would push it out; "
                + "wait until it is no longer used, or say --force")
    }

    /// A random value. Others than the service's own secret are known to somebody else, who must say what they are.
    private func made(after old: Secret?) throws -> Secret {
        guard case .service = role else {
            throw CommandFailure(
                "\(role.key) is a secret that another server checks, so it cannot be made up here; "
                    + "set it there first, then pipe it into 'doorward secret rotate \(role.key) --stdin'")
        }
        var random = SystemRandomNumberGenerator()
        let new = try SecretGenerator.generate(using: &random)
        guard rotation.loaded.configuration.service.authorizationType == .basic,
            let name = old?.revealUTF8()?.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false),
            name.count == 2, let text = new.revealUTF8()
        else { return new }
        // Basic authentication: the user's name stays, the password is new (RFC 7617 §2).
        return Secret(utf8: "\(name[0]):\(text)")
    }

    private func note(_ fingerprint: String) async throws {
        guard case .service = role else { return }
        let now = WallClock.unixSeconds()
        let source = reference.description
        try await rotation.record { store in
            try await store.noteFirstSeen([fingerprint: SecretSighting(source: source, at: now)])
            try await store.append(
                AuditEvent(
                    at: now, kind: "secret.rotated", actor: Terminal.actor, subject: fingerprint,
                    detail: ["source": source]))
        }
    }
}
