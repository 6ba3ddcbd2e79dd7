import DoorwardOAuth

extension StoreConformance {
    static let pushedRequests = [
        Check("a pushed request is read as it was pushed until it is over or used up") { store in
            try await store.create(Sample.pushed())
            let digest = Sample.digest("pushed")
            for time in [0, 89] as [Int64] {
                let read = try await store.pushedRequest(digest, at: Sample.now + time)
                try expect(read, is: Sample.pushed(), "the request")
            }
            try expect(try await store.pushedRequest(digest, at: Sample.now + 90), is: nil, "the one that is over")
            try expect(try await store.usePushedRequest(digest), is: true, "the answer to the first use")
            try expect(try await store.pushedRequest(digest, at: Sample.now), is: nil, "the one that is used up")
            try expect(try await store.usePushedRequest(digest), is: false, "the answer to the second use")
        },
        Check("whoever has begun with a pushed request may use it up half an hour after its end") { store in
            try await store.create(Sample.pushed())
            _ = try await store.prune(at: Sample.now + 90 + 1800, limit: 100)
            try expect(try await store.usePushedRequest(Sample.digest("pushed")), is: true, "the answer")
        },
        Check("of 16 that use up one pushed request at once exactly one does") { store in
            try await store.create(Sample.pushed())
            let wins = try await race { _ in try await store.usePushedRequest(Sample.digest("pushed")) }
            try expect(wins.filter { $0 }.count, is: 1, "the number of winners")
        },
    ]

    static let usedOnce = [
        Check("what may be used once is, until it need not be remembered") { store in
            let (one, two) = (Sample.digest("one"), Sample.digest("two"))
            try expect(try await store.useOnce(one, expiresAt: Sample.now + 60, at: Sample.now), is: true, "the first")
            let again = try await store.useOnce(one, expiresAt: Sample.now + 90, at: Sample.now + 59)
            try expect(again, is: false, "the second use")
            try expect(try await store.useOnce(two, expiresAt: Sample.now + 60, at: Sample.now), is: true, "another")
            let later = try await store.useOnce(one, expiresAt: Sample.now + 90, at: Sample.now + 60)
            try expect(later, is: true, "the use when it was forgotten")
            let last = try await store.useOnce(one, expiresAt: Sample.now + 99, at: Sample.now + 89)
            try expect(last, is: false, "the use after that")
        },
        Check("of 16 that use one id at once exactly one does, also when it was used long ago") { store in
            for start in [Sample.now, Sample.now + 60] {
                let wins = try await race { _ in
                    try await store.useOnce(Sample.digest("id"), expiresAt: start + 60, at: start)
                }
                try expect(wins.filter { $0 }.count, is: 1, "the number of winners")
            }
        },
    ]
}
