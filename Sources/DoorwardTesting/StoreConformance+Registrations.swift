import DoorwardOAuth
import DoorwardSecrets

extension StoreConformance {
    static let registrations = [
        Check("a client is read with its keys, its ways and what it said of itself") { store in
            var client = Sample.registered("full", like: "full")
            client.authenticationMethods = [.privateKeyJWT, .none]
            (client.requiresKeyBinding, client.requiresPushedRequests) = (true, true)
            client.registration?.accessToken = Sample.digest("access")
            for (number, keys) in [ClientKeys.inline("{\"keys\":[]}"), .url("https://c.example.com/jwks")].enumerated()
            {
                client.id = "full\(number)"
                client.keys = keys
                client.registration?.fingerprint = Sample.digest(client.id)
                try expect(try await store.register(client, limit: 10), is: client, "the answer")
                try expect(try await store.client(id: client.id), is: client, "the client")
            }
            var document = Sample.client("https://c.example.com/client.json", secrets: [Sample.secret("one")])
            document.authenticationMethods = []
            document.registration = ClientRegistration(kind: .document, metadata: "{}", freshUntil: Sample.now + 60)
            try await store.create(document)
            try expect(try await store.client(id: document.id), is: document, "the client of a document")
            try expect(try await store.clients().count, is: 3, "the number of clients")
        },
        Check("a client that registers the same again gets the same id, and a life as long as a new one's") { store in
            let first = Sample.registered("one", like: "same")
            _ = try await store.register(first, limit: 10)
            var wanted = first
            for (end, kept) in [(500, 1000), (5000, 5000), (2000, 5000)] as [(Int64, Int64)] {
                let again = try await store.register(
                    Sample.registered("two", like: "same", end: Sample.now + end), limit: 10)
                wanted.registration?.expiresAt = Sample.now + kept
                try expect(again, is: wanted, "the answer")
                try expect(try await store.client(id: "one"), is: wanted, "the client")
            }
            try expect(try await store.client(id: "two"), is: nil, "the second client")
            for _ in 0..<2 { try expect(try await store.keepClient(id: "one"), is: true, "that one is there") }
            try expect(try await store.keepClient(id: "nobody"), is: false, "that nobody is there")
            _ = try await store.register(Sample.registered("two", like: "same", end: Sample.now + 9000), limit: 10)
            let kept = try await store.client(id: "one")?.registration?.expiresAt
            try expect(kept, is: nil, "the end of one that is kept")
            _ = try await store.register(Sample.registered("three", like: "other"), limit: 10)
            _ = try await store.register(Sample.registered("four"), limit: 10)
            _ = try await store.register(Sample.registered("five"), limit: 10)
            try expect(try await store.clients().count, is: 4, "the number of clients")
        },
        Check("of a client that is removed before anybody agreed to it hardly more stays than its id") { store in
            for (id, isKept) in [("one", false), ("two", true)] {
                var client = Sample.registered(id, like: id)
                client.keys = .url("https://c.example.com/jwks")
                _ = try await store.register(client, limit: 10)
                if isKept { try await store.keepClient(id: id) }
                _ = try await store.removeClient(id: id, at: Sample.now, tokensEndBy: Sample.now)
                let removed = try require(try await store.client(id: id), "the removed client")
                try expect(removed.removedAt, is: Sample.now, "when it was removed")
                try expect(removed.keys, is: isKept ? client.keys : nil, "its keys")
                try expect(removed.redirectURIs, is: isKept ? client.redirectURIs : [], "its addresses")
                let metadata = isKept ? client.registration?.metadata : "{}"
                try expect(removed.registration?.metadata, is: metadata, "its metadata")
                try expect(try await store.keepClient(id: id), is: false, "that it is there")
            }
        },
        Check("of a removed client that registers again another is made") { store in
            _ = try await store.register(Sample.registered("one", like: "same"), limit: 10)
            _ = try await store.removeClient(id: "one", at: Sample.now, tokensEndBy: Sample.now)
            let new = try await store.register(Sample.registered("two", like: "same"), limit: 10)
            try expect(new.id, is: "two", "the id of the new one")
            try await expectRefusal(of: "an id that is taken") {
                _ = try await store.register(Sample.registered("two", like: "another"), limit: 10)
            }
            try await expectRefusal(of: "an id that is taken, without a fingerprint") {
                _ = try await store.register(Sample.registered("one"), limit: 10)
            }
        },
        Check("of 16 that register the same at once all get one client") { store in
            let ids = try await race { caller in
                try await store.register(Sample.registered("client\(caller)", like: "same"), limit: 100).id
            }
            try expect(Set(ids).count, is: 1, "the number of ids")
            try expect(try await store.clients().map(\.id), is: Array(Set(ids)), "the clients")
        },
        Check("the revision of the clients changes when one that was known changes, not with new ones") { store in
            _ = try await store.register(Sample.registered("one", like: "same"), limit: 10)
            let first = try await store.clientRevision()
            _ = try await store.register(Sample.registered("two"), limit: 10)
            _ = try await store.register(Sample.registered("three", like: "same", end: Sample.now + 9999), limit: 10)
            try expect(try await store.clientRevision(), is: first, "the revision after registrations")
            var revisions = [first]
            _ = try await store.replace(Sample.registered("one", like: "same"))
            revisions.append(try await store.clientRevision())
            try await store.keepClient(id: "one")
            revisions.append(try await store.clientRevision())
            try await store.keepClient(id: "one")
            try await store.keepClient(id: "nobody")
            try expect(try await store.clientRevision(), is: revisions[2], "the revision when it was kept already")
            _ = try await store.register(Sample.registered("four"), limit: 1)
            revisions.append(try await store.clientRevision())
            _ = try await store.prune(at: Sample.now + 1000, limit: 10)
            revisions.append(try await store.clientRevision())
            try expect(Set(revisions).count == 5, "the revisions were \(revisions), not all different")
        },
    ]

    static let replacedClients = [
        Check("a replaced client keeps its secrets and when it was made; one unknown is added") { store in
            let first = Sample.client(secrets: [Sample.secret("one")])
            try await store.create(first)
            var second = Sample.registered(end: nil)
            (second.name, second.redirectURIs, second.scopes, second.createdAt) = ("New", [], ["new"], 7)
            (second.keys, second.authenticationMethods) = (.url("https://c.example.com/jwks"), [.privateKeyJWT])
            (second.requiresKeyBinding, second.requiresPushedRequests, second.removedAt) = (true, true, 8)
            second.registration?.freshUntil = Sample.now + 60
            try expect(try await store.replace(second), is: true, "the answer to one known")
            (second.secrets, second.createdAt, second.removedAt) = (first.secrets, first.createdAt, nil)
            try expect(try await store.client(id: "client"), is: second, "the client")
            let new = Sample.registered("new")
            try expect(try await store.replace(new), is: true, "the answer to one unknown")
            try expect(try await store.client(id: "new"), is: new, "the one that was added")
        },
        Check("a replaced client gets no end that it had no more, and is not woken when it was removed") { store in
            try await store.create(Sample.registered())
            _ = try await store.replace(Sample.registered(end: Sample.now + 2000))
            let prolonged = try await store.client(id: "client")?.registration?.expiresAt
            try expect(prolonged, is: Sample.now + 2000, "the end that is replaced")
            try await store.keepClient(id: "client")
            _ = try await store.replace(Sample.registered(end: Sample.now + 3000))
            let end = try await store.client(id: "client")?.registration?.expiresAt
            try expect(end, is: nil, "the end of one that was kept")
            _ = try await store.removeClient(id: "client", at: Sample.now, tokensEndBy: Sample.now)
            try expect(try await store.replace(Sample.registered()), is: false, "the answer to one removed")
            try expect(try await store.client(id: "client")?.removedAt, is: Sample.now, "when it was removed")
        },
        Check("a client that says the same as another stays a client of its own") { store in
            _ = try await store.register(Sample.registered("one", like: "first"), limit: 10)
            _ = try await store.register(Sample.registered("two", like: "second"), limit: 10)
            try expect(try await store.replace(Sample.registered("two", like: "first")), is: true, "the answer")
            let fingerprint = try await store.client(id: "two")?.registration?.fingerprint
            try expect(fingerprint, is: nil, "the fingerprint of the second")
            let again = try await store.register(Sample.registered("three", like: "first"), limit: 10)
            try expect(again.id, is: "one", "the id for the same again")
        },
        Check("of 16 that add one client of a document at once it is there once") { store in
            var client = Sample.registered("https://c.example.com/client.json", end: nil)
            client.registration?.kind = .document
            let document = client
            let answers = try await race { _ in try await store.replace(document) }
            try expect(answers, is: [Bool](repeating: true, count: 16), "the answers")
            try expect(try await store.clients(), is: [document], "the clients")
        },
    ]
}
