public import DoorwardSecrets

/// Reads `vault://MOUNT/PATH#KEY`: HashiCorp Vault and OpenBao, whose HTTP API is the same.
///
/// - Key/value version 2: the current version and the one before it with another value, unless that is deleted.
///   Needs `read` on `MOUNT/data/PATH` and, for the version before, on `MOUNT/metadata/PATH`.
/// - Key/value version 1: one version.
/// - `?engine=lease`, and every other engine: credentials made on demand. They are kept, their lease is renewed at two
///   thirds, and near its maximum new ones are taken, beside which the old ones stay until their lease ends.
///
/// The engine and the mount are asked of Vault where `?engine=` does not say the former; where it does, the first
/// segment is the mount. `#KEY` may be left out when the data have one member.
/// Sources: the documentation of both, pages "KV secrets engine (API)", "/sys/leases", "/sys/internal/ui/mounts".
public final class VaultSource: WritableSecretSource {
    private let client: Result<VaultClient, SecretSourceError>
    private let leases = VaultLeases()

    /// - Parameter settings: where Vault is; faults in them come up when a secret is read.
    public init(surroundings: SourceSurroundings, settings: VaultSettings = VaultSettings()) {
        let settings = settings.filled(from: surroundings)
        client = Result { () throws(SecretSourceError) in
            let connection = try VaultConnection(settings: settings, surroundings: surroundings)
            return VaultClient(connection: connection, login: VaultLogin(connection: connection, settings: settings))
        }
    }

    public var schemes: [String] { ["vault"] }

    public func read(_ reference: SecretReference) async throws(SecretSourceError) -> [SecretVersion] {
        let wanted = try VaultReference(reference)
        let client = try client.get()
        let mount = try await client.mount(for: wanted)
        var versions: [SecretVersion]
        switch mount.engine {
        case .kv2: versions = try await VersionedValues(client: client, mount: mount).read(wanted)
        case .kv1: versions = try await PlainValues(client: client, mount: mount).read(wanted)
        case .lease: versions = try await leases.read(wanted, mount: mount, client: client)
        }
        guard !versions.isEmpty else { throw .notFound(reason: "there is no live version") }
        client.keep(mount, for: wanted)
        versions[0].warnings += await client.tokens.warnings()
        if let warning = client.connection.address.plainWarning { versions[0].warnings.append(warning) }
        if let renewAt = await client.tokens.renewAt {
            versions[0].renewBy = min(versions[0].renewBy ?? .max, renewAt)
        }
        return versions
    }

    /// Writes one member and keeps the others.
    ///
    /// With key/value version 2 nobody's write in between is lost: then it is refused. Version 1 cannot notice one, and
    /// does not keep what was there before.
    public func write(
        _ secret: Secret, to reference: SecretReference
    ) async throws(SecretSourceError) -> SecretVersion {
        let wanted = try VaultReference(reference)
        guard wanted.version == nil else {
            throw .badReference(reason: "a numbered version cannot be written; leave ?version= out")
        }
        guard let text = secret.revealUTF8(), text.utf8.count <= VaultValue.largest else {
            throw .malformed(reason: "Vault keeps texts of at most 64 KiB here; this value is not one")
        }
        guard !text.isEmpty else { throw .empty }
        let client = try client.get()
        let mount = try await client.mount(for: wanted)
        switch mount.engine {
        case .kv2: return try await VersionedValues(client: client, mount: mount).write(text, wanted)
        case .kv1: return try await PlainValues(client: client, mount: mount).write(text, wanted)
        case .lease:
            throw .badReference(
                reason: "the engine at \(mount.mount.shown) makes its values itself; they cannot be written")
        }
    }

    /// Deletes a version of key/value version 2, in the way that can be undone there (`undelete`).
    ///
    /// The other members of that version go with it; those of the current version are untouched.
    public func retire(_ version: SecretVersion, of reference: SecretReference) async throws(SecretSourceError) {
        let wanted = try VaultReference(reference)
        let client = try client.get()
        let mount = try await client.mount(for: wanted)
        guard mount.engine == .kv2 else {
            throw .badReference(
                reason: "only key/value version 2 has versions to retire; this is \(mount.engine.rawValue)")
        }
        try await VersionedValues(client: client, mount: mount).retire(version)
    }
}
