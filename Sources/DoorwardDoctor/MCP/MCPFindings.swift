internal import DoorwardDocuments

/// What the steps of ``Examination/examineMCP()`` leave for each other.
struct MCPFindings {
    /// Which of MCP's two ways of talking the server speaks.
    enum Era: Sendable {
        /// From 2026-07-28 on: every request stands alone.
        case stateless
        /// Up to 2025-11-25: `initialize` first, perhaps with a session.
        case session
    }

    /// Where calls are sent: the address itself, or where it leads to with the method kept.
    var endpoint: WebAddress?
    var version = "2026-07-28"
    var era = Era.stateless
    var session: String?
    /// Whether the server answers without a token.
    var isOpen = false
    /// Whether a tool says that it needs a sign-in.
    var hasGuardedTools = false
    /// The server's challenge for a token (RFC 6750 section 3).
    var challenge: AuthenticationChallenge?
    /// The exact string that tokens must be for.
    var resource: String?
    var resourceMetadata: JSONObject?
    var issuer: String?
    var server: JSONObject?
    /// The clients that the authorization server may know, the best for signing in first.
    var clients: [MCPClient] = []
    /// A client of the examination's own, to which a person's browser can come back.
    var ownClient: MCPClient?
    /// Why nobody can sign in; nil while it seems possible.
    var blocked: String?
    /// Whether the MCP server took the access token.
    var isTokenTaken = false
    /// The code that was exchanged, and with what, to try it once more at the end.
    var exchange: (client: MCPClient, parameters: [(name: String, value: String)])?
    /// Where the registration that was made can be taken back, and with which token (RFC 7592).
    var registrations: [(address: WebAddress, token: String)] = []

    /// Names that a list of the server's metadata holds; nil when there is no such list.
    func names(_ member: String) -> [String]? {
        server?[member]?.arrayValue.map { $0.compactMap(\.stringValue) }
    }

    /// A URL of the server's metadata.
    func address(_ member: String) -> WebAddress? {
        server?[member]?.stringValue.flatMap { WebAddress($0) }
    }

    /// Whether the server says that it names itself in its answers (RFC 9207).
    var promisesIssuer: Bool { server?["authorization_response_iss_parameter_supported"]?.boolValue == true }

    /// The scope that a client asks for: the challenge's, else the resource's, else none; and `offline_access` where
    /// the server knows it, or there would be no refresh token.
    var scope: String? {
        var wanted = challenge?["scope"]?.split(separator: " ").map(String.init) ?? []
        if wanted.isEmpty {
            wanted = resourceMetadata?["scopes_supported"]?.arrayValue?.compactMap(\.stringValue) ?? []
        }
        if wanted.isEmpty { return nil }
        let isOffline = names("scopes_supported")?.contains("offline_access") == true
        if isOffline, !wanted.contains("offline_access") { wanted.append("offline_access") }
        return wanted.joined(separator: " ")
    }
}
