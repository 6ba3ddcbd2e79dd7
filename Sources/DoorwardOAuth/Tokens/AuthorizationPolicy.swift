/// What the authorization server gives out, and for how long: the part of the configuration that pure checks need.
public struct AuthorizationPolicy: Sendable, Equatable {
    /// A scope and the sentence that people read about it.
    public struct Scope: Sendable, Equatable {
        public var name: String
        public var sentence: String

        public init(name: String, sentence: String) {
            self.name = name
            self.sentence = sentence
        }
    }

    /// Which refresh tokens are exchanged for a new one with each use.
    public enum RefreshRotation: Sendable, Equatable {
        case all
        /// Those of clients without a secret only (RFC 9700 §4.14.2).
        case publicClients
    }

    /// The one spelling of the issuer, without a slash at its end.
    public var issuer: String
    /// The one spelling of the resource that tokens are good for.
    public var resource: String
    public let scopes: [Scope]
    /// Seconds, as all lifetimes here.
    public var accessTokenLifetime: Int64
    public var refreshTokenLifetime: Int64
    public var codeLifetime: Int64
    /// How long a refresh token that was exchanged still gives the same successor.
    public var reuseWindow: Int64
    /// How long a sign-in may take.
    public var signInLifetime: Int64
    public var refreshRotation: RefreshRotation
    /// What is offered besides codes, refresh tokens and client credentials.
    public var features: AuthorizationFeatures

    public init(
        issuer: String, resource: String, scopes: [Scope], accessTokenLifetime: Int64 = 3600,
        refreshTokenLifetime: Int64 = 30 * 86_400, codeLifetime: Int64 = 60, reuseWindow: Int64 = 30,
        signInLifetime: Int64 = 1800, refreshRotation: RefreshRotation = .all,
        features: AuthorizationFeatures = AuthorizationFeatures()
    ) {
        self.issuer = issuer
        self.resource = resource
        self.scopes = scopes
        self.accessTokenLifetime = accessTokenLifetime
        self.refreshTokenLifetime = refreshTokenLifetime
        self.codeLifetime = codeLifetime
        self.reuseWindow = reuseWindow
        self.signInLifetime = signInLifetime
        self.refreshRotation = refreshRotation
        self.features = features
        scopeNames = scopes.map(\.name)
    }

    /// The names of the scopes in their order.
    public let scopeNames: [String]

    /// The longest life that access tokens can have, whatever the configuration says now and said before.
    public static let longestAccessTokenLifetime: Int64 = 86_400

    /// When every access token that exists now has ended, with some time for clocks that differ.
    public static func tokensEndBy(at now: Int64) -> Int64 { now + longestAccessTokenLifetime + 60 }

    /// The sentence of a scope; the name itself when there is none.
    public func sentence(for scope: String) -> String { scopes.first { $0.name == scope }?.sentence ?? scope }
}
