/// Why a text is not a value of its kind: what is wrong with it, and what would be right.
///
/// Neither part repeats a text that could hold a credential.
public struct ConfigurationValueError: Error, Equatable, Sendable, CustomStringConvertible {
    /// What is wrong, as the rest of a sentence that begins with the key: `is not a port`.
    public let message: String
    /// What would be right, as an instruction: `write 127.0.0.1:8000`.
    public let hint: String

    public init(_ message: String, hint: String) {
        self.message = message
        self.hint = hint
    }

    public var description: String { hint.isEmpty ? message : "\(message); \(hint)" }
}
