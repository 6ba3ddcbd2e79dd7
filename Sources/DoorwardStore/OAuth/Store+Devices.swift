public import DoorwardOAuth
public import DoorwardSecrets

extension Store {
    public func create(_ device: DeviceAuthorization) async throws {
        let (state, user, grant) = device.state.kept
        let values: [SQLValue] = [
            .digest(device.digest), .digest(device.userCode), .text(device.clientID), .text(device.resource),
            .words(device.scopes), .text(state), .text(user), .text(grant), .integer(device.interval),
            .integer(device.polledAt), .integer(device.createdAt), .integer(device.expiresAt),
        ]
        try await write("user code") { session in
            try session.execute(
                "DELETE FROM device_authorization WHERE user_code = $1 AND expires_at <= $2",
                [.digest(device.userCode), .integer(device.createdAt)])
            try session.execute(
                """
                INSERT INTO device_authorization (digest, user_code, client_id, resource, scopes, state, user_id,
                    grant_id, poll_interval, polled_at, created_at, expires_at)
                VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
                """, values)
        }
    }

    /// A device of a client that was removed is as good as gone; one of a client that is not kept has a document
    /// elsewhere.
    private static let deviceByUserCode = """
        SELECT \(DeviceAuthorization.columns)
        FROM device_authorization d
        WHERE d.user_code = $1 AND d.expires_at > $2
            AND NOT EXISTS (SELECT 1 FROM client k WHERE k.id = d.client_id AND k.removed_at IS NOT NULL)
        """

    public func device(userCode: SecretDigest, at now: Int64) async throws -> DeviceAuthorization? {
        try await lookUp("reading a device") { session in
            try session.first(Self.deviceByUserCode, [.digest(userCode), .integer(now)])
                .map { try DeviceAuthorization(row: $0) }
        }
    }

    public func decideDevice(
        _ digest: SecretDigest, state: DeviceAuthorization.State, at now: Int64
    ) async throws -> Bool {
        switch state {
        case .pending, .redeemed: return false
        case .denied:
            return try await write("denying a device") { session in
                try session.execute(
                    """
                    UPDATE device_authorization SET state = 'denied'
                    WHERE digest = $1 AND expires_at > $2 AND state = 'pending'
                    """, [.digest(digest), .integer(now)]) > 0
            }
        case .approved(let user, _):
            guard user.isStorable else { return false }
            return try await write("agreeing to a device") { session in
                // Locked, so that whoever disables him comes before, or takes it back.
                guard try session.first(locking: Self.agreeingUser, [.text(user)]) != nil else { return false }
                return try session.execute(
                    """
                    UPDATE device_authorization SET state = 'approved', user_id = $1
                    WHERE digest = $2 AND expires_at > $3 AND state = 'pending'
                    """, [.text(user), .digest(digest), .integer(now)]) > 0
            }
        }
    }

    private static let agreeingUser = LockingQuery(
        "SELECT id FROM oauth_user WHERE id = $1 AND disabled_at IS NULL", lock: "FOR SHARE")
}

extension DeviceAuthorization.State {
    /// What is written of it: a word, the user, the grant. The role is the user's.
    fileprivate var kept: (state: String, user: String?, grant: String?) {
        switch self {
        case .pending: ("pending", nil, nil)
        case .approved(let user, _): ("approved", user, nil)
        case .denied: ("denied", nil, nil)
        case .redeemed(let grant): ("redeemed", nil, grant)
        }
    }

    fileprivate init(_ word: String, user: String?, role: String?, grant: String?) throws(SQLFailure) {
        switch (word, user, grant) {
        case ("pending", nil, nil): self = .pending
        case ("approved", let user?, nil): self = .approved(userID: user, role: role)
        case ("denied", nil, nil): self = .denied
        case ("redeemed", nil, let grant?): self = .redeemed(grantID: grant)
        default: throw .damaged("the state of a device is of no known kind")
        }
    }
}

extension DeviceAuthorization {
    static let columns = """
        d.digest, d.user_code, d.client_id, d.resource, d.scopes, d.state, d.user_id,
            (SELECT u.role FROM oauth_user u WHERE u.id = d.user_id), d.grant_id, d.poll_interval, d.polled_at,
            d.created_at, d.expires_at
        """
    /// Reads ``columns``.
    init(row: SQLRow) throws(SQLFailure) {
        self.init(
            digest: try row.digest(0), userCode: try row.digest(1), clientID: try row.text(2),
            resource: try row.text(3), scopes: try row.words(4),
            state: try State(
                row.text(5), user: row.optionalText(6), role: row.optionalText(7), grant: row.optionalText(8)),
            interval: try row.integer(9), polledAt: try row.optionalInteger(10), createdAt: try row.integer(11),
            expiresAt: try row.integer(12))
    }
}
