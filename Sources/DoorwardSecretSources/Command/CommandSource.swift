public import DoorwardSecrets

/// Reads `exec:PROGRAM ARG ARG`: what a command writes to its standard output, such as `exec:op read op://a/b/c`.
///
/// No shell is involved: the text is split at blanks, `'…'` and `"…"` hold words with blanks together, and nothing else
/// has a meaning. Only programs that were allowed are run. A command has ``timeLimit`` and 64 KiB; then it and all it
/// has started are killed. One line ending at the end (`\n` or `\r\n`) is not part of the secret.
public struct CommandSource: SecretSource {
    /// The largest output that is read, in bytes.
    public static let largest = 64 * 1024
    /// How long a command may run.
    public let timeLimit: Duration
    private let environment: [String: String]
    private let allowed: [String]
    private let underWay = CommandsUnderWay()

    /// - Parameters:
    ///   - surroundings: the environment is passed on as it is; `PATH` of it is searched.
    ///   - allowed: the programs that may be run, each as references write it: a bare name that is found in `PATH`, or
    ///     an absolute path.
    public init(surroundings: SourceSurroundings, allowed: [String], timeLimit: Duration = .seconds(10)) {
        self.environment = surroundings.environment
        self.allowed = allowed
        self.timeLimit = timeLimit
    }

    public var schemes: [String] { ["exec"] }

    /// Kills the commands that run, and starts no other.
    public func stop() async { await underWay.end() }

    /// - Throws: `SecretSourceError/badReference(reason:)` for an unbalanced quote,
    ///   `SecretSourceError/denied(reason:)` for a program that is not allowed, `notFound` for one that is not there,
    ///   `unavailable` when it fails or is too slow, `malformed` when it writes too much.
    public func read(_ reference: SecretReference) async throws(SecretSourceError) -> [SecretVersion] {
        let words = try CommandWords(parsing: reference.location)
        guard allowed.contains(where: { $0.utf8.elementsEqual(words.program.utf8) }) else {
            let names = allowed.isEmpty ? "none is" : "allowed are \(allowed.joined(separator: ", "))"
            throw .denied(
                reason:
                    "\(words.program) may not be run (\(names)); name it in secret_sources.exec exactly as the reference does"
            )
        }
        let path = try ProgramLookup(environment: environment).path(of: words.program)
        let run = CommandRun(
            path: path, words: words, environment: environment, timeLimit: timeLimit, largest: Self.largest,
            underWay: underWay)
        return [SecretVersion(secret: try await run.output())]
    }
}
