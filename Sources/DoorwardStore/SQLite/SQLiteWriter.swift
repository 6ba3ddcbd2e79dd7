/// Runs batches of bodies on one connection: one transaction a batch, each body on its own inside it.
///
/// A batch runs without savepoints first. Only when a body throws after it has written is everything undone and run
/// again with a savepoint around each body; that is rare, and savepoints for all would cost every batch.
struct SQLiteWriter {
    let connection: SQLiteConnection
    let commits: CommitCounter

    /// Runs the bodies and commits; the outcome of each is in its ``Work`` then. Returns the topics to publish.
    func run(_ batch: [Work]) -> Set<String> {
        connection.notified = []
        do {
            try connection.execute("BEGIN IMMEDIATE")
            guard runAll(batch) else {
                rollBack()
                return batch.count == 1 ? [] : runWithSavepoints(batch)
            }
            return try commit()
        } catch {
            rollBack()
            // What is checked at the end (a deferred foreign key) fails for all because of one: find it.
            if error.kind == .constraint, batch.count > 1 { return runAlone(batch) }
            for work in batch { work.fail(error) }
            return []
        }
    }

    /// `false` when something has to be undone.
    private func runAll(_ batch: [Work]) -> Bool {
        for work in batch {
            let before = connection.totalChanges
            if !work.run(connection), !connection.isInTransaction || connection.totalChanges != before { return false }
        }
        return connection.isInTransaction
    }

    private func runWithSavepoints(_ batch: [Work]) -> Set<String> {
        connection.notified = []
        do {
            try connection.execute("BEGIN IMMEDIATE")
            for work in batch {
                try connection.execute("SAVEPOINT body")
                if !work.run(connection) {
                    // Some failures (a full disk) end the whole transaction.
                    guard connection.isInTransaction else { return runAlone(batch) }
                    try connection.execute("ROLLBACK TO body")
                }
                try connection.execute("RELEASE body")
            }
            return try commit()
        } catch {
            rollBack()
            return runAlone(batch)
        }
    }

    private func runAlone(_ batch: [Work]) -> Set<String> {
        batch.reduce(into: []) { topics, work in topics.formUnion(run([work])) }
    }

    private func commit() throws(SQLFailure) -> Set<String> {
        try connection.execute("COMMIT")
        commits.add()
        defer { connection.notified = [] }
        return connection.notified
    }

    private func rollBack() {
        if connection.isInTransaction { _ = try? connection.execute("ROLLBACK") }
    }
}
