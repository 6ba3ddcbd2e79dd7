/// Where log lines go.
public protocol LogSink: Sendable {
    /// Takes complete lines, each with its line feed. Called on event loops: it must not wait.
    func write(_ lines: [UInt8])
}

/// How log lines look.
public enum LogFormat: Sendable {
    /// One line for people to read.
    case text
    /// One JSON object a line.
    case json
}
