import DoorwardOAuth
import DoorwardSecrets

/// The authorization endpoint (RFC 6749 §3.1): checks the request and sends the person on, to sign in, to agree, or
/// back to the client.
///
/// Whoever is signed in and has agreed to the same before gets the code at once. A GET uses nothing up, so it may come
/// twice.
public struct AuthorizationEndpoint: Endpoint {
    let server: AuthorizationServer
    let flow: AuthorizationFlow

    public init(_ flow: AuthorizationFlow) {
        server = flow.server
        self.flow = flow
    }

    public var methods: [String] { ["GET", "POST"] }

    public func respond(to request: EndpointRequest) async -> EndpointResponse {
        do throws(Rejection) {
            let asked = try await flow.expand(try query(of: request))
            let outcome = try await flow.check(
                asked.query, isPushed: asked.pushedRequest != nil, from: request.client)
            if case .page(let rejection) = outcome { throw rejection }
            return try await answer(outcome, to: asked, request)
        } catch {
            return flow.page(error, flowID: request.requestID)
        }
    }

    /// The parameters as they came: of a GET in the query, of a POST in the form.
    private func query(of request: EndpointRequest) throws(Rejection) -> String {
        guard request.method == "POST" else { return request.query ?? "" }
        guard MachineRequest.mediaType(of: request) == .form else { throw .unsupportedMediaType }
        guard request.body.count <= Parameters.largestSize else { throw .bodyTooLarge }
        guard let query = String(validating: request.body, as: UTF8.self) else { throw .malformedBody }
        return query
    }

    private func answer(
        _ outcome: AuthorizationOutcome, to asked: ExpandedRequest, _ request: EndpointRequest
    ) async throws(Rejection) -> EndpointResponse {
        let context = try await context(of: outcome, request)
        switch outcome {
        case .page(let rejection): throw rejection
        case .redirect(let rejected):
            guard context != nil || rejected.prompts == .none else {
                return try await begin(asked, at: "/oauth/sign-in", request)
            }
            try await flow.useUp(asked.pushedRequest)
            if context != nil { return flow.redirect(rejected) }
            return flow.redirect(.signInRequired, rejected.redirect, state: rejected.state)
        case .valid(let valid):
            guard let (signedIn, consent) = context else {
                guard valid.prompts == .none else { return try await begin(asked, at: "/oauth/sign-in", request) }
                try await flow.useUp(asked.pushedRequest)
                return flow.redirect(.signInRequired, valid.redirect, state: valid.state)
            }
            if valid.prompts.contains(.login) { return try await begin(asked, at: "/oauth/sign-in", request) }
            if await flow.lacksProviderTokens(signedIn.user.id) {
                guard valid.prompts == .none else { return try await begin(asked, at: "/oauth/sign-in", request) }
                try await flow.useUp(asked.pushedRequest)
                return flow.redirect(.signInRequired, valid.redirect, state: valid.state)
            }
            let isCovered = valid.isCovered(by: consent)
            guard isCovered || valid.prompts == .none else {
                return try await begin(asked, at: "/oauth/consent", request)
            }
            try await flow.useUp(asked.pushedRequest)
            if isCovered { return try await flow.issueCode(valid, to: signedIn) }
            return flow.redirect(.consentRequired, valid.redirect, state: valid.state)
        }
    }

    /// Who is signed in, and what he agreed to before: one call of the store.
    private func context(
        of outcome: AuthorizationOutcome, _ request: EndpointRequest
    ) async throws(Rejection) -> (signedIn: SignedIn, consent: ConsentRecord?)? {
        guard let session = flow.sessionCookie.digest(in: request), let redirect = outcome.redirect else { return nil }
        let now = server.now()
        let resource = server.policy.resource
        let store = server.store
        let clientID = outcome.clientID ?? ""
        do {
            return try await store.authorizationContext(
                session: session, clientID: clientID, redirectOrigin: redirect.origin, resource: resource, at: now)
        } catch {
            server.report(error)
            throw .unavailable
        }
    }

    /// Keeps the request while the person signs in or agrees.
    private func begin(
        _ asked: ExpandedRequest, at path: String, _ request: EndpointRequest
    ) async throws(Rejection) -> EndpointResponse {
        let known = flow.browserCookie.value(in: request)
        let browser = known ?? flow.browserCookie.make(random: server.random)
        let begun = try await flow.begin(asked, browser: browser)
        var response = flow.seeOther("\(path)?flow=\(begun.handle)")
        if known == nil { response.fields += flow.browserCookie.setting(browser) }
        return response
    }
}
