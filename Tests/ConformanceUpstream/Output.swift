import NIOCore

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Standard output is a file in the tests, and a file is not flushed line by line.
func flushOutput() { fflush(nil) }

extension NIOLoopBound where Value == Ledger {
    /// A ledger for `loop`, made on it.
    static func makeBoundToOnlyLoop(of loop: any EventLoop) throws -> NIOLoopBound<Ledger> {
        try loop.submit { NIOLoopBound(Ledger(), eventLoop: loop) }.wait()
    }
}
