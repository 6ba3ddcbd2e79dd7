internal import Doorward
internal import DoorwardDoctor
internal import DoorwardDocuments
internal import DoorwardSecrets

/// What `doorward doctor --self` and the check at start compare with what the server answers.
struct SelfExamination: Sendable {
    let expectation: SelfExpectation
    /// The address to examine as a client would.
    let target: WebAddress
    let profile: ClientProfile
    /// The first live service secret, for the call that must succeed.
    let secret: ProbeSecret?

    /// - Parameter port: where the server really listens, when that is known.
    init(_ loaded: LoadedConfiguration, port: Int? = nil) async throws {
        let configuration = loaded.configuration
        var publicURL: String?
        if case .fixed(let origin) = configuration.publicURL { publicURL = origin.description }
        let listen = configuration.listen
        // "Every address" is no address to connect to.
        let host = ["0.0.0.0", "::", "*"].contains(listen.host) ? "127.0.0.1" : listen.host
        let bracketed = host.contains(":") ? "[\(host)]" : host
        let isOAuth = configuration.auth == .oauth
        let issuer = configuration.oauth.issuer?.text ?? publicURL
        expectation = SelfExpectation(
            publicURL: publicURL, listening: "http://\(bracketed):\(port ?? listen.port)",
            issuer: isOAuth ? issuer : nil, resource: isOAuth ? publicURL : nil,
            isOwnIssuer: isOAuth && !configuration.oauth.isExternal && publicURL != nil)
        guard let target = WebAddress(expectation.publicURL ?? expectation.listening) else {
            throw CommandFailure("there is no address to examine; set public_url")
        }
        self.target = target
        guard var profile = ClientProfile.named("chatgpt-plugin") else {
            throw CommandFailure("the profile chatgpt-plugin is missing")
        }
        // In the server's log its own requests must not look like ChatGPT's.
        profile.headers = [("user-agent", "doorward/\(DoorwardVersion.text) (self-check)")]
        self.profile = profile
        let references = configuration.auth == .serviceHTTP ? configuration.service.secrets.prefix(1) : []
        let resolution = try await SecretAccess.read(
            Array(references), for: configuration, environment: ProcessEnvironment.variables())
        secret = resolution.secrets.first?.secret.revealUTF8().map(ProbeSecret.init)
    }

    var heading: String { "\(expectation.publicURL ?? expectation.listening) (this server)" }

    func examination(
        _ transport: any ProbeTransport, observe: @escaping @Sendable (Examination.Event) -> Void = { _ in }
    ) -> Examination {
        Examination(
            target: target, profile: profile, options: DoctorOptions(secret: secret), transport: transport,
            environment: DoctorEnvironment.standard, observe: observe)
    }
}
