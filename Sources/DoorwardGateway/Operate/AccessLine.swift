internal import DoorwardSecrets
internal import NIOCore

/// The line of one request in JSON, and before it the audit line of a refusal.
struct AccessLine {
    private let request: RequestContext
    /// RFC 3339.
    private let time: String
    /// Microseconds.
    private let duration: Int64

    init(_ request: RequestContext, time: String, duration: Int64) {
        self.request = request
        self.time = time
        self.duration = duration
    }

    func write(to line: inout ByteWriter) {
        if !request.refusal.isEmpty, !request.admitted { writeAudit(to: &line) }
        line.write("{\"time\":\"")
        line.writeString(time)
        line.write("\",\"level\":\"info\",\"event\":\"access\"")
        writeWho(to: &line)
        line.write(",\"status\":")
        line.writeDecimal(request.status)
        line.write(",\"verdict\":\"")
        line.write(request.verdict)
        line.write(ByteClass.quotationMark)
        line.add(",\"reason\":\"", unlessEmpty: request.refusal)
        switch request.caller {
        case .user(let record):
            line.add(",\"user\":\"", record.user)
            line.add(",\"key\":\"", record.id)
        case .token(let caller): write(caller.entry.facts, to: &line)
        case .anonymous, .service: break
        }
        line.write(",\"bytes_in\":")
        line.writeDecimal(request.bytesIn)
        line.write(",\"bytes_out\":")
        line.writeDecimal(request.bytesOut)
        line.write(",\"duration_ms\":")
        line.writeMilliseconds(duration)
        if let time = request.upstreamTime {
            line.write(",\"upstream_ms\":")
            line.writeMilliseconds(time.microseconds)
        }
        line.write("}\n")
    }

    private func writeAudit(to line: inout ByteWriter) {
        line.write("{\"time\":\"")
        line.writeString(time)
        line.write("\",\"level\":\"notice\",\"event\":\"audit\",\"kind\":\"refused\"")
        line.add(",\"reason\":\"", request.refusal)
        writeWho(to: &line)
        if let key = request.refusedKey {
            line.add(",\"user\":\"", key.user)
            line.add(",\"key\":\"", key.id)
        }
        if let token = request.refusedToken { write(token, to: &line) }
        line.write(",\"status\":")
        line.writeDecimal(request.status)
        line.write("}\n")
    }

    private func write(_ token: AccessTokenFacts, to line: inout ByteWriter) {
        line.add(",\"subject\":\"", token.subject)
        line.add(",\"oauth_client\":\"", token.client)
        if let grant = token.grant { line.add(",\"grant\":\"", grant) }
    }

    private func writeWho(to line: inout ByteWriter) {
        if let given = request.givenIdentifier {
            line.add(",\"request_id\":\"", given)
        } else {
            line.write(",\"request_id\":\"")
            line.writeHexadecimal(request.identifier.0)
            line.writeHexadecimal(request.identifier.1)
            line.write(ByteClass.quotationMark)
        }
        if let trace = request.trace {
            line.write(",\"trace_id\":\"")
            line.writeHexadecimal(trace.traceID.0)
            line.writeHexadecimal(trace.traceID.1)
            line.write(ByteClass.quotationMark)
        }
        line.add(",\"client\":\"", request.client)
        line.write(",\"method\":\"")
        // A head that could not be read has no method.
        line.write(request.path.isEmpty ? "-" : request.method.name)
        line.write("\",\"path\":\"")
        request.path.withUnsafeBytes { line.writeEscaped($0) }
        line.write(ByteClass.quotationMark)
        line.add(",\"operation\":\"", unlessEmpty: request.operation)
        line.add(",\"openai_conversation_id\":\"", unlessEmpty: request.conversation)
        line.add(",\"openai_ephemeral_user_id\":\"", unlessEmpty: request.ephemeralUser)
        line.add(",\"openai_gpt_id\":\"", unlessEmpty: request.gpt)
    }
}

extension ByteWriter {
    /// Writes a member whose value is text.
    ///
    /// - Parameter key: with the comma before it, up to the opening quotation mark of the value.
    fileprivate mutating func add(_ key: StaticString, _ value: String) {
        write(key)
        let isWritten: Void? = value.utf8.withContiguousStorageIfAvailable { writeEscaped(UnsafeRawBufferPointer($0)) }
        if isWritten == nil { writeString(JSONLine.escaped(value)) }
        write(ByteClass.quotationMark)
    }

    @inline(__always)
    fileprivate mutating func add(_ key: StaticString, unlessEmpty value: String) {
        if !value.isEmpty { add(key, value) }
    }

    /// Writes UTF-8 text as it stands between quotation marks (RFC 8259 §7).
    mutating func writeEscaped(_ text: UnsafeRawBufferPointer) {
        for byte in text where byte < 0x20 || byte >= 0x7F || byte == 0x22 || byte == 0x5C {
            return writeString(JSONLine.escaped(String(decoding: text, as: UTF8.self)))
        }
        write(text)
    }

    /// Writes microseconds as milliseconds with three digits behind the point.
    mutating func writeMilliseconds(_ microseconds: Int64) {
        let microseconds = max(0, Int(microseconds))
        let (whole, rest) = microseconds.quotientAndRemainder(dividingBy: 1000)
        writeDecimal(whole)
        write(ByteClass.dot)
        write(UInt8(truncatingIfNeeded: rest / 100) + 0x30)
        write(UInt8(truncatingIfNeeded: rest / 10 % 10) + 0x30)
        write(UInt8(truncatingIfNeeded: rest % 10) + 0x30)
    }
}
