#if PostgreSQL
    internal import DoorwardSecrets
    internal import Synchronization

    /// A PostgreSQL database: a pool of threads with a connection each, and one that listens.
    final class PostgreSQLDatabase: Database {
        var name: String { address.name }
        var dialect: SQLDialect { .postgreSQL }
        let schema: SchemaChange
        var commitCount: Int { commits.value }

        let address: PostgreSQLAddress
        func use(passwords: [Secret]) { address.passwords.replace(with: passwords) }
        private let options: StoreOptions
        private let queue: WorkQueue
        private let topics = Topics()
        private let commits = CommitCounter()
        private let start: Revisions
        private let threads = Mutex(Threads())

        private struct Threads {
            var running: [WorkerThread] = []
            var alarm: WakePipe?
            var isClosed = false
        }

        /// Connects, brings the schema forward and starts the pool.
        static func open(
            _ address: PostgreSQLAddress, options: StoreOptions, steps: [SchemaStep] = Schema.steps
        ) async throws(StoreError) -> PostgreSQLDatabase {
            let opened = await WorkerThread.run { () -> Result<(SchemaChange, Revisions), StoreError> in
                do throws(StoreError) { return .success(try prepare(address, options, steps)) } catch {
                    return .failure(error)
                }
            }
            let (schema, start) = try opened.get()
            return try PostgreSQLDatabase(address, options, schema, start)
        }

        private static func prepare(
            _ address: PostgreSQLAddress, _ options: StoreOptions, _ steps: [SchemaStep]
        ) throws(StoreError) -> (SchemaChange, Revisions) {
            do {
                var line = PostgreSQLLine(address, options)
                let connection = try line.connected()
                let change = try Schema.migrate(connection, name: address.name, steps: steps) { () throws(SQLFailure) in
                }
                var revisions = Revisions()
                _ = try revisions.note(connection.query(Revisions.query))
                return (change, revisions)
            } catch let error as SQLFailure {
                throw .cannotOpen(path: address.name, cause: error.message)
            } catch {
                throw StoreError(error, name: address.name, doing: "opening")
            }
        }

        private init(
            _ address: PostgreSQLAddress, _ options: StoreOptions, _ schema: SchemaChange, _ start: Revisions
        ) throws(StoreError) {
            self.address = address
            self.options = options
            self.schema = schema
            self.start = start
            let connections = max(1, min(options.connections, 1000))
            queue = WorkQueue(workers: connections)
            let loop = PostgreSQLWorkLoop(
                queue: queue, address: address, options: options, topics: topics, commits: commits,
                lane: RetryLane())
            for _ in 0..<connections {
                guard run({ loop.run() }) else {
                    throw .cannotOpen(path: address.name, cause: "the system has no thread left")
                }
            }
        }

        deinit { for thread in stop() { thread.detach() } }

        func close() { for thread in stop() { thread.join() } }

        func read<T: Sendable>(
            _ doing: String, _ body: @escaping @Sendable (any SQLSession) throws -> T
        ) async throws(StoreError) -> T {
            try await run(doing, .read, body)
        }

        func lookUp<T: Sendable>(
            _ doing: String, _ body: @escaping @Sendable (any SQLSession) throws -> T
        ) async throws(StoreError) -> T {
            try await run(doing, .read, body)
        }

        @discardableResult
        func write<T: Sendable>(
            _ doing: String, _ body: @escaping @Sendable (any SQLSession) throws -> T
        ) async throws(StoreError) -> T {
            try await run(doing, .write, body)
        }

        func changes() -> AsyncStream<String> {
            startWatcher()
            return topics.listen()
        }

        func backUp(to path: String) async throws(StoreError) {
            throw .backupElsewhere(command: address.dumpCommand(to: path))
        }

        /// The server checks its pages itself when it reads them; what is left are the checks of the data.
        func damage() async throws(StoreError) -> [String] { [] }

        private func run<T: Sendable>(
            _ doing: String, _ kind: WorkQueue.Kind, _ body: @escaping @Sendable (any SQLSession) throws -> T
        ) async throws(StoreError) -> T {
            let name = name
            return try await withUnsafeContinuation { continuation in
                queue.run(Job(name: name, doing: doing, body: body, continuation: continuation), kind)
            }.get()
        }

        private func run(_ body: @escaping @Sendable () -> Void) -> Bool {
            threads.withLock { threads in
                guard !threads.isClosed, let thread = WorkerThread(body) else { return false }
                threads.running.append(thread)
                return true
            }
        }

        private func startWatcher() {
            let alarm = threads.withLock { threads -> WakePipe? in
                guard threads.alarm == nil, !threads.isClosed else { return nil }
                threads.alarm = WakePipe()
                return threads.alarm
            }
            guard let alarm else { return }
            let loop = PostgreSQLWatchLoop(
                address: address, options: options, topics: topics, alarm: alarm, start: start)
            _ = run { loop.run() }
        }

        private func stop() -> [WorkerThread] {
            queue.close()
            topics.close()
            return threads.withLock { threads in
                threads.isClosed = true
                threads.alarm?.wake()
                defer { threads.running = [] }
                return threads.running
            }
        }
    }
#endif
