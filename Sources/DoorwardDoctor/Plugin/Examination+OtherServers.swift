internal import DoorwardDocuments

extension Examination {
    /// A document may name any number of servers, and anybody's.
    private static let serverLimit = 5

    /// The same call at the other servers of the document, as far as a stranger's document may send us there.
    func otherServers(_ call: HarmlessCall) async -> [WayAround] {
        var ways: [WayAround] = []
        var bases = Set([found.apiBase ?? ""])
        var left = 0
        for server in found.servers.prefix(100) {
            let base = ServerList.base(server)
            guard bases.insert(base).inserted else { continue }
            guard ways.count < Self.serverLimit else {
                left += 1
                continue
            }
            guard await mayBeAsked(server) else { continue }
            ways.append(
                WayAround(
                    "another server of the document", base + call.target, patience: .seconds(4), mayBeAnother: true))
        }
        if left > 0 { pass("Of the document's other servers \(ways.count) are asked; \(left) more are not.") }
        return ways
    }

    /// Whether a server is public, or as private as the target: nobody's document sends us to the machines around us.
    private func mayBeAsked(_ server: WebAddress) async -> Bool {
        if server.isLoopback { return target.isLoopback && ["http", "https"].contains(server.scheme) }
        guard server.scheme == "https" else { return false }
        if server.host == target.host || target.isLoopback && !NetworkAddress.isPrivate(server.host) { return true }
        if transport.isMapped(host: server.host, port: server.effectivePort) { return true }
        guard !NetworkAddress.isPrivate(server.host) else { return false }
        let addresses = (try? await transport.addresses(of: server.host).get()) ?? []
        guard addresses.contains(where: NetworkAddress.isPrivate) else { return true }
        let own = (try? await transport.addresses(of: target.host).get()) ?? []
        return own.contains(where: NetworkAddress.isPrivate)
    }
}
