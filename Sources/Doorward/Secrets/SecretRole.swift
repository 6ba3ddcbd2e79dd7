public import DoorwardSecrets

/// What a secret of the configuration is for: the key that names it.
public enum SecretRole: Sendable, Hashable {
    /// `service.secrets[index]`
    case service(Int)
    case upstream
    case master
    case database
    case introspection
    /// `oauth.registration_token`
    case registration
    /// `identity_providers.NAME.client_secret`
    case provider(String)

    /// The key of the configuration, with the place in its list: `service.secrets[0]`.
    public var key: String {
        if case .service(let index) = self { "\(list)[\(index)]" } else { list }
    }

    /// The key of the configuration: `service.secrets`.
    public var list: String {
        switch self {
        case .service: "service.secrets"
        case .upstream: "upstream.authorization"
        case .master: "oauth.master_secret"
        case .database: "database_password"
        case .introspection: "oauth.introspection_client_secret"
        case .registration: "oauth.registration_token"
        case .provider(let name): "identity_providers.\(name).client_secret"
        }
    }

    /// Why a value is no good for this, as a phrase without the value; nil when it is.
    public func objection(to secret: Secret) -> String? {
        switch self {
        case .service:
            if let shortfall = secret.strength.shortfall { return "the secret is short: \(shortfall)" }
            guard !secret.fitsInHeader else { return nil }
            return "the secret cannot stand in a header; "
                + "it must be one line of visible ASCII characters, without blanks or line ends around it"
        case .upstream:
            guard !secret.fitsInHeader else { return nil }
            return "the value cannot stand in a header; it must be one line of visible characters"
        case .master:
            if secret.count < MasterSecret.fewestBytes {
                return "the secret has \(secret.count) bytes; at least \(MasterSecret.fewestBytes) are needed "
                    + "('doorward secret generate' makes one)"
            }
            return secret.strength.shortfall.map { "the secret is short: \($0)" }
        case .registration:
            if let shortfall = secret.strength.shortfall { return "the secret is short: \(shortfall)" }
            guard !secret.fitsInHeader else { return nil }
            return "the secret cannot stand in a header; it must be one line of visible ASCII characters"
        case .database, .introspection, .provider: return nil
        }
    }
}

extension DoorwardConfiguration {
    /// The secrets that this configuration needs, in the order of the reference, with what each is for.
    public var secretsInUse: [(role: SecretRole, reference: SecretReference)] {
        var uses: [(role: SecretRole, reference: SecretReference)] = []
        if auth == .serviceHTTP {
            uses += service.secrets.enumerated().map { (.service($0), $1) }
        }
        if let reference = upstream.authorization { uses.append((.upstream, reference)) }
        if auth == .oauth {
            if let reference = oauth.masterSecret { uses.append((.master, reference)) }
            if let reference = oauth.introspectionClientSecret { uses.append((.introspection, reference)) }
            if !oauth.isExternal {
                if let reference = oauth.registrationToken { uses.append((.registration, reference)) }
                uses += identityProviders.compactMap { provider in
                    provider.clientSecret.map { (.provider(provider.name), $0) }
                }
            }
        }
        if let reference = databasePassword { uses.append((.database, reference)) }
        return uses
    }
}
