public import DoorwardOAuth
internal import DoorwardStore

extension Administration {
    /// The accounts elsewhere that somebody signs in with, oldest first.
    public func identities(of name: String) async throws(AdministrationError) -> [IdentityRecord] {
        let user = try await user(name)
        return try await kept { try await store.identities(ofUser: user.id) }
    }

    /// Sets what the API is told of somebody; it counts from the next access token on.
    ///
    /// - Parameter role: nil takes it away.
    /// - Throws: ``AdministrationError``.
    public func setRole(_ role: String?, of name: String) async throws(AdministrationError) -> UserRecord {
        if let role, (try? ValueRules.role(role)) == nil { throw .badRole(role) }
        let user = try await user(name)
        guard let changed = try await kept({ try await store.setRole(role, ofUser: user.id) }) else {
            throw .unknownUser(name)
        }
        try await note("user.role", user.name, ["user": user.id, "role": role ?? ""])
        return changed
    }

    /// Takes the identities of a provider away from somebody, and ends his sessions: one may have begun with them.
    ///
    /// The last way in goes only from somebody who is disabled, so that an account can be got back from the wrong person.
    /// - Returns: the user, and how many there were.
    /// - Throws: ``AdministrationError``.
    public func unlink(
        _ name: String, provider: String
    ) async throws(AdministrationError) -> (user: UserRecord, count: Int) {
        let user = try await user(name)
        let identities = try await identities(of: name)
        let gone = identities.filter { $0.provider == provider }
        guard !gone.isEmpty else { throw .noIdentity(user: user.name, provider: provider) }
        let hasPassword = user.passwordHash != nil && configuration.oauth.localAccounts
        let configured = Set(configuration.identityProviders.map(\.name))
        let hasOther = identities.contains { $0.provider != provider && configured.contains($0.provider) }
        guard hasPassword || hasOther || user.disabledAt != nil else { throw .lastIdentity(user: user.name) }
        for identity in gone {
            _ = try await kept {
                try await store.unlink(issuer: identity.issuer, subject: identity.subject, ofUser: user.id)
            }
        }
        _ = try await kept { try await store.endSessions(ofUser: user.id, except: nil) }
        try await note("identity.unlinked", user.name, ["user": user.id, "provider": provider])
        return (user, gone.count)
    }
}
