internal import Dispatch

#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#else
    internal import Darwin
#endif

/// Asks the operating system, on threads of its own: the call blocks until name servers answer.
public struct SystemResolver: AddressResolver {
    private static let queue = DispatchQueue(label: "doorward.names", attributes: .concurrent)

    public init() {}

    public func addresses(of name: String) async throws(FetchFailure) -> [HostAddress] {
        let found = await withCheckedContinuation { continuation in
            Self.queue.async { continuation.resume(returning: Self.lookUp(name)) }
        }
        return try found.get()
    }

    private static func lookUp(_ name: String) -> Result<[HostAddress], FetchFailure> {
        var hints = addrinfo()
        hints.ai_family = AF_UNSPEC
        #if canImport(Glibc)
            hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        #else
            hints.ai_socktype = SOCK_STREAM
        #endif
        var first: UnsafeMutablePointer<addrinfo>?
        let status = getaddrinfo(name, nil, &hints, &first)
        guard status == 0 else {
            let isTemporary = status == EAI_AGAIN
            return .failure(.unreachable(isTemporary ? "name servers do not answer" : "its name has no address"))
        }
        defer { freeaddrinfo(first) }
        var addresses: [HostAddress] = []
        var next = first
        // One more than is ever accepted is enough to be refused.
        while let entry = next, addresses.count <= BoundedLookup.mostAddresses {
            if let address = address(of: entry.pointee), !addresses.contains(address) { addresses.append(address) }
            next = entry.pointee.ai_next
        }
        return addresses.isEmpty ? .failure(.unreachable("its name has no address")) : .success(addresses)
    }

    private static func address(of entry: addrinfo) -> HostAddress? {
        guard let socket = entry.ai_addr else { return nil }
        switch entry.ai_family {
        case AF_INET:
            return socket.withMemoryRebound(to: sockaddr_in.self, capacity: 1) {
                .v4(UInt32(bigEndian: $0.pointee.sin_addr.s_addr))
            }
        case AF_INET6:
            return socket.withMemoryRebound(to: sockaddr_in6.self, capacity: 1) { pointer in
                withUnsafeBytes(of: pointer.pointee.sin6_addr) { HostAddress.v6($0) }
            }
        default: return nil
        }
    }
}
