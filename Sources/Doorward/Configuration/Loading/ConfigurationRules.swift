/// The rules between keys: what no single value can break.
///
/// A rule is skipped when one of the keys it looks at is wrong by itself.
struct ConfigurationRules {
    let configuration: DoorwardConfiguration
    let origins: [String: ConfigurationOrigin]
    let failed: Set<String>

    init(
        _ configuration: DoorwardConfiguration, origins: [String: ConfigurationOrigin] = [:], failed: Set<String> = []
    ) {
        self.configuration = configuration
        self.origins = origins
        self.failed = failed
    }

    /// Everything that is wrong or doubtful, in the order of the rules.
    func problems() -> [ConfigurationProblem] {
        let rules = authenticationRules() + oauthRules() + providerRules()
        return rules + addressRules() + listenerRules() + tokenRules() + doubts() + oauthDoubts() + providerDoubts()
    }

    // MARK: Authentication

    private func authenticationRules() -> [ConfigurationProblem] {
        var problems: [ConfigurationProblem] = []
        if holds("auth", "service.secrets"), configuration.auth == .serviceHTTP, configuration.service.secrets.isEmpty {
            problems.append(
                problem(
                    "service.secrets", origins["service.secrets"] == nil ? "is missing" : "is empty",
                    hint: "auth: service_http needs at least one place of a secret, such as [env:NAME]",
                    origin: origins["service.secrets"] ?? origins["auth"]))
        }
        if holds("auth", "database"), configuration.auth == .userHTTP, configuration.database == DatabaseLocation.none {
            problems.append(
                problem(
                    "database", "is none, but auth: user_http keeps users' keys in it",
                    hint: "write sqlite:doorward.db"))
        }
        return problems
    }

    // MARK: Addresses

    private func addressRules() -> [ConfigurationProblem] {
        guard holds("public_url"), case .fixed(let origin) = configuration.publicURL, origin.scheme == .http,
            !origin.isLoopback
        else { return [] }
        return [
            problem(
                "public_url", "is plain http, which would send secrets readable through the network",
                hint: "write https://…, or a loopback address such as http://localhost:8000")
        ]
    }

    private func listenerRules() -> [ConfigurationProblem] {
        var problems: [ConfigurationProblem] = []
        if holds("metrics.listen"), let metrics = configuration.metrics.listen {
            if !metrics.isLoopback {
                problems.append(
                    problem(
                        "metrics.listen", "is reachable from other machines",
                        hint: "write a loopback address such as 127.0.0.1:9464, or off"))
            }
            if holds("listen"), metrics == configuration.listen, metrics.port != 0 {
                problems.append(
                    problem("metrics.listen", "is the same address as listen", hint: "write another port, or off"))
            }
        }
        if holds("threads", "limits.connections"), let threads = configuration.threads,
            threads > configuration.limits.connections
        {
            problems.append(
                problem(
                    "threads", "is more than limits.connections, of which each event loop has its share",
                    hint: "write at most \(configuration.limits.connections), or raise limits.connections"))
        }
        if holds("listen", "upstream.url"), isLoop {
            problems.append(
                problem(
                    "upstream.url", "is the address that Doorward itself listens on",
                    hint: "write where the API listens, or change listen"))
        }
        return problems
    }

    private var isLoop: Bool {
        let listen = configuration.listen
        let upstream = configuration.upstream.url
        guard listen.port == upstream.port else { return false }
        let everywhere = IPAddress(listen.host)?.isUnspecified ?? false
        return listen.host == upstream.host || (upstream.isLoopback && (everywhere || listen.isLoopback))
    }

    // MARK: Verification tokens

    private func tokenRules() -> [ConfigurationProblem] {
        configuration.manifest.verificationTokens.sorted { $0.key < $1.key }.compactMap { name, token in
            let isHex =
                token.utf8.count == 32 && token.utf8.allSatisfy { $0.isASCIIDigit || ($0 >= 0x61 && $0 <= 0x66) }
            guard !isHex else { return nil }
            let words = ["replace", "your", "token", "placeholder", "changeme", "verification", "todo", "xxx", "<"]
            let isPlaceholder = words.contains { token.lowercased().contains($0) }
            return problem(
                "manifest.verification_tokens.\(name)",
                isPlaceholder
                    ? "is still a placeholder" : "is not 32 lower-case hexadecimal digits, as such tokens are",
                hint: "write the token that the service shows", severity: .warning)
        }
    }

    // MARK: Doubts

    private func doubts() -> [ConfigurationProblem] {
        var problems: [ConfigurationProblem] = []
        func doubt(_ key: String, _ message: String, hint: String) {
            problems.append(problem(key, message, hint: hint, severity: .warning))
        }
        if holds("auth", "service.secrets"), configuration.auth != .serviceHTTP, !configuration.service.secrets.isEmpty
        {
            doubt(
                "service.secrets", "is not used with auth: \(configuration.auth.rawValue)",
                hint: "remove it, or write auth: service_http")
        }
        if holds("service.header", "service.authorization_type"), origins["service.header"] != nil,
            configuration.service.authorizationType != .custom
        {
            doubt("service.header", "is not used", hint: "write service.authorization_type: custom, or remove it")
        }
        if holds("upstream.ca_file", "upstream.url"), configuration.upstream.caFile != nil,
            configuration.upstream.url.scheme == .http
        {
            doubt("upstream.ca_file", "is not used with an http upstream", hint: "remove it, or write https")
        }
        for (index, block) in configuration.trustedProxies.enumerated()
        where holds("trusted_proxies") && block.isEverything {
            doubt(
                "trusted_proxies[\(index)]", "lets every client say what its own address is",
                hint: "write the addresses of your proxies")
        }
        if holds("timeouts.total", "timeouts.connect"), configuration.timeouts.connect > configuration.timeouts.total {
            doubt("timeouts.connect", "is longer than timeouts.total and never reached", hint: "write a shorter time")
        }
        return problems
    }

    // MARK: Parts

    func holds(_ keys: String...) -> Bool { failed.isDisjoint(with: keys) }

    func problem(
        _ key: String, _ message: String, hint: String, severity: ConfigurationProblem.Severity = .error,
        origin: ConfigurationOrigin? = nil
    ) -> ConfigurationProblem {
        let place = origin ?? origins[key] ?? .default
        return ConfigurationProblem(severity, keyPath: key, origin: place, message: message, hint: hint)
    }
}
