internal import DoorwardSecrets

/// The secrets of one configuration, read and found good.
struct DoorSecrets: Sendable {
    /// The live service secrets, in the configuration's order; of each the newest version first.
    var service: [ResolvedSecret] = []
    /// What the API itself wants to see.
    var upstream: ResolvedSecret?
    /// What signing keys are sealed under: the newest version first.
    var master: [ResolvedSecret] = []
    /// The database's password: the newest version first.
    var database: [ResolvedSecret] = []
    /// What an external issuer's introspection endpoint wants to see.
    var introspection: ResolvedSecret?
    /// The initial access tokens of registration.
    var registration: [ResolvedSecret] = []
    /// The client secrets at identity providers, by their names: the newest version first.
    var providers: [String: [ResolvedSecret]] = [:]
    var warnings: [String] = []

    var all: [ResolvedSecret] {
        service + master + database + registration + [upstream, introspection].compactMap { $0 }
            + providers.sorted { $0.key < $1.key }.flatMap(\.value)
    }

    /// What was read for a configuration, checked: none may be missing that is needed.
    ///
    /// - Throws: ``StartFailure`` with every problem.
    init(_ resolution: SecretResolution, for configuration: DoorwardConfiguration) throws(StartFailure) {
        let uses = configuration.secretsInUse
        self.init(uses: uses) { reference in resolution.secrets.filter { $0.reference == reference } }
        var problems = Self.labelled(resolution.problems, uses)
        if configuration.auth == .serviceHTTP, service.isEmpty, problems.isEmpty {
            problems.append(
                configuration.service.secrets.isEmpty
                    ? "service.secrets: names no secret; 'doorward secret add' makes one"
                    : "service.secrets: none of them can be read, so every call would be refused")
        }
        warnings = Self.labelled(resolution.warnings, uses) + doubts
        let mayPass = !resolution.problems.isEmpty && resolution.problems.allSatisfy(\.mayPass)
        guard problems.isEmpty else {
            throw StartFailure(mayPass ? .unavailable : .configuration, problems)
        }
    }

    /// What is live at the moment.
    static func current(
        for configuration: DoorwardConfiguration, from keeper: SecretKeeper
    ) async -> DoorSecrets {
        let live = await keeper.all
        return DoorSecrets(uses: configuration.secretsInUse) { reference in
            live.first { $0.reference == reference }?.versions.map {
                ResolvedSecret(reference: reference, version: $0.version)
            } ?? []
        }
    }

    private init(
        uses: [(role: SecretRole, reference: SecretReference)], versions: (SecretReference) -> [ResolvedSecret]
    ) {
        for (role, reference) in uses {
            let found = versions(reference)
            switch role {
            case .service: service += found
            case .upstream: upstream = found.first
            case .master: master = found
            case .database: database = found
            case .introspection: introspection = found.first
            case .registration: registration = found
            case .provider(let name): providers[name] = found
            }
        }
    }

    private static func labelled(
        _ problems: [SecretProblem], _ uses: [(role: SecretRole, reference: SecretReference)]
    ) -> [String] {
        uses.flatMap { use in
            problems.filter { $0.reference == use.reference }.map { "\(use.role.list): \($0)" }
        }
    }

    private var doubts: [String] {
        service.compactMap { resolved in
            resolved.secret.strength.doubt.map { "service.secrets: \(resolved.reference): the secret is \($0)" }
        }
    }

    /// Refuses values that would do harm where they are used.
    static func check(for configuration: DoorwardConfiguration) -> SecretKeeper.Check {
        let uses = configuration.secretsInUse
        return { reference, secret in
            uses.lazy.filter { $0.reference == reference }.compactMap { $0.role.objection(to: secret) }.first
        }
    }

    /// Whether the same values are used in the same way.
    func hasSameValues(as other: DoorSecrets) -> Bool {
        func digests(_ secrets: [ResolvedSecret]) -> [SecretDigest] { secrets.map(\.secret.digest) }
        return digests(service) == digests(other.service) && digests(master) == digests(other.master)
            && digests(database) == digests(other.database)
            && upstream?.secret.digest == other.upstream?.secret.digest
            && introspection?.secret.digest == other.introspection?.secret.digest
            && digests(registration) == digests(other.registration)
            && providers.mapValues(digests) == other.providers.mapValues(digests)
    }
}
