/// What there is of a provider's access token for a user's calls. It prints `<redacted>`.
public enum ProviderTokenAnswer: Sendable, Equatable, CustomStringConvertible, CustomDebugStringConvertible,
    CustomReflectable
{
    /// A token that is good, and until when it may be used without asking again (Unix seconds).
    case token(String, until: Int64)
    /// The user has not signed in with a provider whose tokens are kept.
    case none
    /// The provider does not take what is kept any more: the user has to sign in there again.
    case ended
    /// The token is over and there is no new one to be had now.
    case unavailable

    public var description: String {
        switch self {
        case .token: "<redacted>"
        case .none: "none"
        case .ended: "ended"
        case .unavailable: "unavailable"
        }
    }
    public var debugDescription: String { description }
    public var customMirror: Mirror { Mirror(self, children: []) }
}
