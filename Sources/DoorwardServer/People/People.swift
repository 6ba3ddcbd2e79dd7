import DoorwardOAuth
import DoorwardSecrets

/// What the pages for people share: who is signed in, form tokens, cookies.
struct People: Sendable {
    /// How long a sign-in may stay half done, in seconds.
    static let pendingLifetime: Int64 = 600

    let configuration: PeopleConfiguration
    let flow: AuthorizationFlow
    let pages: PeoplePages
    let sessions: SessionCookie
    let browsers: BrowserCookie
    let throttle: SignInThrottle

    init(_ configuration: PeopleConfiguration, flow: AuthorizationFlow) {
        self.configuration = configuration
        self.flow = flow
        pages = PeoplePages(theme: configuration.theme)
        sessions = SessionCookie(isSecure: configuration.isSecure)
        browsers = BrowserCookie(isSecure: configuration.isSecure)
        throttle = SignInThrottle(store: configuration.store)
    }

    var store: any AuthorizationStore { configuration.store }
    var now: Int64 { configuration.now() }

    /// Who is signed in with the browser that sent the request.
    func visitor(_ request: EndpointRequest) async throws -> Visitor? {
        guard let cookie = sessions.value(in: request) else { return nil }
        let digest = SessionCookie.digest(of: cookie)
        guard let signedIn = try await store.session(digest, at: now) else { return nil }
        return Visitor(signedIn: signedIn, cookie: cookie)
    }

    /// The token of a form on a page for this cookie.
    func token(_ cookie: String, _ path: String) -> String {
        configuration.formTokens.text(cookie: cookie, path: path)
    }

    /// Reads a form and checks where it comes from.
    func form(_ request: EndpointRequest) throws(SubmittedForm.Refusal) -> SubmittedForm {
        try SubmittedForm(request, issuer: configuration.policy.issuer)
    }

    /// Whether a form was made for the browser with this cookie.
    func isGenuine(
        _ form: SubmittedForm, _ request: EndpointRequest, cookie: String?
    ) throws(SubmittedForm.Refusal) -> Bool {
        configuration.formTokens.isRight(try form["csrf"], cookie: cookie, path: request.path)
    }

    /// Writes an event down, with the place it came from.
    func note(
        _ kind: String, by actor: String, on subject: String, _ request: EndpointRequest, _ more: [String: String] = [:]
    ) {
        let detail = more.merging(["address": request.client, "request": request.requestID]) { first, _ in first }
        configuration.audit(AuditEvent(at: now, kind: kind, actor: actor, subject: subject, detail: detail))
    }

    /// The sentence for a scope, or its name where none was given.
    func sentences(_ scopes: [String]) -> PageValues.Value {
        .list(
            scopes.map {
                ["sentence": .text(ShownText.line(configuration.policy.sentence(for: $0), limit: 300))]
            })
    }
}

/// Somebody who is signed in, and the cookie that says so.
struct Visitor: Sendable {
    var signedIn: SignedIn
    var cookie: String

    var user: UserRecord { signedIn.user }
}
