internal import DoorwardJOSE
internal import DoorwardOAuth
public import DoorwardSecrets
internal import DoorwardServer
public import DoorwardStore

/// The secret under which signing keys and second factors are stored, read and found good.
public struct MasterSecret: Sendable {
    /// Where it is kept.
    public enum Place: Sendable, Equatable {
        case reference(SecretReference)
        /// A file beside the SQLite database; `isNew` when it was made just now.
        case file(path: String, isNew: Bool)
    }

    public let secret: Secret
    public let place: Place
    /// What is doubtful about it, a sentence each.
    public let warnings: [String]
    /// Older versions where it is kept, newest first: stored keys may be sealed under one of them still.
    public internal(set) var older: [Secret] = []

    /// The bytes that keys are derived from, at least ``fewestBytes``.
    public var bytes: [UInt8] { secret.withUnsafeBytes { Array($0) } }

    /// This secret, or that of its older versions which the keys in the database are sealed under.
    ///
    /// - Throws: what the database throws.
    public func opening(_ store: Store, at now: Int64) async throws -> MasterSecret {
        guard !older.isEmpty, let key = try await store.signingKeys(at: now).first else { return self }
        for candidate in [secret] + older {
            let bytes = candidate.withUnsafeBytes { Array($0) }
            guard let wrapping = try? KeyWrapping(master: bytes, context: AuthorizationServer.signingKeyContext),
                (try? wrapping.open(key.sealedPrivateKey, authenticating: key.id)) != nil
            else { continue }
            guard candidate.digest != secret.digest else { return self }
            return MasterSecret(
                secret: candidate, place: place,
                warnings: warnings + [
                    "oauth.master_secret: stored keys are sealed under an older version of it, which is used; "
                        + "keep that version, for without it those keys are lost"
                ])
        }
        return self
    }

    /// 256 bits, were they random; `SecretStrength` looks at how random they are.
    public static let fewestBytes = 32

    /// Reads the secret that `oauth.master_secret` names; where nothing is named, that of the file beside the SQLite
    /// database, which is made when it is not there.
    ///
    /// - Parameters:
    ///   - configuration: one with resolved paths, as the loader gives it.
    ///   - versions: what `oauth.master_secret` names where it was read before, the newest first.
    ///   - store: the database. When keys are stored in it already, no new secret is made: none of them could be read
    ///     with it.
    /// - Throws: ``StartFailure``, which names the key.
    public static func read(
        for configuration: DoorwardConfiguration, environment: [String: String],
        versions: [ResolvedSecret] = [], store: Store
    ) async throws(StartFailure) -> MasterSecret {
        if let found = try found(versions, warnings: []) { return found }
        if let reference = configuration.oauth.masterSecret {
            return try await read(reference, configuration, environment)
        }
        guard case .sqlite(let database) = configuration.database else {
            throw StartFailure(
                .configuration, ["oauth.master_secret: is missing; write where it is kept, such as env:NAME"])
        }
        let path = database + ".key"
        var isNew = false
        if FileStamp(path: path) == nil {
            try await checkNothingIsSealed(in: store, path: path)
            isNew = try make(at: path)
        }
        var read: (secret: Secret, warnings: [String]) = try await self.read(file: path)
        // Another process may have made the file this moment, and not written it yet.
        for _ in 0..<20 where read.secret.count == 0 {
            try? await Task.sleep(for: .milliseconds(50))
            read = try await self.read(file: path)
        }
        try check(read.secret, name: path)
        return MasterSecret(
            secret: read.secret, place: .file(path: path, isNew: isNew), warnings: read.warnings)
    }

    private static func read(
        _ reference: SecretReference, _ configuration: DoorwardConfiguration, _ environment: [String: String]
    ) async throws(StartFailure) -> MasterSecret {
        let resolution = try await SecretAccess.read([reference], for: configuration, environment: environment)
        guard let resolved = resolution.secrets.first else {
            throw StartFailure(
                .configuration, (resolution.problems + resolution.warnings).map { "oauth.master_secret: \($0)" })
        }
        return try found(resolution.secrets, warnings: resolution.warnings.map { "oauth.master_secret: \($0)" })
            ?? MasterSecret(secret: resolved.secret, place: .reference(reference), warnings: [])
    }

    /// What was found at a reference, the newest version first; nil for nothing.
    private static func found(
        _ versions: [ResolvedSecret], warnings: [String]
    ) throws(StartFailure) -> MasterSecret? {
        guard let newest = versions.first else { return nil }
        try check(newest.secret, name: newest.reference.description)
        let doubt = newest.secret.strength.doubt.map {
            ["oauth.master_secret: \(newest.reference): the secret is \($0)"]
        }
        var master = MasterSecret(
            secret: newest.secret, place: .reference(newest.reference), warnings: warnings + (doubt ?? []))
        master.older = versions.dropFirst().map(\.secret)
        return master
    }

    private static func check(_ secret: Secret, name: String) throws(StartFailure) {
        if secret.count < fewestBytes {
            throw StartFailure(
                .configuration,
                [
                    "oauth.master_secret: \(name): the secret has \(secret.count) bytes; at least \(fewestBytes) are "
                        + "needed ('doorward secret generate' makes one)"
                ])
        }
        if let shortfall = secret.strength.shortfall {
            throw StartFailure(.configuration, ["oauth.master_secret: \(name): the secret is short: \(shortfall)"])
        }
    }

    // MARK: The file

    private static func checkNothingIsSealed(in store: Store, path: String) async throws(StartFailure) {
        let keys: Int
        do { keys = try await store.signingKeys(at: 0).count } catch {
            throw StartFailure(.failure, ["database: \(error)"])
        }
        guard keys == 0 else {
            throw StartFailure(
                .configuration,
                [
                    "oauth.master_secret: \(path) is missing, and \(keys) signing keys in the database are stored "
                        + "under the secret in it; put it back from a backup, or name the secret in the configuration"
                ])
        }
    }

    /// Makes the file; false when another process was faster.
    private static func make(at path: String) throws(StartFailure) -> Bool {
        var random = SystemRandomNumberGenerator()
        do {
            let secret = try SecretGenerator.generate(using: &random)
            let bytes = secret.withUnsafeBytes { Array($0) } + [0x0A]
            try AtomicFile.createNew(bytes, at: path, mode: 0o600)
            return true
        } catch AtomicFileError.exists {
            return false
        } catch {
            throw StartFailure(
                .configuration, ["oauth.master_secret: \(error); make the folder writable, or name a secret"])
        }
    }

    /// The content without the line's end; empty for a file that is still being written.
    private static func read(file path: String) async throws(StartFailure) -> (secret: Secret, warnings: [String]) {
        do throws(ConfigurationFile.Failure) {
            var bytes = try ConfigurationFile.read(path, limit: FileSource.largest)
            while bytes.last == 0x0A || bytes.last == 0x0D { bytes.removeLast() }
            let warnings = isReadableByOthers(path) ? ["\(path) can be read by others; run chmod 600 \(path)"] : []
            return (Secret(bytes), warnings)
        } catch {
            throw StartFailure(.configuration, ["oauth.master_secret: \(path): \(error.message)"])
        }
    }
}
