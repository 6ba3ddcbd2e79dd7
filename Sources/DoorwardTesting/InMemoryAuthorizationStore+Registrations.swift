public import DoorwardOAuth
import DoorwardSecrets

extension InMemoryAuthorizationStore {
    public func register(_ client: ClientRecord, limit: Int) async throws -> ClientRecord {
        try begin("register")
        if let known = identical(to: client) {
            if let end = known.registration?.expiresAt {
                clientsByID[known.id]?.registration?.expiresAt = max(end, client.registration?.expiresAt ?? end)
            }
            return clientsByID[known.id] ?? known
        }
        guard clientsByID[client.id] == nil else { throw InMemoryStoreError.taken("the client id \(client.id)") }
        clientsByID[client.id] = client
        clientOrder.append(client.id)
        evict(over: max(1, limit), butNot: client.id)
        return client
    }

    public func replace(_ client: ClientRecord) async throws -> Bool {
        try begin("replace")
        var client = client
        if let other = identical(to: client), other.id != client.id { client.registration?.fingerprint = nil }
        guard let kept = clientsByID[client.id] else {
            clientsByID[client.id] = client
            clientOrder.append(client.id)
            return true
        }
        guard kept.removedAt == nil else { return false }
        client.secrets = kept.secrets
        client.createdAt = kept.createdAt
        client.removedAt = nil
        if kept.registration?.expiresAt == nil { client.registration?.expiresAt = nil }
        clientsByID[client.id] = client
        clientChanges += 1
        return true
    }

    public func keepClient(id: String) async throws -> Bool {
        try begin("keepClient")
        keep(client: id)
        return clientsByID[id].map { $0.removedAt == nil } ?? false
    }

    func keep(client id: String) {
        guard clientsByID[id]?.registration?.expiresAt != nil else { return }
        clientsByID[id]?.registration?.expiresAt = nil
        clientChanges += 1
    }

    private func identical(to client: ClientRecord) -> ClientRecord? {
        guard let fingerprint = client.registration?.fingerprint else { return nil }
        return clientsByID.values.first { $0.removedAt == nil && $0.registration?.fingerprint == fingerprint }
    }

    /// Those go that end first.
    private func evict(over limit: Int, butNot spared: String) {
        let unused = clientsByID.values.filter { $0.removedAt == nil && $0.registration?.expiresAt != nil }
        guard unused.count > limit else { return }
        let byEnd = unused.filter { $0.id != spared }
            .sorted { ($0.registration?.expiresAt ?? 0, $0.id) < ($1.registration?.expiresAt ?? 0, $1.id) }
        forget(byEnd.prefix(unused.count - limit).map(\.id))
    }

    /// Clients that registered themselves and are over: they never had a grant, or were removed; and those whose document
    /// nobody has come with for thirty days. A removed one of a document stays, for its document would bring it back.
    func pruneClients(at now: Int64, limit: Int) -> Int {
        let granted = Set(grantsByID.values.map(\.clientID))
        let over = clientsByID.values.filter { client in
            guard let registration = client.registration, !granted.contains(client.id) else { return false }
            if let removed = client.removedAt { return registration.kind == .dynamic && removed + 86_400 <= now }
            if let end = registration.expiresAt { return end <= now }
            return registration.kind == .document && (registration.freshUntil ?? client.createdAt) + 30 * 86_400 <= now
        }
        let gone = over.map(\.id).sorted().prefix(max(0, limit))
        forget(Array(gone))
        return gone.count
    }

    private func forget(_ ids: [String]) {
        guard !ids.isEmpty else { return }
        let ids = Set(ids)
        for id in ids { clientsByID[id] = nil }
        clientOrder.removeAll { ids.contains($0) }
        consents = consents.filter { !ids.contains($0.key.clientID) }
        clientChanges += 1
    }
}
