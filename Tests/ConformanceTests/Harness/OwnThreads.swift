import Glibc
import Synchronization
import Testing

/// A few threads on which the tests of this target run, because they block on sockets and processes and must not
/// occupy the threads that every other test shares.
final class OwnThreads: TaskExecutor, Sendable {
    static let shared = OwnThreads(count: 4)

    private let queue = Mutex<[UnownedJob]>([])
    private let ready: ReadySignal

    private init(count: Int) {
        ready = ReadySignal()
        for _ in 0..<count { start() }
    }

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        queue.withLock { $0.append(job) }
        ready.signal()
    }

    private func start() {
        var thread = pthread_t()
        let context = Unmanaged.passRetained(self).toOpaque()
        pthread_create(
            &thread, nil,
            { context in
                if let context { Unmanaged<OwnThreads>.fromOpaque(context).takeUnretainedValue().work() }
                return nil
            }, context)
        pthread_detach(thread)
    }

    private func work() {
        while true {
            ready.wait()
            let job = queue.withLock { $0.isEmpty ? nil : $0.removeFirst() }
            job?.runSynchronously(on: asUnownedTaskExecutor())
        }
    }
}

/// A counting signal between threads.
private final class ReadySignal: @unchecked Sendable {
    private let semaphore = UnsafeMutablePointer<sem_t>.allocate(capacity: 1)

    init() { sem_init(semaphore, 0, 0) }

    func signal() { sem_post(semaphore) }

    func wait() { while sem_wait(semaphore) != 0 {} }
}

/// Runs the tests of a suite on threads of their own.
struct OwnThreadsTrait: SuiteTrait, TestScoping {
    func provideScope(
        for test: Test, testCase: Test.Case?, performing function: @Sendable () async throws -> Void
    ) async throws {
        try await withTaskExecutorPreference(OwnThreads.shared) { try await function() }
    }
}

extension Trait where Self == OwnThreadsTrait {
    static var ownThreads: Self { .init() }
}
