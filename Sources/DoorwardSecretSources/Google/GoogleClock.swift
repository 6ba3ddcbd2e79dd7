/// What is known of the difference between this machine's clock and Google's.
struct GoogleClock: Sendable {
    /// Seconds by which Google's clock is ahead of this machine's.
    private(set) var offset: Int64 = 0

    /// Takes the difference from an answer's `Date`; one of a minute at most counts as none.
    ///
    /// - Returns: whether the time that was signed with was wrong, so that signing again may help.
    mutating func learn(from answer: SecretResponse, now: Int64) -> Bool {
        // Compared with the time as corrected so far: this machine's clock may have been set right since then.
        guard let date = answer.date, abs(date - now - offset) > 60 else { return false }
        offset = abs(date - now) > 60 ? date - now : 0
        return true
    }

    /// What an operator should know of a difference above five minutes.
    var warning: String? {
        guard abs(offset) > 300 else { return nil }
        return "this machine's clock is \(abs(offset) / 60) minutes \(offset > 0 ? "behind" : "ahead of") Google's; "
            + "let it be set by NTP"
    }
}
