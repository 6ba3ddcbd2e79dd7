/// The two schemes Doorward speaks.
public enum WebScheme: String, Sendable, Hashable, CaseIterable {
    case http
    case https

    /// The port that need not be written: 80 or 443 (RFC 9110 §4.2).
    public var defaultPort: Int { self == .http ? 80 : 443 }
}
