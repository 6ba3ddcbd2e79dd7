#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Where callers leave their work and workers fetch it.
///
/// Unchecked: the lists are touched with the mutex held only. A mutex and a condition of the system, because a worker
/// has to sleep until there is something to do, and waking it must cost one system call at most.
final class WorkQueue: @unchecked Sendable {
    enum Kind { case read, write }

    private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
    private let condition = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
    private let workers: Int
    private var reads: [Work] = []
    private var writes: [Work] = []
    private var isClosed = false

    /// - Parameter workers: how many threads fetch from it; each takes its share of the writes that wait.
    init(workers: Int) {
        self.workers = max(1, workers)
        pthread_mutex_init(mutex, nil)
        pthread_cond_init(condition, nil)
    }

    deinit {
        pthread_cond_destroy(condition)
        pthread_mutex_destroy(mutex)
        condition.deallocate()
        mutex.deallocate()
    }

    /// How many writes wait for a worker.
    var waitingWrites: Int {
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        return writes.count
    }

    /// Adds work; `false` when the queue is closed.
    func add(_ work: Work, _ kind: Kind) -> Bool {
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        guard !isClosed else { return false }
        if kind == .read { reads.append(work) } else { writes.append(work) }
        pthread_cond_signal(condition)
        return true
    }

    /// Adds work, or lets it fail at once when the queue is closed.
    func run(_ work: Work, _ kind: Kind) {
        guard !add(work, kind) else { return }
        work.fail(SQLFailure(kind: .disconnected, message: "the database was closed"))
        work.finish()
    }

    /// Waits for work; `nil` when the queue is closed and empty. Reads come first and one at a time.
    func next(limit: Int) -> (kind: Kind, batch: [Work])? {
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        while true {
            if !reads.isEmpty { return (.read, [reads.removeFirst()]) }
            if !writes.isEmpty { return (.write, takeWrites(min(limit, (writes.count + workers - 1) / workers))) }
            if isClosed { return nil }
            pthread_cond_wait(condition, mutex)
        }
    }

    /// Refuses what comes from now on; workers finish what is there and end.
    func close() {
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        isClosed = true
        pthread_cond_broadcast(condition)
    }

    private func takeWrites(_ count: Int) -> [Work] {
        guard count < writes.count else {
            defer { writes = [] }
            return writes
        }
        defer { writes.removeFirst(count) }
        return Array(writes.prefix(count))
    }
}
