internal import DoorwardDocuments

/// How the rest of a flow is walked: as the client does it, and after a finding in the way that works, so that the next
/// one is seen too.
struct OAuthPlan: Sendable {
    let authorizationEndpoint: WebAddress
    let tokenEndpoint: WebAddress
    let clientID: String
    var clientSecret: String?
    /// The first of ``redirectURIs`` unless only another one works.
    var redirectURI: String
    let redirectURIs: [String]
    /// As it is sent; nil for none.
    var scope: String?
    var body: TokenRequest.Body
    var authentication: ClientProfile.TokenAuthentication
    /// After the server has asked for it.
    var usesPKCE = false
    let tokenTimeout: Duration
    /// Redirect URIs that are not the client's, of which only a sign-in can tell whether they are accepted.
    var suspectRedirectURIs: [String] = []
    /// Whether a wrong code is refused in words of the server's own, which has been told.
    var hasOwnRefusals = false
    /// What the right request led to before anybody signed in.
    var usualPage: String?

    /// A sign-in's request.
    func request(
        state: String, redirectURI: String? = nil, challenge: String? = nil, clientID: String? = nil
    ) -> AuthorizationRequest {
        AuthorizationRequest(
            endpoint: authorizationEndpoint, clientID: clientID ?? self.clientID,
            redirectURI: redirectURI ?? self.redirectURI, scope: scope, state: state, codeChallenge: challenge)
    }

    /// A token request in the way of the plan.
    func tokenRequest(
        _ parameters: [(name: String, value: String)], body: TokenRequest.Body? = nil,
        authentication: ClientProfile.TokenAuthentication? = nil, secret: String? = nil
    ) -> TokenRequest {
        TokenRequest(
            endpoint: tokenEndpoint, parameters: parameters, body: body ?? self.body,
            authentication: authentication ?? self.authentication, clientID: clientID,
            clientSecret: secret ?? clientSecret, timeout: tokenTimeout)
    }

    func exchange(_ code: String, redirectURI: String? = nil, verifier: CodeVerifier?) -> [(
        name: String, value: String
    )] {
        var parameters = [
            (name: "grant_type", value: "authorization_code"), (name: "code", value: code),
            (name: "redirect_uri", value: redirectURI ?? self.redirectURI),
        ]
        if let verifier { parameters.append(("code_verifier", verifier.text)) }
        return parameters
    }
}

extension ClientProfile.TokenAuthentication {
    /// For sentences.
    var words: String {
        switch self {
        case .body: "in the body"
        case .basic: "as `Authorization: Basic`"
        case .none: "as an id without a secret"
        }
    }
}
