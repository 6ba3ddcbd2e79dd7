/// A bucket of tokens as one number: when it will be full again (the generic cell rate algorithm).
struct TokenBucket: Sendable, Equatable {
    /// Milliseconds since 1970.
    private var fullAt: Int64 = 0

    func isFull(at now: Int64) -> Bool { fullAt <= now }

    /// Takes a token out, at a time in milliseconds.
    ///
    /// - Returns: 0, or how many milliseconds it takes until there is one; nothing is taken then.
    mutating func take(_ rate: RegistrationLimits.Rate, at now: Int64) -> Int64 {
        notice(rate, at: now)
        fullAt = max(fullAt, now)
        let wait = fullAt + rate.pause - (now + rate.burst * rate.pause)
        guard wait <= 0 else { return wait }
        fullAt += rate.pause
        return 0
    }

    /// A clock that was set back must not lock anybody out for longer than an empty bucket does.
    mutating func notice(_ rate: RegistrationLimits.Rate, at now: Int64) {
        fullAt = min(fullAt, now + rate.burst * rate.pause)
    }

    mutating func giveBack(_ rate: RegistrationLimits.Rate) { fullAt -= rate.pause }
}
