internal import DoorwardDocuments
internal import DoorwardSecrets
internal import DoorwardServer
internal import Logging

extension DoorAssembly {
    /// Asks the external authorization server what it is; nil where Doorward is its own.
    func externalIssuer(_ secrets: DoorSecrets) async throws(StartFailure) -> ExternalIssuer? {
        guard configuration.auth == .oauth, let issuer = configuration.oauth.issuer else { return nil }
        let terms = ExternalIssuer.Terms(
            oauth: configuration.oauth, publicURL: origin ?? "", secret: secrets.introspection?.secret.digest)
        if let inForce = externalInForce, inForce.terms == terms { return inForce }
        let client = IssuerClient()
        let deadline = ContinuousClock.now + (externalInForce == nil ? .seconds(30) : .zero)
        while true {
            do throws(IssuerProblem) {
                return try await load(issuer.text, secrets, client, terms)
            } catch {
                guard ContinuousClock.now < deadline, !Task.isCancelled, error.mayPass else {
                    await client.shutdown()
                    throw StartFailure(
                        error.mayPass ? .unavailable : .configuration, ["oauth.issuer: \(issuer.text) \(error)"])
                }
                logger.notice("waiting for the authorization server: \(issuer.text) \(error)")
                try? await Task.sleep(for: .seconds(1))
            }
        }
    }

    private func load(
        _ issuer: String, _ secrets: DoorSecrets, _ client: IssuerClient, _ terms: ExternalIssuer.Terms
    ) async throws(IssuerProblem) -> ExternalIssuer {
        var metadata = try await metadata(of: issuer, client)
        let oauth = configuration.oauth
        if let url = oauth.jwksURL { metadata.jwksURL = url.text }
        var introspection: ExternalIssuer.Introspection?
        if let url = oauth.introspectionURL {
            introspection = .init(
                url: url.text, clientID: oauth.introspectionClientID ?? "", secret: secrets.introspection?.secret)
        }
        let external = ExternalIssuer(
            metadata: metadata, audience: oauth.audience ?? origin ?? "", introspection: introspection, client: client,
            terms: terms, generationBase: (externalInForce?.generation ?? 0) + 1)
        try await external.loadFirstKeys(at: WallClock.unixSeconds())
        return external
    }

    /// The metadata, from the first address that has it. With keys or an introspection address of the configuration it is
    /// not needed.
    private func metadata(of issuer: String, _ client: IssuerClient) async throws(IssuerProblem) -> IssuerMetadata {
        var first: IssuerProblem?
        for address in IssuerMetadata.addresses(of: issuer) {
            let bytes: [UInt8]
            do throws(IssuerProblem) {
                bytes = try await client.get(address)
            } catch {
                first = first ?? error
                continue
            }
            return try IssuerMetadata(parsing: bytes, issuer: issuer)
        }
        if configuration.oauth.jwksURL != nil || configuration.oauth.introspectionURL != nil {
            logger.warning(
                "oauth.issuer: \(issuer) publishes no metadata, so the manifest names its usual addresses")
            var metadata = IssuerMetadata(issuer: issuer)
            let base = issuer.hasSuffix("/") ? String(issuer.dropLast()) : issuer
            metadata.authorizationEndpoint = "\(base)/authorize"
            metadata.tokenEndpoint = "\(base)/token"
            return metadata
        }
        throw first ?? IssuerProblem("has no address that metadata could be at")
    }
}

extension IssuerProblem {
    /// Whether waiting may help.
    var mayPass: Bool { description.hasPrefix("cannot be reached") || description.hasPrefix("answered 5") }
}
