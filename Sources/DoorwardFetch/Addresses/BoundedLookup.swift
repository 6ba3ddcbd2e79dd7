internal import Synchronization

/// Lookups, never more than so many at once: one that nobody waits for any longer still holds its thread.
final class BoundedLookup: Sendable {
    /// Strangers cannot use up what the configuration's own names need.
    private static let most = (strangers: 12, all: 24)
    /// More than these are not tried.
    private static let mostTried = 6
    static let mostAddresses = 1_024

    private let resolver: any AddressResolver
    private let underWay = Mutex((strangers: 0, all: 0))

    init(_ resolver: any AddressResolver) { self.resolver = resolver }

    /// Resolves a host once and judges every address that it has.
    ///
    /// - Returns: the addresses to try, in their order.
    func addresses(of address: FetchAddress, rule: AddressRule) async throws(FetchFailure) -> [HostAddress] {
        let found: [HostAddress]
        switch address.host {
        case .literal(let literal): found = [literal]
        case .name(let name) where AddressRule.isLocalhost(name): found = [.v4(0x7F00_0001), .v6(high: 0, low: 1)]
        case .name(let name): found = try await lookUp(name, for: rule.trust)
        }
        guard !found.isEmpty else { throw .unreachable("its name has no address") }
        guard found.count <= Self.mostAddresses else { throw .refusedAddress("its host has too many addresses") }
        for one in found { try rule.check(one, isSecure: address.isSecure) }
        return Array(Self.alternating(found).prefix(Self.mostTried))
    }

    private func lookUp(_ name: String, for trust: FetchRequest.Trust) async throws(FetchFailure) -> [HostAddress] {
        let isStranger = trust == .stranger
        let isFree = underWay.withLock { count in
            guard count.all < Self.most.all, !isStranger || count.strangers < Self.most.strangers else { return false }
            count.all += 1
            count.strangers += isStranger ? 1 : 0
            return true
        }
        guard isFree else { throw .overloaded(retryAfter: 5) }
        defer {
            underWay.withLock { count in
                count.all -= 1
                count.strangers -= isStranger ? 1 : 0
            }
        }
        return try await resolver.addresses(of: name)
    }

    /// Both families in turn, so that one that is not connected here does not use up all tries (RFC 8305 section 4).
    private static func alternating(_ addresses: [HostAddress]) -> [HostAddress] {
        let isFirst: (HostAddress) -> Bool = { $0.bytes.count == addresses.first?.bytes.count }
        let preferred = addresses.filter(isFirst)
        let others = addresses.filter { !isFirst($0) }
        return (0..<max(preferred.count, others.count)).flatMap { index in
            [preferred, others].compactMap { index < $0.count ? $0[index] : nil }
        }
    }
}
