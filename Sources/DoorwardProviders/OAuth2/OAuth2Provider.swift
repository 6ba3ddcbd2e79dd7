public import DoorwardFetch
public import DoorwardOAuth

/// A provider that is not OpenID: GitHub, Facebook, or an OAuth 2.0 server that says at an address who a token is for
/// (RFC 6749 §4.1, RFC 7636).
///
/// Such a provider has no issuer of its own; the one of its identities is scheme, host and port of the authorization
/// endpoint for the vendors, such as `https://github.com`, and the whole address without its query for any other: several
/// servers may live on one host. What it says comes straight from its own host over TLS, and is believed for
/// that.
public struct OAuth2Provider: SignInProvider {
    public let settings: ProviderSettings
    let secrets: @Sendable () -> [String]
    let exchange: ProviderExchange
    let now: @Sendable () -> Int64
    let random: @Sendable (Int) -> [UInt8]

    /// - Parameters:
    ///   - secrets: the client secrets that are live now, newest first; none for a public client.
    ///   - now: Unix seconds.
    ///   - random: so many bytes that nobody can guess.
    public init(
        settings: ProviderSettings, secrets: @escaping @Sendable () -> [String], fetcher: any DocumentFetching,
        now: @escaping @Sendable () -> Int64, random: @escaping @Sendable (Int) -> [UInt8]
    ) {
        self.settings = settings
        self.secrets = secrets
        exchange = ProviderExchange(fetcher: fetcher)
        self.now = now
        self.random = random
    }

    public var name: String { settings.name }
    public var label: String { settings.label }
    public var rules: ProviderRules { settings.rules }
    /// Of the vendors the origin: the rest of the address has the version of an interface.
    public var authority: String {
        let address = settings.tokenURL ?? name
        return settings.kind == .oauth2 ? address : ProviderAddress(address)?.source ?? address
    }
    public var formAction: String? { settings.authorizationURL.flatMap { ProviderAddress($0)?.source } }

    public func begin(state: String, redirectURI: String) async throws(ProviderFailure) -> ProviderDeparture {
        let authorization = try address(settings.authorizationURL)
        let visit = KeptVisit(
            issuer: issuer(authorization), redirectURI: redirectURI, leftAt: now(), random: random)
        let query = AuthorizationQuery(
            clientID: settings.clientID, redirectURI: redirectURI, scopes: settings.scopes, state: state,
            verifier: visit.verifier)
        return ProviderDeparture(
            location: authorization.adding(query.parameters(adding: settings.extraParameters)), kept: visit.bytes)
    }

    public func finish(
        _ parameters: Parameters, kept: [UInt8], redirectURI: String
    ) async throws(ProviderFailure) -> ProviderIdentity {
        let issuer = issuer(try address(settings.authorizationURL))
        let time = now()
        let visit = try KeptVisit(kept, issuer: issuer, redirectURI: redirectURI, now: time)
        let callback = try CallbackAnswer(parameters)
        let (answer, secret) = try await tokenEndpoint().redeem(
            code: callback.code, verifier: visit.verifier, redirectURI: redirectURI, now: time)
        var identity = try await identity(issuer: issuer, accessToken: answer.accessToken, secret: secret)
        if settings.rules.keepsTokens { identity.tokens = answer.tokens }
        return identity
    }

    private func issuer(_ authorization: ProviderAddress) -> String {
        settings.kind == .oauth2 ? authorization.withoutQuery : authorization.origin
    }

    public func refresh(_ tokens: ProviderTokens) async throws(ProviderFailure) -> ProviderTokens {
        try await tokenEndpoint().refresh(tokens, now: now())
    }

    private func tokenEndpoint() throws(ProviderFailure) -> TokenEndpoint {
        TokenEndpoint(
            exchange: exchange, address: try address(settings.tokenURL), trust: .configured,
            clientID: settings.clientID, authentication: settings.clientAuthentication ?? .basic, secrets: secrets())
    }

    /// An address of the configuration: https, or http on loopback.
    func address(_ text: String?) throws(ProviderFailure) -> ProviderAddress {
        guard let text else { throw .untrue(.missingEndpoint) }
        guard let address = ProviderAddress(text) else { throw .untrue(.malformedEndpoint) }
        guard address.isSecure || address.isLoopback else { throw .untrue(.insecureEndpoint) }
        return address
    }
}
