/// The authorization endpoint: RFC 6749 section 4.1.1, RFC 7636, RFC 8707, RFC 9207.
extension ZooWorld {
    func showAuthorization(_ request: ZooRequest, _ server: ZooAuthorization) -> ZooResponse {
        let parameters = request.parameters
        guard !parameters.repeated else { return page("A parameter came twice.") }
        guard let id = parameters["client_id"], let client = client(id, server) else {
            return page("This application is not known here: invalid_client.")
        }
        guard let redirect = parameters["redirect_uri"], server.allowsRedirect(redirect, client.redirectURIs) else {
            return page("The redirect_uri is not registered for this application.")
        }
        let state = parameters.bytes("state")
        if let (code, text) = fault(of: parameters, client, server) {
            return callback(redirect, [("error", code), ("error_description", text)], state, server)
        }
        let wanted = ZooAuthorizationRequest(
            client: client, redirectURI: redirect, state: state, scope: parameters["scope"] ?? "todos.read",
            challenge: parameters["code_challenge"], resource: parameters["resource"])
        guard isSignedIn(request) else { return signInPage(request, server) }
        return consentPage(wanted, server)
    }

    private func fault(
        of parameters: ZooParameters, _ client: ZooClient, _ server: ZooAuthorization
    ) -> (String, String)? {
        guard let type = parameters["response_type"] else { return ("invalid_request", "response_type is missing") }
        guard type == "code" else { return ("unsupported_response_type", "only code is supported") }
        let scope = parameters["scope"]
        if server.refusesEmptyScope, scope == nil, parameters.contains("scope") {
            return ("invalid_scope", "scope is empty")
        }
        if server.needsScope, scope == nil { return ("invalid_scope", "scope is missing") }
        let scopes = (scope ?? "").split(separator: " ").map(String.init)
        guard server.scopes.isSuperset(of: scopes) else { return ("invalid_scope", "that scope does not exist here") }
        if let resource = parameters["resource"], !server.resources.isEmpty, !server.resources.contains(resource) {
            return ("invalid_target", "that resource is not known here")
        }
        let needsPKCE = client.secret == nil || client.needsPKCE || server.alwaysNeedsPKCE
        if parameters["code_challenge"] == nil {
            return needsPKCE ? ("invalid_request", "code_challenge is missing") : nil
        }
        let method = parameters["code_challenge_method"]
        return method == "S256" ? nil : ("invalid_request", "code_challenge_method must be S256")
    }

    /// The client of an id: typed in, registered by itself, or the URL of its metadata.
    func client(_ id: String, _ server: ZooAuthorization) -> ZooClient? {
        if let client = server.clients.first(where: { $0.id == id }) { return client }
        if server.acceptsMetadataClients, let redirects = server.metadataClients[id] {
            return ZooClient(id: id, secret: nil, redirectURIs: redirects)
        }
        return state.with { $0.clients[id] }
    }

    /// Back to the client; a `303`, because it may follow a form.
    func callback(
        _ uri: String, _ parameters: [(String, String)], _ state: [UInt8]?, _ server: ZooAuthorization
    ) -> ZooResponse {
        var pairs = parameters.map { "\($0.0)=\(ZooParameters.encode($0.1))" }
        if let state = state.flatMap(server.echo) { pairs.append("state=" + ZooParameters.encode(state)) }
        let isError = parameters.contains { $0.0 == "error" }
        if server.sendsIssuer, !isError || server.sendsIssuerWithErrors {
            pairs.append("iss=" + ZooParameters.encode(server.callbackIssuer ?? server.issuer))
        }
        return .redirect(uri + (uri.contains("?") ? "&" : "?") + pairs.joined(separator: "&"))
    }

    func page(_ text: String) -> ZooResponse {
        .html("<h1>This did not work</h1><p>\(ZooPage.escaped(text))</p>", status: 400, headers: ZooPage.fields)
    }
}
