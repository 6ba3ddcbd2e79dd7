import Crypto
import DoorwardDocuments
import DoorwardJOSE

/// The token endpoint: RFC 6749 sections 2.3, 4.1.3 and 6, in form and in JSON.
extension ZooWorld {
    func token(_ request: ZooRequest, _ server: ZooAuthorization) -> ZooResponse {
        guard let fields = fields(of: request, server) else {
            return Self.problem("invalid_request", "the body must be a form", status: 415)
        }
        guard !fields.repeated else { return Self.problem("invalid_request", "a parameter came twice") }
        guard let client = authenticate(request, fields, server) else { return Self.refusedClient }
        switch fields["grant_type"] {
        case "authorization_code": return redeem(fields, client, server)
        case "refresh_token": return refresh(fields, client, server)
        case nil: return Self.problem("invalid_request", "grant_type is missing")
        default: return Self.problem("unsupported_grant_type", "only authorization_code and refresh_token")
        }
    }

    static var refusedClient: ZooResponse {
        var refusal = problem("invalid_client", "the client is not known, or its secret is wrong", status: 401)
        refusal.set("WWW-Authenticate", "Basic realm=\"zoo\"")
        return refusal
    }

    private func fields(of request: ZooRequest, _ server: ZooAuthorization) -> ZooParameters? {
        switch request.mediaType {
        case "application/x-www-form-urlencoded": return server.acceptsForm ? request.form : nil
        case "application/json":
            guard server.acceptsJSON, let object = request.json?.objectValue else { return nil }
            var fields = ZooParameters()
            for member in object.members {
                guard let text = member.value.stringValue else { continue }
                fields.append(member.key, text)
            }
            return fields
        default: return nil
        }
    }

    func authenticate(_ request: ZooRequest, _ fields: ZooParameters, _ server: ZooAuthorization) -> ZooClient? {
        if let basic = request.credentials("basic") {
            guard server.acceptsBasic, fields["client_secret"] == nil, let (id, secret) = Self.pair(basic) else {
                return nil
            }
            guard let client = client(id, server), client.secret == secret else { return nil }
            return fields["client_id"].map { $0 == id } ?? true ? client : nil
        }
        guard let id = fields["client_id"], let client = client(id, server) else { return nil }
        if client.secret != nil, !server.acceptsBodySecret { return nil }
        return client.secret == fields["client_secret"] ? client : nil
    }

    private static func pair(_ basic: String) -> (id: String, secret: String)? {
        let bytes = ZooBase64.decode(basic)
        guard let colon = bytes.firstIndex(of: UInt8(ascii: ":")) else { return nil }
        let parts = [bytes[..<colon], bytes[(colon + 1)...]].map { part in
            String(decoding: ZooParameters.decode(Substring(String(decoding: part, as: UTF8.self))), as: UTF8.self)
        }
        return (parts[0], parts[1])
    }

    private func redeem(_ fields: ZooParameters, _ client: ZooClient, _ server: ZooAuthorization) -> ZooResponse {
        guard let code = fields["code"] else { return Self.problem("invalid_request", "code is missing") }
        let refusal = Self.problem("invalid_grant", "the code is not known, was used, or is for somebody else")
        guard let grant = state.with({ $0.codes[code] }) else {
            if let family = state.with({ $0.spent[code] }) { state.with { $0.revoke(family: family) } }
            return refusal
        }
        guard grant.clientID == client.id, fields["redirect_uri"] == grant.redirectURI else { return refusal }
        guard Self.proves(fields["code_verifier"], grant.challenge) else {
            return Self.problem("invalid_grant", "the code_verifier does not fit")
        }
        if let resource = fields["resource"], let granted = grant.resource, resource != granted {
            return Self.problem("invalid_target", "that resource was not asked for")
        }
        state.with { memory in
            memory.spent[code] = grant.family
            if server.refusesReplay { memory.codes[code] = nil }
        }
        return tokens(for: grant, server)
    }

    private static func proves(_ verifier: String?, _ challenge: String?) -> Bool {
        guard let challenge else { return verifier == nil }
        guard let verifier, (43...128).contains(verifier.utf8.count) else { return false }
        return Base64URL.encode(Array(SHA256.hash(data: Array(verifier.utf8)))) == challenge
    }

    private func refresh(_ fields: ZooParameters, _ client: ZooClient, _ server: ZooAuthorization) -> ZooResponse {
        guard let token = fields["refresh_token"] else {
            return Self.problem("invalid_request", "refresh_token is missing")
        }
        let refusal = Self.problem("invalid_grant", "the refresh token is not known, or was used")
        guard let grant = state.with({ $0.refreshTokens[token] }) else {
            if let family = state.with({ $0.spent[token] }) { state.with { $0.revoke(family: family) } }
            return refusal
        }
        guard grant.clientID == client.id else { return refusal }
        let wanted = Set((fields["scope"] ?? "").split(separator: " "))
        guard wanted.isSubset(of: grant.scope.split(separator: " ")) else {
            return Self.problem("invalid_scope", "that was not granted")
        }
        state.with { memory in
            memory.spent[token] = grant.family
            memory.refreshTokens[token] = nil
        }
        return tokens(for: grant, server)
    }

    private func tokens(for grant: ZooGrant, _ server: ZooAuthorization) -> ZooResponse {
        let access = ZooState.unguessable("access")
        let refresh = ZooState.unguessable("refresh")
        state.with { memory in
            memory.accessTokens[access] = grant
            if server.issuesRefreshToken { memory.refreshTokens[refresh] = grant }
        }
        var answer = JSONObject([
            ("access_token", .string(access)), ("token_type", "Bearer"), ("expires_in", 3600),
            ("scope", .string(grant.scope)),
        ])
        if server.issuesRefreshToken { answer["refresh_token"] = .string(refresh) }
        return .json(.object(answer))
    }

    /// RFC 7009.
    func revoke(_ request: ZooRequest, _ server: ZooAuthorization) -> ZooResponse {
        guard let fields = fields(of: request, server) else {
            return Self.problem("invalid_request", "the body must be a form", status: 415)
        }
        guard let client = authenticate(request, fields, server) else { return Self.refusedClient }
        guard let token = fields["token"] else { return Self.problem("invalid_request", "token is missing") }
        state.with { memory in
            guard let grant = memory.accessTokens[token] ?? memory.refreshTokens[token] else { return }
            if grant.clientID == client.id { memory.revoke(family: grant.family) }
        }
        return ZooResponse(200)
    }
}
