internal import DoorwardDoctor

/// Tells what is going on while an examination runs: steps as they end on standard output, and on a terminal the step
/// that is under way, written over.
struct DoctorProgress: Sendable {
    private let profile: ClientProfile
    private let style: ReportStyle
    private let isLive: Bool

    init(profile: ClientProfile, style: ReportStyle, isLive: Bool) {
        self.profile = profile
        self.style = style
        self.isLive = isLive
    }

    func note(_ event: Examination.Event) {
        switch event {
        case .began(let step):
            if Terminal.isWatched { Terminal.prompt("\r\u{1B}[K  … \(step.number). \(step.title)") }
        case .ended(let step, let masked):
            clear()
            if isLive { Terminal.put(StepText(step, profile: profile, masked: masked, style: style).text) }
        case .asks(let text):
            clear()
            Terminal.prompt(text + "\n")
        }
    }

    func clear() {
        if Terminal.isWatched { Terminal.prompt("\r\u{1B}[K") }
    }
}
