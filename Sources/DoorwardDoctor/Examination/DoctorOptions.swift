/// What a person tells an examination.
public struct DoctorOptions: Sendable {
    /// The service secret, or a user's key, for the call that must succeed.
    public var secret: ProbeSecret?
    public var clientID: String?
    public var clientSecret: ProbeSecret?
    /// What the client's page shows, to be found in the manifest.
    public var verificationToken: String?
    /// What the portal shows, to be found at `/.well-known/openai-apps-challenge`.
    public var challengeToken: String?
    /// Instead of the profile's redirect URI.
    public var redirectURI: String?
    /// `plugin-…` or `g-…`, for redirect URIs.
    public var assistantID: String?
    /// Instead of the manifest's scope.
    public var scope: String?
    /// `operationId`, or method and path: the operation to call. Nil for the first harmless one.
    public var operation: String?
    /// Addresses at which the API should not answer without a token: around the door.
    public var around: [String]
    public var signIn: SignInChoice
    /// Whether an address of this machine is to be judged as if it were public: http, ports and localhost are no faults.
    public var assumesPublic = false
    /// How long servers may be waited for in all; what would be sent later is not sent.
    public var limit: Duration = .seconds(300)

    /// Who signs in where a person must.
    public enum SignInChoice: Sendable {
        /// Nobody: what needs a person is skipped.
        case nobody
        /// A person, in a browser; the callback is waited for this long.
        case browser(wait: Duration)
        /// Plain HTML forms are filled in, for machines.
        case form(user: String, password: ProbeSecret)
    }

    public init(
        secret: ProbeSecret? = nil, clientID: String? = nil, clientSecret: ProbeSecret? = nil,
        verificationToken: String? = nil, challengeToken: String? = nil, redirectURI: String? = nil,
        assistantID: String? = nil, scope: String? = nil, operation: String? = nil, around: [String] = [],
        signIn: SignInChoice = .nobody
    ) {
        self.secret = secret
        self.clientID = clientID
        self.clientSecret = clientSecret
        self.verificationToken = verificationToken
        self.challengeToken = challengeToken
        self.redirectURI = redirectURI
        self.assistantID = assistantID
        self.scope = scope
        self.operation = operation
        self.around = around
        self.signIn = signIn
    }
}
