internal import DoorwardDocuments
internal import DoorwardGateway
internal import DoorwardSecrets
internal import DoorwardServer
internal import Logging

/// Makes everything that a door decides by and publishes, out of a configuration. Nothing is opened or served here.
struct DoorAssembly: Sendable {
    /// Where accepted calls go, and where the document comes from.
    enum Source: Sendable {
        /// As the configuration says.
        case configured
        /// Handlers in this process, with the document that describes them.
        case plugin(OpenAPIDocument, any LocalAPI)
    }

    let configuration: DoorwardConfiguration
    let access: SecretAccess
    let keeper: SecretKeeper
    let source: Source
    let logger: Logger
    /// The document that stays in force when the API does not answer; nil at the start, when there is none to keep and the
    /// API is waited for.
    var documentInForce: OpenAPIDocument?
    /// The external issuer that stays in force while its address is the same.
    var externalInForce: ExternalIssuer?

    /// Reads the secrets and the documents, and checks all of them. The keeper is told nothing yet.
    ///
    /// - Throws: ``StartFailure`` with every problem that was found.
    func assemble() async throws(StartFailure) -> AssembledDoor {
        let draft = await keeper.draft(
            configuration.secretsInUse.map(\.reference), resolver: access.resolver,
            keeping: configuration.secretSources.keeping, check: DoorSecrets.check(for: configuration),
            at: WallClock.unixSeconds())
        let secrets = try DoorSecrets(draft.resolution, for: configuration)
        for warning in secrets.warnings { logger.warning("\(warning)") }
        let document: OpenAPIDocument
        var isStale = false
        let upstream: GatePolicy.Upstream
        switch source {
        case .configured:
            (document, isStale) = try await loadDocument()
            upstream = .remote(Self.target(configuration, secrets))
        case .plugin(let own, let api):
            document = own
            upstream = .local(api)
        }
        for warning in document.warnings { logger.warning("upstream.openapi: \(warning)") }
        warnAboutBasePath(document)
        let external = try await externalIssuer(secrets)
        let documents = try publication(of: document, external: external).documents()
        try Self.checkForLeaks(in: documents, secrets.all)
        warnAboutHiddenOperations(document, behind: documents)
        warnAboutScopes(of: document)
        return AssembledDoor(
            configuration: configuration, document: document, documents: documents, access: access, draft: draft,
            secrets: secrets,
            upstream: upstream, external: external, isStale: isStale)
    }

    /// Reads the API's document. An API that is down must not keep a retired secret alive: everything else of a changed
    /// configuration is taken over with the document that is in force.
    private func loadDocument() async throws(StartFailure) -> (OpenAPIDocument, isStale: Bool) {
        var source = OpenAPISource(configuration: configuration, logger: logger)
        guard let documentInForce else { return (try await source.load(), false) }
        source.patience = .zero
        do throws(StartFailure) {
            return (try await source.load(), false)
        } catch {
            guard error.status == .unavailable else { throw error }
            for problem in error.problems { logger.warning("the old OpenAPI document stays in force: \(problem)") }
            return (documentInForce, true)
        }
    }

    static func target(_ configuration: DoorwardConfiguration, _ secrets: DoorSecrets) -> UpstreamTarget {
        let url = configuration.upstream.url
        return UpstreamTarget(
            isSecure: url.scheme == .https, host: url.host, port: url.port, basePath: url.basePath,
            authorization: secrets.upstream?.secret, certificateAuthorities: configuration.upstream.caFile,
            connections: configuration.upstream.connections)
    }

    // MARK: What is published

    private func publication(
        of document: OpenAPIDocument, external: ExternalIssuer?
    ) throws(StartFailure) -> Publication {
        let manifest = configuration.manifest
        var publication = Publication(origin: origin ?? PublicDocument.originPlaceholder, openAPI: document)
        publication.texts = ManifestTexts(
            nameForHuman: manifest.nameForHuman, nameForModel: manifest.nameForModel,
            descriptionForHuman: manifest.descriptionForHuman, descriptionForModel: manifest.descriptionForModel,
            contactEmail: manifest.contactEmail, legalInfoURL: manifest.legalInfoURL)
        publication.authentication = authentication(external: external)
        publication.scopes = configuration.oauth.scopes.all.map { .init(name: $0.name, sentence: $0.sentence) }
        publication.operationScopes = configuration.operationScopes
        publication.openAPIAliases = configuration.publish.openAPIAliases
        publication.hasDocs = configuration.publish.docs
        if let path = manifest.logo {
            publication.logo = PublishedLogo(
                bytes: try LocalFile.read(path, key: "manifest.logo"), contentType: Self.imageType(of: path))
        }
        if let path = manifest.legalFile {
            publication.legalText = String(
                decoding: try LocalFile.read(path, key: "manifest.legal_file"), as: UTF8.self)
        }
        return publication
    }

    /// The public origin, or nil when each request tells it.
    var origin: String? {
        if case .fixed(let origin) = configuration.publicURL { origin.description } else { nil }
    }

    private func authentication(external: ExternalIssuer?) -> PluginManifest.Authentication {
        // A dictionary has no order; the one platform that everybody names goes first.
        let tokens = configuration.manifest.verificationTokens
            .sorted { $0.key == "openai" || $1.key != "openai" && $0.key < $1.key }
            .map { PluginManifest.VerificationToken(service: $0.key, token: $0.value) }
        switch configuration.auth {
        case .none: return .none
        case .oauth:
            let own = origin ?? PublicDocument.originPlaceholder
            return .oauth(
                .init(
                    clientURL: external?.metadata.authorizationEndpoint ?? "\(own)/oauth/authorize",
                    authorizationURL: external?.metadata.tokenEndpoint ?? "\(own)/oauth/token",
                    scope: configuration.oauth.scopes.names.joined(separator: " "),
                    authorizationContentType: configuration.oauth.contentType.rawValue, verificationTokens: tokens))
        case .serviceHTTP:
            let type: PluginManifest.AuthorizationType =
                switch configuration.service.authorizationType {
                case .bearer: .bearer
                case .basic: .basic
                case .custom: .custom(header: configuration.service.header)
                }
            return .serviceHTTP(authorizationType: type, verificationTokens: tokens)
        case .userHTTP:
            return .userHTTP(authorizationType: configuration.user.authorizationType == .basic ? .basic : .bearer)
        }
    }

    private static func imageType(of path: String) -> String {
        let lower = path.lowercased()
        if lower.hasSuffix(".svg") { return "image/svg+xml" }
        if lower.hasSuffix(".jpg") || lower.hasSuffix(".jpeg") { return "image/jpeg" }
        if lower.hasSuffix(".webp") { return "image/webp" }
        return "image/png"
    }

    // MARK: Checks

    /// No public document may hold a live secret or what looks like somebody's key. The findings name places, never values.
    static func checkForLeaks(in documents: [PublicDocument], _ secrets: [ResolvedSecret]) throws(StartFailure) {
        let known = secrets.map { resolved in
            (label: resolved.reference.description, bytes: resolved.secret.withUnsafeBytes { Array($0) })
        }
        let scan = LeakScan(secrets: known)
        var findings: [LeakFinding] = []
        for document in documents { findings += scan.scan(document) }
        guard findings.isEmpty else {
            throw StartFailure(
                .configuration,
                findings.map {
                    "leak guard: \($0); remove it, and replace the secret if the document was public before"
                })
        }
    }

    private func warnAboutBasePath(_ document: OpenAPIDocument) {
        guard case .configured = source, configuration.upstream.url.basePath.isEmpty,
            let path = document.serverPaths.first(where: { !$0.isEmpty && $0 != "/" })
        else { return }
        logger.warning(
            "upstream.openapi: its servers say \(path), but upstream.url has no path; operations are forwarded without it"
        )
    }

    /// Scopes of operations that are not there, and operations that need what nobody can ask for.
    private func warnAboutScopes(of document: OpenAPIDocument) {
        guard configuration.auth == .oauth else { return }
        for name in document.unknownOperations(among: configuration.operationScopes.keys) {
            logger.warning("scopes.\(name): the OpenAPI document has no such operation")
        }
        guard !configuration.oauth.isExternal else { return }
        let declared = Set(configuration.oauth.scopes.names)
        for operation in document.operations {
            let missing = operation.access(configuration.operationScopes).scopes.filter { !declared.contains($0) }
            guard !missing.isEmpty else { continue }
            logger.warning(
                "oauth.scopes: \(operation.operationID ?? operation.path.text) needs \(missing.joined(separator: ", ")), which is not declared, so nobody can be given it"
            )
        }
    }

    private func warnAboutHiddenOperations(_ document: OpenAPIDocument, behind documents: [PublicDocument]) {
        let own = Set(documents.map(\.path)).union(["/healthz", "/readyz"]).subtracting(["/"])
        for operation in document.operations where own.contains(operation.path.text) {
            logger.warning(
                "upstream.openapi: \(operation.method) \(operation.path.text) is hidden by Doorward's own page")
        }
    }
}
