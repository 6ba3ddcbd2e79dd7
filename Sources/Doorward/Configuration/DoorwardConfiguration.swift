public import DoorwardSecrets

/// Everything a running Doorward needs to be told, as plain values with safe defaults.
///
/// Three things must be said, the rest has a default:
///
/// ```swift
/// var configuration = DoorwardConfiguration(
///     publicURL: try PublicURL(parsing: "https://api.example.com"),
///     upstream: try UpstreamURL(parsing: "http://127.0.0.1:9000"),
///     auth: .serviceHTTP)
/// configuration.service.secrets = [try SecretReference(parsing: "env:CHATGPT_PLUGIN_SECRET")]
/// try configuration.validate()
/// ```
///
/// ``ConfigurationLoader`` makes one from a file, the environment and flags; ``ConfigurationKey/all`` lists the names.
public struct DoorwardConfiguration: Sendable, Equatable {
    /// The one canonical address under which assistants know this server.
    public var publicURL: PublicURL
    /// Where connections are accepted.
    public var listen: ListenAddress
    /// Event loops of the gate, 1…1024; nil for one for each core that the process may use.
    public var threads: Int?
    /// The API behind Doorward.
    public var upstream: Upstream
    /// How callers prove who they are.
    public var auth: AuthenticationMode
    /// What `auth: service_http` needs.
    public var service: Service
    /// What `auth: user_http` needs.
    public var user: User
    /// What `auth: oauth` needs.
    public var oauth: OAuth
    /// Where people may sign in with an account that they have elsewhere, in the order of the buttons.
    public var identityProviders: [IdentityProviderConfiguration]
    /// The scopes that operations need, by operationId or by method and path (`GET /notes`), instead of what the
    /// OpenAPI document says; an empty list means that any token will do.
    public var operationScopes: [String: [String]]
    /// How the pages look on which people sign in and agree.
    public var pages: Pages
    /// The texts of the plugin manifest.
    public var manifest: Manifest
    /// What is published besides the manifest.
    public var publish: Publish
    /// Which paths of the API can be called.
    public var expose: Exposure
    /// Which web pages may call from a browser.
    public var cors: CORS
    /// The proxies whose `X-Forwarded-…` headers are believed.
    public var trustedProxies: [CIDRBlock]
    /// How secrets are read and kept up to date.
    public var secretSources: SecretSources
    /// How HashiCorp Vault or OpenBao is reached, for references `vault://…`.
    public var vault: Vault
    /// Where people, clients, tokens and users' keys are kept.
    public var database: DatabaseLocation
    /// Where the password of a PostgreSQL database is kept.
    public var databasePassword: SecretReference?
    /// Most connections to a PostgreSQL database, 1…1000.
    public var databaseConnections: Int
    /// The Prometheus endpoint.
    public var metrics: Metrics
    /// What is logged, and how.
    public var logging: Logging
    /// How much one client may send.
    public var limits: Limits
    /// How long one request may take.
    public var timeouts: Timeouts
    /// The folder of the configuration file: what relative paths, also those inside secret references, start from.
    public var directory: String

    /// A configuration with the defaults of every other key.
    public init(publicURL: PublicURL, upstream: UpstreamURL, auth: AuthenticationMode) {
        self.publicURL = publicURL
        self.listen = ListenAddress(host: "127.0.0.1", port: 8000)
        self.upstream = Upstream(url: upstream)
        self.auth = auth
        self.service = Service()
        self.user = User()
        self.oauth = OAuth()
        self.identityProviders = []
        self.operationScopes = [:]
        self.pages = Pages()
        self.manifest = Manifest()
        self.publish = Publish()
        self.expose = .documented
        self.cors = CORS()
        self.trustedProxies = [.loopbackVersion4, .loopbackVersion6]
        self.secretSources = SecretSources()
        self.vault = Vault()
        self.database = .sqlite("doorward.db")
        self.databaseConnections = 8
        self.metrics = Metrics()
        self.logging = Logging()
        self.limits = Limits()
        self.timeouts = Timeouts()
        self.directory = "."
    }

    /// Every reference to a secret in it, used or not.
    var secretReferences: [SecretReference] {
        service.secrets
            + [
                upstream.authorization, oauth.masterSecret, oauth.registrationToken, oauth.introspectionClientSecret,
                databasePassword,
            ].compactMap(\.self) + identityProviders.compactMap(\.clientSecret)
    }

    /// What the keys' defaults are read from; the three values that must be said are placeholders.
    static let defaults = DoorwardConfiguration(publicURL: .auto, upstream: .placeholder, auth: AuthenticationMode.none)
}
