/// What sources outside this process need from their surroundings: everything that a test may want to hold in its hand.
public struct SourceSurroundings: Sendable {
    /// The process's variables.
    public var environment: [String: String]
    /// What relative names of files are relative to: the configuration file's directory.
    public var baseDirectory: String
    public var transport: any SecretTransport
    /// Unix seconds.
    public var now: @Sendable () -> Int64
    /// Waits between attempts; returns early when the task is cancelled.
    public var sleep: @Sendable (Duration) async -> Void

    public init(
        environment: [String: String], baseDirectory: String, transport: any SecretTransport,
        now: @escaping @Sendable () -> Int64,
        sleep: @escaping @Sendable (Duration) async -> Void = { try? await Task.sleep(for: $0) }
    ) {
        self.environment = environment
        self.baseDirectory = baseDirectory
        self.transport = transport
        self.now = now
        self.sleep = sleep
    }

    /// A variable that is set and not empty.
    func variable(_ name: String) -> String? {
        environment[name].flatMap { $0.isEmpty ? nil : $0 }
    }
}
