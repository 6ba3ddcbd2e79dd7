internal import NIOCore

extension GateConnection {
    /// A request head is complete: decide, and set the answer going.
    func begin() {
        phase = .exchange
        serial &+= 1
        policy = loop.policy
        responseStarted = false
        responseDone = false
        isEventStream = false
        exchange = .none
        let now = loop.now
        // A caller that sends no more may be gone: it gets less patience.
        totalDeadline = now + (inputClosed ? min(loop.timeouts.total, Self.graceAfterInput) : loop.timeouts.total)
        let head = parser.head
        guard let bytes = inbound.readSlice(length: head.length) else { return close() }
        bytes.withUnsafeReadableBytes { raw in
            openContext(head, in: raw, now: now)
            setRequestBody(head.framing)
            if head.asksForWebSocket { return respond(.refused(.webSocket, requestID: request.requestID)) }
            decide(head, in: raw, of: bytes, judged: nil)
        }
    }

    /// - Parameters:
    ///   - buffer: what `bytes` belong to, kept where the decision has to wait.
    ///   - judged: what was found out about the access token since the last try.
    func decide(_ head: RequestHead, in bytes: UnsafeRawBufferPointer, of buffer: ByteBuffer, judged: TokenVerdict?) {
        withPath(of: head, in: bytes) { decide(head, in: bytes, of: buffer, path: $0, judged: judged) }
    }

    /// Hands over the canonical path.
    @inline(__always)
    private func withPath(
        of head: RequestHead, in bytes: UnsafeRawBufferPointer, _ body: (UnsafeRawBufferPointer) -> Void
    ) {
        let escaped = bytes[slice: head.path]
        if head.pathHasEscapes { PathGrammar.canonical(escaped).withUnsafeBytes(body) } else { body(escaped) }
    }

    private func openContext(_ head: RequestHead, in bytes: UnsafeRawBufferPointer, now: NIODeadline) {
        let request = request
        request.reset()
        request.started = now
        request.method = head.method
        request.isHTTP10 = head.isHTTP10
        request.keepAlive = head.keepAlive
        closesAfterResponse = !head.keepAlive
        request.identifier = (loop.identifiers.next(), loop.identifiers.next())
        request.path.append(contentsOf: bytes[slice: head.path])
        if trustedBy !== policy {
            peerIsTrusted = policy.source.trustsProxy(peer)
            trustedBy = policy
        }
        let isTrusted = peerIsTrusted
        request.client =
            isTrusted && head.first(.xForwardedFor) != nil
            ? ForwardedFields.client(head, in: bytes, peer: peer, trusts: policy.source.trustsProxy) : peer.text
        var parent: UnsafeRawBufferPointer?
        var parents = 0
        for field in head.fields where field.name != .other {
            switch field.name {
            case .traceparent:
                parents += 1
                parent = bytes[slice: field.valueRange]
            case .xRequestID where isTrusted: request.givenIdentifier = Label.read(bytes[slice: field.valueRange])
            case .openAIConversationID: request.conversation = Label.read(bytes[slice: field.valueRange]) ?? ""
            case .openAIEphemeralUserID: request.ephemeralUser = Label.read(bytes[slice: field.valueRange]) ?? ""
            case .openAIGPTID: request.gpt = Label.read(bytes[slice: field.valueRange]) ?? ""
            default: break
            }
        }
        request.trace = TraceContext(continuing: parents == 1 ? parent : nil, using: &loop.identifiers)
        if policy.publicHost == nil {
            request.origin = ForwardedFields.origin(head, in: bytes, isTrusted: isTrusted)?.text
        }
        if policy.cors.isEnabled { request.answerFields = policy.corsFields(head, in: bytes) }
    }

    private func setRequestBody(_ framing: BodyFraming) {
        switch framing {
        case .none, .untilClose:
            requestBody = .complete
            deadline = .distantFuture
        case .length(let length):
            requestBody = .length(remaining: length)
            deadline = request.started + loop.timeouts.body
        case .chunked:
            requestBody = .chunked(ChunkedBodyDecoder())
            deadline = request.started + loop.timeouts.body
        }
    }

    private func decide(
        _ head: RequestHead, in bytes: UnsafeRawBufferPointer, of buffer: ByteBuffer, path: UnsafeRawBufferPointer,
        judged: TokenVerdict?
    ) {
        let decision = policy.decide(
            head, in: bytes, path: path, now: loop.clock.unixSeconds, cache: &loop.tokens, judged: judged,
            requestID: { request.requestID })
        switch decision {
        case .answer(let answer): respond(answer)
        case .own(let endpoints): callOwn(endpoints, head, in: bytes, path: path)
        case .judge(let token, let resolver): judge(token, by: resolver, head, buffer)
        case .document(let document, let notModified):
            guard policy.source.publicOrigin == nil else { return respond(with: document, notModified: notModified) }
            let own = document.document(at: request.origin ?? "http://localhost")
            let condition = head.first(.ifNoneMatch).map { bytes[slice: $0.valueRange] }
            respond(with: own, notModified: condition.map(own.matches) ?? false)
        case .liveness:
            request.admitted = true
            respond(.alive)
        case .readiness:
            request.admitted = true
            respond(loop.isDraining ? .draining : .ready(staleSecrets: policy.source.staleSecrets))
        case .forward(let label, let index, let caller, let nextNonce):
            request.operation = label
            request.operationIndex = index
            request.caller = caller
            if let nextNonce { request.answerFields += Array("dpop-nonce: \(nextNonce)\r\n".utf8) }
            if policy.asksForUserTokens, !hasUserToken(of: caller, head, buffer) { return }
            admit(caller, head, in: bytes, path: path)
        }
    }

    /// Lets the request through whose caller is known.
    private func admit(
        _ caller: Caller, _ head: RequestHead, in bytes: UnsafeRawBufferPointer, path: UnsafeRawBufferPointer
    ) {
        request.identity = policy.identity(
            of: caller, operation: request.operation, now: loop.clock.unixSeconds, keys: &loop.keyOwners)
        request.admitted = true
        loop.noteUse(of: caller)
        if let target = policy.remoteTarget {
            forward(head, in: bytes, path: path, to: target)
        } else if case .local(let api) = policy.source.upstream {
            callLocal(api, head, in: bytes, path: path)
        }
    }

    /// Lets a request through that waited for something after it was decided on.
    func admit(_ head: RequestHead, _ buffer: ByteBuffer) {
        buffer.withUnsafeReadableBytes { bytes in
            withPath(of: head, in: bytes) { admit(request.caller, head, in: bytes, path: $0) }
        }
    }

    // MARK: The request's body

    /// Uses up what has come of the request's body.
    ///
    /// - Returns: whether there may be more to do with what is left.
    func readBody() -> Bool {
        switch requestBody {
        case .complete: return false
        case .length(let remaining):
            let count = min(remaining, inbound.readableBytes)
            guard count > 0, let piece = inbound.readSlice(length: count) else { return false }
            requestBody = count == remaining ? .complete : .length(remaining: remaining - count)
            take(piece)
            if count == remaining { bodyEnded(trailers: []) }
            return phase == .exchange || phase == .head
        case .chunked(var decoder):
            let step = decoder.next(&inbound)
            requestBody = .chunked(decoder)
            switch step {
            case .needMore: return false
            case .data(let piece):
                guard request.bytesIn + piece.readableBytes <= bodyLimit else {
                    abandonTooLarge()
                    return false
                }
                take(piece)
                return phase == .exchange
            case .end(let trailers):
                requestBody = .complete
                bodyEnded(trailers: trailers)
                return phase == .exchange || phase == .head
            case .refused(let refusal):
                abandon(refusal)
                return false
            }
        }
    }

    private func take(_ piece: ByteBuffer) {
        request.bytesIn += piece.readableBytes
        deadline = loop.now + loop.timeouts.body
        switch exchange {
        case .remote: sendBody(piece)
        case .local(let local): local.append(piece)
        case .own(let own): own.append(piece)
        case .answered:
            // A refused request's body is read to its end only if that is near.
            if request.bytesIn > 256 << 10 {
                endExchange()
                closeGently()
            }
        case .none, .judging: break
        }
    }

    private func bodyEnded(trailers: [UInt8]) {
        let now = loop.now
        switch exchange {
        case .remote:
            sendBodyEnd(trailers: trailers)
            if !responseStarted { deadline = now + loop.timeouts.firstByte }
        case .local(let local):
            deadline = .distantFuture
            local.start()
        case .own(let own):
            deadline = .distantFuture
            own.start()
        case .answered, .none, .judging: break
        }
        finishIfDone()
    }

    private var bodyLimit: Int {
        if case .own(let own) = exchange { own.endpoints.bodyLimit } else { policy.bodyLimit }
    }

    private func abandonTooLarge() {
        guard case .own(let own) = exchange else { return abandon(.bodyTooLarge) }
        own.cancel()
        requestBody = .complete
        closesAfterResponse = true
        respond(.ownBodyTooLarge)
    }

    /// A body that went wrong after its head was accepted: the API sees an aborted request, the caller why.
    func abandon(_ refusal: WireRefusal) {
        cancelExchange()
        exchange = .none
        requestBody = .complete
        if responseStarted || responseDone {
            request.refusal = refusal.reason
            return endAbruptly()
        }
        respond(.refused(refusal, requestID: request.requestID))
    }
}

/// Labels that platforms send about a call. They are shown in logs, never believed, so anything odd is left out.
enum Label {
    static func read(_ value: UnsafeRawBufferPointer) -> String? {
        guard !value.isEmpty, value.count <= 128,
            value.allSatisfy({ ByteClass.isToken($0) || $0 == ByteClass.colon || $0 == ByteClass.slash })
        else { return nil }
        return String(decoding: value, as: UTF8.self)
    }
}
