internal import DoorwardOAuth
internal import DoorwardStore

extension Administration {
    /// Whose an API key is.
    public struct KeyOwner: Sendable, Equatable {
        /// What the key is kept under, and the API behind the door is told.
        public var subject: String
        /// What people know the owner as.
        public var name: String
    }

    /// Whether API keys belong to accounts, which they do with Doorward's own authorization server.
    public var keysBelongToAccounts: Bool { configuration.auth == .oauth && !configuration.oauth.isExternal }

    /// Who is to get an API key: an account by its name, e-mail address or id, so that a key and a token of one person
    /// say the same of them; without accounts whoever is named.
    ///
    /// - Throws: ``AdministrationError/noAccountForKey(_:)``, ``AdministrationError/disabledUser(_:)``.
    public func keyOwner(_ name: String) async throws(AdministrationError) -> KeyOwner {
        guard keysBelongToAccounts else { return KeyOwner(subject: name, name: name) }
        guard let user = try await account(name) else { throw .noAccountForKey(name) }
        guard user.disabledAt == nil else { throw .disabledUser(user.name) }
        return KeyOwner(subject: user.id, name: user.name)
    }

    /// What the keys of somebody may be kept under: the id of the account and, for keys from before there were
    /// accounts, what was typed.
    public func keySubjects(of name: String) async throws(AdministrationError) -> [String] {
        guard let user = try await account(name), user.id != name else { return [name] }
        return [user.id, name]
    }

    /// The name of the account that a key is kept under; nil when there is none.
    public func accountName(ofSubject subject: String) async throws(AdministrationError) -> String? {
        try await kept { try await store.user(id: subject) }?.name
    }
}
