public import DoorwardOAuth
import DoorwardSecrets

extension AuthorizationFlow {
    /// Goes on after somebody has signed in: back to the client with a code or an error, or to the consent page.
    public func proceed(
        _ flow: FlowUnderWay, as signedIn: SignedIn, flowID: String
    ) async -> EndpointResponse {
        do throws(Rejection) {
            switch flow.outcome {
            case .page(let rejection): throw rejection
            case .redirect(let rejected):
                guard try await end(flow) else { throw .signInOver }
                return redirect(rejected)
            case .valid(let request):
                // Somebody in this browser agreed before the way led elsewhere, for this one sign-in.
                if flow.pending.approvedAt != nil { return await approve(flow, as: signedIn, flowID: flowID) }
                if await mustSignInAgain(request, flow, signedIn) {
                    return seeOther("/oauth/sign-in?flow=\(flow.handle)")
                }
                guard request.isCovered(by: try await consent(to: request, of: signedIn)) else {
                    return seeOther("/oauth/consent?flow=\(flow.handle)")
                }
                guard try await end(flow) else { throw .signInOver }
                return try await issueCode(request, to: signedIn)
            }
        } catch {
            return page(error, flowID: flowID)
        }
    }

    /// The person agrees: writes the agreement down and sends the code.
    public func approve(
        _ flow: FlowUnderWay, as signedIn: SignedIn, flowID: String
    ) async -> EndpointResponse {
        guard case .valid(let request) = flow.outcome else { return await proceed(flow, as: signedIn, flowID: flowID) }
        if await mustSignInAgain(request, flow, signedIn) { return seeOther("/oauth/sign-in?flow=\(flow.handle)") }
        do throws(Rejection) {
            try await server.adopt(request.client)
            guard try await end(flow) else { throw .signInOver }
            if request.profile.remembersConsent(of: request.client, to: request.redirect) {
                let consent = request.consent(ofUser: signedIn.user.id, at: server.now())
                let store = server.store
                try await server.stored { try await store.record(consent) }
            }
            return try await issueCode(request, to: signedIn)
        } catch {
            return page(error, flowID: flowID)
        }
    }

    /// The person does not agree: the client is told, and may be told so to somebody who is not signed in, since a
    /// person has pressed a button.
    public func deny(_ flow: FlowUnderWay, flowID: String) async -> EndpointResponse {
        await giveUp(flow, .userDenied, flowID: flowID)
    }

    /// It does not go on, for that reason, and a person has pressed the button that tells the client.
    public func giveUp(_ flow: FlowUnderWay, _ rejection: Rejection, flowID: String) async -> EndpointResponse {
        do throws(Rejection) {
            guard try await end(flow) else { throw .signInOver }
            switch flow.outcome {
            case .page(let rejection): throw rejection
            case .redirect(let rejected): return redirect(rejection, rejected.redirect, state: rejected.state)
            case .valid(let request): return redirect(rejection, request.redirect, state: request.state)
            }
        } catch {
            return page(error, flowID: flowID)
        }
    }

    /// Whether the person must sign in for this very request: the client wants it so, or the API lacks what the person's
    /// provider gives at a sign-in.
    private func mustSignInAgain(
        _ request: AuthorizationRequest, _ flow: FlowUnderWay, _ signedIn: SignedIn
    ) async -> Bool {
        guard signedIn.session.signedInAt < flow.pending.createdAt else { return false }
        if request.prompts.contains(.login) { return true }
        return await lacksProviderTokens(signedIn.user.id)
    }

    private func consent(
        to request: AuthorizationRequest, of signedIn: SignedIn
    ) async throws(Rejection) -> ConsentRecord? {
        let store = server.store
        return try await server.stored {
            try await store.consent(
                userID: signedIn.user.id, clientID: request.client.id, redirectOrigin: request.redirect.origin,
                resource: request.resource)
        }
    }

    /// Ends a sign-in under way, and what was pushed for it; false when somebody did before.
    private func end(_ flow: FlowUnderWay) async throws(Rejection) -> Bool {
        let store = server.store
        let digest = flow.pending.digest
        guard try await server.stored({ try await store.endPendingAuthorization(digest) }) else { return false }
        try await useUp(flow.pending.pushedRequest)
        return true
    }

    /// The answer with a code.
    func issueCode(_ request: AuthorizationRequest, to signedIn: SignedIn) async throws(Rejection) -> EndpointResponse {
        // A client that registered itself stays from now on.
        try await server.adopt(request.client)
        let code = OpaqueToken.code.make(server.random)
        let record = request.code(
            code, forUser: signedIn.user.id, role: signedIn.user.role, lifetime: server.policy.codeLifetime,
            at: server.now())
        let store = server.store
        try await server.stored { try await store.create(record) }
        return seeOther(
            AuthorizationResponse.success(
                code: code, state: request.state, redirect: request.redirect, issuer: server.policy.issuer))
    }

    func redirect(_ rejected: RedirectedRejection) -> EndpointResponse {
        redirect(rejected.rejection, rejected.redirect, state: rejected.state)
    }

    /// The answer with an error (RFC 6749 §4.1.2.1).
    func redirect(_ rejection: Rejection, _ redirect: ValidatedRedirect, state: String?) -> EndpointResponse {
        var response = seeOther(
            AuthorizationResponse.failure(
                OAuthError(rejection), state: state, redirect: redirect, issuer: server.policy.issuer))
        response.refusal = rejection.word
        return response
    }

    /// 303, never 307: a form that was sent here is not sent on (RFC 9700 §4.12).
    func seeOther(_ location: String) -> EndpointResponse {
        EndpointResponse(
            status: 303,
            fields: [("Location", location), ("Cache-Control", "no-store"), ("Referrer-Policy", "no-referrer")])
    }
}
