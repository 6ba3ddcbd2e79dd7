import DoorwardDocuments

@testable import DoorwardDoctor

extension TinyServer {
    func token(_ request: ProbeRequest) -> ProbeResponse {
        let type = request.header("content-type") ?? ""
        let isOther = !type.hasPrefix(body.rawValue)
        if !isOther {
            if quirk == .otherBodyOnly { return Self.json(415, ["detail": "Unsupported Media Type"]) }
            if quirk == .otherBodyMeansServerError {
                return Self.html(500, "Internal Server Error", "<h1>Internal Server Error</h1>")
            }
        }
        let parameters = read(request, type)
        func value(_ name: String) -> String? { parameters.first { $0.name == name }?.value }
        if let refusal = clientRefusal(request, id: value("client_id"), secret: value("client_secret")) {
            return refusal
        }
        switch value("grant_type") {
        case "authorization_code":
            return change(value("code") ?? "", redirectURI: value("redirect_uri"), verifier: value("code_verifier"))
        case "refresh_token":
            guard let token = value("refresh_token"), refreshTokens.remove(token) != nil, quirk != .refreshRefused
            else {
                return Self.json(400, ["error": "invalid_grant"])
            }
            return tokens("refreshed", isFirst: false)
        default: return Self.json(400, ["error": "unsupported_grant_type"])
        }
    }

    private func read(_ request: ProbeRequest, _ type: String) -> Parameters {
        guard type.hasPrefix("application/json") else {
            return QueryText.parameters(of: String(decoding: request.body, as: UTF8.self))
        }
        let members = (try? JSONValue(parsing: request.body))?.objectValue?.members ?? []
        return members.map { (name: $0.key, value: $0.value.stringValue ?? "") }
    }

    private func clientRefusal(_ request: ProbeRequest, id: String?, secret: String?) -> ProbeResponse? {
        let refused = Self.json(401, ["error": "invalid_client"])
        let pair = QueryText.encode(Self.client) + ":" + QueryText.encode(Self.secret)
        let isBasic = request.header("authorization") == "Basic " + Base64Text.encode(Array(pair.utf8))
        let isBody = id == Self.client && secret == Self.secret
        switch quirk {
        case .secretUnknown: return refused
        case .basicOnly: return isBasic ? nil : refused
        case .secretRefused:
            return id == Self.client && secret == nil && request.header("authorization") == nil ? nil : refused
        default: return isBody || isBasic ? nil : refused
        }
    }

    private func change(_ code: String, redirectURI: String?, verifier: String?) -> ProbeResponse {
        if quirk == .anyCode { return tokens("access", isFirst: true) }
        if quirk == .pkceAtToken, verifier == nil {
            return Self.json(400, ["error": "invalid_request", "error_description": "code_verifier is missing"])
        }
        guard let grant = codes[code] else {
            // A text that names everything that may be wrong is no demand for PKCE.
            return Self.json(
                400, ["error": "invalid_grant", "error_description": "code, redirect_uri or code_verifier is wrong"])
        }
        if grant.isUsed, quirk != .codeTwice {
            return quirk == .replayIsServerError
                ? Self.json(500, ["detail": "KeyError"]) : Self.json(400, ["error": "invalid_grant"])
        }
        codes[code]?.isUsed = true
        let isRight = grant.redirectURI == redirectURI || quirk == .redirectIgnoredAtToken
        let isProven =
            grant.challenge == nil
            ? quirk != .pkceAtTokenLate : verifier.map { CodeVerifier(text: $0).challenge } == grant.challenge
        guard isRight, isProven else { return Self.json(400, ["error": "invalid_grant"]) }
        return tokens("access", isFirst: true)
    }

    private func tokens(_ kind: String, isFirst: Bool) -> ProbeResponse {
        let access = fresh(kind)
        let refresh = fresh("refresh")
        accessTokens.insert(access)
        refreshTokens.insert(refresh)
        var object = JSONObject([
            ("access_token", .string(access)), ("token_type", "bearer"), ("expires_in", 3600),
            ("refresh_token", .string(refresh)),
        ])
        switch quirk {
        case .noRefreshToken: _ = object.removeValue(forKey: "refresh_token")
        case .noExpiry: _ = object.removeValue(forKey: "expires_in")
        case .expiryAsText: object["expires_in"] = "3600"
        case .noTokenType: _ = object.removeValue(forKey: "token_type")
        case .oddTokenType: object["token_type"] = "mac"
        case .camelCase: object = JSONObject([("accessToken", .string(access)), ("tokenType", "bearer")])
        case .status201: return Self.json(201, .object(object))
        case .status204: return ProbeResponse(status: 204)
        case .nested: return Self.json(200, ["data": .object(object)])
        case .refreshNested where !isFirst: return Self.json(200, ["data": .object(object)])
        case .htmlTokens: return Self.html(200, "Welcome", "<p>You are signed in</p>")
        case .redirectingTokens: return Self.redirect("/welcome")
        default: break
        }
        return Self.json(200, .object(object))
    }
}
