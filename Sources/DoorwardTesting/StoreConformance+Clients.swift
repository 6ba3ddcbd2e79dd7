import DoorwardOAuth
import DoorwardSecrets

extension StoreConformance {
    static let clients = [
        Check("a client comes back as it was added, its secrets oldest first") { store in
            var client = Sample.client(secrets: [Sample.secret("one"), Sample.secret("two", at: 5)])
            client.name = "\"Ada's\" <b>\n😀\\"
            client.redirectURIs = ["https://a.example/x?y=1&z=%20", "com.example.app:/cb", "http://[::1]/"]
            try await store.create(client)
            try expect(try await store.client(id: "client"), is: client, "the client")
            try expect(try await store.client(id: "other"), is: nil, "a client that was never added")
            try expect(try await store.client(id: "client\u{0}"), is: nil, "a client whose id has a NUL")
        },
        Check("a second client with the same id is refused and changes nothing") { store in
            try await store.create(Sample.client())
            var twin = Sample.client()
            twin.name = "Another"
            try await expectRefusal(of: "a second client with the same id") { try await store.create(twin) }
            try expect(try await store.clients(), is: [Sample.client()], "the list of clients")
        },
        Check("clients are listed oldest first, without the removed ones") { store in
            for (id, time) in [("a", 30), ("b", 10), ("c", 20)] as [(String, Int64)] {
                try await store.create(Sample.client(id, at: time))
            }
            _ = try await store.removeClient(id: "c", at: 40, tokensEndBy: 50)
            let ids = Set(try await store.clients().map(\.id))
            try expect(ids, is: ["a", "b"], "the set of clients")
        },
        Check("changing a client changes its name, redirect URIs and scopes, and nothing else") { store in
            let client = Sample.client(secrets: [Sample.secret("one")])
            try await store.create(client)
            let changes = ClientRecord(
                id: "client", name: "New", profile: "mcp", isPublic: true, redirectURIs: [], scopes: ["new"],
                createdAt: 1)
            try expect(try await store.update(changes), is: true, "the answer to a change")
            var wanted = client
            (wanted.name, wanted.redirectURIs, wanted.scopes) = ("New", [], ["new"])
            try expect(try await store.client(id: "client"), is: wanted, "the changed client")
            try expect(try await store.update(Sample.client("other")), is: false, "the answer for a client unknown")
        },
        Check("of more than two secrets of a client the oldest goes") { store in
            try await store.create(Sample.client(secrets: [Sample.secret("one")]))
            _ = try await store.addSecret(Sample.secret("two"), toClient: "client")
            let client = try await store.addSecret(Sample.secret("three"), toClient: "client")
            let wanted = [Sample.secret("two"), Sample.secret("three")]
            try expect(client?.secrets, is: wanted, "the secrets in the answer")
            try expect(try await store.client(id: "client")?.secrets, is: wanted, "the secrets afterwards")
            let nobody = try await store.addSecret(Sample.secret("four"), toClient: "other")
            try expect(nobody, is: nil, "the client unknown that got a secret")
        },
        Check("a removed client keeps its name and loses secrets, grants, consents and codes") { store in
            try await store.create(Sample.user())
            try await store.create(Sample.client(secrets: [Sample.secret("one")]))
            try await store.addGrant("one", token: "1")
            try await store.addGrant("two", token: nil)
            _ = try await store.clientGrant(Sample.grant("own", of: nil))
            try await store.record(Sample.consent(["read"]))
            try await store.create(Sample.code())
            let removed = try await store.removeClient(id: "client", at: Sample.now, tokensEndBy: Sample.now + 100)
            try expect(removed, is: 3, "the number of revoked grants")
            try await expectRemoved(store)
        },
        Check("uses of client secrets only move forward") { store in
            try await store.create(Sample.client(secrets: [Sample.secret("one"), Sample.secret("two")]))
            for time in [50, 40, 60, 55] as [Int64] {
                try await store.recordSecretUses([Sample.digest("two"): time, Sample.digest("nobody's"): time])
            }
            try await store.recordSecretUses([:])
            let uses = try await store.client(id: "client")?.secrets.map(\.lastUsedAt)
            try expect(uses, is: [nil, 60], "the last use of each secret")
        },
        Check("the revision of the clients changes with every change and not with uses") { store in
            var revisions = [try await store.clientRevision()]
            try await store.create(Sample.client(secrets: [Sample.secret("one")]))
            revisions.append(try await store.clientRevision())
            _ = try await store.update(Sample.client())
            revisions.append(try await store.clientRevision())
            _ = try await store.addSecret(Sample.secret("two"), toClient: "client")
            revisions.append(try await store.clientRevision())
            try await store.recordSecretUses([Sample.digest("two"): 7])
            _ = try await store.client(id: "client")
            try expect(try await store.clientRevision(), is: revisions[3], "the revision after a use")
            _ = try await store.removeClient(id: "client", at: 8, tokensEndBy: 9)
            revisions.append(try await store.clientRevision())
            try expect(Set(revisions).count == 5, "the revisions were \(revisions), not all different")
        },
    ]

    private static func expectRemoved(_ store: any AuthorizationStore) async throws {
        let client = try require(await store.client(id: "client"), "the removed client")
        try expect(client.name, is: "Client client", "its name")
        try expect(client.removedAt, is: Sample.now, "the time of its removal")
        try expect(client.secrets, is: [], "its secrets")
        try expect(try await store.clients(), is: [], "the list of clients")
        try expect(try await store.grants(ofUser: nil, ofClient: "client", limit: 10), is: [], "its live grants")
        let dead = Set(try await store.revocations(after: 0, at: Sample.now).map(\.id))
        try expect(dead, is: ["one", "two", "own"], "the set of revocations")
        let consent = try await store.consent(
            userID: "user", clientID: "client", redirectOrigin: Sample.origin, resource: Sample.resource)
        try expect(consent, is: nil, "the consent")
        try await expectNoCode(store)
        let again = try await store.removeClient(id: "client", at: Sample.now + 1, tokensEndBy: Sample.now + 2)
        try expect(again, is: nil, "the answer to a second removal")
        try expect(try await store.update(Sample.client()), is: false, "the answer to a change of a removed client")
        let secret = try await store.addSecret(Sample.secret("new"), toClient: "client")
        try expect(secret, is: nil, "the removed client that got a secret")
    }

    /// Expects that the code of the samples is as good as unknown.
    static func expectNoCode(_ store: any AuthorizationStore) async throws {
        let decision = try await store.redeem(code: Sample.digest("code"), at: Sample.now, tokensEndBy: Sample.now) {
            $0 == nil ? .reject(.codeUnknown) : .redeem(Sample.grant("late"), nil)
        }
        guard case .reject(.codeUnknown) = decision else {
            throw Difference(description: "a code that was taken back is still good")
        }
    }
}
