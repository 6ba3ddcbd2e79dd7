public import DoorwardOAuth

extension Store: UserStore {
    public func create(_ user: UserRecord) async throws {
        try await write("user name or e-mail address") { session in try Self.insert(user, in: session) }
    }

    static func insert(_ user: UserRecord, in session: any SQLSession) throws(SQLFailure) {
        try session.execute(
            "INSERT INTO oauth_user (\(UserRecord.bareColumns)) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
            [
                .text(user.id), .text(user.name), .text(user.email), .text(user.passwordHash),
                .blob(user.sealedTOTPKey), .integer(user.lastTOTPStep), .digests(user.recoveryCodes),
                .integer(user.createdAt), .integer(user.disabledAt), .text(user.role),
            ])
        for login in Set([user.name, user.email]).subtracting([""]).sorted() {
            try session.execute(
                "INSERT INTO user_login (login, user_id) VALUES ($1, $2)", [.text(login), .text(user.id)])
        }
    }

    private static let userByID = "SELECT \(UserRecord.columns) FROM oauth_user u WHERE u.id = $1"

    public func user(id: String) async throws -> UserRecord? {
        guard id.isStorable else { return nil }
        return try await lookUp("reading a user") { session in
            try session.first(Self.userByID, [.text(id)]).map { try UserRecord(row: $0) }
        }
    }

    public func user(named name: String) async throws -> UserRecord? {
        guard name.isStorable else { return nil }
        return try await lookUp("looking up a user") { session in
            try session.first(
                """
                SELECT \(UserRecord.columns) FROM user_login l JOIN oauth_user u ON u.id = l.user_id WHERE l.login = $1
                """, [.text(name)]
            ).map { try UserRecord(row: $0) }
        }
    }

    public func users() async throws -> [UserRecord] {
        try await read("listing users") { session in
            try session.query("SELECT \(UserRecord.columns) FROM oauth_user u ORDER BY u.created_at, u.id")
                .map { try UserRecord(row: $0) }
        }
    }

    public func setPasswordHash(_ hash: String, ofUser id: String) async throws -> Bool {
        guard id.isStorable else { return false }
        return try await write("setting a password") { session in
            let isSet = try session.execute(
                "UPDATE oauth_user SET password_hash = $1 WHERE id = $2", [.text(hash), .text(id)])
            if isSet > 0 { try Self.takeBackEntrances(ofUser: id, in: session) }
            return isSet > 0
        }
    }

    public func disableUser(id: String, at now: Int64, tokensEndBy: Int64) async throws -> UserRecord? {
        guard id.isStorable else { return nil }
        return try await write("disabling a user") { session in
            // First, so that no code is redeemed from now on: redeeming locks the user, too.
            let row = try session.first(
                """
                UPDATE oauth_user SET disabled_at = coalesce(disabled_at, $1) WHERE id = $2
                RETURNING \(UserRecord.bareColumns)
                """, [.integer(now), .text(id)])
            guard let row else { return nil }
            let user = try UserRecord(row: row)
            // Keys that were issued before there were accounts bear the name.
            try session.execute(
                "UPDATE api_key SET revoked_at = $1 WHERE \"user\" IN ($2, $3) AND revoked_at IS NULL",
                [.integer(now), .text(id), .text(user.name)])
            try session.execute("DELETE FROM session WHERE user_id = $1", [.text(id)])
            try Self.takeBackEntrances(ofUser: id, in: session)
            try Self.takeBackWhatWasGotElsewhere(ofUser: id, in: session)
            _ = try GrantSelection.ofUser(id).revoke(at: now, tokensEndBy: tokensEndBy, in: session)
            return user
        }
    }

    public func enableUser(id: String) async throws -> UserRecord? {
        guard id.isStorable else { return nil }
        return try await write("enabling a user") { session in
            try session.first(
                "UPDATE oauth_user SET disabled_at = NULL WHERE id = $1 RETURNING \(UserRecord.bareColumns)",
                [.text(id)]
            ).map { try UserRecord(row: $0) }
        }
    }
}

extension UserRecord {
    static let columns = """
        u.id, u.name, u.email, u.password_hash, u.sealed_totp_key, u.last_totp_step, u.recovery_codes, u.created_at, \
        u.disabled_at, u.role
        """
    /// The same without the table's name: SQLite takes none after `RETURNING`.
    static let bareColumns = """
        id, name, email, password_hash, sealed_totp_key, last_totp_step, recovery_codes, created_at, disabled_at, role
        """

    /// Reads ``columns`` from a position on.
    init(row: SQLRow, from start: Int = 0) throws(SQLFailure) {
        self.init(
            id: try row.text(start), name: try row.text(start + 1), email: try row.text(start + 2),
            passwordHash: try row.optionalText(start + 3), sealedTOTPKey: try row.optionalBlob(start + 4),
            lastTOTPStep: try row.integer(start + 5), recoveryCodes: try row.digests(start + 6),
            createdAt: try row.integer(start + 7), disabledAt: try row.optionalInteger(start + 8),
            role: try row.optionalText(start + 9))
    }
}
