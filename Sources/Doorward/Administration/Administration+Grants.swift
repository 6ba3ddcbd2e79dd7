public import DoorwardOAuth
internal import DoorwardStore

extension Administration {
    /// A grant with the names that people know.
    public struct NamedGrant: Sendable {
        public var grant: GrantRecord
        /// The user's name; nil when the client acts for itself.
        public var userName: String?
        public var clientName: String
    }

    /// Grants in force, newest first; of a user, of a client, or of both.
    ///
    /// - Parameter user: a name, an e-mail address or an id.
    public func grants(
        ofUser user: String?, ofClient client: String?, limit: Int
    ) async throws(AdministrationError) -> [NamedGrant] {
        var userID: String?
        if let user { userID = try await self.user(user).id }
        let (wanted, id) = (client, userID)
        return try await kept {
            let grants = try await store.grants(ofUser: id, ofClient: wanted, limit: limit)
            var clients: [String: String] = [:]
            var users: [String: String] = [:]
            for grant in grants {
                if clients[grant.clientID] == nil {
                    clients[grant.clientID] = try await store.client(id: grant.clientID)?.name ?? grant.clientID
                }
                if let id = grant.userID, users[id] == nil { users[id] = try await store.user(id: id)?.name ?? id }
            }
            return grants.map { grant in
                NamedGrant(
                    grant: grant, userName: grant.userID.map { users[$0] ?? $0 },
                    clientName: clients[grant.clientID] ?? grant.clientID)
            }
        }
    }

    /// Revokes a grant: its tokens are refused within a second.
    public func revokeGrant(_ id: String) async throws(AdministrationError) -> GrantRecord {
        let time = now()
        let grant = try await kept { () async throws -> GrantRecord? in
            guard let grant = try await store.grant(id: id),
                try await store.revokeGrant(id: id, at: time, tokensEndBy: AuthorizationPolicy.tokensEndBy(at: time))
            else { return nil }
            return grant
        }
        guard let grant else { throw .unknownGrant(id) }
        try await note("grant.revoked", id, ["client": grant.clientID, "user": grant.userID ?? "-"])
        return grant
    }
}
