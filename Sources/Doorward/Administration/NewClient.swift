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

    public init(
        name: String, profile: String, isPublic: Bool = false, redirectURIs: [String] = [], assistantID: String? = nil,
        scope: String? = nil, id: String? = nil
    ) {
        self.name = name
        self.profile = profile
        self.isPublic = isPublic
        self.redirectURIs = redirectURIs
        self.assistantID = assistantID
        self.scope = scope
        self.id = id
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
