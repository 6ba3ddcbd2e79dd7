#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// A TCP socket on loopback as the system gives it: what is sent, read, cut off or reset is exactly what was asked for.
struct WireSocket: Sendable {
    enum Received {
        case bytes([UInt8])
        /// The other end sends no more (FIN).
        case ended
        /// The connection was reset.
        case reset
        case timedOut
    }

    static let readable = Int32(POLLIN)
    static let writable = Int32(POLLOUT)

    let descriptor: Int32

    private init(descriptor: Int32) { self.descriptor = descriptor }

    private static func make() -> WireSocket? {
        #if canImport(Darwin)
            let descriptor = socket(AF_INET, SOCK_STREAM, 0)
        #else
            let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        #endif
        guard descriptor >= 0 else { return nil }
        let socket = WireSocket(descriptor: descriptor)
        #if canImport(Darwin)
            socket.set(SOL_SOCKET, SO_NOSIGPIPE, 1)
        #endif
        return socket
    }

    private static func withLoopback<Result>(
        port: UInt16, _ body: (UnsafeMutablePointer<sockaddr>, socklen_t) -> Result
    ) -> Result {
        // `sockaddr_in` byte by byte: which C module its members come from differs with what else is imported.
        var address = sockaddr()
        address.sa_family = sa_family_t(AF_INET)
        withUnsafeMutableBytes(of: &address) { bytes in
            bytes.storeBytes(of: port.bigEndian, toByteOffset: 2, as: UInt16.self)
            bytes.storeBytes(of: UInt32(0x7F00_0001).bigEndian, toByteOffset: 4, as: UInt32.self)
        }
        return withUnsafeMutablePointer(to: &address) { body($0, socklen_t(MemoryLayout<sockaddr>.size)) }
    }

    /// - Parameter receiveBuffer: a small one makes a slow reader felt at once.
    static func connect(port: Int, receiveBuffer: Int32? = nil) -> WireSocket? {
        guard let socket = make() else { return nil }
        if let receiveBuffer { socket.set(SOL_SOCKET, SO_RCVBUF, receiveBuffer) }
        let result = withLoopback(port: UInt16(port)) { connectSocket(socket.descriptor, $0, $1) }
        guard result == 0 else {
            socket.close()
            return nil
        }
        socket.set(Int32(IPPROTO_TCP), TCP_NODELAY, 1)
        return socket
    }

    static func listen() -> (socket: WireSocket, port: Int)? {
        guard let socket = make() else { return nil }
        var bound: UInt16 = 0
        let isBound = withLoopback(port: 0) { address, length in
            var length = length
            guard bind(socket.descriptor, address, length) == 0, listenSocket(socket.descriptor, 512) == 0,
                getsockname(socket.descriptor, address, &length) == 0
            else { return false }
            bound = UInt16(bigEndian: UnsafeRawPointer(address).load(fromByteOffset: 2, as: UInt16.self))
            return true
        }
        guard isBound else {
            socket.close()
            return nil
        }
        return (socket, Int(bound))
    }

    func accept(waiting milliseconds: Int32) -> WireSocket? {
        guard wait(for: Self.readable, milliseconds) != 0 else { return nil }
        let accepted = acceptSocket(descriptor, nil, nil)
        guard accepted >= 0 else { return nil }
        let socket = WireSocket(descriptor: accepted)
        #if canImport(Darwin)
            socket.set(SOL_SOCKET, SO_NOSIGPIPE, 1)
        #endif
        socket.set(Int32(IPPROTO_TCP), TCP_NODELAY, 1)
        return socket
    }

    private func set(_ level: Int32, _ name: Int32, _ value: Int32) {
        var value = value
        setsockopt(descriptor, level, name, &value, socklen_t(MemoryLayout<Int32>.size))
    }

    /// Which of the events there are; 0 when the time is over.
    func wait(for events: Int32, _ milliseconds: Int32) -> Int32 {
        var entry = pollfd(fd: descriptor, events: Int16(truncatingIfNeeded: events), revents: 0)
        guard poll(&entry, 1, milliseconds) > 0 else { return 0 }
        return Int32(entry.revents)
    }

    func receive(atMost count: Int, waiting milliseconds: Int32) -> Received {
        guard wait(for: Self.readable, milliseconds) != 0 else { return .timedOut }
        var result = 0
        let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, initialized in
            result = recv(descriptor, buffer.baseAddress, count, Self.doNotWait)
            initialized = max(0, result)
        }
        if result > 0 { return .bytes(bytes) }
        if result == 0 { return .ended }
        return errno == EAGAIN || errno == EINTR ? .timedOut : .reset
    }

    /// Sends as much as goes at once; nil when the connection is broken.
    func send(_ bytes: ArraySlice<UInt8>) -> Int? {
        let sent = bytes.withUnsafeBytes { sendBytes(descriptor, $0.baseAddress, $0.count, Self.sendFlags) }
        if sent >= 0 { return sent }
        return errno == EAGAIN || errno == EINTR ? 0 : nil
    }

    /// Sends everything, waiting as long as it takes; false when the connection is broken or nobody reads it for long.
    func sendAll(_ bytes: ArraySlice<UInt8>) -> Bool {
        var rest = bytes
        while !rest.isEmpty {
            guard let sent = send(rest) else { return false }
            rest = rest.dropFirst(sent)
            if sent == 0, wait(for: Self.writable, 30_000) == 0 { return false }
        }
        return true
    }

    func shutOutput() { _ = shutdown(descriptor, Self.writingHalf) }

    func close() { _ = closeDescriptor(descriptor) }

    /// Closes with a reset instead of an end (RFC 9293 §3.10.7): what is still under way is lost.
    func reset() {
        var option = linger(l_onoff: 1, l_linger: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_LINGER, &option, socklen_t(MemoryLayout<linger>.size))
        close()
    }

    private static let doNotWait = Int32(MSG_DONTWAIT)
    private static let writingHalf = Int32(SHUT_WR)
    #if canImport(Darwin)
        private static let sendFlags = doNotWait
    #else
        private static let sendFlags = doNotWait | Int32(MSG_NOSIGNAL)
    #endif
}

/// Sleeps on this thread.
func pause(milliseconds: Double) {
    if milliseconds > 0 { usleep(UInt32(milliseconds * 1000)) }
}

private func connectSocket(_ descriptor: Int32, _ address: UnsafePointer<sockaddr>, _ length: socklen_t) -> Int32 {
    connect(descriptor, address, length)
}

private func listenSocket(_ descriptor: Int32, _ backlog: Int32) -> Int32 { listen(descriptor, backlog) }

private func acceptSocket(
    _ descriptor: Int32, _ address: UnsafeMutablePointer<sockaddr>?, _ length: UnsafeMutablePointer<socklen_t>?
) -> Int32 { accept(descriptor, address, length) }

private func sendBytes(_ descriptor: Int32, _ bytes: UnsafeRawPointer?, _ count: Int, _ flags: Int32) -> Int {
    send(descriptor, bytes, count, flags)
}

private func closeDescriptor(_ descriptor: Int32) -> Int32 { close(descriptor) }
