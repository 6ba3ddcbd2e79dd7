internal import DoorwardGateway
internal import DoorwardSecrets
internal import DoorwardStore
internal import Logging
import Synchronization

/// Where the authorization server's events go: into the log at once, and into the store a moment later, many together: a
/// commit for each would cost more than what it is about.
///
/// The queue has an end: while the store is away the oldest events wait, the newest are counted and not kept, and no request
/// waits. The log has them all.
final class AuditTrail: Sendable {
    private struct Queue {
        var events: [AuditEvent] = []
        var dropped = 0
        var isFinished = false
    }

    /// How long events gather before they are written.
    private static let pause = Duration.milliseconds(200)
    private static let capacity = 20_000
    /// How many go into one transaction, so that nobody waits long behind them.
    private static let batch = 500

    private let queue = Mutex(Queue())
    private let wake: AsyncStream<Void>.Continuation
    private let writer: Mutex<Task<Void, Never>?>
    private let sink: any LogSink
    private let format: LogFormat

    init(store: Store, format: LogFormat, sink: any LogSink, logger: Logger) {
        let (stream, continuation) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
        wake = continuation
        self.sink = sink
        self.format = format
        writer = Mutex(nil)
        let task = Task { [weak self] in
            for await _ in stream {
                try? await Task.sleep(for: Self.pause)
                guard let self else { return }
                while await self.writeBatch(to: store, logger: logger) {}
            }
        }
        writer.withLock { $0 = task }
    }

    func record(_ event: AuditEvent) {
        log(event)
        queue.withLock { queue in
            if queue.events.count < Self.capacity { queue.events.append(event) } else { queue.dropped += 1 }
        }
        wake.yield()
    }

    /// Writes what is still in the queue, and takes no more.
    func finish() async {
        wake.finish()
        await writer.withLock { $0 }?.value
    }

    /// Writes some of the events.
    ///
    /// - Returns: whether there are more, and the store takes them.
    private func writeBatch(to store: Store, logger: Logger) async -> Bool {
        let (events, dropped) = queue.withLock { queue in
            defer { queue.dropped = 0 }
            return (Array(queue.events.prefix(Self.batch)), queue.dropped)
        }
        if dropped > 0 {
            logger.error("\(dropped) audit events are in the log only: the database did not take them in time")
        }
        guard !events.isEmpty else { return false }
        do {
            try await store.append(contentsOf: events)
        } catch {
            logger.warning("\(events.count) audit events wait for the database: \(error)")
            try? await Task.sleep(for: .seconds(1))
            // Tried again, unless this is the end.
            if !queue.withLock({ $0.isFinished }) { wake.yield() }
            return false
        }
        return queue.withLock { queue in
            queue.events.removeFirst(min(events.count, queue.events.count))
            return !queue.events.isEmpty
        }
    }

    private func log(_ event: AuditEvent) {
        let time = CivilTime(unixSeconds: event.at).rfc3339
        switch format {
        case .json:
            var line = JSONLine(time: time, level: "notice", event: "audit")
            line.add("kind", event.kind)
            line.add("actor", event.actor)
            line.add("subject", event.subject)
            for (name, value) in event.detail.sorted(by: { $0.key < $1.key }) { line.add(name, value) }
            sink.write(line.bytes)
        case .text:
            let detail = event.detail.sorted { $0.key < $1.key }.map { " \($0.key)=\(JSONLine.escaped($0.value))" }
            let line =
                "\(time) audit \(event.kind) actor=\(JSONLine.escaped(event.actor)) "
                + "subject=\(JSONLine.escaped(event.subject))\(detail.joined())\n"
            sink.write(Array(line.utf8))
        }
    }
}
