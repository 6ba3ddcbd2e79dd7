/// Where the tokens come from that users have for the API itself: what their sign-in provider gave for it.
public protocol UserCredentialSource: Sendable {
    /// A user's token that is in memory and good for a while; asked on the event loop, so it must not wait.
    ///
    /// - Parameter now: Unix seconds.
    func cached(ofUser id: String, now: Int64) -> UserCredential?
    /// A user's token, fetched or made anew where need be.
    func credential(ofUser id: String, now: Int64) async -> UserCredentialAnswer
}

/// A user's own token for the API. It prints `<redacted>`.
public struct UserCredential: Sendable, CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// In visible ASCII.
    public let token: [UInt8]

    public init(token: [UInt8]) { self.token = token }

    public var description: String { "<redacted>" }
    public var debugDescription: String { "<redacted>" }
    public var customMirror: Mirror { Mirror(self, children: []) }
}

/// What was found out about a user's own token for the API.
public enum UserCredentialAnswer: Sendable {
    case token([UInt8])
    /// The user has none.
    case missing
    /// The provider does not renew it: the user has to sign in there again.
    case ended
    /// Nobody could tell.
    case unavailable
}
