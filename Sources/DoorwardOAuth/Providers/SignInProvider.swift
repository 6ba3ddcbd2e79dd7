/// Somebody elsewhere who says who people are: an OpenID provider, or an OAuth 2.0 server with an address for user
/// information.
///
/// Doorward is its client. It has no state of its own between leaving and coming back: what must be the same is handed
/// out by ``begin(state:redirectURI:)`` and handed in again.
public protocol SignInProvider: Sendable {
    /// The name in the configuration, `[a-z0-9-]{1,32}`; part of the callback's path.
    var name: String { get }
    /// What people read on the button, such as `Google`.
    var label: String { get }
    var rules: ProviderRules { get }
    /// The origin of the authorization endpoint, such as `https://accounts.example`, for the `form-action` of pages
    /// whose form leads there; nil when it is not known.
    var formAction: String? { get }

    /// Whose its tokens are: an issuer, or the token endpoint of what has none. What is kept from one is never sent to
    /// another, whatever name it goes by in the configuration.
    var authority: String { get }

    /// Where to send the browser.
    ///
    /// - Parameters:
    ///   - state: random, single use, kept by the caller with the browser that leaves.
    ///   - redirectURI: the callback, complete.
    /// - Throws: `ProviderFailure.unavailable`, `.untrue`.
    func begin(state: String, redirectURI: String) async throws(ProviderFailure) -> ProviderDeparture

    /// Finds out who came back.
    ///
    /// - Parameters:
    ///   - parameters: of the callback; the caller has found the visit by their `state`.
    ///   - kept: ``ProviderDeparture/kept`` of the same visit.
    ///   - redirectURI: the same as for the departure.
    func finish(
        _ parameters: Parameters, kept: [UInt8], redirectURI: String
    ) async throws(ProviderFailure) -> ProviderIdentity

    /// Exchanges a refresh token for new tokens (RFC 6749 §6).
    ///
    /// - Throws: `.denied` when the provider does not take it any more, `.unavailable` when it may later.
    func refresh(_ tokens: ProviderTokens) async throws(ProviderFailure) -> ProviderTokens

    /// Looks at what it publishes and what is not needed before somebody comes back, for those who set it up.
    func check() async throws(ProviderFailure)
}

extension SignInProvider {
    public var formAction: String? { nil }
    public var authority: String { name }
    public func check() async throws(ProviderFailure) {}
}

/// Where a browser is sent, and what must be known when it comes back.
public struct ProviderDeparture: Sendable {
    /// The authorization endpoint with its query.
    public var location: String
    /// Nonce, code verifier and issuer, to be kept sealed.
    public var kept: [UInt8]

    public init(location: String, kept: [UInt8]) {
        self.location = location
        self.kept = kept
    }
}

/// Why somebody could not be signed in elsewhere.
public enum ProviderFailure: Error, Sendable, Equatable {
    /// It does not answer, or says that it cannot now. What and where, for the log.
    case unavailable(String)
    /// What it says does not hold: a check failed. The check's word, such as `wrong_nonce`, for the log.
    case untrue(String)
    /// The person, or the provider, said no.
    case denied
}
