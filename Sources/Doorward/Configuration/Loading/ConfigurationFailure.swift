/// A configuration that cannot be used, with everything that is wrong with it.
public struct ConfigurationFailure: Error, Sendable, Equatable, CustomStringConvertible {
    /// At least one error, and the warnings, in the order of the file.
    public let problems: [ConfigurationProblem]

    public init(_ problems: [ConfigurationProblem]) { self.problems = problems }

    /// One line for each problem.
    public var description: String { problems.map(\.description).joined(separator: "\n") }
}
