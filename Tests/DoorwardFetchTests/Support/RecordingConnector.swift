import NIOCore
import Synchronization

@testable import DoorwardFetch

/// Remembers every connection that is asked for. It really connects on loopback, so that a guard that lets something
/// pass is seen by whoever listens there; nothing leaves this host.
final class RecordingConnector: Connecting {
    struct Refused: Error {}

    private let dead: Set<HostAddress>
    /// Where connections to public addresses end instead.
    private let stand: Int?
    private let seen = Mutex<[HostAddress]>([])

    /// - Parameter dead: addresses that refuse connections.
    init(dead: Set<HostAddress> = [], publicAddressesAre stand: Int? = nil) {
        self.dead = dead
        self.stand = stand
    }

    var connections: [HostAddress] { seen.withLock { $0 } }

    func connect(
        to address: HostAddress, port: Int, within limit: TimeAmount,
        setUp: @escaping @Sendable (any Channel) -> EventLoopFuture<Void>
    ) async throws -> any Channel {
        seen.withLock { $0.append(address) }
        if dead.contains(address) { throw Refused() }
        let tcp = TCPConnector()
        if address.specialUse != nil {
            return try await tcp.connect(to: address, port: port, within: limit, setUp: setUp)
        }
        guard let stand else { throw Refused() }
        return try await tcp.connect(to: .v4(0x7F00_0001), port: stand, within: limit, setUp: setUp)
    }
}
