internal import DoorwardOAuth
internal import DoorwardProviders
internal import DoorwardSecrets

/// What an identity provider of a configuration looks like from here, asked as the server would ask.
public struct ProviderCheck: Sendable, Equatable {
    /// The name in the configuration.
    public let name: String
    public let type: String
    /// What its registration there must have as the redirect URI.
    public let callback: String
    /// The site that people are sent to; nil when it is not known.
    public let site: String?
    /// What is wrong, in a sentence; nil when everything that can be seen from here is right.
    public let problem: String?

    /// Reads each provider's secret and what it publishes, all at once. Nobody is signed in by that.
    ///
    /// - Throws: ``StartFailure`` when no provider could be asked at all.
    public static func all(
        of configuration: DoorwardConfiguration,
        environment: [String: String] = ProcessEnvironment.variables()
    ) async throws(StartFailure) -> [ProviderCheck] {
        let references = configuration.identityProviders.compactMap(\.clientSecret)
        let resolution = try await SecretAccess.read(references, for: configuration, environment: environment)
        let outside = try OutsideFetching(OutsideFetching.Terms(configuration))
        let providers = configuration.signInProviders(fetcher: outside.direct, secrets: { _ in [] })
        return await withTaskGroup(of: (Int, ProviderCheck).self) { tasks in
            for (index, pair) in zip(configuration.identityProviders, providers).enumerated() {
                let problem = pair.0.clientSecret.flatMap { reference in
                    resolution.problems.first { $0.reference == reference }.map { "client_secret: \($0)" }
                }
                tasks.addTask { (index, await check(pair.0, pair.1, of: configuration, problem)) }
            }
            var found: [(Int, ProviderCheck)] = []
            for await check in tasks { found.append(check) }
            return found.sorted { $0.0 < $1.0 }.map(\.1)
        }
    }

    /// Where a provider of this name sends people back to.
    public static func callback(of name: String, _ configuration: DoorwardConfiguration) -> String {
        "\(configuration.publicURL)/oauth/callback/\(name)"
    }

    private static func check(
        _ configured: IdentityProviderConfiguration, _ provider: any SignInProvider,
        of configuration: DoorwardConfiguration, _ secretProblem: String?
    ) async -> ProviderCheck {
        let callback = callback(of: configured.name, configuration)
        var problems = configured.settings(keepsTokens: false).problems
        if let secretProblem { problems.append(secretProblem) }
        if problems.isEmpty {
            do throws(ProviderFailure) {
                _ = try await provider.begin(state: "check", redirectURI: callback)
                try await provider.check()
            } catch {
                problems.append(sentence(error))
            }
        }
        return ProviderCheck(
            name: configured.name, type: configured.type.rawValue, callback: callback, site: provider.formAction,
            problem: problems.isEmpty ? nil : problems.joined(separator: "; "))
    }

    private static func sentence(_ failure: ProviderFailure) -> String {
        switch failure {
        case .unavailable(let what): "cannot be asked: \(what)"
        case .untrue(let what): "publishes what does not hold: \(what)"
        case .denied: "refuses to be asked"
        }
    }
}
