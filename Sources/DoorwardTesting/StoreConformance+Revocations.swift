import DoorwardOAuth

extension StoreConformance {
    static let revocations = [
        Check("who asks for revocations after the last one known gets the later ones, oldest first") { store in
            try await store.addPeople()
            try await store.addGrant()
            let end = Sample.now + 100
            try expect(try await store.revocations(after: 0, at: Sample.now), is: [], "the list before any")
            try await store.revokeToken(id: "one", expiresAt: end)
            let first = try await store.revocations(after: 0, at: Sample.now)
            try expect(first.map(\.id), is: ["one"], "the list after one")
            _ = try await store.revokeGrant(id: "grant", at: Sample.now, tokensEndBy: end)
            try await store.revokeToken(id: "two", expiresAt: end)
            let known = try require(first.last?.sequence, "the number of the first")
            let later = try await store.revocations(after: known, at: Sample.now)
            try expect(later.map(\.id), is: ["grant", "two"], "the list after the first")
            try expect(later.map(\.sequence), is: later.map(\.sequence).sorted(), "the list of numbers")
            let last = try require(later.last?.sequence, "the number of the last")
            try expect(try await store.revocations(after: last, at: Sample.now), is: [], "the list after the last")
        },
        Check("a token is declared dead once, and only until it ends") { store in
            for _ in 1...2 { try await store.revokeToken(id: "one", expiresAt: Sample.now + 10) }
            try await store.revokeToken(id: "two", expiresAt: Sample.now + 20)
            func ids(at time: Int64) async throws -> [String] {
                try await store.revocations(after: 0, at: time).map(\.id)
            }
            try expect(try await ids(at: Sample.now + 9), is: ["one", "two"], "the list before the end of the first")
            try expect(try await ids(at: Sample.now + 10), is: ["two"], "the list at its end")
            try expect(try await ids(at: Sample.now + 20), is: [], "the list at the end of both")
        },
        Check("the numbers of revocations go up, also when the old ones are gone") { store in
            try await store.revokeToken(id: "one", expiresAt: Sample.now + 10)
            let first = try require(await store.revocations(after: 0, at: Sample.now).last, "the first")
            _ = try await store.prune(at: Sample.now + 10, limit: 100)
            try await store.revokeToken(id: "two", expiresAt: Sample.now + 20)
            let later = try await store.revocations(after: first.sequence, at: Sample.now)
            try expect(later.map(\.id), is: ["two"], "the list after the first")
        },
        Check("who follows the revocations misses none of many that are made at once") { store in
            let watcher = Task {
                var (last, seen): (Int64, Set<String>) = (0, [])
                while seen.count < 64, !Task.isCancelled {
                    let new = try await store.revocations(after: last, at: Sample.now)
                    seen.formUnion(new.map(\.id))
                    last = new.map(\.sequence).max() ?? last
                    if new.isEmpty { try await Task.sleep(for: .milliseconds(2)) }
                }
                return seen.count
            }
            _ = try await race(64) { try await store.revokeToken(id: "t\($0)", expiresAt: Sample.now + 10) }
            let patience = Task {
                try await Task.sleep(for: .seconds(20))
                watcher.cancel()
            }
            defer { patience.cancel() }
            try expect(try await watcher.value, is: 64, "the number of revocations seen")
        },
    ]
}
