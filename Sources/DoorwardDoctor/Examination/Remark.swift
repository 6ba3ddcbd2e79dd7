public import DoorwardDocuments

/// Something that a step has to say.
public struct Remark: Sendable {
    public var verdict: Verdict
    /// The kind of fault; nil when it is none of the known ones.
    public var fault: Fault?
    /// What was seen, in a sentence. Never a secret.
    public var text: String
    /// What lint found, where the remark comes from there.
    public var findings: [LintFinding]

    public init(_ verdict: Verdict, fault: Fault? = nil, _ text: String, findings: [LintFinding] = []) {
        self.verdict = verdict
        self.fault = fault
        self.text = text
        self.findings = findings
    }
}
