import DoorwardDocuments

/// The registration endpoint (RFC 7591).
extension ZooWorld {
    func register(_ request: ZooRequest, _ server: ZooAuthorization) -> ZooResponse {
        guard request.mediaType == "application/json", let wish = request.json?.objectValue else {
            return Self.problem("invalid_client_metadata", "the body must be a JSON object")
        }
        let uris = (wish["redirect_uris"]?.arrayValue ?? []).compactMap(\.stringValue)
        guard !uris.isEmpty, uris.allSatisfy(Self.mayBeRegistered) else {
            return Self.problem("invalid_redirect_uri", "redirect_uris must be https, loopback or an application's own")
        }
        let method = wish["token_endpoint_auth_method"]?.stringValue ?? "client_secret_basic"
        guard ["none", "client_secret_basic", "client_secret_post"].contains(method) else {
            return Self.problem("invalid_client_metadata", "token_endpoint_auth_method is not supported")
        }
        let client = ZooClient(
            id: ZooState.unguessable("dynamic"), secret: method == "none" ? nil : ZooState.unguessable("secret"),
            redirectURIs: uris)
        state.with { $0.clients[client.id] = client }
        var answer = wish
        answer["client_id"] = .string(client.id)
        answer["client_id_issued_at"] = 1_767_225_600
        answer["token_endpoint_auth_method"] = .string(method)
        answer["grant_types"] = answer["grant_types"] ?? ["authorization_code", "refresh_token"]
        answer["response_types"] = answer["response_types"] ?? ["code"]
        if let secret = client.secret {
            answer["client_secret"] = .string(secret)
            answer["client_secret_expires_at"] = 0
        }
        return .json(.object(answer), status: 201)
    }

    private static func mayBeRegistered(_ uri: String) -> Bool {
        guard let colon = uri.firstIndex(of: ":"), !uri.contains("#") else { return false }
        switch uri[..<colon].lowercased() {
        case "https": return WebAddress(uri) != nil
        case "http": return WebAddress(uri)?.isLoopback ?? false
        case "javascript", "data", "file", "vbscript": return false
        default: return true
        }
    }
}
