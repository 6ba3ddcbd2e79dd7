public import DoorwardSecrets

/// The files that `doorward init` writes.
public struct ConfigurationTemplate: Sendable {
    public var publicURL: PublicURL
    public var upstream: UpstreamURL
    public var auth: AuthenticationMode
    public var openAPI: OpenAPILocation
    /// Where the service's secret is kept (`service_http`), or the master secret (`oauth`); not written otherwise.
    public var secret: SecretReference?
    /// The picture's file, relative to the configuration file; `nil` for the built-in placeholder.
    public var logo: String?

    public init(
        publicURL: PublicURL, upstream: UpstreamURL, auth: AuthenticationMode,
        openAPI: OpenAPILocation = .upstreamPath("/openapi.json"), secret: SecretReference? = nil, logo: String? = nil
    ) {
        self.publicURL = publicURL
        self.upstream = upstream
        self.auth = auth
        self.openAPI = openAPI
        self.secret = secret
        self.logo = logo
    }

    /// The text of `doorward.yaml`: what was said, and the other important keys as comments with their defaults.
    public func yaml() -> String {
        """
        # Doorward's configuration. Every key: docs/configuration.md; what is in force: doorward config
        # A key can also come from the environment: DOORWARD_LISTEN, DOORWARD_UPSTREAM_URL, …

        # The one address under which assistants know this server. "auto" takes it from a tunnel, for development only.
        public_url: \(publicURL)
        # Where connections are accepted.
        listen: 127.0.0.1:8000

        # The API behind Doorward.
        upstream:
          url: \(upstream)
          # Its OpenAPI document: a file, a URL, or a path on the upstream.
          openapi: \(YAMLScalar.flow(openAPI.written))
          # Sent to the API as the Authorization header; a reference like those below.
          # authorization: env:API_AUTHORIZATION

        # Who may call: none (everybody), service_http (who holds the service's secret), user_http (users with keys),
        # oauth (people who sign in and agree).
        auth: \(auth)
        \(auth == .oauth ? oauthSection : serviceSection)
        # What assistants and people read; what is left out comes from the OpenAPI document.
        manifest:
          # name_for_human: Hello                 # at most 50 characters, better 20
          # name_for_model: hello                 # letters, digits, underscores
          # description_for_human: Says hello.    # at most 120 characters
          # description_for_model: Says hello to the user who asks.
          # contact_email: support@example.com
          # legal_info_url: https://example.com/legal
          \(logo.map { "logo: \(YAMLScalar.flow($0))" } ?? "# logo: logo.png")
          # The tokens that ChatGPT shows while the plugin is installed; public, not secrets.
          # verification_tokens: {openai: 0123456789abcdef0123456789abcdef}

        # documented: only the operations of the OpenAPI document can be called; all: every path of the API.
        expose: documented

        # The web pages that may call from a browser.
        # cors:
        #   origins: [https://chat.openai.com, https://chatgpt.com]

        # The proxies whose X-Forwarded headers are believed.
        # trusted_proxies: [127.0.0.0/8, "::1"]

        # People, clients, tokens and users' keys. "none" keeps nothing.
        database: sqlite:doorward.db

        # Prometheus, for this machine only; "off" to turn it off.
        # metrics:
        #   listen: 127.0.0.1:9464

        # logging:
        #   level: info                           # trace, debug, info, notice, warning, error

        # timeouts:
        #   total: 45s                            # assistants give up then

        """
    }

    private var serviceSection: String {
        let shown = secret?.description ?? "env:CHATGPT_PLUGIN_SECRET"
        let intro = """
            # The places of the service's secrets, all of them accepted:
            # env:NAME, file:/path, dotenv:.env#NAME, systemd:NAME. Never a secret itself.

            """
        guard auth == .serviceHTTP else { return intro + "# service:\n#   secrets: [\(YAMLScalar.flow(shown))]\n" }
        return intro + "service:\n  secrets: [\(YAMLScalar.flow(shown))]\n  authorization_type: bearer\n"
    }

    private var masterSecretLine: String {
        guard let secret else { return "# master_secret: env:DOORWARD_MASTER_SECRET" }
        return "master_secret: \(YAMLScalar.flow(secret.description))"
    }

    private var oauthSection: String {
        """
        oauth:
          # What clients can ask for, each with the sentence that people read before they agree.
          scopes:
            read: Read your data.
            # write: Change your data.
          # Where the secret is kept under which signing keys are stored: env:NAME, file:/path, dotenv:.env#NAME,
          # systemd:NAME. Never a secret itself.
          \(masterSecretLine)
          # access_token_lifetime: 1h
          # refresh_token_lifetime: 30d
          # session_lifetime: 12h
          # sign_up: closed                       # open: anybody may make an account
          # Clients introduce themselves, for nobody makes an id and a secret for each of them beforehand; people still
          # agree to each. closed: only those of "doorward client add".
          registration: open
          # A client may also be known by the document at the https address that is its id.
          client_documents: on

        # Sign-in with accounts that people have elsewhere, several at once; "allow" says whose.
        # identity_providers:
        #   google:
        #     client_id: 1234.apps.example
        #     client_secret: env:GOOGLE_CLIENT_SECRET
        #     allow: {domains: [example.com]}

        # The scopes that operations need, by operationId or "METHOD /path", where the OpenAPI document does not say it.
        # scopes:
        #   hello: read

        # The pages on which people sign in and agree.
        # pages:
        #   name: Hello
        #   accent: "#1f6feb"

        """
    }

    /// The text of `.env`: a comment and one secret. It goes into a file of mode 0600 and into no log.
    ///
    /// - Parameter isForService: whether it is the secret that the assistant is given.
    public static func environmentFile(name: String, value: String, isForService: Bool = true) -> String {
        """
        # Secrets of this Doorward. Keep this file out of version control and readable by its owner only (mode 0600).
        # \(isForService ? "Paste the value into ChatGPT when it asks for the service's token." : masterSecretNote)
        \(name)=\(value)

        """
    }

    private static let masterSecretNote =
        "Signing keys and second factors are stored under it: without it they are lost."

    /// The lines that `.gitignore` must have: the secrets and the database.
    public static let ignoredFiles = [".env", "doorward.db", "doorward.db-shm", "doorward.db-wal", "doorward.db.key"]
}
