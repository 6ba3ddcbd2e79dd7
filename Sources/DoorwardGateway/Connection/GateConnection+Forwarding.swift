internal import NIOCore

/// The way to the API and back.
extension GateConnection {
    /// Sends the head to the API, over a connection of the pool.
    func forward(
        _ head: RequestHead, in bytes: UnsafeRawBufferPointer, path: UnsafeRawBufferPointer, to target: UpstreamTarget
    ) {
        let lines = policy.upstreamLines ?? UpstreamLines(target, policy, origin: request.origin)
        upstreamHead.startOver(room: bytes.count + 640)
        UpstreamRequestHead(policy: policy, lines: lines)
            .write(head, from: bytes, path: path, of: request, to: &upstreamHead)
        if head.expectsContinue, !isComplete(requestBody) {
            upstreamHead.moveWriterIndex(to: upstreamHead.writerIndex - 2)
            upstreamHead.write("expect: 100-continue\r\n\r\n")
        }
        request.upstreamStarted = loop.now
        exchange = .remote(nil)
        if isComplete(requestBody) { deadline = request.started + loop.timeouts.firstByte }
        if policy === loop.policy, let upstream = loop.pool.takeIdle() { return start(on: upstream, with: []) }
        outgoingBytes = upstreamHead.readableBytes
        loop.pool.acquire(for: self, fresh: false)
    }

    private func isComplete(_ body: RequestBody) -> Bool {
        if case .complete = body { true } else { false }
    }

    // MARK: Towards the API

    /// The pool has a connection: everything that waits goes out.
    func upstreamIsReady(_ upstream: UpstreamConnection) {
        guard phase == .exchange, case .remote(nil) = exchange, context != nil else { return upstream.giveBack() }
        let parts = outgoing
        outgoing.removeAll(keepingCapacity: true)
        outgoingBytes = 0
        start(on: upstream, with: parts)
        resumeReading()
    }

    private func start(on upstream: UpstreamConnection, with parts: [ByteBuffer]) {
        exchange = .remote(upstream)
        canReplay = upstream.isReused && request.method.isIdempotent
        replayBytes = upstreamHead.readableBytes
        upstream.begin(for: self, answersHEAD: request.method == .head)
        upstream.setReading(isWritable)
        upstream.send(upstreamHead)
        for part in parts { send(part, on: upstream) }
        // Only now: a connection that turns out to be dead fails here at once, and by then all must be kept for the retry.
        flushUnlessReading(upstream)
    }

    private func flushUnlessReading(_ upstream: UpstreamConnection) {
        if !isReading { upstream.flush() }
    }

    /// From here on the request is not sent again.
    func forgetReplay() {
        canReplay = false
        if !replay.isEmpty { replay.removeAll() }
    }

    private func send(_ part: ByteBuffer, on upstream: UpstreamConnection) {
        if canReplay {
            replay.append(part)
            replayBytes += part.readableBytes
            if replayBytes > 64 << 10 { forgetReplay() }
        }
        upstream.send(part)
    }

    /// Sends parts that belong together; whatever happens while they go out happens behind the last of them.
    private func send(_ parts: ByteBuffer...) {
        guard case .remote(let upstream) = exchange else { return }
        if let upstream {
            for part in parts { send(part, on: upstream) }
            flushUnlessReading(upstream)
        } else {
            outgoing += parts
            // A part costs memory beside its bytes: a body of tiny chunks must not cost a multiple of the limit.
            for part in parts { outgoingBytes += part.readableBytes + 128 }
        }
    }

    /// Sends a piece of the request's body.
    func sendBody(_ piece: ByteBuffer) {
        guard case .chunked = requestBody, let context else { return send(piece) }
        var size = context.channel.allocator.buffer(capacity: 20)
        size.writeChunkSize(piece.readableBytes)
        send(size, piece, ByteBuffer(string: "\r\n"))
    }

    /// Sends the end of the request's body; nothing for one whose length was told.
    func sendBodyEnd(trailers: [UInt8]) {
        guard parser.head.framing == .chunked else { return }
        var end = ByteBuffer(string: "0\r\n")
        end.writeBytes(trailers)
        end.writeInteger(0x0D0A as UInt16)
        send(end)
    }

    func upstreamBecameWritable() { resumeReading() }

    // MARK: From the API

    /// An answer's head has come, final or interim.
    ///
    /// - Parameter body: the whole body, where it came along and is small: it is not told of again.
    func upstreamAnswered(_ head: ResponseHead, in bytes: UnsafeRawBufferPointer, body: UnsafeRawBufferPointer?) {
        guard let context else { return }
        if head.isInterim { return relayInterim(head, in: bytes) }
        forgetReplay()
        // An event stream to a caller that has closed its side would never end.
        if head.isEventStream, inputClosed {
            finishAbruptly(reason: "client_closed")
            return close()
        }
        responseStarted = true
        let now = loop.now
        request.upstreamAnswered = now
        request.status = head.status
        responseFraming = DownstreamResponseHead.framing(head, isHTTP10: request.isHTTP10)
        // Also where the answer comes before the end of the body: it may be over first, and then the rest is not waited for.
        if responseFraming == .untilClose || loop.isDraining || !isComplete(requestBody) { closesAfterResponse = true }
        isEventStream = head.isEventStream
        if head.isEventStream { totalDeadline = .distantFuture }
        deadline = head.isEventStream ? .distantFuture : now + loop.timeouts.upstreamIdle
        request.bytesOut += body?.count ?? 0
        loop.scratch.startOver(room: bytes.count + 320 + request.answerFields.count + (body?.count ?? 0))
        DownstreamResponseHead.write(
            head, from: bytes, of: request, framing: responseFraming, ownsCORS: policy.cors.isEnabled,
            date: loop.clock.dateLine, closes: closesAfterResponse, body: body, to: &loop.scratch)
        write(loop.scratch, on: context)
    }

    /// `100 Continue` and its like go through (RFC 9110 §15.2), without fields: none of them concerns an assistant.
    private func relayInterim(_ head: ResponseHead, in bytes: UnsafeRawBufferPointer) {
        guard !request.isHTTP10, head.status != 101, let context else { return }
        var buffer = context.channel.allocator.buffer(capacity: 64)
        buffer.writeString("HTTP/1.1 \(head.status) ")
        buffer.writeBytes(bytes[head.reason])
        buffer.write("\r\n\r\n")
        write(buffer, on: context)
    }

    /// A piece of the answer's body.
    func upstreamSent(_ piece: ByteBuffer) {
        guard let context else { return }
        request.bytesOut += piece.readableBytes
        if totalDeadline != .distantFuture { deadline = loop.now + loop.timeouts.upstreamIdle }
        guard responseFraming == .chunked else {
            write(piece, on: context)
            return
        }
        var size = context.channel.allocator.buffer(capacity: 20)
        size.writeChunkSize(piece.readableBytes)
        write(size, on: context)
        write(piece, on: context)
        write(ByteBuffer(string: "\r\n"), on: context)
    }

    /// The answer is complete.
    func upstreamEnded(trailers: [UInt8]) {
        guard let context else { return }
        if responseFraming == .chunked {
            var end = ByteBuffer(string: "0\r\n")
            end.writeBytes(trailers)
            end.writeInteger(0x0D0A as UInt16)
            write(end, on: context)
        }
        if case .remote(let upstream?) = exchange {
            // A connection whose request was not sent to its end cannot carry another.
            if isComplete(requestBody) { upstream.giveBack() } else { upstream.abort() }
        }
        exchange = .none
        responseDone = true
        finishIfDone()
        flushUnlessReading()
    }

    func flushAnswer() { flushUnlessReading() }

    /// The API could not be reached, or broke off.
    func upstreamFailed(_ failure: UpstreamFailure) {
        guard phase == .exchange, case .remote(let upstream) = exchange else { return }
        loop.refreshTime()
        if canReplay, failure == .closedBeforeAnswer, upstream != nil, !responseStarted {
            // An idle connection that the API closed just as it was used again: nothing of the request was acted upon
            // that may not be acted upon twice (RFC 9112 §9.3.1).
            exchange = .remote(nil)
            outgoing = replay
            outgoingBytes = replay.reduce(upstreamHead.readableBytes) { $0 + $1.readableBytes + 128 }
            forgetReplay()
            return loop.pool.acquire(for: self, fresh: true)
        }
        exchange = .none
        request.refusal = failure.reason
        guard !responseStarted else {
            return endAbruptly()
        }
        if !isComplete(requestBody) { closesAfterResponse = true }
        respond(
            .problem(
                failure.status, failure.reason, detail: failure.detail, requestID: request.requestID,
                fields: failure.fields))
    }
}
