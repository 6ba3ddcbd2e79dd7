internal import DoorwardDocuments
internal import DoorwardGateway
internal import DoorwardJOSE
internal import DoorwardOAuth
internal import DoorwardProviders
internal import DoorwardSecrets
internal import DoorwardServer
internal import DoorwardStore
internal import Logging

/// Puts Doorward's own authorization server together: from the configuration, the store and the master secret.
struct OwnIssuerAssembly {
    let assembled: AssembledDoor
    let environment: [String: String]
    let store: Store
    let log: Door.Log
    /// What was in force before a reload: its revocations still count.
    let previous: OwnIssuer?

    private var configuration: DoorwardConfiguration { assembled.configuration }

    func make() async throws(StartFailure) -> OwnIssuer {
        guard case .fixed(let origin) = configuration.publicURL else {
            throw StartFailure(.configuration, ["public_url: may not be auto with auth: oauth"])
        }
        let issuer = origin.description
        let master = try await master()
        for warning in master.warnings { log.logger.warning("\(warning)") }
        if case .file(let path, true) = master.place {
            log.logger.notice("oauth.master_secret: none is configured, so one was made in \(path); keep a copy of it")
        }
        let trail = previous?.trail ?? AuditTrail(store: store, format: log.format, sink: log.sink, logger: log.logger)
        let outside = try outside()
        let server = try server(issuer: issuer, master: master.bytes, trail: trail, outside)
        do {
            try await server.keepKeys()
            try await server.refresh()
        } catch let problem as SigningKeyProblem {
            throw StartFailure(.configuration, ["oauth.master_secret: \(problem)"])
        } catch {
            throw StartFailure(.failure, ["the authorization server cannot start: \(error)"])
        }
        let credentials = LiveCredentials(assembled.secrets)
        let providers = configuration.signInProviders(
            fetcher: outside.direct, secrets: { credentials.clientSecrets(at: $0) })
        let userTokens = try userTokens(of: providers, master: master.bytes)
        let people = try people(server, master: master.bytes, trail: trail, providers, userTokens)
        let pages = PeoplePages(theme: people.theme)
        var flow = AuthorizationFlow(server: server, pages: pages)
        if let userTokens {
            flow.lacksProviderTokens = { await userTokens.mustSignInAgain($0) }
            flow.providerTokensHaveEnded = { await userTokens.haveEnded(ofUser: $0) }
        }
        let peopleRoutes = PeopleRoutes(people, flow: flow)
        let registration = registration(of: server, credentials)
        return OwnIssuer(
            server: server,
            dispatch: EndpointDispatch(server.routes(flow: flow) + peopleRoutes.routes + registration.routes),
            documents: ServerMetadata.documents(server.policy, documentation: documentation) + peopleRoutes.documents
                + [assembled.protectedResource(authorizationServer: issuer).document],
            trail: trail, hasher: people.hasher, master: master, credentials: credentials, userTokens: userTokens,
            outside: outside, registrationLimits: registration.limits,
            registrationPools: configuration.oauth.registrationPools,
            generationBase: (previous?.generation ?? 0) + 1)
    }

    /// What the stored keys are sealed under. What was in use stays so: those keys are in memory, and stored under it.
    private func master() async throws(StartFailure) -> MasterSecret {
        if let master = previous?.master, configuration.oauth.masterSecret == masterReference(of: master) {
            return MasterSecret(secret: master.secret, place: master.place, warnings: [])
        }
        let master = try await MasterSecret.read(
            for: configuration, environment: environment, versions: assembled.secrets.master, store: store)
        do { return try await master.opening(store, at: WallClock.unixSeconds()) } catch {
            throw StartFailure(.failure, ["database: \(error)"])
        }
    }

    private func masterReference(of master: MasterSecret) -> SecretReference? {
        if case .reference(let reference) = master.place { reference } else { nil }
    }

    /// The page of the operations, for developers.
    private var documentation: String? { configuration.publish.docs ? "\(configuration.publicURL)/docs" : nil }

    private func server(
        issuer: String, master: [UInt8], trail: AuditTrail, _ outside: OutsideFetching
    ) throws(StartFailure) -> AuthorizationServer {
        let oauth = configuration.oauth
        let policy = AuthorizationPolicy(
            issuer: issuer, resource: issuer,
            scopes: oauth.scopes.all.map { .init(name: $0.name, sentence: $0.sentence) },
            accessTokenLifetime: oauth.accessTokenLifetime.components.seconds,
            refreshTokenLifetime: oauth.refreshTokenLifetime.components.seconds,
            reuseWindow: oauth.reuseWindow.components.seconds,
            refreshRotation: oauth.refreshRotation == .all ? .all : .publicClients, features: oauth.features)
        let logger = log.logger
        do throws(SealingError) {
            return try AuthorizationServer(
                policy: policy, store: store, masterSecret: master,
                rotation: KeyRotation(
                    age: oauth.keyRotation.components.seconds,
                    tokenLifetime: AuthorizationPolicy.longestAccessTokenLifetime + 60),
                revocations: previous?.server.revocations ?? RevocationSet(), now: { WallClock.unixSeconds() },
                random: { Administration.systemRandom($0) }, audit: { trail.record($0) },
                report: { error in
                    let level = error is any TroubleOutside ? Logger.Level.warning : .error
                    logger.log(level: level, "the authorization server: \(error)")
                }, fetcher: outside.governed, previous: previous?.server)
        } catch {
            throw StartFailure(.configuration, ["oauth.master_secret: \(error)"])
        }
    }

    private func people(
        _ server: AuthorizationServer, master: [UInt8], trail: AuditTrail, _ providers: [any SignInProvider],
        _ userTokens: ProviderTokenKeeper?
    ) throws(StartFailure) -> PeopleConfiguration {
        let pages = configuration.pages
        let theme = PageTheme(
            name: pages.name.isEmpty ? assembled.serviceName : pages.name, logoPath: assembled.logoPath,
            accent: pages.accent.map { PageColour(red: $0.red, green: $0.green, blue: $0.blue) },
            accentDark: pages.accentDark.map { PageColour(red: $0.red, green: $0.green, blue: $0.blue) })
        for correction in theme.corrections { log.logger.warning("\(correction)") }
        do throws(SealingError) {
            var people = try PeopleConfiguration(
                policy: server.policy, theme: theme, masterSecret: master, store: store,
                hasher: previous?.hasher ?? PasswordHasher(), now: server.now, random: server.random)
            people.isSignUpOpen = configuration.oauth.signUp == .open
            people.sessionLifetime = configuration.oauth.sessionLifetime.components.seconds
            people.apiKeys = store
            people.providers = providers
            people.hasLocalAccounts = configuration.oauth.localAccounts
            if let userTokens {
                people.keepTokens = { try await userTokens.keep($0, ofUser: $1, provider: $2) }
            }
            people.audit = { trail.record($0) }
            return people
        } catch {
            throw StartFailure(.configuration, ["oauth.master_secret: \(error)"])
        }
    }
}

extension AssembledDoor {
    /// What people know the service as: the manifest's name, or the one of the API's document.
    var serviceName: String {
        let name = configuration.manifest.nameForHuman
        return name.isEmpty ? (document.info.title.isEmpty ? "this service" : document.info.title) : name
    }

    /// The path of the published logo.
    var logoPath: String? { documents.first { $0.contentType.hasPrefix("image/") }?.path }

    /// The protected resource's metadata where tokens come from elsewhere.
    func protectedResource(authorizationServer issuer: String) -> ProtectedResource {
        // The address that clients use, whatever the issuer calls it in its tokens (RFC 9728 §3.3).
        ProtectedResource(
            document: ProtectedResourceMetadata.document(
                resource: "\(configuration.publicURL)", issuer: issuer, scopes: configuration.oauth.scopes.names,
                name: serviceName,
                documentation: configuration.publish.docs ? "\(configuration.publicURL)/docs" : nil,
                keyBinding: configuration.oauth.isExternal ? .off : configuration.oauth.dpop))
    }
}
