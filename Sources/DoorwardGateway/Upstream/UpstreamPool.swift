internal import NIOCore
internal import NIOPosix
internal import NIOSSL

/// The connections of one event loop to the API: a stack of idle ones, a limit, and a queue for when it is reached.
///
/// Everything happens on the loop, so there is no lock and no hop.
final class UpstreamPool {
    private let eventLoop: any EventLoop
    private let connector: any UpstreamConnector
    private(set) var target: UpstreamTarget?
    private var tls: NIOSSLContext?
    private var idle: [UpstreamConnection] = []
    private var live: [ObjectIdentifier: UpstreamConnection] = [:]
    private var connecting = 0
    /// Counts targets: a connection to an earlier one must not serve a later one.
    private var generation = 0
    private var waiting = CircularBuffer<GateConnection>()
    private var connectTimeout: TimeAmount
    /// Most connections: what the target says, or fewer where the limit of open files is low.
    private var limit: Int

    /// Shorter than the five seconds after which uvicorn and Node close idle connections, so that a request does not meet a
    /// closing one.
    private static let idleTime = TimeAmount.seconds(4)

    init(
        eventLoop: any EventLoop, target: UpstreamTarget?, tls: NIOSSLContext?, connectTimeout: TimeAmount, limit: Int,
        connector: any UpstreamConnector = SocketConnector()
    ) {
        self.connector = connector
        self.limit = limit
        self.eventLoop = eventLoop
        self.target = target
        self.tls = tls
        self.connectTimeout = connectTimeout
    }

    /// How many connections there are, and how many of them rest.
    var counts: (live: Int, idle: Int) { (live.count, idle.count) }

    // MARK: For exchanges

    /// Gets a connection, now or later, through ``GateConnection/upstreamIsReady(_:)`` or ``GateConnection/upstreamFailed(_:)``.
    ///
    /// - Parameter fresh: whether an idle connection will not do.
    func acquire(for client: GateConnection, fresh: Bool) {
        guard serves(client) else { return client.upstreamFailed(.exhausted) }
        if !fresh, let connection = takeIdle() { return client.upstreamIsReady(connection) }
        guard let target else { return client.upstreamFailed(.unreachable) }
        guard live.count + connecting < limit else {
            guard waiting.count < 4096 else { return client.upstreamFailed(.exhausted) }
            return waiting.append(client)
        }
        connect(for: client, to: target)
    }

    /// Whether the request is written for the API that the pool leads to: it holds the credential for that API.
    private func serves(_ client: GateConnection) -> Bool {
        if client.policy === client.loop.policy { return true }
        guard let target, let wanted = client.policy.remoteTarget else { return false }
        return target.sharesConnections(with: wanted)
    }

    /// A connection that rests, where there is one.
    func takeIdle() -> UpstreamConnection? {
        while let connection = idle.popLast() {
            if connection.isActive { return connection }
            connection.close()
        }
        return nil
    }

    /// Whether the exchange stands in the queue, because all connections are busy.
    func isWaiting(_ client: GateConnection) -> Bool { waiting.contains { $0 === client } }

    /// The exchange is over before it got a connection.
    func cancel(_ client: GateConnection) {
        if waiting.isEmpty { return }
        waiting.removeAll { $0 === client }
    }

    /// - Parameter now: when.
    func takeBack(_ connection: UpstreamConnection, at now: NIODeadline) {
        guard connection.isCurrent else { return connection.close() }
        if let next = waiting.popFirst() { return next.upstreamIsReady(connection) }
        connection.idleUntil = now + Self.idleTime
        idle.append(connection)
    }

    func lost(_ connection: UpstreamConnection) {
        guard live.removeValue(forKey: ObjectIdentifier(connection)) != nil else { return }
        idle.removeAll { $0 === connection }
        serveWaiting()
    }

    private func serveWaiting() {
        guard let target, live.count + connecting < limit, let next = waiting.popFirst() else { return }
        connect(for: next, to: target)
    }

    // MARK: Connecting

    private func connect(for client: GateConnection, to target: UpstreamTarget) {
        connecting += 1
        let serial = client.serial
        let generation = generation
        let connection = UpstreamConnection(pool: self)
        connector.connect(connection, to: target, tls: tls, within: connectTimeout, on: eventLoop)
            .assumeIsolated()
            .whenComplete { result in
                self.connecting -= 1
                self.connected(
                    connection, result, for: client, serial: serial, isCurrent: generation == self.generation)
            }
    }

    private func connected(
        _ connection: UpstreamConnection, _ result: Result<Void, any Error>, for client: GateConnection, serial: Int,
        isCurrent: Bool
    ) {
        switch result {
        case .success:
            connection.isCurrent = isCurrent
            if isCurrent { live[ObjectIdentifier(connection)] = connection }
            if client.serial == serial {
                client.upstreamIsReady(connection)
            } else {
                takeBack(connection, at: .now())
            }
        case .failure(let error):
            if client.serial == serial { client.upstreamFailed(Self.failure(error)) }
            serveWaiting()
        }
    }

    private static func failure(_ error: any Error) -> UpstreamFailure {
        if case ChannelError.connectTimeout = error { return .connectTimeout }
        if let error = error as? NIOConnectionError,
            error.connectionErrors.contains(where: {
                if case ChannelError.connectTimeout = $0.error { true } else { false }
            })
        {
            return .connectTimeout
        }
        return .unreachable
    }

    // MARK: Upkeep

    /// Closes what has rested too long.
    func sweep(at now: NIODeadline) {
        guard let oldest = idle.first, oldest.idleUntil <= now else { return }
        for connection in idle where connection.idleUntil <= now { connection.close() }
    }

    /// Points the pool at another API; connections that are busy finish what they do.
    func retarget(_ target: UpstreamTarget?, tls: NIOSSLContext?, connectTimeout: TimeAmount, limit: Int) {
        self.limit = limit
        self.connectTimeout = connectTimeout
        let keeps =
            switch (self.target, target) {
            case (let old?, let new?): old.sharesConnections(with: new)
            case (nil, nil): true
            default: false
            }
        self.target = target
        self.tls = tls
        guard !keeps else { return }
        let resting = idle
        generation += 1
        idle.removeAll()
        for connection in live.values { connection.isCurrent = false }
        live.removeAll()
        for connection in resting { connection.close() }
        // Their heads are written for the old target, its credential included; and nobody would call them any more.
        let queue = waiting
        waiting.removeAll()
        for client in queue { client.upstreamFailed(.exhausted) }
    }

    func closeAll() {
        for connection in Array(live.values) { connection.close() }
    }
}
