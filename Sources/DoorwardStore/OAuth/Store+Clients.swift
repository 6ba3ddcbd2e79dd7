public import DoorwardOAuth
public import DoorwardSecrets

extension Store: ClientStore {
    public func create(_ client: ClientRecord) async throws {
        let values = try client.values()
        try await write("client id") { session in
            try session.execute(Self.insertClient, values)
            for secret in client.secrets { try Self.add(secret, toClient: client.id, in: session) }
            try session.notify(Topic.client)
        }
    }

    public func client(id: String) async throws -> ClientRecord? {
        guard id.isStorable else { return nil }
        return try await lookUp("reading a client") { session in try Self.client(id, in: session) }
    }

    public func clients() async throws -> [ClientRecord] {
        try await read("listing clients") { session in
            try ClientRecord.all(
                in: session.query(ClientRecord.select + " WHERE k.removed_at IS NULL" + ClientRecord.order))
        }
    }

    public func update(_ client: ClientRecord) async throws -> Bool {
        guard client.id.isStorable else { return false }
        let values: [SQLValue] = [
            .text(client.name), .text(try StringList.encode(client.redirectURIs)), .words(client.scopes),
            .text(client.id),
        ]
        return try await write("changing a client") { session in
            let changed = try session.execute(
                "UPDATE client SET name = $1, redirect_uris = $2, scopes = $3 WHERE id = $4 AND removed_at IS NULL",
                values)
            if changed > 0 { try session.notify(Topic.client) }
            return changed > 0
        }
    }

    public func addSecret(_ secret: ClientSecret, toClient id: String) async throws -> ClientRecord? {
        guard id.isStorable else { return nil }
        return try await write("client secret") { session in
            guard try session.first(locking: Self.liveClient, [.text(id)]) != nil else { return nil }
            try Self.add(secret, toClient: id, in: session)
            try session.execute(
                """
                DELETE FROM client_secret WHERE client_id = $1 AND digest NOT IN
                    (SELECT digest FROM client_secret WHERE client_id = $1 ORDER BY position DESC LIMIT 2)
                """, [.text(id)])
            try session.notify(Topic.client)
            return try Self.client(id, in: session)
        }
    }

    public func removeSecrets(ofClient id: String, except digest: SecretDigest) async throws -> ClientRecord? {
        guard id.isStorable else { return nil }
        return try await write("removing client secrets") { session in
            guard try session.first(locking: Self.liveClient, [.text(id)]) != nil else { return nil }
            try session.execute(
                "DELETE FROM client_secret WHERE client_id = $1 AND digest <> $2", [.text(id), .blob(digest.bytes)])
            try session.notify(Topic.client)
            return try Self.client(id, in: session)
        }
    }

    public func removeClient(id: String, at now: Int64, tokensEndBy: Int64) async throws -> Int? {
        guard id.isStorable else { return nil }
        return try await write("removing a client") { session in
            // First, so that no code is redeemed from now on: redeeming locks the client, too.
            let removed = try session.execute(Self.remove, [.integer(now), .text(id)])
            guard removed > 0 else { return nil }
            try session.execute("DELETE FROM client_secret WHERE client_id = $1", [.text(id)])
            try session.execute("DELETE FROM consent WHERE client_id = $1", [.text(id)])
            let grants = try GrantSelection.ofClient(id).revoke(at: now, tokensEndBy: tokensEndBy, in: session)
            try session.notify(Topic.client)
            return grants
        }
    }

    public func recordSecretUses(_ uses: [SecretDigest: Int64]) async throws {
        guard !uses.isEmpty else { return }
        // In one order, so that two processes never wait for each other.
        let uses = uses.map { (digest: $0.key.bytes, at: $0.value) }.sorted {
            $0.digest.lexicographicallyPrecedes($1.digest)
        }
        try await write("recording uses of client secrets") { session in
            for (digest, at) in uses {
                try session.execute(
                    """
                    UPDATE client_secret SET last_used_at = $1
                    WHERE digest = $2 AND (last_used_at IS NULL OR last_used_at < $1)
                    """, [.integer(at), .blob(digest)])
            }
        }
    }

    public func clientRevision() async throws -> Int64 { try await revision(of: Topic.client) }
}

extension Store {
    /// Of one that nobody ever agreed to hardly more stays than its id: it does not count for the number of those that
    /// registered themselves any more.
    private static let remove = """
        UPDATE client SET removed_at = $1, expires_at = NULL,
            redirect_uris = CASE WHEN expires_at IS NULL THEN redirect_uris ELSE '[]' END,
            keys_kind = CASE WHEN expires_at IS NULL THEN keys_kind END,
            keys = CASE WHEN expires_at IS NULL THEN keys END,
            metadata = CASE WHEN expires_at IS NULL THEN metadata ELSE '{}' END
        WHERE id = $2 AND removed_at IS NULL
        """

    /// Locks a client that is not removed; a grant that is made meanwhile waits for it or is seen.
    static let liveClient = LockingQuery("SELECT id FROM client WHERE id = $1 AND removed_at IS NULL")

    static let insertClient = """
        INSERT INTO client (\(ClientRecord.bareColumns))
        VALUES (\((1...ClientRecord.width).map { "$\($0)" }.joined(separator: ", ")))
        """

    static func client(_ id: String, in session: any SQLSession) throws -> ClientRecord? {
        try ClientRecord.all(
            in: session.query(ClientRecord.select + " WHERE k.id = $1" + ClientRecord.order, [.text(id)])
        )
        .first
    }

    static func add(_ secret: ClientSecret, toClient id: String, in session: any SQLSession) throws {
        try session.execute(
            """
            INSERT INTO client_secret (digest, client_id, position, created_at, last_used_at)
            SELECT $1, $2, coalesce(max(position), 0) + 1, CAST($3 AS BIGINT), CAST($4 AS BIGINT)
            FROM client_secret WHERE client_id = $2
            """,
            [.digest(secret.digest), .text(id), .integer(secret.createdAt), .integer(secret.lastUsedAt)])
    }
}
