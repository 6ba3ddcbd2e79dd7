import DoorwardOAuth

extension StoreConformance {
    static let grants = [
        Check("a client has one grant for itself for each resource and set of scopes") { store in
            try await store.create(Sample.client())
            try await store.create(Sample.client("other"))
            func own(
                _ id: String, _ scopes: [String], for client: String = "client", at resource: String = Sample.resource
            ) async throws -> String {
                var grant = Sample.grant(id, of: nil, for: client)
                (grant.scopes, grant.resource) = (scopes, resource)
                return try await store.clientGrant(grant).id
            }
            try expect(try await own("a", ["read", "write"]), is: "a", "the first grant")
            try expect(
                try await own("b", ["write", "read"]), is: "a", "the grant for the same scopes in another order")
            try expect(try await own("c", ["read"]), is: "c", "the grant for fewer scopes")
            try expect(try await own("d", []), is: "d", "the grant for none")
            try expect(try await own("e", ["read"], at: "https://other.example"), is: "e", "that for another resource")
            try expect(try await own("f", ["read"], for: "other"), is: "f", "the grant of another client")
            try expect(try await store.revokeGrant(id: "a", at: 5, tokensEndBy: 6), is: true, "the revocation")
            try expect(try await own("g", ["read", "write"]), is: "g", "the grant after a revocation")
            try expect(try await store.grant(id: "g")?.scopes, is: ["read", "write"], "its scopes")
            try expect(try await store.grant(id: "b"), is: nil, "the grant that was not made")
        },
        Check("16 callers that need the grant of a client at once get the same") { store in
            try await store.create(Sample.client())
            let ids = try await race { caller in try await store.clientGrant(Sample.grant("g\(caller)", of: nil)).id }
            try expect(Set(ids).count, is: 1, "the number of different grants")
            let listed = try await store.grants(ofUser: nil, ofClient: "client", limit: 99).map(\.id)
            try expect(listed, is: [ids[0]], "the list of grants")
        },
        Check("grants that are not revoked are listed by user, by client and by both, the newest first") { store in
            for id in ["u", "v"] { try await store.create(Sample.user(id)) }
            for id in ["c", "d"] { try await store.create(Sample.client(id)) }
            let all = [("1", "u", "c"), ("2", "u", "d"), ("3", "v", "c"), ("4", "u", "c"), ("5", "u", "c")]
            for (number, user, client) in all {
                let time = Sample.now + (Int64(number) ?? 0)
                try await store.addGrant(number, of: user, for: client, at: time, token: "t\(number)")
            }
            _ = try await store.revokeGrant(id: "5", at: Sample.now, tokensEndBy: Sample.now)
            func ids(_ user: String?, _ client: String?, _ limit: Int = 99) async throws -> [String] {
                try await store.grants(ofUser: user, ofClient: client, limit: limit).map(\.id)
            }
            try expect(try await ids("u", nil), is: ["4", "2", "1"], "the list of a user")
            try expect(try await ids(nil, "c"), is: ["4", "3", "1"], "the list of a client")
            try expect(try await ids("u", "c"), is: ["4", "1"], "the list of both")
            try expect(try await ids(nil, nil), is: ["4", "3", "2", "1"], "the list of all")
            try expect(try await ids("u", nil, 2), is: ["4", "2"], "the first two of a user")
            try expect(try await ids("u", nil, 0), is: [], "the first none")
            try expect(try await ids("u", nil, -1), is: [], "the first less than none")
            try expect(try await ids("nobody", nil), is: [], "the list of nobody")
        },
        Check("a grant is revoked once, and its tokens are declared dead until they end") { store in
            try await store.addPeople()
            try await store.addGrant()
            let end = Sample.now + 100
            try expect(try await store.revokeGrant(id: "grant", at: 7, tokensEndBy: end), is: true, "the answer")
            try expect(try await store.revokeGrant(id: "grant", at: 8, tokensEndBy: end), is: false, "the second")
            try expect(try await store.revokeGrant(id: "other", at: 8, tokensEndBy: end), is: false, "one unknown")
            try expect(try await store.grant(id: "grant")?.revokedAt, is: 7, "when it was revoked")
            let state = try await store.refreshToken(Sample.digest("token"))
            try expect(state?.grant.revokedAt, is: 7, "when its refresh token's grant was revoked")
            let dead = try await store.revocations(after: 0, at: Sample.now).map { [$0.id, "\($0.expiresAt)"] }
            try expect(dead, is: [["grant", "\(end)"]], "the list of revocations")
        },
        Check("what a user gave a client is revoked with codes and consent, and what others got stays") { store in
            for id in ["user", "other"] { try await store.create(Sample.user(id)) }
            for id in ["client", "second"] { try await store.create(Sample.client(id)) }
            let all = [
                ("1", "user", "client"), ("2", "user", "client"), ("3", "user", "second"), ("4", "other", "client"),
            ]
            for (id, user, client) in all {
                try await store.addGrant(id, of: user, for: client, token: "t\(id)")
                try await store.record(Sample.consent(["read"], of: user, for: client))
            }
            try await store.create(Sample.code())
            func revoke(_ client: String?) async throws -> Int {
                try await store.revokeGrants(
                    ofUser: "user", ofClient: client, at: Sample.now, tokensEndBy: Sample.now + 100)
            }
            try expect(try await revoke("client"), is: 2, "the number that was revoked")
            try await expectNoCode(store)
            let left = try await store.grants(ofUser: nil, ofClient: nil, limit: 99).map(\.id)
            try expect(Set(left), is: ["3", "4"], "the set of grants that are left")
            try expect(try await store.hasConsent("user", "client"), is: false, "the consent that was taken back")
            try expect(try await store.hasConsent("user", "second"), is: true, "the consent to another client")
            try expect(try await store.hasConsent("other", "client"), is: true, "another's consent")
            try expect(try await revoke(nil), is: 1, "the number that was revoked with all clients")
            try expect(try await store.hasConsent("user", "second"), is: false, "the last consent")
            try expect(try await revoke(nil), is: 0, "the number when there is nothing left")
            let dead = Set(try await store.revocations(after: 0, at: Sample.now).map(\.id))
            try expect(dead, is: ["1", "2", "3"], "the set of revocations")
        },
        Check("uses of grants only move forward") { store in
            try await store.addPeople()
            try await store.addGrant()
            for time in [50, 40] as [Int64] {
                try await store.recordGrantUses(["grant": Sample.now + time, "other": Sample.now + time])
            }
            try await store.recordGrantUses([:])
            try expect(try await store.grant(id: "grant")?.lastUsedAt, is: Sample.now + 50, "the last use")
        },
    ]
}

extension AuthorizationStore {
    fileprivate func hasConsent(_ user: String, _ client: String) async throws -> Bool {
        try await consent(
            userID: user, clientID: client, redirectOrigin: Sample.origin, resource: Sample.resource) != nil
    }
}
