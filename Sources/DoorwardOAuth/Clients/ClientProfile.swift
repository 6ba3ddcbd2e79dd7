/// What is expected of a kind of client, as data: no rule asks for a profile by its name.
public struct ClientProfile: Sendable, Equatable {
    /// What `--profile` and ``ClientRecord/profile`` say.
    public var name: String
    /// One line for people who choose.
    public var summary: String
    /// Whether clients without a secret may have it.
    public var allowsPublic: Bool
    /// Whether clients with a secret may have it.
    public var allowsConfidential: Bool
    /// Whether clients with a secret must use PKCE too; those without always must.
    public var requiresPKCE: Bool
    /// How clients with a secret may send it.
    public var authenticationMethods: [ClientAuthenticationMethod]
    public var grants: [GrantType]
    public var redirects: RedirectRules
    /// Whether an agreement is remembered, so that people are asked once only.
    public var remembersConsent: Bool
    /// Whether it may ask about tokens of other clients (RFC 7662), being an API.
    public var mayInspectAllTokens: Bool

    public init(
        name: String, summary: String, allowsPublic: Bool, allowsConfidential: Bool = true, requiresPKCE: Bool,
        authenticationMethods: [ClientAuthenticationMethod] = [.basic, .post], grants: [GrantType],
        redirects: RedirectRules, remembersConsent: Bool = true, mayInspectAllTokens: Bool = false
    ) {
        self.name = name
        self.summary = summary
        self.allowsPublic = allowsPublic
        self.allowsConfidential = allowsConfidential
        self.requiresPKCE = requiresPKCE
        self.authenticationMethods = authenticationMethods
        self.grants = grants
        self.redirects = redirects
        self.remembersConsent = remembersConsent
        self.mayInspectAllTokens = mayInspectAllTokens
    }

    /// Whether a client must send a code challenge (RFC 9700 §2.1.1).
    public func requiresChallenge(of client: ClientRecord) -> Bool { client.isPublic || requiresPKCE }

    /// Whether an agreement may be given again without asking: not where anybody could pretend to be the client
    /// (RFC 8252 §8.6).
    public func remembersConsent(of client: ClientRecord, to redirect: ValidatedRedirect) -> Bool {
        remembersConsent && (!client.isPublic || redirect.isHTTPS)
    }
}
