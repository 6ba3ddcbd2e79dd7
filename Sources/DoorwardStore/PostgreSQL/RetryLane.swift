#if PostgreSQL
    #if canImport(Glibc)
        import Glibc
    #elseif canImport(Musl)
        import Musl
    #else
        import Darwin
    #endif

    /// Lets the threads of a pool run again, one after the other, what was in each other's way.
    ///
    /// Unchecked: a mutex of the system, held while the server works; only threads of our own wait for it.
    final class RetryLane: @unchecked Sendable {
        private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)

        init() { pthread_mutex_init(mutex, nil) }

        deinit {
            pthread_mutex_destroy(mutex)
            mutex.deallocate()
        }

        func enter() { pthread_mutex_lock(mutex) }

        func leave() { pthread_mutex_unlock(mutex) }
    }
#endif
