/// An authorization request that passed every check (RFC 6749 §4.1.1, RFC 7636 §4.3, RFC 8707 §2.1).
public struct AuthorizationRequest: Sendable, Equatable {
    public let client: ClientRecord
    public let profile: ClientProfile
    public let redirect: ValidatedRedirect
    /// Whether the request named the redirect URI, so that the token request must repeat it (RFC 6749 §4.1.3).
    public let redirectWasGiven: Bool
    public let scopes: [String]
    public let resource: String
    /// The S256 challenge; nil for clients that need none and sent none.
    public let challenge: String?
    /// To be given back byte for byte.
    public let state: String?
    public let prompts: Prompts
    /// The thumbprint of the key that must redeem the code (RFC 9449 §10); nil when any may.
    public let keyThumbprint: String?

    /// What the `prompt` parameter asks for (OpenID Connect Core §3.1.2.1).
    public struct Prompts: OptionSet, Sendable, Hashable {
        public let rawValue: Int

        public init(rawValue: Int) { self.rawValue = rawValue }

        /// Show nothing; fail instead.
        public static let none = Prompts(rawValue: 1)
        /// Sign in again.
        public static let login = Prompts(rawValue: 2)
        /// Ask again.
        public static let consent = Prompts(rawValue: 4)
    }

    /// Whether an agreement that was given before lets it pass without asking.
    public func isCovered(by consent: ConsentRecord?) -> Bool {
        guard let consent, !prompts.contains(.consent), profile.remembersConsent(of: client, to: redirect) else {
            return false
        }
        return scopes.allSatisfy(consent.scopes.contains)
    }

    /// The agreement to this request.
    public func consent(ofUser userID: String, at now: Int64) -> ConsentRecord {
        ConsentRecord(
            userID: userID, clientID: client.id, redirectOrigin: redirect.origin, resource: resource, scopes: scopes,
            grantedAt: now)
    }

    /// The code that answers it.
    ///
    /// - Parameters:
    ///   - role: of the user, for the API.
    ///   - lifetime: seconds.
    public func code(
        _ code: String, forUser userID: String, role: String? = nil, lifetime: Int64, at now: Int64
    ) -> AuthorizationCodeRecord {
        AuthorizationCodeRecord(
            digest: OpaqueToken.digest(of: code), clientID: client.id, userID: userID, redirectURI: redirect.uri,
            redirectURIWasGiven: redirectWasGiven, challenge: challenge, resource: resource, scopes: scopes,
            createdAt: now, expiresAt: now + lifetime, keyThumbprint: keyThumbprint, role: role)
    }
}
