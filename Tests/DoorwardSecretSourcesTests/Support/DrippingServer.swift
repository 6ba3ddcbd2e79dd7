import Foundation
import Glibc

/// A server of one connection to 127.0.0.1: the head of its answer comes at once, the body a byte at a time.
final class DrippingServer: Sendable {
    private let port: UInt16

    /// - Parameter pause: how long it waits before each byte.
    init(_ body: String, pause: TimeInterval) throws {
        let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isListening = withUnsafeMutablePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(listener, $0, size) == 0 && listen(listener, 1) == 0 && getsockname(listener, $0, &size) == 0
            }
        }
        guard listener >= 0, isListening else { throw POSIXError(.EADDRNOTAVAIL) }
        // Nobody waits for ever for a connection that never comes.
        var limit = timeval(tv_sec: 10, tv_usec: 0)
        setsockopt(listener, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
        port = UInt16(bigEndian: address.sin_port)
        Thread { Self.serve(listener, Array(body.utf8), pause) }.start()
    }

    var address: String { "http://127.0.0.1:\(port)/" }

    private static func serve(_ listener: Int32, _ body: [UInt8], _ pause: TimeInterval) {
        let connection = accept(listener, nil, nil)
        close(listener)
        guard connection >= 0 else { return }
        defer { close(connection) }
        // The request is short enough to come in one piece.
        var request = [UInt8](repeating: 0, count: 4096)
        guard recv(connection, &request, request.count, 0) > 0 else { return }
        let head = Array("HTTP/1.1 200 OK\r\nContent-Length: \(body.count)\r\nConnection: close\r\n\r\n".utf8)
        guard write(head, to: connection) else { return }
        for byte in body {
            Thread.sleep(forTimeInterval: pause)
            guard write([byte], to: connection) else { return }
        }
    }

    private static func write(_ bytes: [UInt8], to connection: Int32) -> Bool {
        send(connection, bytes, bytes.count, Int32(MSG_NOSIGNAL)) == bytes.count
    }
}
