/// How a client proves who it is at the token endpoint (RFC 7591 §2).
public enum ClientAuthenticationMethod: String, Sendable, CaseIterable {
    case basic = "client_secret_basic"
    case post = "client_secret_post"
    /// By an assertion that it signs with its private key (RFC 7523 §2.2).
    case privateKeyJWT = "private_key_jwt"
    /// A public client, which has no secret.
    case none = "none"
}
