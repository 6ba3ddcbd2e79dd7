internal import NIOCore

/// The way to the API and back.
extension GateConnection {
    /// Sends the head to the API, over a connection of the pool.
    func forward(_ head: RequestHead, in bytes: UnsafeRawBufferPointer, path: UnsafeRawBufferPointer) {
        guard let context, case .remote(let target) = policy.source.upstream else { return }
        var buffer = context.channel.allocator.buffer(capacity: bytes.count + 512)
        UpstreamRequestHead(policy: policy, target: target, peer: peer)
            .write(head, from: bytes, path: path, of: request, to: &buffer)
        if head.expectsContinue, !isComplete(requestBody) {
            buffer.moveWriterIndex(to: buffer.writerIndex - 2)
            buffer.write("expect: 100-continue\r\n\r\n")
        }
        request.upstreamStarted = .now()
        exchange = .remote(nil)
        outgoing.append(buffer)
        outgoingBytes = buffer.readableBytes
        if isComplete(requestBody) { deadline = request.started + loop.timeouts.firstByte }
        loop.pool.acquire(for: self, fresh: false)
    }

    private func isComplete(_ body: RequestBody) -> Bool {
        if case .complete = body { true } else { false }
    }

    // MARK: Towards the API

    /// The pool has a connection: everything that waits goes out.
    func upstreamIsReady(_ upstream: UpstreamConnection) {
        guard phase == .exchange, case .remote(nil) = exchange, let context else { return upstream.giveBack() }
        exchange = .remote(upstream)
        replay = upstream.isReused && request.method.isIdempotent ? [] : nil
        replayBytes = 0
        upstream.begin(for: self, answersHEAD: request.method == .head)
        upstream.setReading(context.channel.isWritable)
        let parts = outgoing
        outgoing.removeAll(keepingCapacity: true)
        outgoingBytes = 0
        for part in parts { send(part, on: upstream) }
        if !isReading { upstream.flush() }
        resumeReading()
    }

    private func send(_ part: ByteBuffer, on upstream: UpstreamConnection) {
        if replay != nil {
            replay?.append(part)
            replayBytes += part.readableBytes
            if replayBytes > 64 << 10 { replay = nil }
        }
        upstream.send(part)
        if !isReading { upstream.flush() }
    }

    private func send(_ part: ByteBuffer) {
        guard case .remote(let upstream) = exchange else { return }
        if let upstream {
            send(part, on: upstream)
        } else {
            outgoing.append(part)
            // A part costs memory beside its bytes: a body of tiny chunks must not cost a multiple of the limit.
            outgoingBytes += part.readableBytes + 128
        }
    }

    /// Sends a piece of the request's body.
    func sendBody(_ piece: ByteBuffer) {
        guard case .chunked = requestBody, let context else { return send(piece) }
        var size = context.channel.allocator.buffer(capacity: 20)
        size.writeChunkSize(piece.readableBytes)
        send(size)
        send(piece)
        send(ByteBuffer(string: "\r\n"))
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
    func upstreamAnswered(_ head: ResponseHead, in bytes: UnsafeRawBufferPointer) {
        guard let context else { return }
        if head.isInterim { return relayInterim(head, in: bytes) }
        replay = nil
        // An event stream to a caller that has closed its side would never end.
        if head.isEventStream, inputClosed {
            finishAbruptly(reason: "client_closed")
            return close()
        }
        responseStarted = true
        let now = NIODeadline.now()
        request.upstreamAnswered = now
        request.status = head.status
        responseFraming = DownstreamResponseHead.framing(head, isHTTP10: request.isHTTP10)
        // Also where the caller may or may not send the body it announced.
        if responseFraming == .untilClose || loop.isDraining || parser.head.expectsContinue && !isComplete(requestBody)
        {
            closesAfterResponse = true
        }
        isEventStream = head.isEventStream
        if head.isEventStream { totalDeadline = .distantFuture }
        deadline = head.isEventStream ? .distantFuture : now + loop.timeouts.upstreamIdle
        var buffer = context.channel.allocator.buffer(capacity: bytes.count + 256)
        DownstreamResponseHead.write(
            head, from: bytes, of: request, framing: responseFraming, ownsCORS: policy.cors.isEnabled,
            date: loop.clock.dateLine, closes: closesAfterResponse, to: &buffer)
        context.write(wrapOutboundOut(buffer), promise: nil)
    }

    /// `100 Continue` and its like go through (RFC 9110 §15.2), without fields: none of them concerns an assistant.
    private func relayInterim(_ head: ResponseHead, in bytes: UnsafeRawBufferPointer) {
        guard !request.isHTTP10, head.status != 101, let context else { return }
        var buffer = context.channel.allocator.buffer(capacity: 64)
        buffer.writeString("HTTP/1.1 \(head.status) ")
        buffer.writeBytes(bytes[head.reason])
        buffer.write("\r\n\r\n")
        context.write(wrapOutboundOut(buffer), promise: nil)
    }

    /// A piece of the answer's body.
    func upstreamSent(_ piece: ByteBuffer) {
        guard let context else { return }
        request.bytesOut += piece.readableBytes
        if totalDeadline != .distantFuture { deadline = .now() + loop.timeouts.upstreamIdle }
        guard responseFraming == .chunked else {
            context.write(wrapOutboundOut(piece), promise: nil)
            return
        }
        var size = context.channel.allocator.buffer(capacity: 20)
        size.writeChunkSize(piece.readableBytes)
        context.write(wrapOutboundOut(size), promise: nil)
        context.write(wrapOutboundOut(piece), promise: nil)
        context.write(wrapOutboundOut(ByteBuffer(string: "\r\n")), promise: nil)
    }

    /// The answer is complete.
    func upstreamEnded(trailers: [UInt8]) {
        guard let context else { return }
        if responseFraming == .chunked {
            var end = ByteBuffer(string: "0\r\n")
            end.writeBytes(trailers)
            end.writeInteger(0x0D0A as UInt16)
            context.write(wrapOutboundOut(end), promise: nil)
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
        if let parts = replay, failure == .closedBeforeAnswer, upstream != nil, !responseStarted {
            // An idle connection that the API closed just as it was used again: nothing of the request was acted upon
            // that may not be acted upon twice (RFC 9112 §9.3.1).
            replay = nil
            exchange = .remote(nil)
            outgoing = parts
            outgoingBytes = parts.reduce(0) { $0 + $1.readableBytes }
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
