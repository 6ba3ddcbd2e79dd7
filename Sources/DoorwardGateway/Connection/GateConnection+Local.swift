internal import NIOCore

/// The way to handlers in this process and back.
extension GateConnection {
    /// Hands the request to the handlers, with the fields an upstream would get.
    func callLocal(
        _ api: any LocalAPI, _ head: RequestHead, in bytes: UnsafeRawBufferPointer, path: UnsafeRawBufferPointer
    ) {
        guard let context else { return }
        var target = String(decoding: path, as: UTF8.self)
        if let query = head.query { target += "?" + String(decoding: bytes[slice: query], as: UTF8.self) }
        let local = LocalExchange(
            api, method: head.method.text, target: target, fields: localFields(head, in: bytes, path: path), for: self,
            on: context.eventLoop)
        exchange = .local(local)
        if case .complete = requestBody {
            deadline = .distantFuture
            local.start()
        } else if head.expectsContinue {
            context.writeAndFlush(wrapOutboundOut(ByteBuffer(string: "HTTP/1.1 100 Continue\r\n\r\n")), promise: nil)
        }
    }

    /// The rewriting is the one for upstreams: it is written as bytes and read back, so that there are no two of it.
    private func localFields(
        _ head: RequestHead, in bytes: UnsafeRawBufferPointer, path: UnsafeRawBufferPointer
    ) -> [(name: String, value: String)] {
        let target = UpstreamTarget(host: "localhost", port: 80)
        var buffer = ByteBuffer()
        UpstreamRequestHead(policy: policy, lines: UpstreamLines(target, policy, origin: request.origin))
            .write(head, from: bytes, path: path, of: request, to: &buffer)
        let limits = HeadLimits(head: .max, target: .max, fields: .max)
        return buffer.withUnsafeReadableBytes { bytes in
            var parser = RequestHeadParser()
            guard parser.parse(bytes, limits: limits) == .complete else { return [] }
            return parser.head.fields.map { field in
                (
                    String(decoding: bytes[slice: field.nameRange], as: UTF8.self),
                    String(decoding: bytes[slice: field.valueRange], as: UTF8.self)
                )
            }
        }
    }

    /// A handler has begun to answer.
    func localAnswered(status: Int, fields: [(name: String, value: String)]) {
        guard let context else { return }
        responseStarted = true
        request.status = status
        loop.refreshTime()
        request.upstreamAnswered = loop.now
        var head = ByteBuffer()
        head.writeStatusLine((200...599).contains(status) ? status : 500)
        for (name, value) in fields where Self.isSound(name, value) {
            head.writeString("\(name): \(value)\r\n")
        }
        head.writeInteger(0x0D0A as UInt16)
        head.withUnsafeReadableBytes { bytes in
            var parser = ResponseHeadParser()
            guard parser.parse(bytes, answersHEAD: request.method == .head) == .complete else { return localFailed() }
            if parser.head.isEventStream, inputClosed {
                finishAbruptly(reason: "client_closed")
                return close()
            }
            responseFraming = DownstreamResponseHead.framing(parser.head, isHTTP10: request.isHTTP10)
            switch parser.head.framing {
            case .none: localRemaining = 0
            case .length(let length): localRemaining = length
            case .chunked, .untilClose: localRemaining = nil
            }
            if responseFraming == .untilClose || loop.isDraining { closesAfterResponse = true }
            isEventStream = parser.head.isEventStream
            if isEventStream { totalDeadline = .distantFuture }
            var buffer = context.channel.allocator.buffer(capacity: bytes.count + 256)
            DownstreamResponseHead.write(
                parser.head, from: bytes, of: request, framing: responseFraming, ownsCORS: policy.cors.isEnabled,
                date: loop.clock.dateLine, closes: closesAfterResponse, to: &buffer)
            write(buffer, on: context)
        }
    }

    /// - Returns: whether the caller keeps up; when not, the handler waits.
    func localSent(_ piece: ByteBuffer) -> Bool {
        guard let context, request.method != .head else { return true }
        var piece = piece
        if let remaining = localRemaining {
            // More than the length that was told would be read as the next answer.
            piece = piece.readSlice(length: min(remaining, piece.readableBytes)) ?? piece
            localRemaining = remaining - piece.readableBytes
        }
        guard piece.readableBytes > 0 else { return true }
        upstreamSent(piece)
        flushUnlessReading()
        return context.channel.isWritable
    }

    func localEnded() {
        if let localRemaining, localRemaining > 0, request.method != .head { return localFailed() }
        loop.refreshTime()
        exchange = .none
        upstreamEnded(trailers: [])
    }

    func localFailed() {
        request.refusal = "handler_failed"
        exchange = .none
        guard !responseStarted else {
            return endAbruptly()
        }
        respond(
            .problem(
                500, "handler_failed", detail: "The operation failed; the log knows more under the request id.",
                requestID: request.requestID))
    }

    static func isSound(_ name: String, _ value: String) -> Bool {
        !name.isEmpty && name.utf8.allSatisfy(ByteClass.isToken) && value.utf8.allSatisfy(ByteClass.isFieldValue)
    }
}
