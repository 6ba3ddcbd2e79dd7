import DoorwardOAuth
import DoorwardSecrets

extension People {
    /// What stands between a right password, or who comes from a provider, and a session when there is a second factor:
    /// the browser may show the code.
    func askForCode(
        of user: UserRecord, _ underWay: FlowUnderWay?, _ request: EndpointRequest
    ) async throws -> EndpointResponse {
        if let underWay {
            _ = try await store.notePassword(of: user.id, for: underWay.pending.digest)
            return PeoplePages.seeOther("/oauth/second-factor?flow=\(underWay.handle)")
        }
        guard let browser = browsers.digest(in: request) else { return PeoplePages.seeOther("/oauth/sign-in") }
        let handle = OpaqueToken.signIn.make(configuration.random)
        try await store.create(
            PendingAuthorization(
                digest: OpaqueToken.digest(of: handle), query: "", browser: browser, passwordGivenBy: user.id,
                createdAt: now, expiresAt: now + Self.pendingLifetime))
        return PeoplePages.seeOther("/oauth/second-factor?flow=\(handle)")
    }

    /// Those whose tokens the API needs.
    var tokenProviders: [any SignInProvider] { configuration.providers.filter(\.rules.keepsTokens) }

    /// Begins a session, with a new cookie whatever the browser had before, and goes on to where the person was going.
    ///
    /// - Parameter provider: where the person has signed in; nil for here.
    func enter(
        as user: UserRecord, _ underWay: FlowUnderWay?, _ request: EndpointRequest, from provider: String? = nil
    ) async throws -> EndpointResponse {
        if let old = sessions.digest(in: request) { try await store.endSession(old) }
        let cookie = sessions.make(random: configuration.random)
        let agent = request.field("user-agent") ?? ""
        let session = SessionRecord(
            digest: SessionCookie.digest(of: cookie), userID: user.id, signedInAt: now, lastSeenAt: now,
            expiresAt: now + configuration.sessionLifetime,
            userAgent: ShownText.line(agent, limit: 120))
        try await store.create(session)
        note(
            "sign-in.succeeded", by: user.id, on: user.name, request, provider.map { ["provider": $0] } ?? [:])
        let cookies =
            sessions.setting(cookie, maxAge: configuration.sessionLifetime)
            + [configuration.knownBrowsers.remembering(user.id, in: request)]
        let onward = DeviceReturn(isSecure: configuration.isSecure).onward(request)
        guard let underWay else { return PeoplePages.seeOther(onward.path, cookies: cookies + onward.cookies) }
        // Where the API lacks what a provider gives, a sign-in that brings none would only lead to the same refusal.
        if !tokenProviders.contains(where: { $0.name == provider }), await flow.lacksProviderTokens(user.id) {
            return PeoplePages.seeOther("/oauth/sign-in?flow=\(underWay.handle)", cookies: cookies)
        }
        var response = await flow.proceed(
            underWay, as: SignedIn(session: session, user: user), flowID: request.requestID)
        if underWay.pending.approvedAt != nil, underWay.request != nil {
            noteDecision("consent.given", by: user.id, response, underWay, request)
        }
        response.fields += cookies
        return response
    }

    /// Writes a decision down that went through: a form that is sent twice decides nothing.
    func noteDecision(
        _ kind: String, by actor: String, _ response: EndpointResponse, _ underWay: FlowUnderWay,
        _ request: EndpointRequest
    ) {
        let isOver = response.fields.contains { $0.name == "Location" && !$0.value.hasPrefix("/") }
        guard isOver else { return }
        let detail = [
            "scopes": underWay.request?.scopes.joined(separator: " ") ?? "",
            "redirect": underWay.redirect?.origin ?? "",
        ]
        note(kind, by: actor, on: underWay.client?.id ?? "", request, detail)
    }

    /// An attempt as the throttle counts it: accounts that exist by their id, so that name and e-mail address are one.
    func attempt(
        _ kind: SignInThrottle.Attempt.Kind, at user: UserRecord?, typed: String = "", _ request: EndpointRequest
    ) -> SignInThrottle.Attempt {
        let browsers = configuration.knownBrowsers
        let isKnown = user.map { browsers.isKnown($0.id, in: request) } ?? false
        return SignInThrottle.Attempt(
            kind: kind, account: user?.id ?? typed, address: request.client,
            mark: isKnown ? user.map { browsers.mark(of: $0.id) } : nil)
    }

    /// What somebody is told who has tried too often.
    static func waiting(_ seconds: Int64) -> FormProblem {
        let time =
            switch seconds {
            case ...90: "a minute"
            case ...3_600: "\(seconds / 60) minutes"
            default: "a day"
            }
        return FormProblem("Too many attempts from here. Wait \(time) and try again.", .tooManyAttempts)
    }
}
