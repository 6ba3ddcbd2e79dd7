internal import DoorwardSecrets

/// The secrets of one configuration, read and found good.
struct DoorSecrets: Sendable {
    /// The live service secrets, in the configuration's order.
    var service: [ResolvedSecret] = []
    /// What the API itself wants to see.
    var upstream: ResolvedSecret?
    /// What signing keys are sealed under.
    var master: ResolvedSecret?
    /// The database's password.
    var database: ResolvedSecret?
    /// What an external issuer's introspection endpoint wants to see.
    var introspection: ResolvedSecret?
    var warnings: [String] = []

    var all: [ResolvedSecret] { service + [upstream, master, database, introspection].compactMap { $0 } }

    /// Reads all secrets at once and checks that none is missing, empty or short.
    ///
    /// - Throws: ``StartFailure`` with every problem.
    static func read(
        for configuration: DoorwardConfiguration, environment: [String: String]
    ) async throws(StartFailure) -> DoorSecrets {
        let resolver = SecretResolver.standard(environment: environment, baseDirectory: configuration.directory)
        let wanted = configuration.auth == .serviceHTTP ? configuration.service.secrets : []
        let service = await resolver.resolve(wanted)
        let upstream = await resolver.resolve(configuration.upstream.authorization.map { [$0] } ?? [])
        let oauth = configuration.auth == .oauth ? configuration.oauth : nil
        let master = await resolver.resolve(oauth?.masterSecret.map { [$0] } ?? [])
        let database = await resolver.resolve(configuration.databasePassword.map { [$0] } ?? [])
        let introspection = await resolver.resolve(oauth?.introspectionClientSecret.map { [$0] } ?? [])
        var problems = service.problems.map { "service.secrets: \($0)" }
        problems += master.problems.map { "oauth.master_secret: \($0)" }
        problems += database.problems.map { "database_password: \($0)" }
        problems += introspection.problems.map { "oauth.introspection_client_secret: \($0)" }
        for resolved in master.secrets where resolved.secret.count < 32 {
            problems.append(
                "oauth.master_secret: \(resolved.reference): the secret is short; at least 32 bytes are needed")
        }
        problems += upstream.problems.map { "upstream.authorization: \($0)" }
        for resolved in service.secrets {
            if let shortfall = resolved.secret.strength.shortfall {
                problems.append("service.secrets: \(resolved.reference): the secret is short: \(shortfall)")
            } else if !resolved.secret.fitsInHeader {
                problems.append(
                    "service.secrets: \(resolved.reference): the secret cannot stand in a header; "
                        + "it must be one line of visible ASCII characters, without blanks or line ends around it")
            }
        }
        for resolved in upstream.secrets where !resolved.secret.fitsInHeader {
            problems.append(
                "upstream.authorization: \(resolved.reference): the value cannot stand in a header; "
                    + "it must be one line of visible characters")
        }
        if configuration.auth == .serviceHTTP, wanted.isEmpty {
            problems.append("service.secrets: names no secret; 'doorward secret add' makes one")
        }
        guard problems.isEmpty else { throw StartFailure(.configuration, problems) }
        let doubts = service.secrets.compactMap { resolved in
            resolved.secret.strength.doubt.map { "service.secrets: \(resolved.reference): the secret is \($0)" }
        }
        return DoorSecrets(
            service: service.secrets, upstream: upstream.secrets.first, master: master.secrets.first,
            database: database.secrets.first, introspection: introspection.secrets.first,
            warnings: (service.warnings + upstream.warnings + master.warnings).map(\.description) + doubts)
    }
}
