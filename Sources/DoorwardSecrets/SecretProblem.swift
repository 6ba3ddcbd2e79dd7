/// What is wrong with one reference; printable, never with a value in it.
public struct SecretProblem: Sendable, Hashable, CustomStringConvertible {
    public var reference: SecretReference
    /// What, where, and what would be right.
    public var reason: String

    /// Whether waiting may help: something outside does not answer, or asks for patience.
    public var mayPass: Bool

    public init(reference: SecretReference, reason: String, mayPass: Bool = false) {
        self.reference = reference
        self.reason = reason
        self.mayPass = mayPass
    }

    public var description: String { "\(reference): \(reason)" }
}
