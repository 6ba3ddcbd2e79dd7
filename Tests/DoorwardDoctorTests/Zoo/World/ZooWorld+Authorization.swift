import DoorwardDocuments

extension ZooWorld {
    /// Puts the metadata document where RFC 8414 section 3.1 has it.
    mutating func installAuthorization() {
        guard let authorization else { return }
        let address = WebAddress(authorization.issuer)
        let path = "/.well-known/oauth-authorization-server" + (address?.path ?? "")
        var file = ZooFile(Self.metadata(authorization))
        file.headers.append(("Access-Control-Allow-Origin", "*"))
        files[authorization.host + path] = file
        if let mcp, mcp.host != authorization.host {
            files[mcp.host + "/.well-known/oauth-authorization-server"] = file
        }
    }

    static func metadata(_ server: ZooAuthorization) -> JSONValue {
        var document = JSONObject()
        document["issuer"] = .string(server.issuer)
        document["authorization_endpoint"] = .string(server.authorizeURL)
        document["token_endpoint"] = .string(server.tokenURL)
        document["revocation_endpoint"] = .string(server.revokeURL)
        document["scopes_supported"] = .strings(server.scopes.sorted())
        document["response_types_supported"] = ["code"]
        document["response_modes_supported"] = ["query"]
        document["grant_types_supported"] = ["authorization_code", "refresh_token"]
        document["token_endpoint_auth_methods_supported"] = ["none", "client_secret_post", "client_secret_basic"]
        document["code_challenge_methods_supported"] = ["S256"]
        if server.acceptsDynamicClients { document["registration_endpoint"] = .string(server.registerURL) }
        if server.acceptsMetadataClients { document["client_id_metadata_document_supported"] = true }
        if server.sendsIssuer { document["authorization_response_iss_parameter_supported"] = true }
        return .object(document)
    }

    /// Changes the authorization server, and its metadata with it.
    mutating func editAuthorization(_ change: (inout ZooAuthorization) -> Void) {
        guard var server = authorization else { return }
        change(&server)
        authorization = server
    }

    /// Changes the metadata document wherever it is served.
    mutating func editMetadata(_ change: (inout JSONObject) -> Void) {
        for address in files.keys where address.contains("/.well-known/oauth-authorization-server") {
            files[address]?.mapJSON(change)
        }
    }

    /// What the authorization server answers; nil when the path is none of its own.
    func authorize(_ request: ZooRequest, _ server: ZooAuthorization) -> ZooResponse? {
        switch (request.path, request.method) {
        case (server.path("authorize"), "GET"): return showAuthorization(request, server)
        case (server.path("authorize"), "POST"): return decide(request, server)
        case (server.path("login"), "POST"): return signIn(request, server)
        case (server.path("token"), "POST"): return withoutStoring(token(request, server))
        case (server.path("revoke"), "POST"): return withoutStoring(revoke(request, server))
        case (server.path("register"), "POST") where server.acceptsDynamicClients:
            return withoutStoring(register(request, server))
        case (server.path("authorize"), _): return .methodNotAllowed("GET, POST")
        case (server.path("token"), _), (server.path("revoke"), _), (server.path("login"), _):
            return .methodNotAllowed("POST")
        case (server.path("register"), _) where server.acceptsDynamicClients: return .methodNotAllowed("POST")
        default: return nil
        }
    }

    private func withoutStoring(_ response: ZooResponse) -> ZooResponse {
        var response = response
        response.set("Cache-Control", "no-store")
        response.set("Pragma", "no-cache")
        return response
    }

    static func problem(_ code: String, _ text: String, status: Int = 400) -> ZooResponse {
        .json(["error": .string(code), "error_description": .string(text)], status: status)
    }
}
