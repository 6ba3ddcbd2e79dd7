import DoorwardOAuth

extension StoreConformance {
    static let consents = [
        Check("what a user agrees to adds up, for each client, origin and resource apart") { store in
            try await store.addPeople()
            var consent = Sample.consent(["read", "list"])
            try await store.record(consent)
            try expect(try await store.consent(like: consent), is: consent, "the consent")
            (consent.scopes, consent.grantedAt) = (["write", "read"], Sample.now + 5)
            try await store.record(consent)
            consent.scopes = ["read", "list", "write"]
            try expect(try await store.consent(like: consent), is: consent, "the sum of two consents")
            for change in [\ConsentRecord.userID, \.clientID, \.redirectOrigin, \.resource] {
                var other = consent
                other[keyPath: change] = "other"
                try expect(try await store.consent(like: other), is: nil, "a consent for something else")
            }
        },
        Check("consents that are given at once add up, too") { store in
            try await store.addPeople()
            _ = try await race { caller in try await store.record(Sample.consent(["scope\(caller)"])) }
            let scopes = try await store.consent(like: Sample.consent([]))?.scopes ?? []
            try expect(Set(scopes), is: Set((0..<16).map { "scope\($0)" }), "the set of scopes")
            try expect(scopes.count, is: 16, "the number of scopes")
        },
        Check("an authorization request gets session, user and consent in one go") { store in
            try await store.addPeople()
            func context(
                _ session: String = "session", client: String = "client", at time: Int64 = Sample.now
            ) async throws -> (signedIn: SignedIn, consent: ConsentRecord?)? {
                try await store.authorizationContext(
                    session: Sample.digest(session), clientID: client, redirectOrigin: Sample.origin,
                    resource: Sample.resource, at: time)
            }
            try expect(try await context() == nil, "there is one without a session")
            try await store.create(Sample.session())
            let signedIn = SignedIn(session: Sample.session(), user: Sample.user())
            let before = try require(await context(), "the context")
            try expect(before.signedIn, is: signedIn, "who is signed in")
            try expect(before.consent, is: nil, "the consent that nobody gave")
            try await store.record(Sample.consent(["read", "list"]))
            let after = try require(await context(), "the context with a consent")
            try expect(after.signedIn, is: signedIn, "who is signed in")
            try expect(after.consent, is: Sample.consent(["read", "list"]), "the consent")
            let foreign = try require(await context(client: "other"), "the context of another client")
            try expect(foreign.consent, is: nil, "another client's consent")
            try expect(try await context(at: Sample.now + 1000) == nil, "there is one when the session is over")
            try expect(try await context("other") == nil, "there is one for a session unknown")
            _ = try await store.disableUser(id: "user", at: Sample.now, tokensEndBy: Sample.now)
            try await store.create(Sample.session("later"))
            try expect(try await context("later") == nil, "there is one for a disabled user")
        },
    ]
}

extension AuthorizationStore {
    fileprivate func consent(like consent: ConsentRecord) async throws -> ConsentRecord? {
        try await self.consent(
            userID: consent.userID, clientID: consent.clientID, redirectOrigin: consent.redirectOrigin,
            resource: consent.resource)
    }
}
