public import DoorwardOAuth
public import DoorwardSecrets

extension InMemoryAuthorizationStore: RequestStore {
    public func create(_ request: PushedRequest) async throws {
        try begin("create(pushed)")
        pushedRequests[request.digest] = request
    }

    public func pushedRequest(_ digest: SecretDigest, at now: Int64) async throws -> PushedRequest? {
        try begin("pushedRequest")
        guard let request = pushedRequests[digest], request.expiresAt > now else { return nil }
        return request
    }

    public func usePushedRequest(_ digest: SecretDigest) async throws -> Bool {
        try begin("usePushedRequest")
        return pushedRequests.removeValue(forKey: digest) != nil
    }

    public func create(_ device: DeviceAuthorization) async throws {
        try begin("create(device)")
        let before = devices.values.first { $0.userCode == device.userCode }
        if let before {
            guard before.expiresAt <= device.createdAt else { throw InMemoryStoreError.taken("the user code") }
            devices[before.digest] = nil
        }
        guard devices[device.digest] == nil else { throw InMemoryStoreError.taken("the device code") }
        devices[device.digest] = device
    }

    public func device(userCode: SecretDigest, at now: Int64) async throws -> DeviceAuthorization? {
        try begin("device")
        return devices.values.first { $0.userCode == userCode && $0.expiresAt > now }
    }

    public func decideDevice(
        _ digest: SecretDigest, state: DeviceAuthorization.State, at now: Int64
    ) async throws -> Bool {
        try begin("decideDevice")
        guard let device = devices[digest], device.expiresAt > now, device.state == .pending else { return false }
        switch state {
        case .pending, .redeemed: return false
        case .denied: devices[digest]?.state = state
        case .approved(let userID, _):
            guard let user = usersByID[userID], user.disabledAt == nil else { return false }
            devices[digest]?.state = .approved(userID: userID, role: user.role)
        }
        return true
    }

    public func redeem(
        device digest: SecretDigest, at now: Int64,
        decide: @escaping @Sendable (DeviceAuthorization?) -> DeviceDecision
    ) async throws -> DeviceDecision {
        try begin("redeem(device)")
        guard let device = devices[digest] else { return once(decide(nil), device: nil) }
        let decision = once(decide(device), device: device)
        devices[digest]?.polledAt = max(device.polledAt ?? now, now)
        switch decision {
        case .reject: break
        case .slowDown(let seconds): devices[digest]?.interval = min(device.interval, 3600) + min(max(0, seconds), 3600)
        case .redeem(let grant, let token):
            devices[digest]?.state = .redeemed(grantID: grant.id)
            insert(grant, token)
        }
        return decision
    }

    /// What may happen once happens once, whatever was decided.
    private func once(_ decision: DeviceDecision, device: DeviceAuthorization?) -> DeviceDecision {
        guard case .redeem = decision else { return decision }
        switch device?.state {
        case .approved: return decision
        case .pending: return .reject(.authorizationPending)
        case .denied: return .reject(.userDenied)
        case .redeemed, nil: return .reject(.deviceCodeUnknown)
        }
    }

    public func useOnce(_ digest: SecretDigest, expiresAt: Int64, at now: Int64) async throws -> Bool {
        try begin("useOnce")
        if let end = usedOnce[digest], end > now { return false }
        usedOnce[digest] = expiresAt
        return true
    }
}

extension DeviceAuthorization {
    /// Who has agreed to it while the tokens have not been fetched.
    var approvedBy: String? {
        guard case .approved(let userID, _) = state else { return nil }
        return userID
    }
}
