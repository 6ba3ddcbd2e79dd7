/// Why a sign-in went no further.
struct SignInStop: Sendable {
    enum Reason: Sendable, Equatable {
        case noAnswer, errorPage, wrongPassword, needsScript, needsSecondFactor, noForm, tooManySteps, sentElsewhere
        case timedOut, noCallback
        /// The password would have gone where it must not go.
        case unsafe
    }

    let reason: Reason
    /// What was seen, as whole sentences, with what the page said.
    let text: String
    /// The last page.
    let response: ProbeResponse?

    init(_ reason: Reason, _ text: String, response: ProbeResponse? = nil) {
        self.reason = reason
        self.text = text
        self.response = response
    }

    /// Whether the server is to blame, and not what the examination can do or was given.
    var isServersFault: Bool { [.noAnswer, .errorPage, .sentElsewhere, .unsafe].contains(reason) }
}
