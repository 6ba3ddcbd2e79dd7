import Glibc

/// A port of 127.0.0.1 or of ::1, as the system's calls take it.
struct LoopbackAddress {
    let port: UInt16
    let isIPv6: Bool

    func with<Result>(_ body: (UnsafePointer<sockaddr>, socklen_t) throws -> Result) rethrows -> Result {
        if isIPv6 {
            var address = sockaddr_in6()
            address.sin6_family = sa_family_t(AF_INET6)
            address.sin6_port = port.bigEndian
            address.sin6_addr = in6addr_loopback
            return try Self.rebound(&address, body)
        }
        var address = sockaddr_in(loopback: port)
        return try Self.rebound(&address, body)
    }

    /// Whether this machine has the address ::1.
    static var hasIPv6: Bool {
        let descriptor = socket(AF_INET6, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { return false }
        defer { close(descriptor) }
        return LoopbackAddress(port: 0, isIPv6: true).with { bind(descriptor, $0, $1) } == 0
    }

    private static func rebound<Address, Result>(
        _ address: inout Address, _ body: (UnsafePointer<sockaddr>, socklen_t) throws -> Result
    ) rethrows -> Result {
        try withUnsafePointer(to: &address) {
            try $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                try body($0, socklen_t(MemoryLayout<Address>.size))
            }
        }
    }
}
