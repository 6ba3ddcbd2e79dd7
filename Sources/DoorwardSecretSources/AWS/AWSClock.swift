internal import Synchronization

/// AWS's time, as far as this machine knows it: requests signed more than five minutes off are refused.
final class AWSClock: Sendable {
    private let now: @Sendable () -> Int64
    /// What is added to this machine's time, in seconds.
    private let offset = Mutex<Int64>(0)

    init(now: @escaping @Sendable () -> Int64) { self.now = now }

    /// Unix seconds.
    var time: Int64 { now() + offset.withLock { $0 } }

    /// Takes the time over from an answer's `Date`; false when that would change next to nothing.
    func adjust(to response: SecretResponse) -> Bool {
        guard let date = response.date else { return false }
        let wanted = date - now()
        return offset.withLock { offset in
            guard (wanted - offset).magnitude > 60 else { return false }
            offset = wanted
            return true
        }
    }

    /// What to say when this machine's clock is off by more than AWS tolerates.
    var warning: String? {
        let offset = offset.withLock { $0 }
        guard offset.magnitude > 300 else { return nil }
        let minutes = offset.magnitude / 60
        return "this machine's clock is \(minutes) minutes \(offset > 0 ? "behind" : "ahead of") AWS's; set it right"
    }
}
