internal import DoorwardGateway
internal import DoorwardSecrets
internal import DoorwardStore
internal import Logging

/// Where the authorization server's events go: into the log at once, and into the store as soon as it can.
///
/// Events wait in a bounded queue: a store that is away costs its entries, never the requests.
final class AuditTrail: Sendable {
    private let continuation: AsyncStream<AuditEvent>.Continuation
    private let writer: Task<Void, Never>
    private let sink: any LogSink
    private let format: LogFormat

    init(store: any AuditStore, format: LogFormat, sink: any LogSink, logger: Logger) {
        let (stream, continuation) = AsyncStream.makeStream(
            of: AuditEvent.self, bufferingPolicy: .bufferingOldest(4096))
        self.continuation = continuation
        self.sink = sink
        self.format = format
        writer = Task {
            for await event in stream {
                do { try await store.append(event) } catch {
                    logger.warning("an audit event cannot be kept: \(error)")
                }
            }
        }
    }

    func record(_ event: AuditEvent) {
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
        continuation.yield(event)
    }

    /// Writes what is still in the queue, and takes no more.
    func finish() async {
        continuation.finish()
        await writer.value
    }
}
