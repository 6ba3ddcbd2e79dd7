public import DoorwardOAuth

/// What became of a sign-in under way.
public enum FlowResumption: Sendable {
    /// It goes on.
    case current(FlowUnderWay)
    /// It began in another browser, or the cookie was lost: a new one has begun here. The cookies are to be set, and
    /// the form is to be shown again; what was sent is not to be acted upon.
    case rebound(FlowUnderWay, cookies: [(name: String, value: String)])
    /// There is none; this is the page to answer with.
    case over(EndpointResponse)
}

/// A sign-in under way, with its request checked just now.
public struct FlowUnderWay: Sendable {
    /// What travels through the forms as `flow`.
    public let handle: String
    public let pending: PendingAuthorization
    /// A valid request, or one that the client will be told is not; never a page.
    public let outcome: AuthorizationOutcome
    /// The value of the browser cookie that it is bound to.
    public let browser: String

    init(handle: String, pending: PendingAuthorization, outcome: AuthorizationOutcome, browser: String) {
        self.handle = handle
        self.pending = pending
        self.outcome = outcome
        self.browser = browser
    }

    /// The request, when it is valid.
    public var request: AuthorizationRequest? {
        if case .valid(let request) = outcome { request } else { nil }
    }

    /// The client that asks.
    public var client: ClientRecord? {
        switch outcome {
        case .page: nil
        case .redirect(let rejected): rejected.client
        case .valid(let request): request.client
        }
    }

    /// Where the answer goes.
    public var redirect: ValidatedRedirect? { outcome.redirect }
}

extension AuthorizationOutcome {
    var clientID: String? {
        switch self {
        case .page: nil
        case .redirect(let rejected): rejected.client.id
        case .valid(let request): request.client.id
        }
    }
}
