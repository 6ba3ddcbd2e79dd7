import DoorwardDocuments

/// An OAuth 2.1 authorization server with pages for people, and what its mutations may change.
struct ZooAuthorization: Sendable {
    static let clientID = "zoo-client"
    static let clientSecret = "zoo-client-secret-not-a-real-one"
    static let user = "ada"
    static let password = "zoo-password-not-a-real-one"

    /// Also where its endpoints are.
    var issuer = "https://auth.example.test"
    var clients = [ZooClient(id: Self.clientID, secret: Self.clientSecret, redirectURIs: [])]
    /// Redirect URIs of clients whose id is the URL of a metadata document; nothing is fetched.
    var metadataClients: [String: [String]] = [:]
    var scopes: Set<String> = ["todos.read", "todos.write", "offline_access"]
    /// The resources that tokens can be for; every one when empty.
    var resources: Set<String> = []

    var acceptsJSON = true
    var acceptsForm = true
    var acceptsBodySecret = true
    var acceptsBasic = true
    var acceptsDynamicClients = true
    var acceptsMetadataClients = true
    /// Whether even a client with a secret must use PKCE.
    var alwaysNeedsPKCE = false
    var needsScope = false
    var refusesEmptyScope = false
    var refusesReplay = true
    var sendsIssuer = true
    var sendsIssuerWithErrors = true
    var issuesRefreshToken = true
    /// What comes back as `state`.
    var echo: @Sendable ([UInt8]) -> [UInt8]? = { $0 }
    /// Whether a redirect URI of a request is one of the registered ones.
    var allowsRedirect: @Sendable (String, [String]) -> Bool = ZooRedirect.isRegistered
    /// The parameter of the callback that holds the issuer.
    var callbackIssuer: String?

    var host: String { WebAddress(issuer)?.host ?? "" }
    /// What paths begin with.
    private var prefix: String { WebAddress(issuer)?.path ?? "" }

    var authorizeURL: String { issuer + "/oauth/authorize" }
    var tokenURL: String { issuer + "/oauth/token" }
    var registerURL: String { issuer + "/oauth/register" }
    var revokeURL: String { issuer + "/oauth/revoke" }

    func path(_ name: String) -> String { prefix + "/oauth/" + name }
}

enum ZooRedirect {
    /// Exactly, but for the port of a loopback address (RFC 8252 section 7.3).
    static func isRegistered(_ uri: String, _ registered: [String]) -> Bool {
        registered.contains { $0 == uri || (isLoopback($0) && withoutPort($0) == withoutPort(uri)) }
    }

    private static func isLoopback(_ uri: String) -> Bool {
        guard let address = WebAddress(uri) else { return false }
        return address.scheme == "http" && address.isLoopback
    }

    private static func withoutPort(_ uri: String) -> String {
        guard let address = WebAddress(uri) else { return uri }
        return "\(address.scheme)://\(address.bracketedHost)\(address.target)"
    }
}
