import Glibc

/// A TCP connection to a port of 127.0.0.1 or ::1 that sends exactly the bytes it is given, and waits no longer than it is told.
final class RawConnection {
    private var descriptor: Int32
    /// What has arrived and nobody has taken yet.
    private(set) var buffer: [UInt8] = []
    /// The other side has closed, in order or by a reset.
    private(set) var isClosedByPeer = false
    /// How long any one wait may take.
    var patience: Duration

    init(port: Int, isIPv6: Bool = false, patience: Duration = .seconds(15)) throws {
        self.patience = patience
        let family = isIPv6 ? AF_INET6 : AF_INET
        descriptor = socket(family, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { throw Failure.system("socket") }
        guard LoopbackAddress(port: UInt16(port), isIPv6: isIPv6).with({ Glibc.connect(descriptor, $0, $1) }) == 0
        else {
            let failure = Failure.system("connect to port \(port)")
            close()
            throw failure
        }
        var one: Int32 = 1
        setsockopt(descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, &one, socklen_t(MemoryLayout<Int32>.size))
        _ = fcntl(descriptor, F_SETFL, fcntl(descriptor, F_GETFL) | O_NONBLOCK)
    }

    deinit { close() }

    func close() {
        if descriptor >= 0 { _ = Glibc.close(descriptor) }
        descriptor = -1
    }

    /// Sends all of `bytes`, reading meanwhile so that neither side waits for the other; stops where the other side
    /// has closed. Answers how many were sent.
    @discardableResult
    func send(_ bytes: [UInt8]) throws -> Int {
        let deadline = ContinuousClock.now + patience
        var sent = 0
        while sent < bytes.count, !isClosedByPeer {
            let events = try poll(for: POLLIN | POLLOUT, until: deadline)
            guard events != 0 else {
                throw Failure("sent \(sent) of \(bytes.count) bytes, then no room for \(patience)")
            }
            if events & POLLIN != 0 { receive() }
            if events & (POLLERR | POLLHUP) != 0, events & POLLIN == 0 { isClosedByPeer = true }
            guard events & POLLOUT != 0, !isClosedByPeer else { continue }
            let count = bytes.withUnsafeBytes { all in
                Glibc.send(descriptor, all.baseAddress.map { $0 + sent }, all.count - sent, Int32(MSG_NOSIGNAL))
            }
            if count > 0 { sent += count } else if errno != EAGAIN && errno != EINTR { isClosedByPeer = true }
        }
        return sent
    }

    @discardableResult
    func send(_ text: String) throws -> Int { try send(Array(text.utf8)) }

    /// Says that nothing more will be sent.
    func halfClose() { shutdown(descriptor, Int32(SHUT_WR)) }

    /// Waits for more bytes; false when the other side has closed.
    ///
    /// Throws where nothing happens for as long as patience lasts.
    @discardableResult
    func fill() throws -> Bool {
        if isClosedByPeer { return false }
        guard try poll(for: POLLIN, until: ContinuousClock.now + patience) != 0 else {
            throw Failure("nothing arrived for \(patience)")
        }
        receive()
        return !isClosedByPeer
    }

    /// Takes `count` bytes from the front of what has arrived.
    func take(_ count: Int) -> [UInt8] {
        let taken = Array(buffer[..<count])
        buffer.removeFirst(count)
        return taken
    }

    /// Whether the other side closes within `limit`, sending nothing more.
    func closes(within limit: Duration) -> Bool {
        let deadline = ContinuousClock.now + limit
        while !isClosedByPeer, buffer.isEmpty {
            guard let events = try? poll(for: POLLIN, until: deadline), events != 0 else { return false }
            receive()
        }
        return isClosedByPeer && buffer.isEmpty
    }

    private func receive() {
        var piece = [UInt8](repeating: 0, count: 65_536)
        let count = recv(descriptor, &piece, piece.count, 0)
        if count > 0 {
            buffer.append(contentsOf: piece[..<count])
        } else if count == 0 || (errno != EAGAIN && errno != EINTR) {
            isClosedByPeer = true
        }
    }

    private func poll(for events: Int32, until deadline: ContinuousClock.Instant) throws -> Int32 {
        var entry = pollfd(fd: descriptor, events: Int16(events), revents: 0)
        while true {
            let left = deadline - .now
            let milliseconds = max(
                0, Int32(left.components.seconds * 1_000 + left.components.attoseconds / 1_000_000_000_000_000))
            let count = Glibc.poll(&entry, 1, milliseconds)
            if count >= 0 { return Int32(entry.revents) }
            guard errno == EINTR else { throw Failure.system("poll") }
        }
    }
}
