/// Something that happened to a live secret and that an operator wants to know; never with a value in it.
public enum SecretEvent: Sendable, Equatable {
    /// A source has a value that was not live before.
    case appeared(SecretReference, fingerprint: String, label: String?)
    /// A source no longer has a value, which stays accepted until then (Unix seconds).
    case left(SecretReference, fingerprint: String, until: Int64)
    /// A value is accepted no longer.
    case retired(SecretReference, fingerprint: String)
    /// A reading failed; the last good values stay. The first failure of a row is told, and then one every ten minutes.
    case failed(SecretReference, reason: String)
    /// A reading found something unwise that the one before had not found.
    case warned(SecretReference, warning: String)
    /// A reading succeeded after failures, the first of which was that many seconds ago.
    case recovered(SecretReference, after: Int64)

    /// Whether what is live has changed.
    public var isChange: Bool {
        switch self {
        case .appeared, .retired: true
        case .left, .failed, .warned, .recovered: false
        }
    }
}
