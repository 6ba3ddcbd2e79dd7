/// One thing that is wrong, or doubtful, in a configuration.
public struct ConfigurationProblem: Error, Sendable, Hashable, CustomStringConvertible {
    /// Whether it stops the start.
    public enum Severity: String, Sendable, Hashable {
        case error
        case warning
    }

    public let severity: Severity
    /// The key: `service.secrets[1]`; empty when it is about the file as a whole.
    public let keyPath: String
    public let origin: ConfigurationOrigin
    /// What is wrong.
    public let message: String
    /// What would be right; may be empty.
    public let hint: String

    public init(
        _ severity: Severity = .error, keyPath: String, origin: ConfigurationOrigin, message: String, hint: String
    ) {
        self.severity = severity
        self.keyPath = keyPath
        self.origin = origin
        self.message = message
        self.hint = hint
    }

    /// One line: `doorward.yaml:12:3: service.secrets[1]: is empty; write env:NAME`.
    public var description: String {
        var text = origin == .default ? "" : "\(origin): "
        if severity == .warning { text += "warning: " }
        if !keyPath.isEmpty { text += "\(keyPath): " }
        return text + message + (hint.isEmpty ? "" : "; \(hint)")
    }
}
