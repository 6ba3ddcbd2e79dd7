public import DoorwardGateway
internal import NIOConcurrencyHelpers
internal import NIOCore
internal import NIOPosix

#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#else
    internal import Darwin
#endif

/// Writes log lines to standard error from a thread of its own, so that a slow reader never holds up an event loop.
///
/// When the reader stalls for longer than eight megabytes of lines, lines are dropped and counted, and the count is said.
public final class StandardErrorSink: LogSink {
    private struct State {
        var pending: [UInt8] = []
        var isWriting = false
        var dropped = 0
    }

    private static let capacity = 8 << 20
    private let state = NIOLockedValueBox(State())
    private let descriptor: Int32
    private let thread = NIOThreadPool(numberOfThreads: 1)

    /// - Parameter descriptor: where to write; standard error when nothing else is said.
    public init(descriptor: Int32 = 2) {
        self.descriptor = descriptor
        thread.start()
    }

    public func write(_ lines: [UInt8]) {
        let mustStart = state.withLockedValue { state -> Bool in
            guard state.pending.count + lines.count <= Self.capacity else {
                state.dropped += 1
                return false
            }
            state.pending += lines
            defer { state.isWriting = true }
            return !state.isWriting
        }
        guard mustStart else { return }
        thread.submit { _ in self.drain() }
    }

    /// Waits until what is pending is written, a second at most: a reader that has stopped reading must not hold up the end.
    public func flush() {
        var patience = 1000
        while patience > 0, state.withLockedValue({ $0.isWriting }) {
            usleep(1000)
            patience -= 1
        }
    }

    private func drain() {
        while true {
            let lines = state.withLockedValue { state -> [UInt8] in
                var lines = state.pending
                state.pending = []
                if state.dropped > 0 {
                    lines += Array(
                        "… \(state.dropped) batches of log lines dropped: standard error is not being read\n".utf8)
                    state.dropped = 0
                }
                if lines.isEmpty { state.isWriting = false }
                return lines
            }
            if lines.isEmpty { return }
            writeAll(lines)
        }
    }

    /// Writes at once, before it returns.
    func writeNow(_ text: String) { writeAll(Array(text.utf8)) }

    private func writeAll(_ lines: [UInt8]) {
        var offset = 0
        while offset < lines.count {
            let written = lines.withUnsafeBytes { bytes in
                #if canImport(Glibc)
                    Glibc.write(descriptor, bytes.baseAddress?.advanced(by: offset), bytes.count - offset)
                #elseif canImport(Musl)
                    Musl.write(descriptor, bytes.baseAddress?.advanced(by: offset), bytes.count - offset)
                #else
                    Darwin.write(descriptor, bytes.baseAddress?.advanced(by: offset), bytes.count - offset)
                #endif
            }
            if written > 0 {
                offset += written
            } else if errno != EINTR {
                return
            }
        }
    }

    /// Whether the descriptor is a terminal.
    var isTerminal: Bool { isatty(descriptor) == 1 }
}
