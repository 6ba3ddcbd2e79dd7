/// What the writing thread does: batches of writes, one transaction each.
struct SQLiteWriteLoop: Sendable {
    let queue: WorkQueue
    let connection: SQLiteConnection
    let batchLimit: Int
    let topics: Topics
    let commits: CommitCounter
    /// A database in memory has no watcher, so its writer looks for changes that triggers made.
    let watches: Bool
    let start: Revisions

    func run() {
        let writer = SQLiteWriter(connection: connection, commits: commits)
        var revisions = start
        while let (kind, batch) = queue.next(limit: batchLimit) {
            switch kind {
            case .read: for work in batch { connection.read(work) }
            case .write:
                let notified = writer.run(batch)
                if topics.isHeard { topics.publish(notified.union(watches ? changed(&revisions) : [])) }
            }
            for work in batch { work.finish() }
        }
    }

    private func changed(_ revisions: inout Revisions) -> [String] {
        (try? revisions.note(connection.query(Revisions.query))) ?? []
    }
}

/// What a reading thread does: one body after the other, on a connection that is opened when it is needed.
struct SQLiteReadLoop: Sendable {
    let queue: WorkQueue
    let path: String

    func run() {
        var open: SQLiteConnection?
        while let (_, batch) = queue.next(limit: 1) {
            do throws(SQLFailure) {
                let connection = if let open { open } else { try SQLiteFile.reader(path) }
                open = connection
                for work in batch { connection.read(work) }
            } catch {
                for work in batch { work.fail(error) }
            }
            for work in batch { work.finish() }
        }
    }
}

/// What the watching thread does: find out what other processes changed.
///
/// `PRAGMA data_version` tells whether anybody else committed anything and costs next to nothing; only then are the
/// revisions read.
struct SQLiteWatchLoop: Sendable {
    let path: String
    let topics: Topics
    let alarm: WakePipe
    /// Milliseconds between two looks.
    let interval: Int32
    let start: Revisions

    func run() {
        var open: SQLiteConnection?
        var revisions = start
        var version: Int64?
        repeat {
            do throws(SQLFailure) {
                let connection = if let open { open } else { try SQLiteFile.reader(path) }
                open = connection
                let now = try connection.first("PRAGMA data_version")?.integer(0)
                guard version == nil || now != version else { continue }
                topics.publish(try revisions.note(connection.query(Revisions.query)))
                version = now
            } catch {
                open = nil
                version = nil
            }
        } while alarm.sleep(milliseconds: interval)
    }
}
