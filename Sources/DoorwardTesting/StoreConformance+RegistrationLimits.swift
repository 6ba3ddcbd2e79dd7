import DoorwardOAuth
import DoorwardSecrets

extension StoreConformance {
    static let registrationLimits = [
        Check("of more clients than may be kept those go that end first, and never one that is kept") { store in
            try await store.create(Sample.client("operator's"))
            for (id, end) in [("c", 300), ("a", 100), ("kept", 50), ("b", 200)] as [(String, Int64)] {
                _ = try await store.register(Sample.registered(id, end: Sample.now + end), limit: 4)
            }
            try await store.keepClient(id: "kept")
            _ = try await store.register(Sample.registered("d", end: Sample.now + 400), limit: 4)
            try expect(
                Set(try await store.clients().map(\.id)), is: ["operator's", "kept", "a", "b", "c", "d"],
                "the set of clients at the limit")
            _ = try await store.register(Sample.registered("e", end: Sample.now + 10), limit: 4)
            _ = try await store.register(Sample.registered("f", end: Sample.now + 500), limit: 3)
            let left = Set(try await store.clients().map(\.id))
            try expect(left, is: ["operator's", "kept", "c", "d", "f"], "the set of clients over the limit")
            for limit in [1, 0, -1] {
                let new = Sample.registered("last\(limit)", end: Sample.now + 1)
                _ = try await store.register(new, limit: limit)
                let left = Set(try await store.clients().map(\.id))
                try expect(left, is: ["operator's", "kept", new.id], "the set with a limit of \(limit)")
            }
        },
        Check("a removed client makes room for another") { store in
            _ = try await store.register(Sample.registered("a", end: Sample.now + 100), limit: 2)
            _ = try await store.register(Sample.registered("b", end: Sample.now + 200), limit: 2)
            _ = try await store.removeClient(id: "b", at: Sample.now, tokensEndBy: Sample.now)
            _ = try await store.register(Sample.registered("c", end: Sample.now + 300), limit: 2)
            try expect(Set(try await store.clients().map(\.id)), is: ["a", "c"], "the set of clients")
        },
        Check("a client that ever had a grant has no end, whatever the grant was made of") { store in
            try await store.create(Sample.user())
            for id in ["code", "device", "own", "none"] {
                _ = try await store.register(Sample.registered(id), limit: 10)
            }
            try await store.addGrant("of a code", for: "code", token: nil)
            var device = Sample.device()
            device.clientID = "device"
            try await store.create(device)
            _ = try await store.decideDevice(
                device.digest, state: .approved(userID: "user", role: nil), at: Sample.now)
            _ = try await store.redeem(device: device.digest, at: Sample.now) { _ in
                .redeem(Sample.grant("of a device", for: "device"), nil)
            }
            _ = try await store.clientGrant(Sample.grant("own", of: nil, for: "own"))
            for id in ["code", "device", "own"] {
                let client = try require(await store.client(id: id), "the client \(id)")
                try expect(client.registration?.expiresAt, is: nil, "the end of \(id)")
            }
            for _ in 1...3 { _ = try await store.prune(at: Sample.now + 100 * 86_400, limit: 100) }
            let left = Set(try await store.clients().map(\.id))
            try expect(left, is: ["code", "device", "own"], "the set of clients a hundred days later")
        },
        Check("a client that registered itself is forgotten at its end, with what belongs to it") { store in
            try await store.create(Sample.user())
            var client = Sample.registered()
            client.secrets = [Sample.secret("one")]
            _ = try await store.register(client, limit: 10)
            try await store.record(Sample.consent(["read"]))
            _ = try await store.prune(at: Sample.now + 999, limit: 100)
            try expect(try await store.client(id: "client"), is: client, "the client before its end")
            try expect(try await store.prune(at: Sample.now + 1000, limit: 100), is: 1, "the number that went")
            try expect(try await store.client(id: "client"), is: nil, "the client at its end")
            let consent = try await store.consent(
                userID: "user", clientID: "client", redirectOrigin: Sample.origin, resource: Sample.resource)
            try expect(consent, is: nil, "the consent")
            try await store.create(Sample.client("another", secrets: [Sample.secret("one")]))
        },
        Check("a removed client is forgotten a day later if it could not come back, or else kept") { store in
            try await store.create(Sample.client("operator's"))
            var document = Sample.registered("document's", end: nil)
            document.registration?.kind = .document
            _ = try await store.replace(document)
            _ = try await store.register(Sample.registered("own", end: nil), limit: 10)
            for id in ["operator's", "own", "document's"] {
                _ = try await store.removeClient(id: id, at: Sample.now, tokensEndBy: Sample.now)
            }
            _ = try await store.prune(at: Sample.now + 86_399, limit: 100)
            try expect(try await store.client(id: "own") != nil, "it went within the day")
            _ = try await store.prune(at: Sample.now + 86_400, limit: 100)
            try expect(try await store.client(id: "own"), is: nil, "the client that registered itself")
            _ = try await store.prune(at: Sample.now + 100 * 86_400, limit: 100)
            try expect(try await store.client(id: "operator's") != nil, "the operator's went")
            let kept = try await store.client(id: "document's")
            try expect(kept?.removedAt, is: Sample.now, "when the one of a document was removed")
        },
        Check("a client of a document is forgotten thirty days after it was fresh if it has no grant") { store in
            try await store.create(Sample.user())
            for id in ["granted", "unused"] {
                var client = Sample.registered(id, end: nil)
                client.registration?.kind = .document
                client.registration?.freshUntil = Sample.now + 100
                _ = try await store.replace(client)
            }
            try await store.addGrant(for: "granted")
            let end = Sample.now + 100 + 30 * 86_400
            _ = try await store.prune(at: end - 1, limit: 1)
            try expect(try await store.clients().count, is: 2, "the number before")
            // The grant is over long before; the first time it goes, the second time its client can.
            _ = try await store.prune(at: end, limit: 100)
            try expect(try await store.client(id: "unused"), is: nil, "the one without a grant")
            for _ in 1...3 { _ = try await store.prune(at: end + 1_000_000, limit: 100) }
            try expect(try await store.clients(), is: [], "the clients when the grant is forgotten, too")
        },
    ]
}
