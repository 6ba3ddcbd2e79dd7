public import DoorwardOAuth
internal import DoorwardSecrets

extension Store: IdentityStore {
    private static let oneIdentity = """
        SELECT \(IdentityRecord.columns) FROM identity WHERE issuer = $1 AND subject = $2
        """

    public func identity(issuer: String, subject: String) async throws -> IdentityRecord? {
        guard issuer.isStorable, subject.isStorable else { return nil }
        return try await lookUp("reading an identity") { session in
            try session.first(Self.oneIdentity, [.text(issuer), .text(subject)]).map { try IdentityRecord(row: $0) }
        }
    }

    public func identities(ofUser id: String) async throws -> [IdentityRecord] {
        guard id.isStorable else { return [] }
        return try await read("listing identities") { session in
            try session.query(
                """
                SELECT \(IdentityRecord.columns) FROM identity WHERE user_id = $1
                ORDER BY created_at, issuer, subject
                """, [.text(id)]
            ).map { try IdentityRecord(row: $0) }
        }
    }

    private static let insertIdentity = """
        INSERT INTO identity (\(IdentityRecord.columns)) VALUES ($1, $2, $3, $4, $5, $6, $7)
        """

    public func link(_ identity: IdentityRecord) async throws -> Bool {
        try await write("identity") { session in
            guard try session.execute(Self.insertIdentity + " ON CONFLICT DO NOTHING", identity.values) > 0 else {
                return false
            }
            try session.execute(
                "DELETE FROM identity_taken_away WHERE issuer = $1 AND subject = $2 AND user_id = $3",
                [.text(identity.issuer), .text(identity.subject), .text(identity.userID)])
            return true
        }
    }

    public func create(_ user: UserRecord, with identity: IdentityRecord) async throws -> Bool {
        var identity = identity
        identity.userID = user.id
        let values = identity.values
        do {
            try await write("user or identity") { session in
                try Self.insert(user, in: session)
                try session.execute(Self.insertIdentity, values)
            }
            return true
        } catch StoreError.duplicate {
            return false
        }
    }

    public func noteSignIn(
        issuer: String, subject: String, provider: String, email: String, at now: Int64
    ) async throws {
        guard issuer.isStorable, subject.isStorable, provider.isStorable else { return }
        try await write("noting a sign-in") { session in
            guard let row = try session.first(locking: Self.identityToChange, [.text(issuer), .text(subject)]) else {
                return
            }
            let (user, before) = (try row.text(0), try row.text(1))
            if !before.utf8.elementsEqual(provider.utf8) {
                try session.execute(
                    "DELETE FROM provider_tokens WHERE user_id = $1 AND provider = $2", [.text(user), .text(before)])
            }
            try session.execute(
                """
                UPDATE identity SET email = $1, provider = $2,
                    last_signed_in_at = CASE WHEN last_signed_in_at < $3 THEN $3 ELSE last_signed_in_at END
                WHERE issuer = $4 AND subject = $5
                """, [.text(email), .text(provider), .integer(now), .text(issuer), .text(subject)])
        }
    }

    private static let identityToChange = LockingQuery(
        "SELECT user_id, provider FROM identity WHERE issuer = $1 AND subject = $2")

    public func unlink(issuer: String, subject: String, ofUser id: String) async throws -> Bool {
        guard issuer.isStorable, subject.isStorable, id.isStorable else { return false }
        return try await write("taking an identity away") { session in
            let row = try session.first(
                "DELETE FROM identity WHERE issuer = $1 AND subject = $2 AND user_id = $3 RETURNING provider",
                [.text(issuer), .text(subject), .text(id)])
            guard let row else { return false }
            try session.execute(
                "DELETE FROM provider_tokens WHERE user_id = $1 AND provider = $2",
                [.text(id), .text(try row.text(0))])
            try session.execute(
                """
                INSERT INTO identity_taken_away (issuer, subject, user_id) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING
                """, [.text(issuer), .text(subject), .text(id)])
            return true
        }
    }

    public func wasTakenAway(issuer: String, subject: String, fromUser id: String) async throws -> Bool {
        guard issuer.isStorable, subject.isStorable, id.isStorable else { return false }
        return try await lookUp("looking for an identity that was taken away") { session in
            try session.first(
                "SELECT 1 FROM identity_taken_away WHERE issuer = $1 AND subject = $2 AND user_id = $3",
                [.text(issuer), .text(subject), .text(id)]) != nil
        }
    }

    public func setRole(_ role: String?, ofUser id: String) async throws -> UserRecord? {
        guard id.isStorable else { return nil }
        return try await write("setting a role") { session in
            // First, so that no code is redeemed from now on with the role that was: redeeming locks the user, too.
            let row = try session.first(
                "UPDATE oauth_user SET role = $1 WHERE id = $2 RETURNING \(UserRecord.bareColumns)",
                [.text(role), .text(id)])
            guard let row else { return nil }
            try session.execute(
                "UPDATE oauth_grant SET role = $1 WHERE user_id = $2 AND revoked_at IS NULL", [.text(role), .text(id)])
            return try UserRecord(row: row)
        }
    }

    /// What a user loses who is disabled. His identities stay, so that he is known when he comes again.
    static func takeBackWhatWasGotElsewhere(ofUser id: String, in session: any SQLSession) throws(SQLFailure) {
        try session.execute("DELETE FROM provider_tokens WHERE user_id = $1", [.text(id)])
        try session.execute("DELETE FROM provider_visit WHERE linking_user = $1", [.text(id)])
    }
}

extension IdentityRecord {
    fileprivate static let columns = "issuer, subject, user_id, provider, email, created_at, last_signed_in_at"

    fileprivate var values: [SQLValue] {
        [
            .text(issuer), .text(subject), .text(userID), .text(provider), .text(email), .integer(createdAt),
            .integer(lastSignedInAt),
        ]
    }

    fileprivate init(row: SQLRow) throws(SQLFailure) {
        self.init(
            issuer: try row.text(0), subject: try row.text(1), userID: try row.text(2), provider: try row.text(3),
            email: try row.text(4), createdAt: try row.integer(5), lastSignedInAt: try row.integer(6))
    }
}
