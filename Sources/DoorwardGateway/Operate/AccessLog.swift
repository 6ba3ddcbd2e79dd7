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
        case .json: writeJSON(request, at: now, time: time)
        case .text: writeText(request, at: now, time: time)
        }
        if pending.readableBytes > 16 << 10 { flush() }
    }

    private mutating func writeJSON(_ request: RequestContext, at now: NIODeadline, time: String) {
        if !request.refusal.isEmpty, !request.admitted {
            var audit = JSONLine(time: time, level: "notice", event: "audit")
            audit.add("kind", "refused")
            audit.add("reason", request.refusal)
            addWho(request, to: &audit)
            if let key = request.refusedKey {
                audit.add("user", key.user)
                audit.add("key", key.id)
            }
            if let token = request.refusedToken { add(token, to: &audit) }
            audit.add("status", request.status)
            pending.writeImmutableBuffer(audit.take())
        }
        var line = JSONLine(time: time, level: "info", event: "access")
        addWho(request, to: &line)
        line.add("status", request.status)
        line.add("verdict", request.verdict)
        if !request.refusal.isEmpty { line.add("reason", request.refusal) }
        if case .user(let record) = request.caller {
            line.add("user", record.user)
            line.add("key", record.id)
        }
        if case .token(let caller) = request.caller { add(caller.entry.facts, to: &line) }
        line.add("bytes_in", request.bytesIn)
        line.add("bytes_out", request.bytesOut)
        line.add("duration_ms", microseconds: (now - request.started).microseconds)
        if let time = request.upstreamTime { line.add("upstream_ms", microseconds: time.microseconds) }
        pending.writeImmutableBuffer(line.take())
    }

    private func add(_ token: AccessTokenFacts, to line: inout JSONLine) {
        line.add("subject", token.subject)
        line.add("oauth_client", token.client)
        if let grant = token.grant { line.add("grant", grant) }
    }

    private func addWho(_ request: RequestContext, to line: inout JSONLine) {
        if let given = request.givenIdentifier {
            line.add("request_id", given)
        } else {
            line.add("request_id", request.identifier)
        }
        if let trace = request.trace { line.add("trace_id", trace.traceID) }
        line.add("client", request.client)
        line.add("method", request.methodText)
        line.add("path", String(decoding: request.path, as: UTF8.self))
        if !request.operation.isEmpty { line.add("operation", request.operation) }
        if !request.conversation.isEmpty { line.add("openai_conversation_id", request.conversation) }
        if !request.ephemeralUser.isEmpty { line.add("openai_ephemeral_user_id", request.ephemeralUser) }
        if !request.gpt.isEmpty { line.add("openai_gpt_id", request.gpt) }
    }

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
    var verdict: String {
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
