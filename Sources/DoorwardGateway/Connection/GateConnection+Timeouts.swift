internal import NIOCore

extension GateConnection {
    /// Called by the loop's clock about ten times a second: has anything taken too long?
    func checkDeadlines(at now: NIODeadline) {
        guard now >= min(deadline, totalDeadline) else { return }
        switch phase {
        case .closed: break
        case .lingering: close()
        case .head:
            if parser.hasBegun {
                refuse(.headTimeout)
            } else {
                close()
            }
        case .exchange: exchangeTimedOut(now: now)
        }
    }

    private func exchangeTimedOut(now: NIODeadline) {
        let isTotal = now >= totalDeadline
        switch exchange {
        case .answered, .none:
            endExchange()
            closeGently()
        case .own(let own):
            own.cancel()
            if case .complete = requestBody { upstreamTimedOut(.totalTimeout) } else { abandon(.bodyTimeout) }
        case .judging(let judgement):
            judgement.cancel()
            closesAfterResponse = true
            upstreamTimedOut(.totalTimeout)
        case .local(let local):
            if responseStarted {
                request.refusal = UpstreamFailure.totalTimeout.reason
                local.cancel()
                return endAbruptly()
            }
            if case .complete = requestBody {
                local.cancel()
                upstreamTimedOut(.totalTimeout)
            } else {
                abandon(.bodyTimeout)
            }
        case .remote(let upstream):
            if responseStarted {
                request.refusal = (isTotal ? UpstreamFailure.totalTimeout : .idleTimeout).reason
                upstream?.abort()
                return endAbruptly()
            }
            guard case .complete = requestBody else {
                // A body that cannot go on because the API takes no more of it is not the caller's delay.
                if let upstream, !upstream.isWritable {
                    upstream.abort()
                    closesAfterResponse = true
                    return upstreamTimedOut(.idleTimeout)
                }
                return abandon(.bodyTimeout)
            }
            let failure: UpstreamFailure =
                if upstream != nil { isTotal ? .totalTimeout : .firstByteTimeout } else {
                    loop.pool.isWaiting(self) ? .exhausted : .connectTimeout
                }
            upstream?.abort()
            loop.pool.cancel(self)
            upstreamTimedOut(failure)
        }
    }

    private func upstreamTimedOut(_ failure: UpstreamFailure) {
        serial &+= 1
        exchange = .none
        respond(
            .problem(
                failure.status, failure.reason, detail: failure.detail, requestID: request.requestID,
                fields: failure.fields))
    }

    /// A graceful stop: what has no complete request goes at once, what is under way goes
    /// after its answer.
    func drain() {
        switch phase {
        case .head: closeGently(lingers: false)
        case .exchange, .lingering, .closed: break
        }
    }
}
