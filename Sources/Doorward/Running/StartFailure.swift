#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#else
    internal import Darwin
#endif

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

    /// Says every problem on standard error and ends the process with the status that fits.
    public func exit() -> Never {
        StandardErrorSink().writeNow(problems.map { "\($0)\n" }.joined())
        quit(status.rawValue)
    }

    public var description: String { problems.joined(separator: "\n") }
}

/// The C library's `exit`, which a method of the same name would hide.
private func quit(_ status: Int32) -> Never { exit(status) }
