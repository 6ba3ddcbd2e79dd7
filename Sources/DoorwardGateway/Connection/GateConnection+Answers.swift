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
            body: ByteBuffer(bytes: answer.body))
    }

    /// Sends a public document.
    func respond(with document: PublishedAnswer, notModified: Bool) {
        if longBodyRemains { closesAfterResponse = true }
        request.admitted = true
        request.operation = document.document.path
        if document.allowsAnyOrigin { request.corsFields = [] }
        if notModified {
            write(status: 304, fields: document.cacheFields, contentType: nil, body: ByteBuffer())
        } else {
            write(status: 200, fields: document.fields, contentType: nil, body: document.body)
        }
    }

    /// Refuses what could not be understood as a request; the connection ends with it.
    func refuse(_ refusal: WireRefusal) {
        phase = .exchange
        serial &+= 1
        request = RequestContext()
        request.started = .now()
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

    private func write(status: Int, fields: [UInt8], contentType: String?, body: ByteBuffer) {
        guard let context else { return }
        // A caller that waits for 100 and gets an answer may or may not send its body: only closing is unambiguous.
        if parser.head.expectsContinue, !isBodyComplete { closesAfterResponse = true }
        exchange = .answered
        request.status = status
        responseStarted = true
        let sendsBody = request.method != .head && status != 204 && status != 304
        let isSmall = body.readableBytes <= 4096
        var buffer = context.channel.allocator.buffer(
            capacity: 512 + fields.count + (sendsBody && isSmall ? body.readableBytes : 0))
        buffer.writeStatusLine(status)
        buffer.writeBytes(loop.clock.dateLine)
        buffer.writeBytes(fields)
        if let contentType {
            buffer.write("content-type: ")
            buffer.writeString(contentType)
            buffer.write("\r\ncache-control: no-store\r\n")
        }
        if status != 204, status != 304 {
            buffer.write("content-length: ")
            buffer.writeDecimal(body.readableBytes)
            buffer.writeInteger(0x0D0A as UInt16)
        }
        buffer.write("x-request-id: ")
        request.writeRequestID(to: &buffer)
        buffer.writeInteger(0x0D0A as UInt16)
        buffer.writeBytes(request.corsFields)
        if closesAfterResponse || loop.isDraining {
            buffer.write("connection: close\r\n")
        } else if request.isHTTP10 {
            buffer.write("connection: keep-alive\r\n")
        }
        buffer.writeInteger(0x0D0A as UInt16)
        request.bytesOut += sendsBody ? body.readableBytes : 0
        // One write for a small answer; a large body is not copied.
        if sendsBody, isSmall { buffer.writeImmutableBuffer(body) }
        context.write(wrapOutboundOut(buffer), promise: nil)
        if sendsBody, !isSmall { context.write(wrapOutboundOut(body), promise: nil) }
        responseDone = true
        finishIfDone()
        flushUnlessReading()
    }
}

extension Answer {
    /// The answer of the health addresses.
    static func health(_ word: String, isGood: Bool) -> Answer {
        Answer(
            status: isGood ? 200 : 503, contentType: "application/json", body: Array(#"{"status":"\#(word)"}"#.utf8),
            refusal: isGood ? nil : word)
    }
}
