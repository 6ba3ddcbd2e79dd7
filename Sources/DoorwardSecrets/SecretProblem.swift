/// What is wrong with one reference; printable, never with a value in it.
public struct SecretProblem: Sendable, Hashable, CustomStringConvertible {
    public var reference: SecretReference
    /// What, where, and what would be right.
    public var reason: String

    public init(reference: SecretReference, reason: String) {
        self.reference = reference
        self.reason = reason
    }

    public var description: String { "\(reference): \(reason)" }
}
