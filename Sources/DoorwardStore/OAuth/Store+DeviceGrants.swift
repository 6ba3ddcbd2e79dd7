public import DoorwardOAuth
public import DoorwardSecrets

extension Store {
    private static let askingDevice = LockingQuery(
        "SELECT \(DeviceAuthorization.columns) FROM device_authorization d WHERE d.digest = $1", lock: "FOR UPDATE OF d"
    )
    /// Locked before the device, as whoever removes a client does it.
    private static let askingClient = LockingQuery(
        "SELECT removed_at, expires_at FROM client WHERE id = $1", lock: "FOR SHARE")
    private static let role = LockingQuery(
        "SELECT role FROM oauth_user WHERE id = $1 AND disabled_at IS NULL", lock: "FOR SHARE")

    public func redeem(
        device digest: SecretDigest, at now: Int64,
        decide: @escaping @Sendable (DeviceAuthorization?) -> DeviceDecision
    ) async throws -> DeviceDecision {
        try await write("asking for a device") { session in
            // One that is not kept has a document elsewhere, and nobody has agreed to it yet.
            let client = try Self.client(of: digest, in: session)
            guard try client?.isNull(0) != false,
                let row = try session.first(locking: Self.askingDevice, [.digest(digest)]),
                let device = try Self.device(row, in: session)
            else { return Self.once(decide(nil), nil) }
            let decision = Self.once(decide(device), device)
            switch decision {
            case .reject: try Self.note(device, interval: device.interval, at: now, in: session)
            case .slowDown(let seconds):
                let longer = min(device.interval, Self.longestInterval) + min(max(0, seconds), Self.longestInterval)
                try Self.note(device, interval: longer, at: now, in: session)
            case .redeem(let grant, let token):
                try session.execute(
                    """
                    UPDATE device_authorization SET state = 'redeemed', grant_id = $1, user_id = NULL, polled_at = $2
                    WHERE digest = $3
                    """, [.text(grant.id), .integer(now), .digest(digest)])
                try Self.insert(grant, endsAt: token == nil ? now + Self.longestTokenLife : nil, in: session)
                if let token { try Self.insert(token, in: session) }
                if let client, try !client.isNull(1) { try Self.keep(client: device.clientID, in: session) }
            }
            return decision
        }
    }

    private static func client(of device: SecretDigest, in session: any SQLSession) throws(SQLFailure) -> SQLRow? {
        let found = try session.first(
            "SELECT client_id FROM device_authorization WHERE digest = $1", [.digest(device)])
        guard let found else { return nil }
        return try session.first(locking: askingClient, [.text(found.text(0))])
    }

    /// Seconds; whoever asks too often is not told to wait for years.
    private static let longestInterval: Int64 = 3600

    /// A device with its user's role as it is while he is locked; nil when a disabled user had agreed to it.
    private static func device(_ row: SQLRow, in session: any SQLSession) throws(SQLFailure) -> DeviceAuthorization? {
        var device = try DeviceAuthorization(row: row)
        guard case .approved(let userID, _) = device.state else { return device }
        guard let user = try session.first(locking: role, [.text(userID)]) else { return nil }
        device.state = .approved(userID: userID, role: try user.optionalText(0))
        return device
    }

    /// Writes down when it asked; never moves that back.
    private static func note(
        _ device: DeviceAuthorization, interval: Int64, at now: Int64, in session: any SQLSession
    ) throws(SQLFailure) {
        try session.execute(
            "UPDATE device_authorization SET polled_at = $1, poll_interval = $2 WHERE digest = $3",
            [.integer(max(device.polledAt ?? now, now)), .integer(interval), .digest(device.digest)])
    }

    /// What may happen once happens once, whatever was decided.
    private static func once(_ decision: DeviceDecision, _ device: DeviceAuthorization?) -> DeviceDecision {
        guard case .redeem = decision else { return decision }
        switch device?.state {
        case .approved: return decision
        case .pending: return .reject(.authorizationPending)
        case .denied: return .reject(.userDenied)
        case .redeemed, nil: return .reject(.deviceCodeUnknown)
        }
    }
}
