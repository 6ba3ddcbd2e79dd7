internal import DoorwardSecrets
internal import NIOCore
internal import NIOSSL

/// What the connections of one event loop share: policy, upstream connections, counters, clock. Only that loop touches it.
final class GateLoop {
    /// The time-outs in NIO's unit.
    struct Timeouts {
        let head: TimeAmount
        let idle: TimeAmount
        let body: TimeAmount
        let firstByte: TimeAmount
        let upstreamIdle: TimeAmount
        let total: TimeAmount

        init(_ source: GateTimeouts) {
            head = TimeAmount(source.head)
            idle = TimeAmount(source.idle)
            body = TimeAmount(source.body)
            firstByte = TimeAmount(source.firstByte)
            upstreamIdle = TimeAmount(source.upstreamIdle)
            total = TimeAmount(source.total)
        }
    }

    /// How often deadlines are looked at.
    static let tick = TimeAmount.milliseconds(100)

    let eventLoop: any EventLoop
    /// Where the own API's tasks run.
    let executor: LoopTaskExecutor
    let pool: UpstreamPool
    private(set) var policy: CompiledPolicy
    private(set) var timeouts: Timeouts
    private(set) var isDraining = false
    private(set) var clock: GateClock
    /// When the event that is being worked on began: asking the system for the time is dear, and an event takes microseconds.
    private(set) var now = NIODeadline.now()
    /// Where answers' heads are put together; its memory serves one after the other.
    var scratch = ByteBuffer()
    var identifiers = IdentifierSource()
    /// Access tokens that were found good.
    var tokens = TokenCache()
    /// What was made for the owners of API keys, by key id.
    var keyOwners: [String: TokenCache.Entry] = [:]

    private var connections: [GateConnection] = []
    private var connectionLimit: Int
    private var accessLog: AccessLog
    private var metrics = GateMetrics()
    /// The secret that was used last, and when.
    private var lastSecretUse = (-1, Int64.min)
    private var keyUses: [SecretDigest: Int64] = [:]
    private var grantUses: [String: Int64] = [:]
    private var expectedTick = NIODeadline.distantFuture
    private var emptied: EventLoopPromise<Void>?

    init(
        eventLoop: any EventLoop, policy: CompiledPolicy, tls: NIOSSLContext?, accessLog: AccessLog,
        budget: DescriptorBudget, clock: GateClock = GateClock(),
        connector: any UpstreamConnector = SocketConnector()
    ) {
        self.eventLoop = eventLoop
        executor = LoopTaskExecutor(eventLoop)
        self.policy = policy
        self.accessLog = accessLog
        self.clock = clock
        connectionLimit = budget.callers
        metrics.startTally(operations: policy.routes.operations.map(\.label))
        timeouts = Timeouts(policy.source.timeouts)
        pool = UpstreamPool(
            eventLoop: eventLoop, target: policy.remoteTarget, tls: tls,
            connectTimeout: TimeAmount(policy.source.timeouts.connect), limit: budget.upstream, connector: connector)
    }

    // MARK: Connections

    /// Whether there is room for another caller.
    var hasRoom: Bool { connections.count < connectionLimit && !isDraining }

    func add(_ connection: GateConnection) {
        connection.slot = connections.count
        connections.append(connection)
        metrics.connections += 1
    }

    func remove(_ connection: GateConnection) {
        let slot = connection.slot
        guard slot >= 0, let last = connections.popLast() else { return }
        if last !== connection {
            connections[slot] = last
            last.slot = slot
        }
        connection.slot = -1
        metrics.connections -= 1
        if isDraining, connections.isEmpty {
            emptied?.succeed()
            emptied = nil
        }
    }

    // MARK: The clock

    /// An event begins.
    @inline(__always)
    func refreshTime() { now = .now() }

    func startClock() {
        expectedTick = .now() + Self.tick
        let bound = NIOLoopBound(self, eventLoop: eventLoop)
        eventLoop.scheduleRepeatedTask(initialDelay: Self.tick, delay: Self.tick) { _ in bound.value.ticked() }
    }

    private func ticked() {
        refreshTime()
        metrics.lag.record(microseconds: max(0, (now - expectedTick).nanoseconds / 1000))
        expectedTick = now + Self.tick
        clock.refresh()
        // A connection that closes takes itself off the list, so the list is walked from its end.
        var index = connections.count - 1
        while index >= 0 {
            if index < connections.count { connections[index].checkDeadlines(at: now) }
            index -= 1
        }
        pool.sweep(at: now)
        accessLog.flush()
    }

    // MARK: Records

    /// Counts a request that is over and writes its line.
    ///
    /// - Parameter policy: what it was decided by: after a change its operations have other places than those that count now.
    func record(_ request: RequestContext, under policy: CompiledPolicy) {
        let place = policy === self.policy ? request.operationIndex : nil
        metrics.count(request, at: place, took: now - request.started)
        accessLog.record(request, at: now, unixSeconds: clock.unixSeconds)
    }

    func noteUse(of caller: Caller) {
        switch caller {
        case .anonymous: break
        case .service(let index):
            // One write a second for each secret at most.
            guard lastSecretUse != (index, clock.unixSeconds) else { return }
            lastSecretUse = (index, clock.unixSeconds)
            metrics.secretUses[index] = clock.unixSeconds
        case .user(let record): keyUses[record.digest] = clock.unixSeconds
        case .token(let caller):
            if let grant = caller.entry.facts.grant { grantUses[grant] = clock.unixSeconds }
        }
    }

    /// The counters as they stand.
    func snapshot() -> GateMetrics {
        var copy = metrics.settled()
        copy.upstreamConnections = Int64(pool.counts.live)
        return copy
    }

    /// Which API keys were used since the last call, and when last.
    func takeKeyUses() -> [SecretDigest: Int64] {
        defer { keyUses.removeAll(keepingCapacity: true) }
        return keyUses
    }

    /// Which grants were used since the last call, and when last.
    func takeGrantUses() -> [String: Int64] {
        defer { grantUses.removeAll(keepingCapacity: true) }
        return grantUses
    }

    // MARK: Changes

    func update(
        _ policy: CompiledPolicy, tls: NIOSSLContext?, budget: DescriptorBudget, forgetsSecretUses: Bool
    ) {
        self.policy = policy
        metrics.startTally(operations: policy.routes.operations.map(\.label))
        timeouts = Timeouts(policy.source.timeouts)
        connectionLimit = budget.callers
        pool.retarget(
            policy.remoteTarget, tls: tls, connectTimeout: TimeAmount(policy.source.timeouts.connect),
            limit: budget.upstream)
        if forgetsSecretUses {
            metrics.secretUses.removeAll()
            lastSecretUse = (-1, .min)
        }
    }

    /// Lets no more in, and completes when the last connection has gone.
    func drain() -> EventLoopFuture<Void> {
        isDraining = true
        for connection in connections { connection.drain() }
        let promise = eventLoop.makePromise(of: Void.self)
        if connections.isEmpty { promise.succeed() } else { emptied = promise }
        return promise.futureResult.assumeIsolated().map { self.finish() }.nonisolated()
    }

    /// Ends what a drain could not wait for.
    func closeAll() {
        for connection in connections { connection.close() }
    }

    private func finish() {
        pool.closeAll()
        accessLog.flush()
    }

    func flushLog() { accessLog.flush() }
}
