import DoorwardOAuth

extension StoreConformance {
    static let roles = [
        Check("a user is read with his role, whichever way he was made") { store in
            var user = Sample.user()
            user.role = "editor"
            try await store.create(user)
            try expect(try await store.user(id: "user"), is: user, "the user")
            var other = Sample.user("other")
            other.role = "reader"
            _ = try await store.create(other, with: Sample.identity(of: "other"))
            try expect(try await store.user(named: other.name), is: other, "the one with an identity")
            try await store.create(Sample.session())
            let signedIn = try await store.session(Sample.digest("session"), at: Sample.now)
            try expect(signedIn?.user, is: user, "the user of a session")
        },
        Check("a role that changes does so in live grants, and in codes and devices that are not redeemed") { store in
            try await store.addPeople()
            try await store.addGrant("live", token: "live")
            try await store.addGrant("dead", token: "dead")
            _ = try await store.revokeGrant(id: "dead", at: Sample.now, tokensEndBy: Sample.now)
            try await store.create(Sample.code())
            try await store.create(Sample.device())
            let approved = DeviceAuthorization.State.approved(userID: "user", role: nil)
            _ = try await store.decideDevice(Sample.digest("device"), state: approved, at: Sample.now)
            for role in ["editor", nil, "reader"] {
                let user = try await store.setRole(role, ofUser: "user")
                try expect(user?.role, is: role, "the role in the answer")
                try expect(try await store.user(id: "user"), is: user, "the user afterwards")
                try expect(try await store.grant(id: "live")?.role, is: role, "the role of a live grant")
                let state = try await store.refreshToken(Sample.digest("live"))
                try expect(state?.grant.role, is: role, "the role by a refresh token")
                try expect(try await store.grant(id: "dead")?.role, is: nil, "the role of a revoked grant")
                let device = try await store.device(userCode: Sample.digest("code of device"), at: Sample.now)
                try expect(device?.state, is: .approved(userID: "user", role: role), "the state of a device")
                try expect(try await store.roleOfCode("code"), is: role, "the role of a code")
            }
            try expect(try await store.setRole("x", ofUser: "nobody"), is: nil, "the user unknown that got a role")
        },
        Check("a grant keeps the role and the key that it was made with") { store in
            try await store.addPeople()
            _ = try await store.setRole("editor", ofUser: "user")
            var code = Sample.code()
            (code.role, code.keyThumbprint) = ("editor", "thumbprint")
            try await store.create(code)
            var grant = Sample.grant()
            (grant.role, grant.keyThumbprint, grant.needsAssertion) = ("editor", "another thumbprint", true)
            let (made, seen) = (grant, Seen<AuthorizationCodeRecord?>())
            _ = try await store.redeem(code: code.digest, at: Sample.now, tokensEndBy: Sample.now) { code in
                seen.note(code)
                return .redeem(made, Sample.token())
            }
            try expect(try require(seen.last, "a call of the decision"), is: code, "the code")
            try expect(try await store.grant(id: "grant"), is: grant, "the grant")
            try expect(try await store.refreshToken(Sample.digest("token"))?.grant, is: grant, "that of the token")
            let listed = try await store.grants(ofUser: "user", ofClient: nil, limit: 10)
            try expect(listed, is: [grant], "the list of grants")
        },
    ]
}

extension AuthorizationStore {
    /// The role of a code as a decision sees it; the decision is to leave it alone.
    fileprivate func roleOfCode(_ text: String) async throws -> String? {
        let seen = Seen<AuthorizationCodeRecord?>()
        _ = try await redeem(code: Sample.digest(text), at: Sample.now, tokensEndBy: Sample.now) { code in
            seen.note(code)
            return .reject(.codeUnknown)
        }
        let code = try StoreConformance.require(seen.last, "a call of the decision")
        return try StoreConformance.require(code, "the code").role
    }
}
