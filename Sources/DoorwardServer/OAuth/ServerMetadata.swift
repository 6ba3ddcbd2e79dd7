public import DoorwardDocuments
public import DoorwardJOSE
public import DoorwardOAuth

/// The documents by which clients find the authorization server (RFC 8414, OpenID Connect Discovery) and its keys
/// (RFC 7517). Only what exists is named: a dead address in them breaks clients.
public enum ServerMetadata {
    /// The paths that the document is served at. The issuer has no path, so inserting and appending are the same.
    public static let paths = ["/.well-known/oauth-authorization-server", "/.well-known/openid-configuration"]
    public static let keySetPath = "/oauth/jwks.json"

    /// The metadata at both of its paths.
    ///
    /// - Parameter documentation: an address for developers to read.
    public static func documents(_ policy: AuthorizationPolicy, documentation: String?) -> [PublicDocument] {
        let body = body(policy, documentation: documentation)
        return paths.map { document(at: $0, body) }
    }

    /// The public keys; to be made again whenever they change.
    public static func keySet(_ keys: JSONWebKeySet) -> PublicDocument {
        document(at: keySetPath, keys.serialized)
    }

    static func document(at path: String, _ body: [UInt8]) -> PublicDocument {
        PublicDocument(
            path: path, contentType: "application/json", body: body,
            headers: [
                .init(name: "Access-Control-Allow-Origin", value: "*"),
                .init(name: "X-Content-Type-Options", value: "nosniff"),
            ])
    }

    private static func body(_ policy: AuthorizationPolicy, documentation: String?) -> [UInt8] {
        let issuer = policy.issuer
        let features = policy.features
        var json = ClaimsWriter()
        json.add("issuer", issuer)
        json.add("authorization_endpoint", issuer + "/oauth/authorize")
        json.add("token_endpoint", issuer + "/oauth/token")
        json.add("jwks_uri", issuer + keySetPath)
        if features.registration != .closed { json.add("registration_endpoint", issuer + "/oauth/register") }
        if !policy.scopes.isEmpty { json.add("scopes_supported", policy.scopeNames) }
        json.add("response_types_supported", ["code"])
        json.add("response_modes_supported", ["query"])
        json.add("grant_types_supported", features.grants.map(\.rawValue))
        addAuthentication(features, issuer: issuer, to: &json)
        json.add("code_challenge_methods_supported", ["S256"])
        json.add("authorization_response_iss_parameter_supported", true)
        addRequests(features, issuer: issuer, to: &json)
        // Strict readers of the OpenID document refuse it without these two; no ID tokens are made.
        json.add("subject_types_supported", ["public"])
        json.add("id_token_signing_alg_values_supported", ["ES256"])
        json.add("prompt_values_supported", ["none", "login", "consent"])
        json.add("request_parameter_supported", false)
        // Addresses of clients' own are meant; names of pushed requests need no word here (RFC 9126 §5).
        json.add("request_uri_parameter_supported", false)
        json.add("protected_resources", [policy.resource])
        if let documentation { json.add("service_documentation", documentation) }
        return json.bytes
    }

    /// How clients authenticate at the token endpoint and at those that take tokens back or look at them. Who lists
    /// `private_key_jwt` must say which algorithms do (RFC 8414 §2).
    private static func addAuthentication(
        _ features: AuthorizationFeatures, issuer: String, to json: inout ClaimsWriter
    ) {
        let methods = features.authenticationMethods.map(\.rawValue)
        let algorithms = features.privateKeyJWT ? ClientAssertion.algorithmNames : []
        func add(_ endpoint: String, _ methods: [String]) {
            json.add("\(endpoint)_endpoint_auth_methods_supported", methods)
            guard !algorithms.isEmpty else { return }
            json.add("\(endpoint)_endpoint_auth_signing_alg_values_supported", algorithms)
        }
        add("token", methods)
        json.add("revocation_endpoint", issuer + "/oauth/revoke")
        add("revocation", methods)
        json.add("introspection_endpoint", issuer + "/oauth/introspect")
        add("introspection", methods.filter { $0 != "none" })
    }

    /// What is offered besides the core: each only where it is on.
    private static func addRequests(
        _ features: AuthorizationFeatures, issuer: String, to json: inout ClaimsWriter
    ) {
        if features.clientDocuments { json.add("client_id_metadata_document_supported", true) }
        if features.pushedRequests.isOffered {  // RFC 9126 §5
            json.add("pushed_authorization_request_endpoint", issuer + "/oauth/par")
            json.add("require_pushed_authorization_requests", features.pushedRequests == .required)
        }
        if features.deviceFlow {  // RFC 8628 §4
            json.add("device_authorization_endpoint", issuer + "/oauth/device_authorization")
        }
        if features.keyBinding.isOffered {  // RFC 9449 §5.1
            json.add("dpop_signing_alg_values_supported", ProofVerifier.algorithmNames)
        }
    }
}
