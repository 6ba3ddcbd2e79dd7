internal import DoorwardDocuments

extension Examination {
    /// Goes a custom GPT's way: the OpenAPI document, as the editor imports it, and calls.
    func examineAction() async {
        guard await examineAddress(unreachable: "A10") else { return }
        begin(.files, "Fetch the OpenAPI document")
        guard let fetched = await findOpenAPI() else { return }
        readOpenAPI(fetched, surface: .action, root: nil)
        readSecurity()
        await examineAuthentication()
    }

    /// Where documents usually are, when only a host is given.
    private static let usualPaths = [
        "/openapi.json", "/openapi.yaml", "/.well-known/openapi.json", "/.well-known/openapi.yaml", "/openapi.yml",
        "/v3/api-docs", "/api/openapi.json", "/swagger.json", "/swagger/v1/swagger.json",
    ]

    private func findOpenAPI() async -> FetchedDocument? {
        guard target.path.isEmpty || target.path == "/" else { return await fetchOpenAPI(target) }
        var guardian: String?
        for path in Self.usualPaths {
            guard let address = WebAddress(target.origin + path) else { continue }
            switch await send(ProbeRequest("GET", address.text, timeout: profile.documentTimeout)) {
            case .failure(let failure):
                tell(failure, at: address, otherwise: "A10")
                return nil
            case .success(let response):
                guardian = guardian ?? BotPage.guardian(of: response)
                guard response.whyNoDocument == nil, Self.isOpenAPI(response) else { continue }
                pass("It is at \(address): \(response.body.count) bytes in \(response.elapsed.words).")
                return FetchedDocument(address: address, response: response)
            }
        }
        let why = guardian.map { " \($0) answers in the server's place: it takes the client for a bot." } ?? ""
        fail(
            "A10", "There is no OpenAPI document at the usual paths of \(target.origin); give its whole address.\(why)")
        return nil
    }

    private static func isOpenAPI(_ response: ProbeResponse) -> Bool {
        let root = LocatedDocument.read(response.body).root
        return root?["openapi"] != nil || root?["swagger"] != nil
    }

    /// What the builder of the GPT would choose in the editor.
    private func readSecurity() {
        guard let document = found.openAPI else { return }
        let choice = SecuritySchemeChoice(of: document)
        found.authentication = choice.authentication
        found.authorizationType = choice.authorizationType
        if choice.authentication == "none", options.secret != nil {
            found.authentication = "service_http"
            found.authorizationType = "bearer"
            pass("The document names no security scheme; the secret that you gave is sent as a bearer token.")
        }
        if choice.authentication == nil {
            warn(
                "The document's security scheme is none that a GPT has: API key in a field, bearer, basic, OAuth code flow."
            )
        }
        guard choice.authentication == "oauth", let home = found.openAPIAddress else { return }
        found.authorizationEndpoint = choice.authorizationURL.flatMap(home.resolving)
        found.tokenEndpoint = choice.tokenURL.flatMap(home.resolving)
        found.tokenContentType = "application/x-www-form-urlencoded"
        found.scope = choice.scope
    }
}
