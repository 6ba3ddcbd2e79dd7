import Glibc
import Synchronization

/// Loopback ports that nobody listens on, below those the system hands out for outgoing connections.
enum FreePort {
    private static let next = Mutex<UInt16>(20_000 + UInt16(truncatingIfNeeded: getpid() % 10_000))

    static func take() throws -> Int {
        for _ in 0..<2_000 {
            let port = next.withLock { port in
                port = port >= 32_000 ? 20_000 : port + 1
                return port
            }
            if isFree(port) { return Int(port) }
        }
        throw Failure("no free port between 20000 and 32000")
    }

    private static func isFree(_ port: UInt16) -> Bool {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { return false }
        defer { close(descriptor) }
        var address = sockaddr_in(loopback: port)
        return withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        } == 0
    }
}

extension sockaddr_in {
    init(loopback port: UInt16) {
        self.init()
        sin_family = sa_family_t(AF_INET)
        sin_port = port.bigEndian
        sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
    }
}
