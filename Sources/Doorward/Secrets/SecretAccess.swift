internal import DoorwardSecretSources
public import DoorwardSecrets

/// The sources of secrets as a configuration and its surroundings give access to them.
///
/// Nothing is asked before something is read. Call ``shutdown()`` at the end.
public final class SecretAccess: Sendable {
    /// Reads references of every scheme.
    public let resolver: SecretResolver
    private let transports: [HTTPTransport]
    private let commands: CommandSource

    /// - Parameters:
    ///   - configuration: one with resolved paths, as the loader gives it.
    ///   - environment: the process's variables.
    ///   - now: Unix seconds.
    /// - Throws: ``StartFailure`` when a file of certificate authorities cannot be read.
    public init(
        _ configuration: DoorwardConfiguration, environment: [String: String],
        now: @escaping @Sendable () -> Int64 = { WallClock.unixSeconds() }
    ) throws(StartFailure) {
        let own = configuration.secretSources.caFile
        if let own {
            do throws(SecretSourceError) { try HTTPTransport.check(certificateAuthorities: own) } catch {
                throw StartFailure(.configuration, ["secret_sources.ca_file: \(error)"])
            }
        }
        // What a vendor's own variable names is looked at when that vendor is asked.
        let variable = { (name: String) in environment[name].flatMap { $0.isEmpty ? nil : $0 } }
        let files = [own, own ?? variable("AWS_CA_BUNDLE"), own ?? variable("VAULT_CACERT") ?? variable("BAO_CACERT")]
        transports = files.map { HTTPTransport(certificateAuthorities: $0) }
        let surroundings = transports.map { transport in
            SourceSurroundings(
                environment: environment, baseDirectory: configuration.directory, transport: transport, now: now)
        }
        // A command is killed before nobody waits for it any more.
        commands = CommandSource(
            surroundings: surroundings[0], allowed: configuration.secretSources.exec,
            timeLimit: configuration.secretSources.timeout * 0.9)
        resolver = .standard(
            environment: environment, baseDirectory: configuration.directory,
            and: [commands] + Self.sources(configuration, surroundings[0], aws: surroundings[1], vault: surroundings[2])
        )
    }

    private static func sources(
        _ configuration: DoorwardConfiguration, _ surroundings: SourceSurroundings, aws: SourceSurroundings,
        vault: SourceSurroundings
    ) -> [any SecretSource] {
        let credentials = AWSCredentialChain(surroundings: aws)
        return [
            AWSSecretsManagerSource(surroundings: aws, credentials: credentials),
            AWSParameterSource(surroundings: aws, credentials: credentials),
            GoogleSecretSource(surroundings: surroundings),
            AzureKeyVaultSource(surroundings: surroundings),
            VaultSource(surroundings: vault, settings: settings(configuration.vault)),
        ]
    }

    private static func settings(_ vault: DoorwardConfiguration.Vault) -> VaultSettings {
        let login: VaultSettings.Login? =
            switch vault.login {
            case .token: .token
            case .approle: .approle
            case .kubernetes: .kubernetes
            case .jwt: .jwt
            case nil: nil
            }
        return VaultSettings(
            address: vault.address?.text, namespace: vault.namespace, login: login, loginMount: vault.loginMount,
            role: vault.role, roleID: vault.roleID, secretIDFile: vault.secretIDFile, jwtFile: vault.jwtFile)
    }

    /// The files that secrets of a configuration are kept in, by secret.
    func files(of configuration: DoorwardConfiguration) -> [(path: String, reference: SecretReference)] {
        configuration.secretsInUse.map(\.reference).flatMap { reference in
            let source = resolver.source(of: reference) as? any FileBackedSource
            return (source?.paths(of: reference) ?? []).map { ($0, reference) }
        }
    }

    /// Closes the connections to secret managers and ends commands; nothing can be read from them afterwards.
    public func shutdown() async {
        await commands.stop()
        for transport in transports { await transport.shutdown() }
    }

    /// Reads references once, with the sources closed afterwards.
    ///
    /// - Throws: ``StartFailure`` when the sources cannot be made.
    public static func read(
        _ references: [SecretReference], for configuration: DoorwardConfiguration, environment: [String: String]
    ) async throws(StartFailure) -> SecretResolution {
        guard !references.isEmpty else { return SecretResolution() }
        let access = try SecretAccess(configuration, environment: environment)
        let keeper = SecretKeeper(resolver: access.resolver, keeping: configuration.secretSources.keeping)
        let resolution = await keeper.read(references, at: WallClock.unixSeconds())
        await access.shutdown()
        return resolution
    }
}
