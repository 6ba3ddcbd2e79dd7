internal import DoorwardOAuth
internal import DoorwardSecrets

extension ClientRecord {
    private static let names = [
        "id", "name", "profile", "is_public", "redirect_uris", "scopes", "created_at", "removed_at",
        "authentication_methods", "keys_kind", "keys", "requires_key_binding", "requires_pushed_requests",
        "registration", "metadata", "registration_token", "fingerprint", "expires_at", "fresh_until",
    ]
    static let bareColumns = names.joined(separator: ", ")
    /// How many columns a client has; the row goes on with one of its secrets.
    static let width = names.count

    static let select = """
        SELECT \(names.map { "k.\($0)" }.joined(separator: ", ")), s.digest, s.created_at, s.last_used_at
        FROM client k LEFT JOIN client_secret s ON s.client_id = k.id
        """
    static let order = " ORDER BY k.created_at, k.id, s.position"

    /// The values of ``bareColumns``.
    func values() throws -> [SQLValue] {
        var kind: SQLValue = .null
        var text: SQLValue = .null
        switch keys {
        case .inline(let keys): (kind, text) = ("inline", .text(keys))
        case .url(let address): (kind, text) = ("url", .text(address))
        case nil: break
        }
        return [
            .text(id), .text(name), .text(profile), .flag(isPublic), .text(try StringList.encode(redirectURIs)),
            .words(scopes), .integer(createdAt), .integer(removedAt),
            authenticationMethods.map { .words($0.map(\.rawValue)) } ?? .null, kind, text, .flag(requiresKeyBinding),
            .flag(requiresPushedRequests), .text(registration?.kind.rawValue), .text(registration?.metadata),
            .blob(registration?.accessToken?.bytes), .blob(registration?.fingerprint?.bytes),
            .integer(registration?.expiresAt), .integer(registration?.freshUntil),
        ]
    }

    /// The clients in rows that have one secret each; the rows of a client follow one another.
    static func all(in rows: [SQLRow]) throws -> [ClientRecord] {
        var clients: [ClientRecord] = []
        for row in rows {
            if try clients.last?.id != row.text(0) { clients.append(try ClientRecord(row: row)) }
            guard let digest = try row.optionalDigest(width) else { continue }
            clients[clients.count - 1].secrets.append(
                ClientSecret(
                    digest: digest, createdAt: try row.integer(width + 1),
                    lastUsedAt: try row.optionalInteger(width + 2)))
        }
        return clients
    }

    /// Reads ``bareColumns``.
    private init(row: SQLRow) throws {
        self.init(
            id: try row.text(0), name: try row.text(1), profile: try row.text(2), isPublic: try row.flag(3),
            redirectURIs: try StringList.decode(row.text(4)), scopes: try row.words(5), createdAt: try row.integer(6),
            removedAt: try row.optionalInteger(7), authenticationMethods: try Self.methods(row.optionalWords(8)),
            keys: try Self.keys(kind: row.optionalText(9), row.optionalText(10)),
            requiresKeyBinding: try row.flag(11), requiresPushedRequests: try row.flag(12),
            registration: try ClientRegistration(row: row, from: 13))
    }

    private static func methods(_ words: [String]?) throws(SQLFailure) -> [ClientAuthenticationMethod]? {
        guard let words else { return nil }
        let methods = words.compactMap { ClientAuthenticationMethod(rawValue: $0) }
        guard methods.count == words.count else { throw .damaged("a way of client authentication is unknown") }
        return methods
    }

    private static func keys(kind: String?, _ text: String?) throws(SQLFailure) -> ClientKeys? {
        switch (kind, text) {
        case (nil, nil): return nil
        case ("inline", let text?): return .inline(text)
        case ("url", let text?): return .url(text)
        default: throw .damaged("the keys of a client are of no known kind")
        }
    }
}

extension ClientRegistration {
    fileprivate init?(row: SQLRow, from start: Int) throws(SQLFailure) {
        guard let word = try row.optionalText(start) else { return nil }
        guard let kind = Kind(rawValue: word) else { throw .damaged("a registration is of no known kind") }
        self.init(
            kind: kind, metadata: try row.text(start + 1), accessToken: try row.optionalDigest(start + 2),
            fingerprint: try row.optionalDigest(start + 3), expiresAt: try row.optionalInteger(start + 4),
            freshUntil: try row.optionalInteger(start + 5))
    }
}
