#if PostgreSQL
    /// Runs batches of bodies on one connection: all in one transaction, or each in its own when that did not work.
    struct PostgreSQLWriter {
        var line: PostgreSQLLine
        let commits: CommitCounter
        let lane: RetryLane
        private(set) var topics: Set<String> = []

        init(line: PostgreSQLLine, commits: CommitCounter, lane: RetryLane) {
            self.line = line
            self.lane = lane
            self.commits = commits
        }

        private enum Attempt {
            case committed
            /// Nothing was written. `isRecorded` when the body's own outcome says why.
            case undone(SQLFailure?, isRecorded: Bool)
            /// There is no server, or nobody knows what it did.
            case lost(SQLFailure)
        }

        /// Runs the bodies and commits; the outcome of each is in its ``Work`` then. Returns the topics to publish.
        mutating func run(_ batch: [Work]) -> Set<String> {
            topics = []
            var first: Attempt?
            if batch.count > 1 {
                let attempt = attempt(batch[...], isPatient: false)
                switch attempt {
                case .committed: return topics
                case .lost(let failure):
                    for work in batch { work.fail(failure) }
                    return topics
                case .undone: first = attempt
                }
            }
            for index in batch.indices {
                guard let failure = alone(batch[index...index], after: first) else { continue }
                for work in batch[index...] { work.fail(failure) }
                break
            }
            return topics
        }

        /// Reads; once more when the connection turned out to be lost or a statement had to be prepared again.
        mutating func read(_ work: Work) {
            for attempt in 0..<3 {
                do throws(SQLFailure) {
                    let connection = try line.connected()
                    connection.mayWrite = false
                    defer { connection.mayWrite = true }
                    if work.run(connection) { return }
                    guard Self.passes(work.failure), attempt < 2 else { return }
                } catch {
                    return work.fail(error)
                }
            }
        }

        /// Runs one body until it is committed or refused; a failure when there is no server for those behind it either.
        private mutating func alone(_ work: ArraySlice<Work>, after first: Attempt?) -> SQLFailure? {
            var last = first
            for round in 0..<6 as Range<UInt32> {
                let attempt = again(work, after: last)
                last = attempt
                switch attempt {
                case .committed: return nil
                case .lost(let failure): return failure
                case .undone(let failure, let isRecorded):
                    if Self.passes(failure), round < 5 {
                        PostgreSQLLine.pause(milliseconds: 4 << round)
                    } else {
                        if !isRecorded, let failure { work.first?.fail(failure) }
                        return nil
                    }
                }
            }
            return nil
        }

        /// Those that were in each other's way are run one after the other, and with patience: what they wait for is
        /// held by another process, or by somebody who gives up sooner.
        private mutating func again(_ work: ArraySlice<Work>, after last: Attempt?) -> Attempt {
            guard case .undone(let failure, _) = last, failure?.kind == .conflict else {
                return attempt(work, isPatient: false)
            }
            lane.enter()
            defer { lane.leave() }
            return attempt(work, isPatient: true)
        }

        private mutating func attempt(_ batch: ArraySlice<Work>, isPatient: Bool) -> Attempt {
            let connection: PostgreSQLConnection
            do { connection = try line.connected() } catch { return .lost(error) }
            connection.notified = []
            do {
                // Two transactions that wait for each other would wait for the server to notice, a second; one that
                // waits this long gives up and is run again body by body.
                try connection.script(isPatient ? "BEGIN" : "BEGIN; SET LOCAL lock_timeout = '100ms'")
            } catch {
                return .undone(error, isRecorded: false)
            }
            for work in batch {
                let before = connection.changes
                let isDone = work.run(connection)
                if connection.isHealthy, isDone || connection.changes == before { continue }
                rollBack(connection)
                return isDone ? .undone(Self.swallowed, isRecorded: false) : .undone(work.failure, isRecorded: true)
            }
            return commit(connection)
        }

        private mutating func commit(_ connection: PostgreSQLConnection) -> Attempt {
            do { try connection.commit() } catch {
                guard error.kind == .disconnected else {
                    rollBack(connection)
                    return .undone(error, isRecorded: false)
                }
                let message = "the connection was lost while committing, so it may be written or not: \(error.message)"
                return .lost(SQLFailure(kind: .disconnected, message: message))
            }
            commits.add()
            topics.formUnion(connection.notified)
            return .committed
        }

        private func rollBack(_ connection: PostgreSQLConnection) { _ = try? connection.script("ROLLBACK") }

        /// Whether running the same again may succeed.
        private static func passes(_ failure: SQLFailure?) -> Bool {
            failure?.kind == .conflict || failure?.kind == .disconnected
        }

        private static var swallowed: SQLFailure {
            SQLFailure(kind: .other, message: "a statement failed and the body went on")
        }
    }
#endif
