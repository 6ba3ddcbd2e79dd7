/// That a secret was found in the configuration: by which reference, and when.
public struct SecretSighting: Sendable, Hashable {
    /// The description of the reference.
    public var source: String
    /// Unix seconds.
    public var at: Int64

    public init(source: String, at: Int64) {
        self.source = source
        self.at = at
    }
}
