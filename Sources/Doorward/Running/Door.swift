internal import DoorwardDocuments
public import DoorwardGateway
internal import DoorwardSecrets
internal import DoorwardStore
internal import Logging
internal import NIOCore
public import ServiceLifecycle
internal import UnixSignals

/// A running Doorward: the gate, its metrics, and what keeps both up to date.
///
/// ```swift
/// let door = try await Door.open(.file("doorward.yaml"))
/// try await ServiceGroup(services: [door], gracefulShutdownSignals: [.sigterm, .sigint], logger: logger).run()
/// ```
public actor Door: Service {
    /// Where a door's configuration comes from.
    public struct Source: Sendable {
        /// Reads the configuration anew.
        let load: @Sendable () throws(ConfigurationFailure) -> LoadedConfiguration
        let assembly: DoorAssembly.Source
        let environment: [String: String]

        /// From a file, the environment and flags; what a reload reads again.
        public static func file(
            _ path: String?, environment: [String: String], flags: [(path: String, value: String)] = []
        ) -> Source {
            Source(
                load: { () throws(ConfigurationFailure) in
                    try ConfigurationLoader.load(path: path, environment: environment, flags: flags)
                },
                assembly: .configured, environment: environment)
        }
    }

    let source: Source
    let logger: Logger
    let logFormat: LogFormat
    let sink: any LogSink
    let gate: Gate
    var store: Store?
    /// Which file the open database is.
    var storeIdentity: FileStamp?
    private var metricsGate: Gate?
    private let reloadSignals: UnixSignalsSequence
    /// What is known of secrets.
    let keeper: SecretKeeper
    let watcher = FileWatcher()
    /// Whose access tokens are accepted, with `auth: oauth`.
    var issuer: IssuerInForce?
    /// What is in force.
    var assembled: AssembledDoor
    var configurationFile: String?
    var watched: [String: FileStamp?] = [:]
    /// The last configuration that was read and not taken over, if any.
    var refused: DoorwardConfiguration?
    var keyRevision: Int64 = 0
    /// Which of the issuer's keys the gate knows.
    var publishedGeneration = Int.min
    var lastKeyComplaint: Int64 = 0
    var isReloading = false
    var mustReload = false
    var isChanging = false
    var waitingForChange: [CheckedContinuation<Void, Never>] = []
    /// New values that stand in public documents, with their places, and those that do not.
    var leakingSecrets: [SecretDigest: SecretReference] = [:]
    var soundSecrets: Set<SecretDigest> = []
    /// When each live secret was first seen, by fingerprint (Unix seconds).
    var secretsSince: [String: Int64] = [:]
    /// The fingerprints that were live when secrets were noted last.
    var notedSecrets: Set<String> = []
    /// When secrets last let a call in, by fingerprint (Unix seconds).
    var lastUses: [String: Int64] = [:]
    var usesToWrite = Uses()
    /// When somebody was asked again last who was away.
    var lastCatchingUp: ContinuousClock.Instant?
    var isWritingUses = false

    private init(
        source: Source, logger: Logger, logFormat: LogFormat, sink: any LogSink, gate: Gate, store: Store?,
        issuer: IssuerInForce?, assembled: AssembledDoor, configurationFile: String?,
        keeper: SecretKeeper, reloadSignals: UnixSignalsSequence
    ) {
        self.source = source
        self.logger = logger
        self.logFormat = logFormat
        self.sink = sink
        self.gate = gate
        self.store = store
        self.issuer = issuer
        storeIdentity = store.flatMap { FileStamp(path: $0.name) }
        self.assembled = assembled
        self.configurationFile = configurationFile
        self.keeper = keeper
        self.reloadSignals = reloadSignals
    }

    /// Reads the configuration, checks everything, and starts to answer.
    ///
    /// - Parameters:
    ///   - source: where the configuration comes from.
    ///   - sink: where log lines go; standard error when nothing else is said.
    ///   - threads: event loops of the gate, instead of what the configuration says.
    /// - Throws: ``StartFailure`` with every problem.
    public static func open(
        _ source: Source, sink: any LogSink = StandardErrorSink(), threads: Int? = nil
    ) async throws(StartFailure) -> Door {
        FileDescriptors.raiseLimit()
        let loaded: LoadedConfiguration
        do throws(ConfigurationFailure) {
            loaded = try source.load()
        } catch {
            throw StartFailure(error)
        }
        let access = try SecretAccess(loaded.configuration, environment: source.environment)
        do throws(StartFailure) {
            return try await open(source, loaded, access, sink: sink, threads: threads)
        } catch {
            await access.shutdown()
            throw error
        }
    }

    private static func open(
        _ source: Source, _ loaded: LoadedConfiguration, _ access: SecretAccess, sink: any LogSink, threads: Int?
    ) async throws(StartFailure) -> Door {
        let configuration = loaded.configuration
        let format = LogFormat(
            configuration.logging.format, isTerminal: (sink as? StandardErrorSink)?.isTerminal ?? false)
        let level = Logger.Level(rawValue: configuration.logging.level.rawValue) ?? .info
        let logger = Logger(label: "doorward") { _ in SinkLogHandler(format: format, sink: sink, level: level) }
        for warning in loaded.warnings { logger.warning("\(warning)") }
        // Before they are read: what changes from here on is a change.
        var stamps: [String: FileStamp?] = [:]
        for path in configuration.watchedFiles + (loaded.file.map { [$0] } ?? []) {
            stamps.updateValue(FileStamp(path: path), forKey: path)
        }
        let keeper = SecretKeeper(resolver: access.resolver)
        let assembled = try await DoorAssembly(
            configuration: configuration, access: access, keeper: keeper, source: source.assembly, logger: logger
        ).assemble()
        await keeper.adopt(assembled.draft, at: WallClock.unixSeconds())
        let store = try await Self.openStore(configuration, source.environment, assembled.secrets)
        let issuer = try await Self.issuer(
            for: assembled, environment: source.environment, store: store, log: (format, sink, logger), before: nil)
        // The revision first: a key that changes between the two costs one more look, and is not missed.
        let revision = (try? await store?.revision()) ?? -1
        let keys = try await Self.keys(in: store, for: configuration)
        // Trapped before anything can be seen from outside: a signal that comes too early would end the process.
        let reloadSignals = await UnixSignalsSequence(trapping: .sighup)
        let gate = try await Self.startGate(
            assembled.policy(keys: keys, issuer: issuer), configuration, format, sink, threads)
        let door = Door(
            source: source, logger: logger, logFormat: format, sink: sink, gate: gate, store: store,
            issuer: issuer, assembled: assembled, configurationFile: loaded.file, keeper: keeper,
            reloadSignals: reloadSignals)
        do throws(StartFailure) {
            try await door.finishOpening(stamps, keyRevision: revision)
        } catch {
            await gate.stop(within: .zero)
            throw error
        }
        return door
    }

    private static func startGate(
        _ policy: GatePolicy, _ configuration: DoorwardConfiguration, _ format: LogFormat, _ sink: any LogSink,
        _ threads: Int?
    ) async throws(StartFailure) -> Gate {
        let listen = configuration.listen
        let loops = threads ?? configuration.threads ?? Gate.defaultThreads
        // The runtime would end the process where it could not make one.
        if let open = Gate.missingOpenFiles(forThreads: loops) {
            throw StartFailure(
                .configuration,
                [
                    "threads: \(loops) event loops need \(open.needed) open files, and the limit is \(open.limit); "
                        + "write fewer, or raise it (ulimit -n, LimitNOFILE=)"
                ])
        }
        do {
            return try await Gate.start(
                policy, host: listen.host, port: listen.port, threads: loops, log: (format, sink))
        } catch let error where configuration.upstream.caFile != nil && !(error is IOError) {
            let file = configuration.upstream.caFile ?? ""
            throw StartFailure(
                .configuration,
                ["upstream.ca_file: \(file): cannot be read as certificates; name a PEM file with at least one"])
        } catch {
            throw StartFailure(
                .failure, ["listen: \(listen): \(SystemWords.for(error)); choose another address or port"])
        }
    }

    private func finishOpening(
        _ stamps: [String: FileStamp?], keyRevision: Int64
    ) async throws(StartFailure) {
        self.keyRevision = keyRevision
        publishedGeneration = issuer?.generation ?? .min
        watched = stamps
        watchFilesAgain()
        await lookAtSecretFiles()
        warnAboutRoom()
        await noteSecrets()
        metricsGate = try await MetricsListener.start(
            for: self, configuration: assembled.configuration, origin: "", logger: logger, sink: sink)
        logger.notice(
            "listening on \(listening), operations: \(assembled.document.operations.count), auth \(assembled.configuration.auth.rawValue), public address \(assembled.configuration.publicURL)"
        )
    }

    /// The address that is listened on, with the real port.
    public nonisolated var listening: String { gate.address.map(SystemWords.address) ?? "nowhere" }

    /// The port that is listened on.
    public nonisolated var port: Int { gate.address?.port ?? 0 }

    /// Writes a line to the door's log, as a warning or as news.
    public nonisolated func note(_ text: String, isWarning: Bool = false) {
        logger.log(level: isWarning ? .warning : .info, "\(text)")
    }

    // MARK: Running

    /// Keeps the door up to date until a graceful shutdown is asked for, then finishes what is in flight.
    public func run() async throws {
        await run(until: { try? await gracefulShutdown() }, hurry: { await Self.never() })
    }

    /// Opens a door and runs it until SIGTERM or SIGINT, then stops gracefully.
    ///
    /// - Parameters:
    ///   - source: where the configuration comes from.
    ///   - sink: where log lines go.
    ///   - opened: called once the door answers.
    /// - Throws: ``StartFailure`` with every problem.
    public static func serve(
        _ source: Source, sink: any LogSink = StandardErrorSink(), opened: @Sendable (Door) async -> Void = { _ in }
    ) async throws(StartFailure) {
        let stopSignals = await UnixSignalsSequence(trapping: .sigterm, .sigint)
        let requests = StopRequests()
        let listener = Task { for await _ in stopSignals { await requests.note() } }
        defer { listener.cancel() }
        guard let door = try await open(source, sink: sink, unless: requests) else { return }
        await opened(door)
        await door.run(until: { await requests.reached(1) }, hurry: { await requests.reached(2) })
    }

    /// Opens a door, or nil when a request to stop comes before it is open: the wait for an API can be long.
    private static func open(
        _ source: Source, sink: any LogSink, unless requests: StopRequests
    ) async throws(StartFailure) -> Door? {
        let opening = Task { () -> Result<Door, StartFailure> in
            do throws(StartFailure) { return .success(try await open(source, sink: sink)) } catch {
                return .failure(error)
            }
        }
        let watch = Task {
            await requests.reached(1)
            // Being told that the wait is over is not a request to stop: cancelling then would make a failed start silent.
            if !Task.isCancelled { opening.cancel() }
        }
        let outcome = await opening.value
        watch.cancel()
        switch outcome {
        case .success(let door): return door
        case .failure(let failure):
            if await requests.count > 0, opening.isCancelled { return nil }
            throw failure
        }
    }

    private func run(
        until end: @Sendable () async -> Void, hurry: @escaping @Sendable () async -> Void
    ) async {
        await withTaskGroup(of: Void.self) { tasks in
            tasks.addTask { await self.watchFiles() }
            tasks.addTask { await self.keepSecrets() }
            tasks.addTask { await self.tellOfSecrets() }
            tasks.addTask { await self.watchSignals() }
            tasks.addTask { await self.watchKeys() }
            tasks.addTask { await self.watchIssuer() }
            tasks.addTask { await self.recordUses() }
            await end()
            tasks.cancelAll()
        }
        await close(hurry: hurry)
    }

    /// Stops gracefully.
    public func close() async { await close { await Self.never() } }

    /// Waits until the task is cancelled.
    private static func never() async { try? await Task.sleep(for: .seconds(365 * 86_400)) }

    /// Stops gracefully, and at once when `hurry` returns before everything in flight is finished.
    private func close(hurry: @escaping @Sendable () async -> Void) async {
        logger.notice("stopping: no new connections, finishing what is in flight")
        let gate = gate
        let impatience = Task {
            await hurry()
            if !Task.isCancelled { await gate.closeAll() }
        }
        let finished = await gate.drain(within: assembled.configuration.timeouts.drain)
        impatience.cancel()
        await impatience.value
        await metricsGate?.stop(within: .zero)
        await writeUses()
        await issuer?.finish()
        store?.close()
        watcher.stop()
        await assembled.access.shutdown()
        await gate.shutdown()
        logger.notice(finished ? "stopped" : "stopped; some requests were cut off after timeouts.drain")
        (sink as? StandardErrorSink)?.flush()
    }

    private func watchSignals() async {
        for await _ in reloadSignals {
            logger.notice("SIGHUP: reading the configuration again")
            await reload()
        }
    }
}

extension LogFormat {
    init(_ format: DoorwardConfiguration.Logging.Format, isTerminal: Bool) {
        self =
            switch format {
            case .auto: isTerminal ? .text : .json
            case .text: .text
            case .json: .json
            }
    }
}
