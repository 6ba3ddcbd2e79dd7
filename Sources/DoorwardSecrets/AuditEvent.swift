/// Something that an operator may have to explain later; never with a secret in it.
public struct AuditEvent: Sendable, Hashable {
    /// Unix seconds.
    public var at: Int64
    /// What happened, as a dotted name: `key.revoked`, `call.refused`.
    public var kind: String
    /// Who did it.
    public var actor: String
    /// What it was done to.
    public var subject: String
    /// Anything else worth knowing.
    public var detail: [String: String]

    public init(at: Int64, kind: String, actor: String, subject: String, detail: [String: String] = [:]) {
        self.at = at
        self.kind = kind
        self.actor = actor
        self.subject = subject
        self.detail = detail
    }
}
