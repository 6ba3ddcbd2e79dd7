import Synchronization

/// How often something may be done from one place: so many times at once, and once more every so many seconds (a token
/// bucket for each place, in memory).
///
/// Memory is bounded: when there are too many places, those that have waited longest begin afresh.
final class PlaceAllowance: Sendable {
    private struct Bucket {
        /// How many are left, in units of one second's refill.
        var left: Int64
        /// Unix seconds.
        var at: Int64
    }

    private struct State {
        var young: [String: Bucket] = [:]
        var old: [String: Bucket] = [:]
    }

    private let size: Int64
    private let seconds: Int64
    private let half: Int
    private let state = Mutex(State())

    /// - Parameters:
    ///   - size: how many may begin at once.
    ///   - seconds: after how many seconds there is one more.
    ///   - capacity: how many places are remembered.
    init(size: Int64 = 20, seconds: Int64 = 3, capacity: Int = 20_000) {
        self.size = max(1, size)
        self.seconds = max(1, seconds)
        half = max(1, capacity / 2)
    }

    /// Takes one away from what a place has left; false when it has none.
    func take(_ place: String, at now: Int64) -> Bool {
        state.withLock { state in
            let full = size * seconds
            var bucket = state.young[place] ?? state.old[place] ?? Bucket(left: full, at: now)
            // A clock that is set back takes nothing away.
            let (passed, isLong) = now.subtractingReportingOverflow(bucket.at)
            if now > bucket.at { bucket.left = isLong ? full : min(full, bucket.left + min(full, passed)) }
            bucket.at = now
            let isAllowed = bucket.left >= seconds
            if isAllowed { bucket.left -= seconds }
            if state.young[place] == nil, state.young.count >= half {
                state.old = state.young
                state.young = [:]
            }
            state.young[place] = bucket
            return isAllowed
        }
    }
}
