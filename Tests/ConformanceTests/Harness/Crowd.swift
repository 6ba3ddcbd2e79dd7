import Glibc
import Synchronization

/// Threads that do the same at the same time, each blocking as it likes, until they are joined.
final class Crowd: Sendable {
    private final class Member: Sendable {
        let number: Int
        let body: @Sendable (Int) -> Void

        init(_ number: Int, _ body: @escaping @Sendable (Int) -> Void) {
            self.number = number
            self.body = body
        }
    }

    private let threads: Mutex<[pthread_t]>

    /// Starts `count` threads, numbered from 0.
    init(_ count: Int, _ body: @escaping @Sendable (Int) -> Void) {
        var threads: [pthread_t] = []
        for number in 0..<count {
            var thread = pthread_t()
            let context = Unmanaged.passRetained(Member(number, body)).toOpaque()
            let status = pthread_create(
                &thread, nil,
                { context in
                    if let context {
                        let member = Unmanaged<Member>.fromOpaque(context).takeRetainedValue()
                        member.body(member.number)
                    }
                    return nil
                }, context)
            if status == 0 { threads.append(thread) }
        }
        self.threads = Mutex(threads)
    }

    /// Waits until every thread has ended.
    func join() {
        threads.withLock { threads in
            for thread in threads { pthread_join(thread, nil) }
            threads = []
        }
    }
}
