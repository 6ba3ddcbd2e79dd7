#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Holds up the thread, as a slow disk does.
func sleepTenMilliseconds() { usleep(10_000) }
