/// How a service secret is presented.
public enum CredentialScheme: Sendable, Hashable {
    /// `Authorization: Bearer <secret>` (RFC 6750 §2.1).
    case bearer
    /// `Authorization: Basic <secret or base64 of it>` (RFC 7617 §2).
    case basic
    /// The whole value of a header of its own.
    case header
}
