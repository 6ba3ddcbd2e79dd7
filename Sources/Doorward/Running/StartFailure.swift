/// Why a door could not be opened, or a changed configuration not be taken over. Never with a secret in it.
public struct StartFailure: Error, Sendable, Equatable, CustomStringConvertible {
    /// The process's exit status that fits (sysexits.h).
    public enum Status: Int32, Sendable {
        case failure = 1
        /// Something outside is not there: the API, the network.
        case unavailable = 69
        /// EX_CONFIG.
        case configuration = 78
    }

    public let status: Status
    /// One line for each problem.
    public let problems: [String]

    public init(_ status: Status, _ problems: [String]) {
        self.status = status
        self.problems = problems
    }

    public init(_ failure: ConfigurationFailure) {
        self.init(.configuration, failure.problems.map(\.description))
    }

    public var description: String { problems.joined(separator: "\n") }
}
