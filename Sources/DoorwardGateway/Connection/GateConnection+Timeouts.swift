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
        case .local(let local):
            if responseStarted {
                request.refusal = UpstreamFailure.totalTimeout.reason
                local.cancel()
                endExchange()
                return close()
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
                responseDone = true
                endExchange()
                return close()
            }
            guard case .complete = requestBody else { return abandon(.bodyTimeout) }
            upstream?.abort()
            loop.pool.cancel(self)
            upstreamTimedOut(upstream == nil ? .exhausted : isTotal ? .totalTimeout : .firstByteTimeout)
        }
    }

    private func upstreamTimedOut(_ failure: UpstreamFailure) {
        serial &+= 1
        exchange = .none
        respond(
            .problem(failure.status, failure.reason, detail: failure.detail, requestID: request.requestID))
    }

    /// A graceful stop: what has no complete request goes at once, what is under way goes
    /// after its answer.
    func drain() {
        switch phase {
        case .head: close()
        case .exchange, .lingering, .closed: break
        }
    }
}
