/// How a client proves who it is at the token endpoint (RFC 7591 §2).
public enum ClientAuthenticationMethod: String, Sendable, CaseIterable {
    case basic = "client_secret_basic"
    case post = "client_secret_post"
    /// A public client, which has no secret.
    case none = "none"
}
