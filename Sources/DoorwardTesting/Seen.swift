internal import Synchronization

/// What a decision was shown last.
final class Seen<Value: Sendable>: Sendable {
    private let value = Mutex<Value?>(nil)

    func note(_ value: Value) { self.value.withLock { $0 = value } }

    var last: Value? { value.withLock { $0 } }
}
