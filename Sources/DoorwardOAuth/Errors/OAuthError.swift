/// What a client is told: a registered code and a fixed sentence, never the inner reason.
public struct OAuthError: Sendable, Equatable {
    /// Codes of RFC 6749 §4.1.2.1 and §5.2, RFC 6750 §3.1, RFC 7591 §3.2.2, RFC 8628 §3.5, RFC 8707 §2, RFC 9126 §2.3,
    /// RFC 9449 §12.2 and OpenID Connect Core §3.1.2.6.
    public enum Code: String, Sendable, CaseIterable {
        case invalidRequest = "invalid_request"
        case invalidClient = "invalid_client"
        case invalidGrant = "invalid_grant"
        case unauthorizedClient = "unauthorized_client"
        case unsupportedGrantType = "unsupported_grant_type"
        case unsupportedResponseType = "unsupported_response_type"
        case invalidScope = "invalid_scope"
        case invalidTarget = "invalid_target"
        case accessDenied = "access_denied"
        case loginRequired = "login_required"
        case consentRequired = "consent_required"
        case requestNotSupported = "request_not_supported"
        case requestURINotSupported = "request_uri_not_supported"
        case temporarilyUnavailable = "temporarily_unavailable"
        case serverError = "server_error"
        case invalidToken = "invalid_token"
        case invalidRedirectURI = "invalid_redirect_uri"
        case invalidClientMetadata = "invalid_client_metadata"
        case invalidRequestURI = "invalid_request_uri"
        case invalidDPoPProof = "invalid_dpop_proof"
        case useDPoPNonce = "use_dpop_nonce"
        case authorizationPending = "authorization_pending"
        case slowDown = "slow_down"
        case expiredToken = "expired_token"
    }

    public let code: Code
    /// A sentence of printable ASCII without quotes and backslashes (RFC 6749 §5.2).
    public let text: String
    /// The HTTP status where it is answered directly.
    public let status: Int
    /// Whether the client may be told by a redirect; otherwise the person is told on a page.
    public let mayRedirect: Bool

    init(_ code: Code, _ text: String, status: Int = 400, mayRedirect: Bool = true) {
        self.code = code
        self.text = text
        self.status = status
        self.mayRedirect = mayRedirect
    }

    /// The JSON object of RFC 6749 §5.2.
    public var json: [UInt8] {
        Array("{\"error\":\"\(code.rawValue)\",\"error_description\":\"\(text)\"}".utf8)
    }
}
