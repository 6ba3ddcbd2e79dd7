public import DoorwardFetch
internal import DoorwardJOSE
public import DoorwardOAuth

/// An OpenID provider that people sign in with, Doorward being its client (OpenID Connect Core 1.0, code flow with
/// PKCE).
///
/// Metadata and keys are fetched when they are first needed and kept for ten minutes; the last good ones serve for a
/// day when there are no newer ones to be had. Keys that a token asks for and that are not there are fetched again, at
/// most once in ten seconds.
public struct OpenIDProvider: SignInProvider {
    public let settings: ProviderSettings
    let secrets: @Sendable () -> [String]
    let exchange: ProviderExchange
    let now: @Sendable () -> Int64
    let random: @Sendable (Int) -> [UInt8]
    let rule: IssuerRule?
    let metadata: FreshValue<ProviderMetadata>
    let keys: FreshValue<ProviderKeys>
    let site: AuthorizationSite

    /// - Parameters:
    ///   - secrets: the client secrets that are live now, newest first; none for a public client.
    ///   - now: Unix seconds.
    ///   - random: so many bytes that nobody can guess.
    public init(
        settings: ProviderSettings, secrets: @escaping @Sendable () -> [String], fetcher: any DocumentFetching,
        now: @escaping @Sendable () -> Int64, random: @escaping @Sendable (Int) -> [UInt8]
    ) {
        let exchange = ProviderExchange(fetcher: fetcher)
        let rule = IssuerRule(settings)
        let guess = settings.authorizationURL ?? rule?.discovered
        let site = AuthorizationSite(guess: guess.flatMap { ProviderAddress($0)?.source })
        let metadata = FreshValue {
            let loaded = await Self.loadMetadata(settings, rule: rule, by: exchange)
            if case .success(let metadata) = loaded { site.saw(metadata.authorization) }
            return loaded
        }
        self.settings = settings
        self.secrets = secrets
        self.exchange = exchange
        self.now = now
        self.random = random
        self.rule = rule
        self.metadata = metadata
        self.site = site
        keys = FreshValue { await Self.loadKeys(metadata, now: now(), by: exchange) }
    }

    public var name: String { settings.name }
    public var label: String { settings.label }
    public var rules: ProviderRules { settings.rules }

    /// The origin of the authorization endpoint; until the metadata is there, that of the issuer, where most have it.
    ///
    /// Whoever asks before has the metadata fetched meanwhile.
    public var formAction: String? {
        let time = now()
        if site.shouldAsk(now: time) { Task { [metadata] in try? await metadata.value(now: time) } }
        return site.origin
    }

    public var authority: String { rule?.discovered ?? settings.issuer }

    /// Whether its keys can be had, and are keys.
    public func check() async throws(ProviderFailure) { _ = try await keys.value(now: now()) }

    public func begin(state: String, redirectURI: String) async throws(ProviderFailure) -> ProviderDeparture {
        let (rule, metadata, time) = try await surroundings()
        let visit = KeptVisit(issuer: rule.discovered, redirectURI: redirectURI, leftAt: time, random: random)
        // Core §3.1.2.1: without it there is no ID token.
        var scopes = settings.scopes.contains("openid") ? settings.scopes : ["openid"] + settings.scopes
        if settings.rules.keepsTokens, metadata.offersOfflineAccess, !scopes.contains("offline_access") {
            scopes.append("offline_access")
        }
        var request = AuthorizationQuery(
            clientID: settings.clientID, redirectURI: redirectURI, scopes: scopes, state: state,
            verifier: visit.verifier)
        request.nonce = visit.nonce
        // Core §11: that scope counts only where somebody agrees to it.
        if settings.kind == .oidc, scopes.contains("offline_access") { request.prompt = "consent" }
        return ProviderDeparture(
            location: metadata.authorization.adding(request.parameters(adding: settings.extraParameters)),
            kept: visit.bytes)
    }

    public func finish(
        _ parameters: Parameters, kept: [UInt8], redirectURI: String
    ) async throws(ProviderFailure) -> ProviderIdentity {
        let (rule, metadata, time) = try await surroundings()
        let visit = try KeptVisit(kept, issuer: rule.discovered, redirectURI: redirectURI, now: time)
        let callback = try CallbackAnswer(
            parameters, needsIssuer: metadata.sendsIssuer, issuer: rule.isCallbackIssuer)
        let answer = try await tokenEndpoint(metadata).redeem(
            code: callback.code, verifier: visit.verifier, redirectURI: redirectURI, now: time
        ).answer
        guard let idToken = answer.idToken else { throw .untrue(.missingIDToken) }
        let checks = IDTokenChecks(
            rule: rule, clientID: settings.clientID, algorithms: metadata.algorithms, nonce: visit.nonce,
            accessToken: answer.accessToken, callbackIssuer: callback.issuer)
        let (verified, subject) = try await verify(idToken, by: checks)
        var profile = OpenIDProfile(settings: settings, rule: rule, idToken: verified.claims)
        if let endpoint = metadata.userInfo, profile.isIncomplete {
            profile.userInfo = try await userInfo(endpoint, accessToken: answer.accessToken, subject: subject)
        }
        var identity = profile.identity(issuer: verified.issuer, subject: subject)
        if settings.rules.keepsTokens { identity.tokens = answer.tokens }
        return identity
    }

    public func refresh(_ tokens: ProviderTokens) async throws(ProviderFailure) -> ProviderTokens {
        let (_, metadata, time) = try await surroundings()
        return try await tokenEndpoint(metadata).refresh(tokens, now: time)
    }

    /// The rule for the issuer, the metadata, and the time.
    private func surroundings() async throws(ProviderFailure) -> (IssuerRule, ProviderMetadata, Int64) {
        guard let rule else { throw .untrue(.malformedTenant) }
        let time = now()
        return (rule, try await metadata.value(now: time).value, time)
    }

    private func tokenEndpoint(_ metadata: ProviderMetadata) -> TokenEndpoint {
        TokenEndpoint(
            exchange: exchange, address: metadata.token.address, trust: metadata.token.trust,
            clientID: settings.clientID, authentication: metadata.clientAuthentication, secrets: secrets())
    }

    /// Checks an ID token, with fresh keys if those that are kept do not do.
    private func verify(
        _ token: String, by checks: IDTokenChecks
    ) async throws(ProviderFailure) -> (VerifiedToken, subject: String) {
        let time = now()
        let (kept, edition) = try await keys.value(now: time)
        switch checks.verify(token, keys: kept, now: time) {
        case .success(let verified): return (verified, try checks.check(verified, keys: kept, now: time))
        case .failure(let error):
            guard error.mayBeOfOldKeys, let newer = try await keys.newer(than: edition, now: time) else {
                throw .untrue(error.untruth)
            }
            switch checks.verify(token, keys: newer, now: time) {
            case .success(let verified): return (verified, try checks.check(verified, keys: newer, now: time))
            case .failure(let error): throw .untrue(error.untruth)
            }
        }
    }
}
