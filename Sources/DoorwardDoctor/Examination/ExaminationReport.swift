/// The transcript of a finished examination.
public struct ExaminationReport: Sendable {
    public let target: String
    public let profile: String
    public let profileTitle: String
    public let steps: [Step]
    /// Whether a server that examined itself could not reach its own public address.
    public internal(set) var isPublicAddressUnseen = false
    /// What must be replaced wherever traffic is shown.
    let masked: Set<String>

    init(target: String, profile: String, profileTitle: String, steps: [Step], masked: Set<String>) {
        self.target = target
        self.profile = profile
        self.profileTitle = profileTitle
        self.steps = steps
        self.masked = masked
    }

    public func count(_ verdict: Verdict) -> Int { steps.count { $0.verdict == verdict } }

    /// The faults that were named in failed steps, each once, in order.
    public var faults: [Fault] {
        var seen: Set<String> = []
        return steps.flatMap(\.remarks).filter { $0.verdict == .failed }.compactMap(\.fault)
            .filter { seen.insert($0.id).inserted }
    }
}
