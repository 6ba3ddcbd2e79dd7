import DoorwardOAuth
import DoorwardSecrets

extension StoreConformance {
    static let codes = [
        Check("a code is decided upon as it was made; one unknown is nil") { store in
            try await store.addPeople()
            var bare = Sample.code("bare")
            (bare.challenge, bare.redirectURIWasGiven, bare.scopes) = (nil, false, [])
            for code in [Sample.code(), bare] {
                try await store.create(code)
                try expect(try await store.seen(code.digest), is: code, "the code")
                try expect(try await store.seen(code.digest), is: code, "the code after a rejection")
            }
            try expect(try await store.seen(Sample.digest("other")), is: nil, "a code unknown")
        },
        Check("a redeemed code is marked, and its grant and refresh token are there") { store in
            try await store.addPeople()
            try await store.addGrant("g", at: Sample.now + 5, token: "t")
            var code = Sample.code("code of g")
            (code.redeemedAt, code.grantID) = (Sample.now + 5, "g")
            try expect(try await store.seen(code.digest), is: code, "the code")
            let grant = Sample.grant("g", at: Sample.now + 5)
            try expect(try await store.grant(id: "g"), is: grant, "the grant")
            let state = try await store.refreshToken(Sample.digest("t"))
            let token = Sample.token("t", of: "g", at: Sample.now + 5)
            let wanted = RefreshTokenState(token: token, grant: grant, successorWasUsed: false)
            try expect(state, is: wanted, "the refresh token")
        },
        Check("a grant without a refresh token is possible") { store in
            try await store.addPeople()
            try await store.addGrant("g", token: nil)
            try expect(try await store.grant(id: "g"), is: Sample.grant("g"), "the grant")
        },
        Check("of 16 callers that redeem one code at once exactly one does") { store in
            try await store.addPeople()
            try await store.create(Sample.code())
            let wins = try await race { caller in
                let decision = try await store.redeem(
                    code: Sample.digest("code"), at: Sample.now, tokensEndBy: Sample.now
                ) { code in
                    guard code?.redeemedAt == nil else { return .reject(.codeReplayed) }
                    return .redeem(Sample.grant("g\(caller)"), Sample.token("t\(caller)", of: "g\(caller)"))
                }
                if case .redeem = decision { return true } else { return false }
            }
            try expect(wins.filter { $0 }.count, is: 1, "the number of winners")
            try expect(try await store.grants(ofUser: "user", ofClient: nil, limit: 99).count, is: 1, "that of grants")
        },
        Check("a code is redeemed once even when the decision is to redeem it each time") { store in
            try await store.addPeople()
            try await store.addGrant("one")
            let digest = Sample.digest("code of one")
            let again = try await store.redeem(code: digest, at: Sample.now, tokensEndBy: Sample.now) { _ in
                .redeem(Sample.grant("two"), Sample.token("second", of: "two"))
            }
            guard case .reject(.codeReplayed) = again else { throw Difference(description: "it was redeemed again") }
            let unknown = try await store.redeem(code: Sample.digest("x"), at: 1, tokensEndBy: 1) { _ in
                .redeem(Sample.grant("two"), nil)
            }
            guard case .reject(.codeUnknown) = unknown else {
                throw Difference(description: "one unknown was redeemed")
            }
            try expect(try await store.grant(id: "two"), is: nil, "the second grant")
            try expect(try await store.refreshToken(Sample.digest("second")), is: nil, "the second refresh token")
            try expect(try await store.seen(digest)?.grantID, is: "one", "the grant that the code bought")
        },
        Check("a replay that is decided to revoke kills what the code bought") { store in
            try await store.addPeople()
            try await store.addGrant()
            _ = try await store.redeem(
                code: Sample.digest("code of grant"), at: Sample.now + 9, tokensEndBy: Sample.now + 50
            ) { _ in .revoke(.codeReplayed) }
            try expect(try await store.grant(id: "grant")?.revokedAt, is: Sample.now + 9, "when it was revoked")
            let dead = try await store.revocations(after: 0, at: Sample.now).map { [$0.id, "\($0.expiresAt)"] }
            try expect(dead, is: [["grant", "\(Sample.now + 50)"]], "the list of revocations")
        },
    ]
}

extension AuthorizationStore {
    /// A code as a decision sees it; the decision is to leave it alone.
    fileprivate func seen(_ digest: SecretDigest) async throws -> AuthorizationCodeRecord? {
        let seen = Seen<AuthorizationCodeRecord?>()
        _ = try await redeem(code: digest, at: Sample.now, tokensEndBy: Sample.now) { code in
            seen.note(code)
            return .reject(.codeUnknown)
        }
        return try StoreConformance.require(seen.last, "a call of the decision")
    }
}
