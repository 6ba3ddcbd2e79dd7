public import DoorwardOAuth
internal import DoorwardSecrets
internal import Synchronization

extension Store {
    /// A new client raises no revision: nobody can have one in memory that was not there.
    public func register(_ client: ClientRecord, limit: Int) async throws -> ClientRecord {
        if let known = try await identical(to: client), !Self.lives(known, less: client) { return known }
        let values = try client.values()
        let most = max(1, limit)
        // To look each time would read thousands of rows for each; so there may be a few more than asked for.
        let number = registrationCount.add(1, ordering: .relaxed).oldValue
        let looks = number.isMultiple(of: max(1, most / Self.registrationsBetweenLooks))
        return try await write("client id") { session in
            for _ in 0..<Self.mostTries {
                if try session.execute(Self.insertClient + " ON CONFLICT DO NOTHING", values) > 0 {
                    for secret in client.secrets { try Self.add(secret, toClient: client.id, in: session) }
                    if looks { try Self.evict(over: Int64(clamping: most), butNot: client.id, in: session) }
                    return client
                }
                if let known = try Self.prolonged(client, in: session) { return known }
            }
            throw SQLFailure(kind: .duplicate, message: "there is a client with this id")
        }
    }

    /// One look for as many registrations as are a 64th of those that are allowed.
    private static let registrationsBetweenLooks = 64
    /// How many seconds less a client may live than it should before that is written down: whoever registers the same
    /// over and over causes one write a minute.
    private static let leeway: Int64 = 60

    private func identical(to client: ClientRecord) async throws -> ClientRecord? {
        guard let fingerprint = client.registration?.fingerprint else { return nil }
        return try await lookUp("looking for the same client") { session in
            try Self.client(fingerprint: fingerprint, in: session)
        }
    }

    private static func client(fingerprint: SecretDigest, in session: any SQLSession) throws -> ClientRecord? {
        try ClientRecord.all(
            in: session.query(
                ClientRecord.select + " WHERE k.fingerprint = $1 AND k.removed_at IS NULL" + ClientRecord.order,
                [.digest(fingerprint)])
        )
        .first
    }

    private static func lives(_ known: ClientRecord, less client: ClientRecord) -> Bool {
        guard let end = known.registration?.expiresAt, let wanted = client.registration?.expiresAt else { return false }
        return end < wanted.subtractingReportingOverflow(leeway).partialValue
    }

    /// The one that is there already, with the life of the new one; nil when it is not there any more.
    private static func prolonged(_ client: ClientRecord, in session: any SQLSession) throws -> ClientRecord? {
        guard let fingerprint = client.registration?.fingerprint,
            let known = try Self.client(fingerprint: fingerprint, in: session)
        else { return nil }
        try session.execute(
            "UPDATE client SET expires_at = $1 WHERE id = $2 AND expires_at < $1",
            [.integer(client.registration?.expiresAt), .text(known.id)])
        return try Self.client(known.id, in: session)
    }

    /// Those go that end first.
    private static func evict(over limit: Int64, butNot spared: String, in session: any SQLSession) throws {
        // Of the others one less may stay: the first that is too many, and those that end before it, go.
        let first = try session.first(
            """
            SELECT expires_at, id FROM client WHERE expires_at > $1 AND id <> $2
            ORDER BY expires_at DESC, id DESC LIMIT 1 OFFSET $3
            """, [.integer(Int64.min), .text(spared), .integer(limit - 1)])
        guard let first else { return }
        let gone = try session.query(
            """
            SELECT id FROM client WHERE expires_at <= $1 AND (expires_at < $1 OR id <= $2) AND id <> $3
            ORDER BY expires_at, id LIMIT \(evictedAtOnce) \(session.dialect == .postgreSQL ? "FOR UPDATE SKIP LOCKED" : "")
            """, [first.values[0], first.values[1], .text(spared)])
        try forget(gone.map { row throws(SQLFailure) in try row.text(0) }, in: session)
    }

    private static let evictedAtOnce = 1000
}

extension Store {
    public func replace(_ client: ClientRecord) async throws -> Bool {
        do { return try await put(client) } catch StoreError.duplicate {
            // Another has the same metadata. They stay two clients, and whoever registers the same again gets that one.
            var client = client
            client.registration?.fingerprint = nil
            return try await put(client)
        }
    }

    private func put(_ client: ClientRecord) async throws -> Bool {
        guard client.id.isStorable else { return false }
        let values = try client.values()
        // All but when it was made and removed.
        let changes = Array(values[1..<6] + values[8...])
        return try await write("client") { session in
            // Who adds it at the same moment is waited for; then it is there to be changed.
            for _ in 0..<Self.mostTries {
                if try session.execute(Self.updateClient, changes + [.text(client.id)]) > 0 {
                    try session.notify(Topic.client)
                    return true
                }
                let known = try session.first("SELECT removed_at FROM client WHERE id = $1", [.text(client.id)])
                if let known, try !known.isNull(0) { return false }
                guard try session.execute(Self.insertClient + " ON CONFLICT (id) DO NOTHING", values) > 0 else {
                    continue
                }
                for secret in client.secrets { try Self.add(secret, toClient: client.id, in: session) }
                return true
            }
            throw SQLFailure(kind: .conflict, message: "the client comes and goes")
        }
    }

    private static let mostTries = 4

    private static let updateClient = """
        UPDATE client SET name = $1, profile = $2, is_public = $3, redirect_uris = $4, scopes = $5,
            authentication_methods = $6, keys_kind = $7, keys = $8, requires_key_binding = $9,
            requires_pushed_requests = $10, registration = $11, metadata = $12, registration_token = $13,
            fingerprint = $14, expires_at = CASE WHEN expires_at IS NULL THEN NULL ELSE CAST($15 AS BIGINT) END,
            fresh_until = $16
        WHERE id = $17 AND removed_at IS NULL
        """

    public func keepClient(id: String) async throws -> Bool {
        guard id.isStorable else { return false }
        let hasEnd = try await lookUp("reading the end of a client") { session in
            try session.first(Self.end, [.text(id)]).map { row throws(SQLFailure) in try !row.isNull(0) }
        }
        guard hasEnd == true else { return hasEnd != nil }
        return try await write("keeping a client") { session in
            // One that another process keeps at this moment is there all the same.
            try Self.keep(client: id, in: session) ? true : session.first(Self.end, [.text(id)]) != nil
        }
    }

    private static let end = "SELECT expires_at FROM client WHERE id = $1 AND removed_at IS NULL"

    /// Takes the end off a client; whoever has it in memory is to hear of that.
    @discardableResult
    static func keep(client id: String, in session: any SQLSession) throws(SQLFailure) -> Bool {
        let changed = try session.execute(
            "UPDATE client SET expires_at = NULL WHERE id = $1 AND expires_at IS NOT NULL", [.text(id)])
        if changed > 0 { try session.notify(Topic.client) }
        return changed > 0
    }
}
