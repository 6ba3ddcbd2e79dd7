internal import DoorwardFetch
internal import DoorwardJOSE
internal import DoorwardOAuth

/// What a token endpoint gives (RFC 6749 §5.1, OpenID Connect Core §3.1.3.3).
struct TokenAnswer {
    /// The longest token.
    static let longestToken = 16 * 1024
    /// What counts as the longest life, so that times stay numbers: ten years of seconds.
    static let longestLife: Int64 = 315_360_000

    let accessToken: String
    let refreshToken: String?
    let idToken: String?
    /// Unix seconds.
    let expiresAt: Int64?

    var tokens: ProviderTokens {
        ProviderTokens(accessToken: accessToken, refreshToken: refreshToken, expiresAt: expiresAt)
    }

    /// Reads an answer, whatever its status: some say `error` with 200.
    init(_ document: FetchedDocument, now: Int64) throws(TokenRefusal) {
        guard let object = ProviderExchange.object(document.body) else {
            throw document.status == 401 ? .client : .failure(.untrue(.malformedTokenAnswer))
        }
        if let error = object["error"] { throw TokenRefusal(error) }
        guard document.status == 200 else { throw .failure(.untrue(.unexpectedStatus)) }
        guard let accessToken = try Self.token("access_token", of: object) else {
            throw .failure(.untrue(.malformedTokenAnswer))
        }
        // RFC 6749 §7.1: a type that is not understood is not to be used.
        guard let type = object["token_type"]?.string, type.lowercased() == "bearer" else {
            throw .failure(.untrue(.wrongTokenType))
        }
        self.accessToken = accessToken
        refreshToken = try Self.token("refresh_token", of: object)
        idToken = try Self.token("id_token", of: object)
        expiresAt = try Self.life(object["expires_in"]).map { now + $0 }
    }

    /// A text of visible ASCII (RFC 6749 appendix A.12 and A.17); nil when it is absent or empty.
    private static func token(_ name: String, of object: JOSEObject) throws(TokenRefusal) -> String? {
        guard let value = object[name], value != .null else { return nil }
        guard let text = value.string, text.utf8.count <= longestToken,
            text.utf8.allSatisfy({ (0x21...0x7E).contains($0) })
        else { throw .failure(.untrue(.malformedTokenAnswer)) }
        return text.isEmpty ? nil : text
    }

    /// Seconds; some write the number as a text.
    private static func life(_ value: JOSEValue?) throws(TokenRefusal) -> Int64? {
        let seconds: Int64?
        switch value {
        case nil, .null: return nil
        case .integer(let number): seconds = number
        case .number(let number): seconds = Int64(exactly: number.rounded(.down))
        case .string(let text): seconds = Int64(text)
        default: seconds = nil
        }
        guard let seconds, seconds >= 0 else { throw .failure(.untrue(.malformedTokenAnswer)) }
        return min(seconds, longestLife)
    }
}

/// Why a token endpoint gives nothing.
enum TokenRefusal: Error {
    /// It does not take the client's secret: perhaps the one before, or after, is good.
    case client
    /// It does not take the code or the refresh token.
    case grant
    case failure(ProviderFailure)

    /// Reads `error` (RFC 6749 §5.2), in GitHub's words, or as the object that the Graph API has there.
    init(_ error: JOSEValue) {
        if let object = error.object {
            self = Self.graphError(object)
            return
        }
        switch error.string {
        case "invalid_client", "incorrect_client_credentials": self = .client
        // The last are said to refresh tokens whose owner is to come by again (Microsoft's, Auth0's).
        case "invalid_grant", "bad_verification_code", "bad_refresh_token", "interaction_required", "consent_required",
            "login_required", "mfa_required":
            self = .grant
        case "temporarily_unavailable", "server_error": self = .failure(.unavailable("token endpoint: it says so"))
        case "invalid_request", "unauthorized_client", "unsupported_grant_type", "invalid_scope":
            self = .failure(.untrue(error.string ?? ""))
        default: self = .failure(.untrue(.unregisteredError))
        }
    }

    /// Meta for Developers, "Handle Errors": 1 also stands for a wrong secret, 2 for an outage, 4, 17 and 341 for too
    /// many calls, 100 for a code that is not taken.
    private static func graphError(_ error: JOSEObject) -> TokenRefusal {
        switch error["code"]?.integer {
        case 1: .client
        case 2, 4, 17, 341: .failure(.unavailable("token endpoint: it says so"))
        case 100: .grant
        default: .failure(.untrue(.unregisteredError))
        }
    }
}
