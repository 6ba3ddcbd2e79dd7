/// The outcome of reading several references: what was found, what was not, and what is unwise, in the references'
/// order.
public struct SecretResolution: Sendable {
    /// Every live version of every reference that could be read.
    public var secrets: [ResolvedSecret]
    /// One for each reference that could not be read.
    public var problems: [SecretProblem]
    /// Secrets that were read but are kept unwisely.
    public var warnings: [SecretProblem]

    public init(secrets: [ResolvedSecret] = [], problems: [SecretProblem] = [], warnings: [SecretProblem] = []) {
        self.secrets = secrets
        self.problems = problems
        self.warnings = warnings
    }
}
