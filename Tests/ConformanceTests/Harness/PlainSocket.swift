import Glibc

/// A TCP connection to a port of 127.0.0.1 that never waits: it sends and reads only what it is told to, or nothing.
final class PlainSocket {
    private let descriptor: Int32

    /// Begins to connect, without waiting for it to be taken; a small `receiveBuffer` makes the other side wait.
    init(port: Int, receiveBuffer: Int32? = nil) throws {
        descriptor = socket(
            AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue), 0)
        guard descriptor >= 0 else { throw Failure.system("socket") }
        if var size = receiveBuffer {
            setsockopt(descriptor, SOL_SOCKET, SO_RCVBUF, &size, socklen_t(MemoryLayout<Int32>.size))
        }
        let status = LoopbackAddress(port: UInt16(port), isIPv6: false).with { connect(descriptor, $0, $1) }
        guard status == 0 || errno == EINPROGRESS else { throw Failure.system("connect to port \(port)") }
    }

    deinit { close(descriptor) }

    /// Sends as much of `bytes` as there is room for now.
    func send(_ bytes: ArraySlice<UInt8>) -> Int {
        max(0, bytes.withUnsafeBytes { Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) })
    }

    /// What has arrived, `limit` bytes at the most: `nil` at the end, nothing where nothing has come.
    func receive(_ limit: Int) throws -> [UInt8]? {
        var piece = [UInt8](repeating: 0, count: limit)
        let count = recv(descriptor, &piece, limit, 0)
        if count == 0 { return nil }
        if count > 0 { return Array(piece[..<count]) }
        guard errno == EAGAIN || errno == EINTR else { throw Failure.system("recv") }
        return []
    }
}
