public import DoorwardOAuth

/// A client that is to be registered.
public struct NewClient: Sendable, Equatable {
    /// What people read on the consent page.
    public var name: String
    /// The name of a `ClientProfile`.
    public var profile: String
    /// Whether it has no secret.
    public var isPublic = false
    /// Complete addresses.
    public var redirectURIs: [String] = []
    /// The id of a plugin or GPT, whose two callbacks are added.
    public var assistantID: String?
    /// Scopes with blanks between; nil for all that are declared.
    public var scope: String?
    /// An id of one's own choice; nil for a random one.
    public var id: String?
    /// The public keys by which it proves who it is, instead of a secret (`private_key_jwt`).
    public var keys: ClientKeys?
    /// Whether its access tokens must be bound to a key (RFC 9449).
    public var requiresKeyBinding = false
    /// Whether its authorization requests must be pushed (RFC 9126).
    public var requiresPushedRequests = false

    public init(
        name: String, profile: String, isPublic: Bool = false, redirectURIs: [String] = [], assistantID: String? = nil,
        scope: String? = nil, id: String? = nil, keys: ClientKeys? = nil
    ) {
        self.name = name
        self.profile = profile
        self.isPublic = isPublic
        self.redirectURIs = redirectURIs
        self.assistantID = assistantID
        self.scope = scope
        self.id = id
        self.keys = keys
    }
}

/// What is to be changed of a client; nil leaves a thing as it is.
public struct ClientChanges: Sendable, Equatable {
    public var name: String?
    /// All redirect URIs instead of those that there are.
    public var redirectURIs: [String]?
    /// The id of the plugin or GPT whose callbacks are the redirect URIs, besides those above.
    public var assistantID: String?
    /// Scopes with blanks between.
    public var scope: String?

    public init(
        name: String? = nil, redirectURIs: [String]? = nil, assistantID: String? = nil, scope: String? = nil
    ) {
        self.name = name
        self.redirectURIs = redirectURIs
        self.assistantID = assistantID
        self.scope = scope
    }

    /// Whether nothing is to be changed.
    public var isEmpty: Bool { self == ClientChanges() }
}
