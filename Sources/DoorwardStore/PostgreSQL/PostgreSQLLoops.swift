#if PostgreSQL
    /// What each thread of the pool does: reads, and batches of writes.
    struct PostgreSQLWorkLoop: Sendable {
        let queue: WorkQueue
        let address: PostgreSQLAddress
        let options: StoreOptions
        let topics: Topics
        let commits: CommitCounter
        let lane: RetryLane

        func run() {
            var writer = PostgreSQLWriter(line: PostgreSQLLine(address, options), commits: commits, lane: lane)
            while let (kind, batch) = queue.next(limit: options.batchLimit) {
                switch kind {
                case .read: for work in batch { writer.read(work) }
                case .write: topics.publish(writer.run(batch))
                }
                for work in batch { work.finish() }
            }
        }
    }

    /// What the listening thread does: hear of changes from the server, and look for them as well.
    ///
    /// Looking finds what was missed while the connection was lost, and is all there is behind a pooler of connections,
    /// through which notifications do not come.
    struct PostgreSQLWatchLoop: Sendable {
        let address: PostgreSQLAddress
        let options: StoreOptions
        let topics: Topics
        let alarm: WakePipe
        let start: Revisions

        func run() {
            var line = PostgreSQLLine(address, options)
            var revisions = start
            var listening: PostgreSQLConnection?
            let interval = Int32(clamping: options.pollInterval)
            var descriptor: Int32 = -1
            repeat {
                do throws(SQLFailure) {
                    let connection = try line.connected()
                    if listening !== connection {
                        if options.listens { try connection.script("LISTEN \(PostgreSQLConnection.channel)") }
                        listening = connection
                    }
                    topics.publish(try connection.notifications())
                    topics.publish(try revisions.note(connection.query(Revisions.query)))
                    descriptor = connection.descriptor
                } catch {
                    descriptor = -1
                }
            } while alarm.sleep(milliseconds: interval, watching: descriptor)
        }
    }
#endif
