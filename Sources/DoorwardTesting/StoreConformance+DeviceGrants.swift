import DoorwardOAuth

extension StoreConformance {
    static let deviceGrants = [
        Check("a device is decided upon as it is, also when it is over; one unknown is nil") { store in
            try await store.addPeople()
            try await store.create(Sample.device())
            try expect(try await store.seen("device", at: Sample.now + 901), is: Sample.device(), "the device")
            try expect(try await store.seen("other", at: Sample.now), is: nil, "one unknown")
        },
        Check("a redeemed device is marked, and its grant and refresh token are there") { store in
            try await store.addPeople()
            _ = try await store.setRole("editor", ofUser: "user")
            try await store.approveDevice()
            let state = try await store.seen("device", at: Sample.now)?.state
            try expect(state, is: .approved(userID: "user", role: "editor"), "what the decision sees")
            var grant = Sample.grant()
            grant.role = "editor"
            let made = grant
            let decision = try await store.redeem(device: Sample.digest("device"), at: Sample.now) { _ in
                .redeem(made, Sample.token())
            }
            guard case .redeem = decision else { throw Difference(description: "it was not redeemed: \(decision)") }
            try expect(try await store.grant(id: "grant"), is: grant, "the grant")
            let token = try await store.refreshToken(Sample.digest("token"))
            try expect(token?.token, is: Sample.token(), "the refresh token")
            let device = try await store.seen("device", at: Sample.now)
            try expect(device?.state, is: .redeemed(grantID: "grant"), "the state")
        },
        Check("of 16 that redeem one device at once exactly one does") { store in
            try await store.addPeople()
            try await store.approveDevice()
            let wins = try await race { caller in try await store.redeemDevice("g\(caller)") }
            try expect(wins.filter { $0 }.count, is: 1, "the number of winners")
            try expect(try await store.grants(ofUser: "user", ofClient: nil, limit: 99).count, is: 1, "that of grants")
            try expect(try await store.redeemDevice("late"), is: false, "the answer to one that comes late")
            try expect(try await store.grant(id: "late"), is: nil, "its grant")
        },
        Check("only a device that somebody agreed to is redeemed, whatever is decided") { store in
            try await store.addPeople()
            try expect(try await store.redeemDevice("g"), is: false, "the answer to one unknown")
            try await store.create(Sample.device())
            try expect(try await store.redeemDevice("g"), is: false, "the answer to one that nobody has answered")
            _ = try await store.decideDevice(Sample.digest("device"), state: .denied, at: Sample.now)
            try expect(try await store.redeemDevice("g"), is: false, "the answer to one denied")
            try expect(try await store.grant(id: "g"), is: nil, "the grant")
        },
        Check("a device is worth nothing when its user is disabled, has revoked, or its client is removed") { store in
            try await store.addPeople()
            try await store.approveDevice("one")
            _ = try await store.revokeGrants(
                ofUser: "user", ofClient: "client", at: Sample.now, tokensEndBy: Sample.now)
            try expect(try await store.redeemDevice("1", by: "one"), is: false, "the answer after a revocation")
            try await store.approveDevice("two")
            _ = try await store.disableUser(id: "user", at: Sample.now, tokensEndBy: Sample.now)
            try expect(try await store.redeemDevice("2", by: "two"), is: false, "the answer for a disabled user")
            _ = try await store.enableUser(id: "user")
            try expect(try await store.redeemDevice("2", by: "two"), is: false, "the answer when he is enabled again")
            try await store.approveDevice("three")
            _ = try await store.removeClient(id: "client", at: Sample.now, tokensEndBy: Sample.now)
            try expect(try await store.redeemDevice("3", by: "three"), is: false, "the answer for a removed client")
            let device = try await store.device(userCode: Sample.digest("code of three"), at: Sample.now)
            try expect(device, is: nil, "the device of a removed client")
        },
    ]
}

extension AuthorizationStore {
    /// Adds a device that the user of the samples has agreed to.
    fileprivate func approveDevice(_ text: String = "device") async throws {
        try await create(Sample.device(text))
        let isDone = try await decideDevice(
            Sample.digest(text), state: .approved(userID: "user", role: nil), at: Sample.now)
        try StoreConformance.expect(isDone, is: true, "the answer to an agreement")
    }

    /// Redeems a device for a grant without a refresh token, whatever its state; whether the store did.
    fileprivate func redeemDevice(_ grant: String, by device: String = "device") async throws -> Bool {
        let decision = try await redeem(device: Sample.digest(device), at: Sample.now) { device in
            var made = Sample.grant(grant)
            if case .approved(_, let role) = device?.state { made.role = role }
            return .redeem(made, nil)
        }
        if case .redeem = decision { return true } else { return false }
    }

    /// A device as a decision sees it; the decision is to leave it alone.
    fileprivate func seen(_ text: String, at now: Int64) async throws -> DeviceAuthorization? {
        let seen = Seen<DeviceAuthorization?>()
        _ = try await redeem(device: Sample.digest(text), at: now) { device in
            seen.note(device)
            return .reject(.deviceCodeUnknown)
        }
        return try StoreConformance.require(seen.last, "a call of the decision")
    }
}
