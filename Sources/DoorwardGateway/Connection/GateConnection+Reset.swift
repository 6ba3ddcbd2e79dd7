internal import NIOCore

#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#else
    internal import Darwin
#endif

extension GateConnection {
    /// Ends the connection so that the caller sees an error, not an end.
    func reset() {
        phase = .closed
        guard let context else { return }
        if let socket = context.channel as? any SocketOptionProvider {
            // Closing with nothing lingering sends a reset in place of the end.
            _ = socket.setSoLinger(linger(l_onoff: 1, l_linger: 0))
        }
        context.close(promise: nil)
    }
}
