#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// A thread of our own for calls that block: a commit waits for the disk, and the threads of tasks must not.
struct WorkerThread: @unchecked Sendable {
    private let thread: pthread_t

    /// Starts a thread; `nil` when the system has none left.
    init?(_ body: @escaping @Sendable () -> Void) {
        let box = Unmanaged.passRetained(Box(body))
        #if canImport(Darwin)
            var thread: pthread_t?
        #else
            var thread = pthread_t()
        #endif
        let status = pthread_create(
            &thread, nil,
            { argument in
                WorkerThread.enter(argument)
                return nil
            }, box.toOpaque())
        guard status == 0 else {
            box.release()
            return nil
        }
        #if canImport(Darwin)
            guard let thread else { return nil }
        #endif
        self.thread = thread
    }

    /// Waits for its end, unless it is the thread that asks; to be called once.
    func join() {
        if pthread_equal(thread, pthread_self()) != 0 { detach() } else { pthread_join(thread, nil) }
    }

    /// Gives up waiting for its end; to be called once and instead of ``join()``.
    func detach() { pthread_detach(thread) }

    private final class Box {
        let body: @Sendable () -> Void
        init(_ body: @escaping @Sendable () -> Void) { self.body = body }
    }

    #if canImport(Darwin)
        private static func enter(_ argument: UnsafeMutableRawPointer) {
            Unmanaged<Box>.fromOpaque(argument).takeRetainedValue().body()
        }
    #else
        private static func enter(_ argument: UnsafeMutableRawPointer?) {
            guard let argument else { return }
            Unmanaged<Box>.fromOpaque(argument).takeRetainedValue().body()
        }
    #endif

    /// Runs a body on a thread that is made for it, for rare things that take long.
    static func run<T: Sendable>(_ body: @escaping @Sendable () -> T) async -> T {
        await withUnsafeContinuation { continuation in
            if let thread = WorkerThread({ continuation.resume(returning: body()) }) {
                thread.detach()
            } else {
                continuation.resume(returning: body())
            }
        }
    }
}
