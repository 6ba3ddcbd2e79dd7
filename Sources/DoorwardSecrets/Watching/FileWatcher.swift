internal import Dispatch
internal import Synchronization

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Tells when files may have changed: edited, replaced, removed, made, or reached by another way because a link or a
/// folder was exchanged, as Kubernetes does with mounted secrets. Told by the system (inotify(7)), not by looking again
/// and again.
///
/// A path may name nothing yet. Other files in the same folders cause no reports. Not seen are changes that another
/// machine makes on a network's file system, and what is mounted over a folder; so an owner reads again now and then.
public final class FileWatcher: Sendable {
    /// The paths that may have changed, as given to ``watch(_:)``. They are held back until nothing has happened for
    /// 100 ms, but for 1 s at most; while nobody takes them, they are put together. For one reader; ends with
    /// ``stop()``.
    public let changes: AsyncStream<Set<String>>
    private let continuation: AsyncStream<Set<String>>.Continuation
    private let queue = DispatchQueue(label: "doorward.file-watcher")
    private let state = Mutex(State())

    private struct State {
        var paths = WatchedPaths()
        var quiet = QuietTime()
        var source: Source?
    }

    /// Unchecked: the source is only made, activated and cancelled, which any thread may do.
    private struct Source: @unchecked Sendable {
        let source: any DispatchSourceRead
    }

    public init() {
        (changes, continuation) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
        guard let descriptor = state.withLock({ $0.paths.watches?.descriptor }) else { return }
        let source = DispatchSource.makeReadSource(fileDescriptor: descriptor, queue: queue)
        source.setEventHandler { [weak self] in self?.read() }
        source.setCancelHandler { close(descriptor) }
        let held = Source(source: source)
        state.withLock { $0.source = held }
        source.activate()
    }

    deinit { stop() }

    /// Watches these paths and no others; cheap when they are the same. Once it returns every later change is seen.
    ///
    /// Relative paths are relative to the current directory. What hindered before is tried again.
    public func watch(_ paths: Set<String>) {
        let delay = state.withLock { state in
            state.paths.replace(with: paths) ? state.quiet.note(at: Self.now()) : nil
        }
        if let delay { lookAgain(after: delay) }
    }

    /// Why not every path can be watched, such as a limit that is reached; nil when all is well. Then who needs to
    /// know of changes looks by itself.
    public var problem: String? { state.withLock { $0.paths.problem } }

    /// Ends ``changes`` and gives back what the system lent.
    public func stop() {
        let source = state.withLock { state in
            state.paths.end()
            defer { state.source = nil }
            return state.source
        }
        source?.source.cancel()
        continuation.finish()
    }

    // MARK: On the queue

    private func read() {
        let delay = state.withLock { state in
            state.paths.takeEvents() ? state.quiet.note(at: Self.now()) : nil
        }
        if let delay { lookAgain(after: delay) }
    }

    private func lookAgain(after delay: UInt64) {
        queue.asyncAfter(deadline: .now() + .nanoseconds(Int(delay))) { [weak self] in self?.lookIfQuiet() }
    }

    private func lookIfQuiet() {
        let (delay, changed) = state.withLock { state -> (UInt64?, Set<String>) in
            if let delay = state.quiet.ask(at: Self.now()) { return (delay, []) }
            return (nil, state.paths.takeChanges())
        }
        if let delay { lookAgain(after: delay) }
        if !changed.isEmpty { report(changed) }
    }

    private func report(_ changed: Set<String>) {
        guard case .dropped(let missed) = continuation.yield(changed) else { return }
        // Nobody took the last report; one with both takes the place of this one.
        continuation.yield(changed.union(missed))
    }

    private static func now() -> UInt64 { DispatchTime.now().uptimeNanoseconds }

    /// For tests: lets no event be read while `body` runs.
    package func holdingEvents<R: Sendable>(_ body: @Sendable () throws -> R) rethrows -> R {
        try queue.sync { try body() }
    }

    /// For tests: how many folders are watched.
    package var folders: Int { state.withLock { $0.paths.folders } }
}
