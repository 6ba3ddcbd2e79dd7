import DoorwardOAuth

extension StoreConformance {
    static let signingKeys = [
        Check("a signing key is added after the one that is newest, and only then") { store in
            let (one, two) = (Sample.key("one"), Sample.key("two", at: Sample.now - 5))
            try expect(try await store.add(two, expecting: "one"), is: false, "the answer before there is any")
            try expect(try await store.add(one, expecting: nil), is: true, "the answer to the first")
            try expect(try await store.add(two, expecting: nil), is: false, "the answer to another first")
            try expect(try await store.add(two, expecting: "one"), is: true, "the answer to the second")
            try expect(try await store.add(Sample.key("three"), expecting: "one"), is: false, "that to a late one")
            try expect(try await store.signingKeys(at: Sample.now), is: [one, two], "the list of keys")
        },
        Check("of 16 first signing keys that are made at once one is added") { store in
            let wins = try await race { try await store.add(Sample.key("key \($0)"), expecting: nil) }
            try expect(wins.filter { $0 }.count, is: 1, "the number that was added")
            try expect(try await store.signingKeys(at: Sample.now).count, is: 1, "the number of keys")
        },
        Check("a signing key is there until it retires, and counts as the newest for ever") { store in
            _ = try await store.add(Sample.key("one"), expecting: nil)
            try await store.retireSigningKey(id: "one", at: Sample.now + 10)
            try await store.retireSigningKey(id: "unknown", at: Sample.now)
            let before = try await store.signingKeys(at: Sample.now + 9)
            try expect(before.map(\.retiresAt), is: [Sample.now + 10], "the list of ends")
            try expect(try await store.signingKeys(at: Sample.now + 10), is: [], "the list at its end")
            try expect(try await store.add(Sample.key("two"), expecting: nil), is: false, "the answer to another first")
            try expect(try await store.add(Sample.key("two"), expecting: "one"), is: true, "that to its successor")
        },
        Check("a signing key never retires later than was said before") { store in
            _ = try await store.add(Sample.key("one"), expecting: nil)
            for (time, wanted) in [(20, 20), (30, 20), (10, 10), (20, 10)] as [(Int64, Int64)] {
                try await store.retireSigningKey(id: "one", at: Sample.now + time)
                let keys = try await store.signingKeys(at: Sample.now)
                try expect(keys.map(\.retiresAt), is: [Sample.now + wanted], "the list of ends")
            }
        },
        Check("the revision of the signing keys changes with every change") { store in
            var revisions = [try await store.signingKeyRevision()]
            _ = try await store.add(Sample.key("one"), expecting: nil)
            revisions.append(try await store.signingKeyRevision())
            try await store.retireSigningKey(id: "one", at: Sample.now)
            revisions.append(try await store.signingKeyRevision())
            try expect(Set(revisions).count == 3, "the revisions were \(revisions), not all different")
            _ = try await store.signingKeys(at: Sample.now)
            try expect(try await store.signingKeyRevision(), is: revisions[2], "the revision after reading")
        },
    ]
}
