public import DoorwardSecrets
public import NIOCore
internal import NIOPosix
internal import NIOSSL
internal import Synchronization

/// A running gate: one listening socket, and on each event loop the connections that it accepted.
///
/// ```swift
/// let gate = try await Gate.start(policy, host: "127.0.0.1", port: 8000, log: (.json, sink))
/// await gate.stop()
/// ```
public final class Gate: Sendable {
    private let loops: [NIOLoopBound<GateLoop>]
    private let eventLoops: [any EventLoop]
    private let listener: any Channel
    private let group: MultiThreadedEventLoopGroup
    /// How the upstream is spoken to, and where whom to trust was read from.
    private let trust: Mutex<Trust>

    private struct Trust {
        let context: NIOSSLContext?
        let file: String?
    }

    /// Where the gate listens, with the port that was chosen when 0 was asked for.
    public var address: SocketAddress? { listener.localAddress }

    private init(
        loops: [NIOLoopBound<GateLoop>], eventLoops: [any EventLoop], listener: any Channel,
        group: MultiThreadedEventLoopGroup, tls: NIOSSLContext?, authorities: String?
    ) {
        self.loops = loops
        self.eventLoops = eventLoops
        self.listener = listener
        self.group = group
        trust = Mutex(Trust(context: tls, file: authorities))
    }

    /// One event loop for each core that the process may use, but no more than the limit of open files is enough for.
    public static var defaultThreads: Int {
        min(
            System.coreCount, ProcessorAffinity.count ?? .max,
            DescriptorBudget.mostLoops(limit: DescriptorBudget.openFiles()))
    }

    /// The limit of open files that so many event loops need at least, where the process has less than that; nil where it
    /// has enough.
    public static func missingOpenFiles(forThreads threads: Int) -> (needed: Int, limit: Int)? {
        let (needed, limit) = (DescriptorBudget.least(loops: threads), DescriptorBudget.openFiles())
        return needed > limit ? (needed, limit) : nil
    }

    /// Binds the address and starts to answer.
    ///
    /// - Parameters:
    ///   - policy: what it decides by.
    ///   - host: a name or an address to listen on.
    ///   - port: the port; 0 takes a free one.
    ///   - threads: event loops; one a core is best.
    ///   - log: how lines look, and where they go.
    /// - Throws: `IOError` when the address cannot be bound, `NIOSSLError` when the upstream's authorities cannot be read.
    public static func start(
        _ policy: GatePolicy, host: String, port: Int, threads: Int = Gate.defaultThreads,
        log: (format: LogFormat, sink: any LogSink)
    ) async throws -> Gate {
        try await start(policy, host: host, port: port, threads: threads, log: log, clock: GateClock())
    }

    static func start(
        _ policy: GatePolicy, host: String, port: Int, threads: Int, log: (format: LogFormat, sink: any LogSink),
        clock: GateClock
    ) async throws -> Gate {
        let group = MultiThreadedEventLoopGroup(numberOfThreads: max(1, threads))
        do {
            let compiled = CompiledPolicy(policy)
            let tls = try tlsContext(for: compiled)
            let budget = budget(for: compiled, loops: max(1, threads))
            var loops: [NIOLoopBound<GateLoop>] = []
            var eventLoops: [any EventLoop] = []
            for eventLoop in group.makeIterator() {
                eventLoops.append(eventLoop)
                let loop = try await eventLoop.submit {
                    let loop = GateLoop(
                        eventLoop: eventLoop, policy: compiled, tls: tls,
                        accessLog: AccessLog(format: log.format, sink: log.sink), budget: budget, clock: clock)
                    loop.startClock()
                    return NIOLoopBound(loop, eventLoop: eventLoop)
                }.get()
                loops.append(loop)
            }
            let listener = try await bind(host: host, port: port, group: group, loops: loops, eventLoops: eventLoops)
            return Gate(
                loops: loops, eventLoops: eventLoops, listener: listener, group: group, tls: tls,
                authorities: compiled.remoteTarget?.certificateAuthorities)
        } catch {
            try? await group.shutdownGracefully()
            throw error
        }
    }

    private static func bind(
        host: String, port: Int, group: MultiThreadedEventLoopGroup, loops: [NIOLoopBound<GateLoop>],
        eventLoops: [any EventLoop]
    ) async throws -> any Channel {
        let byLoop = Dictionary(
            uniqueKeysWithValues: zip(eventLoops, loops).map { (ObjectIdentifier($0.0), $0.1) })
        return try await ServerBootstrap(group: group)
            .serverChannelOption(.backlog, value: 1024)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelOption(.tcpOption(.tcp_nodelay), value: 1)
            .childChannelOption(.maxMessagesPerRead, value: 1)
            .childChannelOption(.allowRemoteHalfClosure, value: true)
            // A silent event stream to a peer that has vanished would never be noticed otherwise.
            .childChannelOption(.socketOption(.so_keepalive), value: 1)
            .childChannelOption(.writeBufferWaterMark, value: .init(low: 64 << 10, high: 256 << 10))
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    guard let loop = byLoop[ObjectIdentifier(channel.eventLoop)]?.value else { return }
                    let connection = GateConnection(loop: loop, peer: PeerAddress(channel.remoteAddress))
                    try channel.pipeline.syncOperations.addHandler(connection)
                }
            }
            .bind(host: host, port: port)
            .get()
    }

    private static func budget(for policy: CompiledPolicy, loops: Int) -> DescriptorBudget {
        DescriptorBudget(
            limit: DescriptorBudget.openFiles(), loops: loops, callers: policy.source.limits.connections,
            upstream: policy.remoteTarget?.connections ?? 1)
    }

    /// How many callers there is room for under a policy, given the process's limit of open files.
    public func room(for policy: GatePolicy) -> Int {
        Self.budget(for: CompiledPolicy(policy), loops: loops.count).callers * loops.count
    }

    /// Ends all connections at once, whatever is under way on them.
    public func closeAll() async {
        for (loop, eventLoop) in zip(loops, eventLoops) {
            try? await eventLoop.submit { loop.value.closeAll() }.get()
        }
    }

    private func context(for policy: CompiledPolicy, readsAuthorities: Bool) throws -> NIOSSLContext? {
        let file = policy.remoteTarget?.certificateAuthorities
        if !readsAuthorities, policy.remoteTarget?.isSecure == true {
            let known = trust.withLock { $0.file == file ? $0.context : nil }
            if let known { return known }
        }
        let context = try Self.tlsContext(for: policy)
        trust.withLock { $0 = Trust(context: context, file: file) }
        return context
    }

    private static func tlsContext(for policy: CompiledPolicy) throws -> NIOSSLContext? {
        guard let target = policy.remoteTarget, target.isSecure else { return nil }
        var configuration = TLSConfiguration.makeClientConfiguration()
        configuration.minimumTLSVersion = .tlsv12
        configuration.applicationProtocols = ["http/1.1"]
        if let file = target.certificateAuthorities { configuration.trustRoots = .file(file) }
        return try NIOSSLContext(configuration: configuration)
    }

    /// Decides by another policy from the next request on; requests under way keep theirs.
    ///
    /// - Parameters:
    ///   - policy: the policy from now on.
    ///   - secretsChanged: whether the service secrets are others, so that their indices mean something else now.
    ///   - readsAuthorities: whether the file of the upstream's authorities is read again; false for changes that have nothing
    ///     to do with it, which must not fail with it.
    /// - Throws: `NIOSSLError` when the upstream's authorities cannot be read; the old policy stays then.
    public func update(
        _ policy: GatePolicy, secretsChanged: Bool = true, readsAuthorities: Bool = true
    ) async throws {
        let compiled = CompiledPolicy(policy)
        let tls = try context(for: compiled, readsAuthorities: readsAuthorities)
        let budget = Self.budget(for: compiled, loops: loops.count)
        for (loop, eventLoop) in zip(loops, eventLoops) {
            try await eventLoop.submit {
                loop.value.update(
                    compiled, tls: tls, budget: budget, forgetsSecretUses: secretsChanged)
            }.get()
        }
    }

    /// What has been counted on all event loops since the start.
    public func metrics() async -> GateMetrics {
        var sum = GateMetrics()
        for (loop, eventLoop) in zip(loops, eventLoops) {
            if let part = try? await eventLoop.submit({ loop.value.snapshot() }).get() { sum.add(part) }
        }
        return sum
    }

    /// Which API keys were used since the last call, and when last (Unix seconds).
    public func takeKeyUses() async -> [SecretDigest: Int64] {
        var uses: [SecretDigest: Int64] = [:]
        for (loop, eventLoop) in zip(loops, eventLoops) {
            if let part = try? await eventLoop.submit({ loop.value.takeKeyUses() }).get() {
                uses.merge(part, uniquingKeysWith: max)
            }
        }
        return uses
    }

    /// Which grants access tokens were used of since the last call, and when last (Unix seconds).
    public func takeGrantUses() async -> [String: Int64] {
        var uses: [String: Int64] = [:]
        for (loop, eventLoop) in zip(loops, eventLoops) {
            if let part = try? await eventLoop.submit({ loop.value.takeGrantUses() }).get() {
                uses.merge(part, uniquingKeysWith: max)
            }
        }
        return uses
    }

    /// Stops gracefully: ``drain(within:)``, then ``shutdown()``.
    ///
    /// - Returns: whether everything in flight could be finished.
    @discardableResult
    public func stop(within limit: Duration = .seconds(30)) async -> Bool {
        let finished = await drain(within: limit)
        await shutdown()
        return finished
    }

    /// Ends the event loops; nothing can be asked of the gate afterwards.
    public func shutdown() async { try? await group.shutdownGracefully() }

    /// Accepts nothing more, finishes what is in flight, and ends the rest when the time is over. What has been counted can
    /// still be asked for.
    ///
    /// - Returns: whether everything in flight could be finished.
    public func drain(within limit: Duration) async -> Bool {
        try? await listener.close().get()
        let finished = await withTaskGroup(of: Bool.self) { tasks in
            tasks.addTask { [loops, eventLoops] in
                // All loops at once: each closes what is idle on it before any is waited for.
                let drained = zip(loops, eventLoops).map { loop, eventLoop in
                    eventLoop.flatSubmit { loop.value.drain() }
                }
                for future in drained { try? await future.get() }
                return true
            }
            tasks.addTask { [loops, eventLoops] in
                do { try await Task.sleep(for: limit) } catch { return true }
                for (loop, eventLoop) in zip(loops, eventLoops) {
                    try? await eventLoop.submit { loop.value.closeAll() }.get()
                }
                return false
            }
            var finished = await tasks.next() ?? true
            tasks.cancelAll()
            // Cutting off the rest lets the drain end too, perhaps before the task that did it.
            for await result in tasks where !result { finished = false }
            return finished
        }
        for (loop, eventLoop) in zip(loops, eventLoops) {
            try? await eventLoop.submit { loop.value.flushLog() }.get()
        }
        return finished
    }
}
