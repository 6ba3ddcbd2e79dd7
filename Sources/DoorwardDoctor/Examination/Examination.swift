public import DoorwardDocuments

/// Plays one client against one address, step by step, and keeps a transcript.
///
/// The parts of the way are extensions of this type, one folder each: they begin a step, send probes, and say what
/// they saw. Whatever comes back, an examination ends.
public actor Examination {
    /// What happens while it runs, for whoever watches.
    public enum Event: Sendable {
        case began(Step)
        /// With what must be masked when the step is shown.
        case ended(Step, masked: Set<String>)
        /// Something that the person must do or know now: a link to open.
        case asks(String)
    }

    public let target: WebAddress
    public let profile: ClientProfile
    public let options: DoctorOptions
    let transport: any ProbeTransport
    let environment: ExaminationEnvironment
    private let observe: @Sendable (Event) -> Void

    public private(set) var steps: [Step] = []
    private var isOpen = false
    private var openedAt: ContinuousClock.Instant = .now
    /// What must never be shown: secrets, codes, tokens that were sent or received.
    public private(set) var masked: Set<String> = [] {
        didSet { if masked != oldValue { knownMasking = nil } }
    }
    private var knownMasking: Masking?
    /// Why requests of the open step were not sent: no fault of the server's.
    var withheld: Set<String> = []
    /// How long servers have been waited for.
    var waited: Duration = .zero
    var isOverTime = false
    var hasToldPlainCredential = false
    /// What one part of the way found out for the next.
    var found = Found()

    public init(
        target: WebAddress, profile: ClientProfile, options: DoctorOptions, transport: any ProbeTransport,
        environment: ExaminationEnvironment, observe: @escaping @Sendable (Event) -> Void = { _ in }
    ) {
        self.target = target
        self.profile = profile
        self.options = options
        self.transport = transport
        self.environment = environment
        self.observe = observe
        for secret in [options.secret, options.clientSecret] where secret != nil { masked.insert(secret?.value ?? "") }
        if case .form(_, let password) = options.signIn { masked.insert(password.value) }
    }

    /// Goes the client's whole way.
    public func run() async -> ExaminationReport {
        switch profile.surface {
        case .manifestV1: await examinePlugin()
        case .action: await examineAction()
        case .mcp: await examineMCP()
        }
        return report()
    }

    /// Ends the last step, and what came of it all.
    func report() -> ExaminationReport {
        end()
        return ExaminationReport(
            target: target.text, profile: profile.name, profileTitle: profile.title, steps: steps,
            masked: masked.filter { !$0.isEmpty })
    }

    // MARK: - Steps

    /// Begins a step; the one before it ends.
    func begin(_ section: Step.Section, _ title: String) {
        end()
        steps.append(Step(number: steps.count + 1, section: section, title: title))
        isOpen = true
        withheld = []
        openedAt = .now
        observe(.began(steps[steps.count - 1]))
    }

    /// Ends the step that is open, if any.
    func end() {
        guard isOpen else { return }
        isOpen = false
        steps[steps.count - 1].elapsed = .now - openedAt
        observe(.ended(steps[steps.count - 1], masked: masked))
    }

    /// Says that the client would fail here, by the id of the fault.
    func fail(_ fault: String, _ text: String, findings: [LintFinding] = []) {
        add(Remark(.failed, fault: Fault.named(fault), text, findings: findings))
    }

    func warn(_ text: String, fault: String? = nil, findings: [LintFinding] = []) {
        add(Remark(.warned, fault: fault.flatMap(Fault.named), text, findings: findings))
    }

    func pass(_ text: String) { add(Remark(.passed, text)) }

    func skip(_ text: String) { add(Remark(.skipped, text)) }

    func ask(_ text: String) { observe(.asks(text)) }

    private func add(_ remark: Remark) {
        if !isOpen { begin(.address, "Look at the address") }
        var remark = remark
        // What was never asked is no fault of whoever would have answered.
        let isConsequence = remark.verdict >= .warned && withheld.contains { remark.text.contains($0) }
        if isConsequence || remark.verdict == .failed && isOverTime {
            remark.verdict = .skipped
            remark.fault = nil
        }
        remark.text = masking.text(remark.text)
        steps[steps.count - 1].remarks.append(remark)
    }

    /// Whether the step that is open has failed.
    var hasFailed: Bool { steps.last?.verdict == .failed }

    /// The faults named so far, each once, in order.
    var faults: [Fault] {
        var seen: Set<String> = []
        return steps.flatMap(\.remarks).compactMap(\.fault).filter { seen.insert($0.id).inserted }
    }

    // MARK: - Probes

    /// Sends a request with the profile's fields, and keeps it in the step that is open.
    func send(_ request: ProbeRequest) async -> Result<ProbeResponse, ProbeFailure> {
        var request = request
        let given = Set(request.headers.map { $0.name.lowercased() })
        request.headers += profile.headers.filter { !given.contains($0.name.lowercased()) }
        let sentAt = environment.now()
        let result = await answer(to: request)
        if isOpen {
            steps[steps.count - 1].exchanges.append(Exchange(request: request, result: result, sentAt: sentAt))
        }
        return result
    }

    /// What hides the secrets that are known by now.
    var masking: Masking {
        if let knownMasking { return knownMasking }
        let masking = Masking(masked)
        knownMasking = masking
        return masking
    }

    /// At most so many characters of what a server said, secrets replaced before it is cut.
    func shortened(_ text: some StringProtocol, to length: Int) -> String { masking.shortened(text, to: length) }

    /// From now on this is shown nowhere.
    func mask(_ secret: String) {
        guard !secret.isEmpty else { return }
        masked.insert(secret)
    }
}
