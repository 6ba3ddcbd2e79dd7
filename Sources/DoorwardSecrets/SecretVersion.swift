/// One live value of a secret. Most sources have one; a secret manager may have a current and a previous one.
public struct SecretVersion: Sendable {
    /// The value.
    public var secret: Secret
    /// What the source calls this version, for example a stage.
    public var label: String?
    /// Unix seconds since when the value is known to exist (a file's modification time).
    public var since: Int64?
    /// What is unwise about the way it is kept, for example a file that others can read; never with the value in it.
    public var warnings: [String]

    public init(secret: Secret, label: String? = nil, since: Int64? = nil, warnings: [String] = []) {
        self.secret = secret
        self.label = label
        self.since = since
        self.warnings = warnings
    }
}
