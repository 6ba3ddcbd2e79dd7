internal import DoorwardDocuments
internal import NIOCore

extension GateConnection {
    /// Sends an answer of the gate's own.
    func respond(_ answer: Answer) {
        if answer.closes || longBodyRemains { closesAfterResponse = true }
        request.refusedKey = answer.refusedKey
        request.refusedToken = answer.refusedToken
        if !answer.operation.isEmpty { request.operation = answer.operation }
        if let refusal = answer.refusal { request.refusal = refusal } else { request.admitted = true }
        write(
            status: answer.status, fields: answer.fields, contentType: answer.contentType,
            body: .bytes(answer.body))
    }

    /// Sends a public document.
    func respond(with document: PublishedAnswer, notModified: Bool) {
        if longBodyRemains { closesAfterResponse = true }
        request.admitted = true
        request.operation = document.document.path
        if document.allowsAnyOrigin { request.answerFields = [] }
        if notModified {
            write(status: 304, fields: document.cacheFields, contentType: nil, body: .bytes([]))
        } else {
            write(status: 200, fields: document.fields, contentType: nil, body: .shared(document.body))
        }
    }

    /// Refuses what could not be understood as a request; the connection ends with it.
    func refuse(_ refusal: WireRefusal) {
        phase = .exchange
        serial &+= 1
        request.reset()
        loop.refreshTime()
        request.started = loop.now
        request.client = peer.text
        request.identifier = (loop.identifiers.next(), loop.identifiers.next())
        requestBody = .complete
        responseStarted = false
        responseDone = false
        respond(.refused(refusal, requestID: request.requestID))
    }

    private var isBodyComplete: Bool {
        if case .complete = requestBody { true } else { false }
    }

    /// Whether so much of the request's body is still to come that reading it only to keep the connection is not worth it.
    private var longBodyRemains: Bool {
        switch requestBody {
        case .complete: false
        case .length(let remaining): remaining > 64 << 10
        case .chunked: true
        }
    }

    /// - Parameters:
    ///   - body: what is sent behind the head; for `HEAD` and answers without a body, what its length is told of.
    private func write(status: Int, fields: [UInt8], contentType: String?, body: AnswerBody) {
        guard let context else { return }
        // A caller that waits for 100 and gets an answer may or may not send its body: only closing is unambiguous.
        if parser.head.expectsContinue, !isBodyComplete { closesAfterResponse = true }
        exchange = .answered
        request.status = status
        responseStarted = true
        let length = body.count
        let sendsBody = request.method != .head && status != 204 && status != 304
        // One write for a small answer; a large body is not copied.
        let isCopied = sendsBody && length <= 4096
        let room = 320 + fields.count + request.answerFields.count + (isCopied ? length : 0)
        loop.scratch.startOver(room: room)
        loop.scratch.fill(atLeast: room) { writer in
            writer.writeStatusLine(status)
            writer.write(loop.clock.dateLine)
            writer.write(fields)
            if let contentType {
                writer.write("content-type: ")
                writer.writeString(contentType)
                writer.write("\r\ncache-control: no-store\r\n")
            }
            if status != 204, status != 304 {
                writer.write("content-length: ")
                writer.writeDecimal(length)
                writer.writeLineEnd()
            }
            writer.write("x-request-id: ")
            request.writeRequestID(to: &writer)
            writer.writeLineEnd()
            writer.write(request.answerFields)
            if closesAfterResponse || loop.isDraining {
                writer.write("connection: close\r\n")
            } else if request.isHTTP10 {
                writer.write("connection: keep-alive\r\n")
            }
            writer.writeLineEnd()
            if isCopied { body.copy(to: &writer) }
        }
        request.bytesOut += sendsBody ? length : 0
        write(loop.scratch, on: context)
        if sendsBody, !isCopied { write(body.buffer, on: context) }
        responseDone = true
        loop.refreshTime()
        finishIfDone()
        flushUnlessReading()
    }
}

/// The body of an answer of the gate's own: made for it, or shared by many.
enum AnswerBody {
    case bytes([UInt8])
    case shared(ByteBuffer)

    var count: Int {
        switch self {
        case .bytes(let bytes): bytes.count
        case .shared(let buffer): buffer.readableBytes
        }
    }

    func copy(to writer: inout ByteWriter) {
        switch self {
        case .bytes(let bytes): writer.write(bytes)
        case .shared(let buffer): buffer.withUnsafeReadableBytes { writer.write($0) }
        }
    }

    var buffer: ByteBuffer {
        switch self {
        case .bytes(let bytes): ByteBuffer(bytes: bytes)
        case .shared(let buffer): buffer
        }
    }
}

extension Answer {
    /// The answers of the health addresses.
    static let alive = health("ok", isGood: true)
    static let ready = health("ready", isGood: true)

    /// Ready, and with secrets that could not be read for long: calls pass, so it is no reason to send them elsewhere.
    static func ready(staleSecrets keys: [String]) -> Answer {
        guard !keys.isEmpty else { return ready }
        let list = keys.map { "\"\($0)\"" }.joined(separator: ",")
        var answer = health("degraded", isGood: true)
        answer.body = Array(#"{"status":"degraded","stale_secrets":[\#(list)]}"#.utf8)
        return answer
    }
    static let draining = health("draining", isGood: false)

    private static func health(_ word: String, isGood: Bool) -> Answer {
        Answer(
            status: isGood ? 200 : 503, contentType: "application/json", body: Array(#"{"status":"\#(word)"}"#.utf8),
            refusal: isGood ? nil : word)
    }
}
