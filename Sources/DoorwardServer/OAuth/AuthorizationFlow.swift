import DoorwardOAuth
import DoorwardSecrets

/// What leads from an authorization request to its answer, for the endpoint and for the pages on the way.
///
/// The request is kept as it came and checked anew with every step, so that nothing is believed that a form sent.
public struct AuthorizationFlow: Sendable {
    let server: AuthorizationServer
    let pages: any ErrorPages
    let sessionCookie: SessionCookie
    let browserCookie: BrowserCookie
    /// Whether a user who is signed in must sign in once more, since the API needs of his provider what is not there any
    /// more; asked with the user's id.
    public var lacksProviderTokens: @Sendable (String) async -> Bool = { _ in false }
    /// Whether what the API needs of a user's provider has ended, so that a new access token would be of no use; nil where
    /// it needs nothing.
    public var providerTokensHaveEnded: (@Sendable (String) async -> Bool)?

    public init(server: AuthorizationServer, pages: any ErrorPages) {
        self.server = server
        self.pages = pages
        sessionCookie = SessionCookie(isSecure: server.isSecure)
        browserCookie = BrowserCookie(isSecure: server.isSecure)
    }

    /// Finds the sign-in under way that a page or form belongs to.
    ///
    /// - Parameter handle: the `flow` parameter.
    public func resume(handle: String?, request: EndpointRequest) async -> FlowResumption {
        do throws(Rejection) {
            guard let handle, let digest = OpaqueToken.signIn.digest(of: handle) else { throw .signInOver }
            let store = server.store
            let now = server.now()
            let pending = try await server.stored { try await store.pendingAuthorization(digest, at: now) }
            guard let pending else { throw .signInOver }
            let outcome = try await check(pending.query, isPushed: pending.pushedRequest != nil)
            if case .page(let rejection) = outcome { throw rejection }
            if let browser = browserCookie.value(in: request), BrowserCookie.digest(of: browser) == pending.browser {
                return .current(FlowUnderWay(handle: handle, pending: pending, outcome: outcome, browser: browser))
            }
            return try await rebind(pending, outcome, request)
        } catch {
            return .over(page(error, flowID: request.requestID))
        }
    }

    /// The cookie was lost, or this is another browser: begins anew for this one, with nothing of what was typed there.
    private func rebind(
        _ pending: PendingAuthorization, _ outcome: AuthorizationOutcome, _ request: EndpointRequest
    ) async throws(Rejection) -> FlowResumption {
        let known = browserCookie.value(in: request)
        let browser = known ?? browserCookie.make(random: server.random)
        let begun = try await begin(
            ExpandedRequest(query: pending.query, pushedRequest: pending.pushedRequest), browser: browser)
        let flow = FlowUnderWay(handle: begun.handle, pending: begun.pending, outcome: outcome, browser: browser)
        return .rebound(flow, cookies: known == nil ? browserCookie.setting(browser) : [])
    }

    /// Checks a request against the client as it is now.
    ///
    /// - Parameters:
    ///   - isPushed: whether the client itself sent the parameters beforehand (RFC 9126).
    ///   - caller: the address of whoever brings it, where that is not known to be anybody's.
    func check(
        _ query: String, isPushed: Bool = false, from caller: String? = nil
    ) async throws(Rejection) -> AuthorizationOutcome {
        // It is kept while people sign in, so it stays small: 4096 bytes of state and as much again, all escaped.
        guard query.utf8.count <= 32_768 else { throw .bodyTooLarge }
        let parameters = try FormParameters.parse(query)
        let id = try AuthorizationRequest.clientID(in: parameters)
        let client = try await server.knownClient(id, from: caller)
        return AuthorizationRequest.check(parameters, client: client, policy: server.policy, isPushed: isPushed)
    }

    /// Keeps a request under a new handle.
    func begin(
        _ request: ExpandedRequest, browser: String
    ) async throws(Rejection) -> (handle: String, pending: PendingAuthorization) {
        let handle = OpaqueToken.signIn.make(server.random)
        let now = server.now()
        let kept = KeptQuery.reduce(request.query)
        guard kept.utf8.count <= 20_000 else { throw .bodyTooLarge }
        let pending = PendingAuthorization(
            digest: OpaqueToken.digest(of: handle), query: kept, browser: BrowserCookie.digest(of: browser),
            pushedRequest: request.pushedRequest, createdAt: now, expiresAt: now + server.policy.signInLifetime)
        let store = server.store
        try await server.stored { try await store.create(pending) }
        return (handle, pending)
    }
}
