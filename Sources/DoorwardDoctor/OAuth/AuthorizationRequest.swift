internal import DoorwardDocuments

/// What a client sends a person's browser to (RFC 6749 section 4.1.1).
struct AuthorizationRequest: Sendable {
    var endpoint: WebAddress
    var clientID: String
    var redirectURI: String
    /// Nil is not sent; empty is sent as `scope=`.
    var scope: String?
    var state: String
    /// With it the request uses PKCE (RFC 7636), by S256.
    var codeChallenge: String?
    /// RFC 8707.
    var resource: String?
    var extra: [(name: String, value: String)]

    init(
        endpoint: WebAddress, clientID: String, redirectURI: String, scope: String?, state: String,
        codeChallenge: String? = nil, resource: String? = nil, extra: [(name: String, value: String)] = []
    ) {
        self.endpoint = endpoint
        self.clientID = clientID
        self.redirectURI = redirectURI
        self.scope = scope
        self.state = state
        self.codeChallenge = codeChallenge
        self.resource = resource
        self.extra = extra
    }

    /// In the order in which ChatGPT sends them.
    var parameters: [(name: String, value: String)] {
        var parameters = [("response_type", "code"), ("client_id", clientID), ("redirect_uri", redirectURI)]
        if let scope { parameters.append(("scope", scope)) }
        parameters.append(("state", state))
        if let codeChallenge {
            parameters += [("code_challenge", codeChallenge), ("code_challenge_method", "S256")]
        }
        if let resource { parameters.append(("resource", resource)) }
        return parameters.map { (name: $0.0, value: $0.1) } + extra
    }

    /// The address for the browser: a query that the endpoint has stays, a fragment goes.
    var url: String { Self.url(of: endpoint, parameters) }

    static func url(of endpoint: WebAddress, _ parameters: [(name: String, value: String)]) -> String {
        let base = endpoint.text.prefix { $0 != "#" }
        let separator = endpoint.query == nil ? "?" : endpoint.query == "" ? "" : "&"
        return base + separator + QueryText.encode(parameters)
    }
}
