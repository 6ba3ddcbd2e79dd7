public import DoorwardDocuments

/// How one client behaves, as data: what it sends, which order it goes in, what it says when it fails.
///
/// Read from a YAML file; the ones that come along are in `Profiles/`, and users can write their own.
public struct ClientProfile: Sendable {
    /// How to tell an authorization server who the client is.
    public enum Registration: String, Sendable, CaseIterable {
        /// An id, and perhaps a secret, that a person typed in.
        case preregistered
        /// The id is the URL of the client's metadata document.
        case metadataDocument = "cimd"
        /// RFC 7591.
        case dynamic = "dcr"
    }

    /// How a token request is written.
    public enum TokenBody: String, Sendable, CaseIterable {
        case json, form
        /// As the manifest's `authorization_content_type` says.
        case manifest
    }

    /// Where the client's secret goes in a token request.
    public enum TokenAuthentication: String, Sendable, CaseIterable {
        case body, basic, none
    }

    /// For `--as`.
    public var name: String
    /// For people.
    public var title: String
    public var surface: LintSurface
    /// Fields of every request, `User-Agent` among them.
    public var headers: [(name: String, value: String)]
    /// May hold `{assistant_id}` and `{port}`; the first is the one that is used.
    public var redirectURIs: [String]
    /// Stands for `{assistant_id}` when nobody says another.
    public var assistantID: String
    public var sendsPKCE: Bool
    /// Whether it sends `resource` (RFC 8707).
    public var sendsResource: Bool
    /// In the order in which the client tries them.
    public var registrations: [Registration]
    public var clientMetadataURL: String?
    /// What the client posts to a registration endpoint; may hold `{redirect_uris}`.
    public var registrationRequest: JSONValue?
    public var tokenBodies: [TokenBody]
    public var tokenAuthentications: [TokenAuthentication]
    /// Whether the client refuses a server whose metadata does not list S256.
    public var needsS256: Bool
    /// Whether the client sends `scope=` when there is no scope (true), or leaves it out.
    public var sendsEmptyScope: Bool
    /// Whether all OAuth hosts must be the API's.
    public var needsSameDomain: Bool
    /// How long the client waits for a document, a token, a call.
    public var documentTimeout: Duration
    public var tokenTimeout: Duration
    public var callTimeout: Duration
    /// What the client shows its user, by fault.
    public var words: [String: String]

    // MCP only.

    /// Instead of the first redirect URI, where the authorization server names itself in its answers (RFC 9207).
    public var issuerRedirectURI: String? = nil
    /// Instead of ``clientMetadataURL``, where the authorization server names itself in its answers.
    public var issuerClientMetadataURL: String? = nil
    /// The ways to prove itself at the token endpoint that the client's metadata document allows.
    public var metadataAuthenticationMethods: [String] = ["none"]
    /// Whether the client asks for metadata with `HEAD` before `GET`.
    public var asksHead = false
    /// MCP's revisions, in the order in which the client tries them.
    public var protocolVersions: [String] = ["2026-07-28", "2025-11-25"]
    /// Whether people are asked to sign in only where a tool says so and its error carries a challenge.
    public var needsToolChallenge = false
}
