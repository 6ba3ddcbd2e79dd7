internal import NIOCore
internal import NIOSSL
internal import Synchronization

/// One fetch under way: connects to addresses that were judged before, sends, reads.
final class FetchAttempt: Sendable {
    private struct State {
        var channels: [any Channel] = []
        var isOver = false
    }

    private let address: FetchAddress
    private let request: [UInt8]
    private let reader: AnswerReader
    private let tls: NIOSSLContext
    private let connector: any Connecting
    private let deadline: ContinuousClock.Instant
    private let state = Mutex(State())

    init(
        _ address: FetchAddress, request: [UInt8], reader: AnswerReader, tls: NIOSSLContext,
        connector: any Connecting, deadline: ContinuousClock.Instant
    ) {
        self.address = address
        self.request = request
        self.reader = reader
        self.tls = tls
        self.connector = connector
        self.deadline = deadline
    }

    /// Closes whatever is open, and lets nothing be opened any more.
    func end() {
        let channels = state.withLock { state in
            state.isOver = true
            defer { state.channels = [] }
            return state.channels
        }
        for channel in channels { channel.close(promise: nil) }
    }

    /// Tries the addresses one after the other until one accepts the connection.
    func run(_ addresses: [HostAddress]) async throws(FetchFailure) -> FetchedDocument {
        var last = "its name has no address"
        for (index, one) in addresses.enumerated() {
            let left = ContinuousClock.now.duration(to: deadline)
            guard left > .zero, !state.withLock({ $0.isOver }) else { throw .timedOut }
            // Nobody may use up the time of those behind.
            let share = TimeAmount(left / (addresses.count - index))
            let outcome: EventLoopFuture<AnswerHandler.Outcome>
            do {
                outcome = try await connect(to: one, within: share)
            } catch {
                last = FetchFailure.words(for: error)
                continue
            }
            guard let result = try? await outcome.get() else { throw .unreachable("the connection was closed") }
            return try result.get()
        }
        throw .unreachable(last)
    }

    private func connect(
        to one: HostAddress, within limit: TimeAmount
    ) async throws -> EventLoopFuture<AnswerHandler.Outcome> {
        let promised = Mutex<EventLoopFuture<AnswerHandler.Outcome>?>(nil)
        let channel = try await connector.connect(to: one, port: address.port, within: limit) { channel in
            guard self.keep(channel) else { return channel.eventLoop.makeFailedFuture(ChannelError.alreadyClosed) }
            let outcome = channel.eventLoop.makePromise(of: AnswerHandler.Outcome.self)
            promised.withLock { $0 = outcome.futureResult }
            return channel.eventLoop.makeCompletedFuture { try self.setUp(channel, outcome) }
        }
        guard let outcome = promised.withLock({ $0 }) else {
            channel.close(promise: nil)
            throw ChannelError.alreadyClosed
        }
        return outcome
    }

    /// For an IP literal there is no SNI, and the certificate must name the address itself (RFC 6066 section 3, RFC 9110
    /// section 4.3.5).
    private var server: AnswerHandler.Server {
        guard address.isSecure else { return .anybody }
        return if case .name(let name) = address.host { .certified(name) } else { .certifiedAddress }
    }

    private func setUp(_ channel: any Channel, _ outcome: EventLoopPromise<AnswerHandler.Outcome>) throws {
        let handler = AnswerHandler(request: request, server: server, reader: reader, outcome: outcome)
        do {
            if address.isSecure {
                let name: String? = if case .certified(let name) = server { name } else { nil }
                try channel.pipeline.syncOperations.addHandler(NIOSSLClientHandler(context: tls, serverHostname: name))
            }
            try channel.pipeline.syncOperations.addHandler(handler)
        } catch {
            outcome.succeed(.failure(.unreachable("TLS fails")))
            throw error
        }
    }

    private func keep(_ channel: any Channel) -> Bool {
        state.withLock { state in
            guard !state.isOver else { return false }
            state.channels.append(channel)
            return true
        }
    }
}
