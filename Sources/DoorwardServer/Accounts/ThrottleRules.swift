/// What is to be done with an attempt to sign in.
public enum ThrottleVerdict: Sendable, Equatable {
    /// Go on, after so many seconds.
    case proceed(pause: Int64)
    /// Too many; waiting so many seconds is enough in any case.
    case refuse(retryAfter: Int64)
}

/// How many attempts there were in one window of time.
struct ThrottleCounts: Sendable, Equatable {
    /// For the account from this place.
    var place: Int
    /// Failures from this address, whatever the account.
    var address: Int
}

/// The limits of ``SignInThrottle``: ever longer windows, so that who keeps guessing waits ever longer.
enum ThrottleRules {
    struct Window: Sendable {
        var seconds: Int64
        /// Attempts at one account from one place.
        var place: Int
        /// Failures from one address; many people may share it.
        var address: Int
    }

    /// From short to long.
    static let windows = [
        Window(seconds: 60, place: 5, address: 30),
        Window(seconds: 15 * 60, place: 10, address: 100),
        Window(seconds: 86_400, place: 30, address: 600),
    ]
    /// The window of failures of an account over all places.
    static let accountWindow: Int64 = 3_600
    /// From this number on new browsers wait a second, from twice this two, up to ``longestPause``.
    static let slowFrom = 20
    static let longestPause: Int64 = 8

    /// Decides on the counts of each window, in the order of ``windows``.
    static func verdict(
        _ counts: [ThrottleCounts], failuresOfAccount failures: Int, kind: SignInThrottle.Attempt.Kind
    ) -> ThrottleVerdict {
        for (window, count) in zip(windows, counts).reversed()
        where count.place >= window.place || count.address >= window.address {
            return .refuse(retryAfter: window.seconds)
        }
        guard kind != .signUp, failures >= slowFrom else { return .proceed(pause: 0) }
        var pause: Int64 = 1
        var next = slowFrom * 2
        while failures >= next, pause < longestPause {
            pause *= 2
            next *= 2
        }
        return .proceed(pause: pause)
    }
}
