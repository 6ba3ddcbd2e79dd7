internal import DoorwardSecrets
internal import NIOCore

/// Writes the line of each request, and the audit line of each refusal, into memory, and hands them over in batches.
///
/// Lines hold the path but never the query, and names of callers but never a credential.
struct AccessLog {
    let format: LogFormat
    private let sink: any LogSink
    private var pending = ByteBuffer()
    /// The second that the last line was written in, and its text.
    private var second: Int64 = .min
    private var time = ""

    init(format: LogFormat, sink: any LogSink) {
        self.format = format
        self.sink = sink
    }

    /// Hands over what has been written.
    mutating func flush() {
        guard pending.readableBytes > 0 else { return }
        sink.write(Array(pending.readableBytesView))
        pending.clear()
    }

    /// Writes what there is to say of a request that is over.
    mutating func record(_ request: RequestContext, at now: NIODeadline, unixSeconds: Int64) {
        if unixSeconds != second {
            second = unixSeconds
            time = CivilTime(unixSeconds: unixSeconds).rfc3339
        }
        switch format {
        case .json:
            let duration = (now - request.started).microseconds
            let time = time
            pending.fill(atLeast: 1024) { AccessLine(request, time: time, duration: duration).write(to: &$0) }
        case .text: writeText(request, at: now, time: time)
        }
        if pending.readableBytes > Self.batch { flush() }
    }

    /// Lines are handed over when there are so many bytes of them, and with each tick of the clock: every hand-over wakes a
    /// thread.
    private static let batch = 48 << 10

    private mutating func writeText(_ request: RequestContext, at now: NIODeadline, time: String) {
        var line = "\(time) \(request.status) \(request.methodText) \(String(decoding: request.path, as: UTF8.self))"
        line += " \(request.verdict)"
        if !request.refusal.isEmpty { line += "(\(request.refusal))" }
        if case .user(let record) = request.caller { line += " user=\(JSONLine.escaped(record.user)) key=\(record.id)" }
        if case .token(let caller) = request.caller {
            line += " subject=\(JSONLine.escaped(caller.entry.facts.subject))"
            line += " oauth_client=\(JSONLine.escaped(caller.entry.facts.client))"
        }
        line += " \(JSONLine.milliseconds((now - request.started).microseconds))ms"
        if let time = request.upstreamTime { line += " upstream=\(JSONLine.milliseconds(time.microseconds))ms" }
        line += " \(request.bytesOut)B client=\(request.client) id=\(request.requestID)"
        if !request.conversation.isEmpty { line += " conversation=\(request.conversation)" }
        if !request.ephemeralUser.isEmpty { line += " ephemeral_user=\(request.ephemeralUser)" }
        if !request.gpt.isEmpty { line += " gpt=\(request.gpt)" }
        pending.writeString(line + "\n")
    }
}

extension TimeAmount {
    var microseconds: Int64 { nanoseconds / 1000 }
}

extension RequestContext {
    /// In one word: who was let in, or that nobody was.
    var verdict: StaticString {
        guard admitted else { return "refused" }
        return switch caller {
        case .anonymous: "public"
        case .service: "service"
        case .user: "user"
        case .token: "token"
        }
    }

    /// From the request's hand-over to the API to the beginning of its answer.
    var upstreamTime: TimeAmount? {
        guard let upstreamStarted, let upstreamAnswered else { return nil }
        return upstreamAnswered - upstreamStarted
    }
}
