/// One live value of a secret. Most sources have one; a secret manager may have a current and a previous one.
public struct SecretVersion: Sendable {
    /// The value.
    public var secret: Secret
    /// What people call this version: a stage such as `AWSCURRENT`, a number.
    public var label: String?
    /// What the source calls this version in its own requests, where that is something else.
    public var id: String?
    /// Unix seconds since when the value is known to exist (a file's modification time).
    public var since: Int64?
    /// Unix seconds at which it should be read again, where that is before the next ordinary time: a lease ends.
    public var renewBy: Int64?
    /// Why the version before may be missing from the reading that this one came with; nil when it is not. A known one
    /// that is missing stays then, as it does when nothing can be read.
    public var isAlone: String?
    /// What is unwise about the way it is kept, for example a file that others can read; never with the value in it.
    public var warnings: [String]

    public init(
        secret: Secret, label: String? = nil, id: String? = nil, since: Int64? = nil, renewBy: Int64? = nil,
        isAlone: String? = nil, warnings: [String] = []
    ) {
        self.secret = secret
        self.label = label
        self.id = id
        self.since = since
        self.renewBy = renewBy
        self.isAlone = isAlone
        self.warnings = warnings
    }
}
