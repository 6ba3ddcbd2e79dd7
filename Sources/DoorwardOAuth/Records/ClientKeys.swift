/// Where the public keys of a client are (RFC 7591 §2): said once, or at an address where the client changes them.
public enum ClientKeys: Sendable, Equatable {
    /// A JWK Set in JSON, as it was given.
    case inline(String)
    /// An https address of a JWK Set.
    case url(String)
}
