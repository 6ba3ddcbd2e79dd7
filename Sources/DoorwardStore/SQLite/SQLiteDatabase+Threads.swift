internal import Synchronization

extension SQLiteDatabase {
    /// Starts a thread; `false` when the database is closed or the system has none left.
    func start(_ body: @escaping @Sendable () -> Void) -> Bool {
        threads.withLock { threads in
            guard !threads.isClosed, let thread = WorkerThread(body) else { return false }
            threads.running.append(thread)
            return true
        }
    }

    /// The reading threads are started when somebody reads: most processes do not need them.
    func startReaders() {
        let isFirst = threads.withLock { threads in
            defer { threads.hasReaders = true }
            return !threads.hasReaders
        }
        guard isFirst else { return }
        let loop = SQLiteReadLoop(queue: reads, path: name)
        let started = (0..<Self.readers).filter { _ in start { loop.run() } }
        // Without any, nobody would ever answer.
        if started.isEmpty { reads.close() }
    }

    /// The watching thread is started when somebody listens.
    func startWatcher() {
        let alarm = threads.withLock { threads -> WakePipe? in
            guard threads.alarm == nil, !threads.isClosed else { return nil }
            threads.alarm = WakePipe()
            return threads.alarm
        }
        guard let alarm else { return }
        let loop = SQLiteWatchLoop(
            path: name, topics: topics, alarm: alarm, interval: Int32(clamping: options.pollInterval),
            start: start)
        _ = start { loop.run() }
    }

    /// Lets nothing in any more and returns the threads, which end when they have done what is there.
    func stop() -> [WorkerThread] {
        writes.close()
        reads.close()
        topics.close()
        closeLent()
        return threads.withLock { threads in
            threads.isClosed = true
            threads.alarm?.wake()
            defer { threads.running = [] }
            return threads.running
        }
    }
}
