/// A document to be linted.
public struct LintInput: Sendable {
    /// The file or URL, as findings name it.
    public var name: String
    public var bytes: [UInt8]
    /// The host that serves the document, in lower case, with its port when that is not 443; nil when unknown.
    public var host: String?

    public init(name: String, bytes: [UInt8], host: String? = nil) {
        self.name = name
        self.bytes = bytes
        self.host = host
    }
}
