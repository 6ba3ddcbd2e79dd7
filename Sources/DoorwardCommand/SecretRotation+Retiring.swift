internal import Doorward
internal import DoorwardSecrets
internal import DoorwardStore

extension SecretRotation {
    /// What was retired.
    enum Retired {
        /// A reference, taken out of the configuration.
        case reference(SecretReference)
        /// An older version, taken out of service where it is kept.
        case version(SecretReference, label: String?)
        /// A value that is no longer kept anywhere, and that a running server accepted still.
        case leftover(source: String)
    }

    /// No longer accepts a secret, named by fingerprint or place: an older version where it is kept, a value that only a
    /// running server still accepts, or a whole reference, which is also taken out of a `.env` file.
    func retire(_ name: String) async throws -> Retired {
        let uses = loaded.configuration.secretsInUse.map(\.reference)
        let (resolution, _) = await read(uses)
        let named = resolution.secrets.filter { $0.secret.fingerprint == name }
        let current = named.filter { found in
            resolution.secrets.first { $0.reference == found.reference }?.secret.fingerprint == name
        }
        if let old = named.first(where: { found in !current.contains { $0.reference == found.reference } }) {
            let retired = try await retire(old, isLast: named.count == 1)
            Terminal.complain(
                named.filter { $0.reference != old.reference }.map { "the same value is live at \($0.reference) still" }
            )
            return retired
        }
        if let found = current.first {
            guard references.contains(found.reference) else {
                throw CommandFailure("\(found.reference): this is its current value; rotate it first")
            }
            if let older = resolution.secrets.first(where: {
                $0.reference == found.reference && $0.secret.fingerprint != name
            }) {
                throw CommandFailure(
                    "\(name) is the current value of \(found.reference), and \(older.secret.fingerprint) the older one; "
                        + "name that one, or \(found.reference) to accept neither")
            }
            return .reference(try await retire(found.reference, resolution))
        }
        if let reference = references.first(where: { $0.description == name }) {
            return .reference(try await retire(reference, resolution))
        }
        if let source = try await dismiss(name) { return .leftover(source: source) }
        throw CommandFailure(
            "no accepted secret is \(name.count <= 16 ? name : "that"); 'doorward secret list' has them")
    }

    /// Retires a version that is not the current one.
    private func retire(_ old: ResolvedSecret, isLast: Bool) async throws -> Retired {
        guard let source = access.resolver.source(of: old.reference) as? any WritableSecretSource else {
            throw CommandFailure("\(old.reference): an older version there cannot be taken out from here")
        }
        do throws(SecretSourceError) { try await source.retire(old.version, of: old.reference) } catch {
            throw CommandFailure("\(old.reference): \(error)")
        }
        if isLast { try await note(old.secret.fingerprint, old.reference.description) }
        return .version(old.reference, label: old.version.label)
    }

    /// Retires a value that is known from the database only.
    private func dismiss(_ fingerprint: String) async throws -> String? {
        var source: String?
        try await record(mayCreate: false) { store in
            let known = try await store.usage().first { $0.fingerprint == fingerprint && $0.retiredAt == nil }
            source = known?.source
        }
        guard let source else { return nil }
        try await note(fingerprint, source)
        return source
    }

    private func note(_ fingerprint: String, _ source: String) async throws {
        let now = WallClock.unixSeconds()
        try await record { store in
            _ = try await store.retire(fingerprint: fingerprint, at: now)
            try await store.append(
                AuditEvent(
                    at: now, kind: "secret.retired", actor: Terminal.actor, subject: fingerprint,
                    detail: ["source": source]))
        }
    }

    private func retire(
        _ reference: SecretReference, _ resolution: SecretResolution
    ) async throws -> SecretReference {
        // One that is optional and has no value lets nobody in.
        guard resolution.secrets.contains(where: { $0.reference != reference && references.contains($0.reference) })
        else {
            throw CommandFailure(
                (references.count > 1 ? "no other secret can be read now" : "this is the last secret")
                    + ": every call would be refused; 'doorward secret add' or 'doorward secret rotate' comes first"
            )
        }
        let fingerprints = resolution.secrets.filter { $0.reference == reference }.map(\.secret.fingerprint)
        try edit { editor throws(ConfigurationEditError) in try editor.removingSecret(reference) }
        if reference.scheme == "dotenv", let variable = reference.fragment {
            try forget(variable, in: resolved(reference.location))
        }
        for fingerprint in fingerprints { try await note(fingerprint, reference.description) }
        return reference
    }

    private func forget(_ variable: String, in file: String) throws {
        do {
            let dotenv = try DotenvFile(parsing: try TextFile.read(file))
            // With its older value, which must not come back when the name is used again.
            let rest = try DotenvFile(parsing: dotenv.removing(variable)).removing(variable + "_PREVIOUS")
            try AtomicFile.write(Array(rest.utf8), to: file, mode: nil)
        } catch {
            throw CommandFailure("\(file): \(variable) is no longer accepted, but could not be taken out: \(error)")
        }
    }
}
