/// What the checks of an authorization request come to.
public enum AuthorizationOutcome: Sendable, Equatable {
    /// Nobody knows where it should go, so the person is told, here (RFC 6749 §4.1.2.1).
    case page(Rejection)
    /// The client is told, but only after the person has signed in: otherwise anybody who registers a client could send
    /// people anywhere in the server's name (RFC 9700 §4.11.2).
    case redirect(RedirectedRejection)
    case valid(AuthorizationRequest)

    /// Where it goes; nil for a page.
    public var redirect: ValidatedRedirect? {
        switch self {
        case .page: nil
        case .redirect(let rejection): rejection.redirect
        case .valid(let request): request.redirect
        }
    }
}

/// A refusal that its client will be told by a redirect.
public struct RedirectedRejection: Sendable, Equatable {
    public let rejection: Rejection
    public let client: ClientRecord
    public let redirect: ValidatedRedirect
    public let state: String?
    public let prompts: AuthorizationRequest.Prompts
}
