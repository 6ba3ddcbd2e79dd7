import DoorwardOAuth

extension StoreConformance {
    static let pruning = [
        Check("what is over is deleted, and what lives stays") { store in
            try await store.addPeople()
            try await store.addGrant()
            _ = try await store.clientGrant(Sample.grant("own", of: nil))
            try await store.create(Sample.session())
            try await store.create(Sample.pending())
            try await store.create(Sample.code())
            _ = try await store.countAttempt(["key"], at: Sample.now, since: 0)
            try await store.revokeToken(id: "jti", expiresAt: Sample.now + 10)
            try expect(try await store.prune(at: Sample.now, limit: 100), is: 0, "the number of what is over now")
            let state = try require(await store.refreshToken(Sample.digest("token")), "the refresh token")
            try expect(try await store.session(Sample.digest("session"), at: Sample.now) != nil, "the session went")

            let later = Sample.now + 1_000_000
            try expect(try await store.prune(at: later, limit: 100) >= 7, "less than seven rows went")
            try expect(try await store.refreshToken(state.token.digest), is: nil, "the refresh token")
            try expect(try await store.session(Sample.digest("session"), at: Sample.now), is: nil, "the session")
            try expect(try await store.attempts(["key"], since: 0), is: ["key": 0], "the attempts")
            let pending = try await store.pendingAuthorization(Sample.digest("pending"), at: Sample.now)
            try expect(pending, is: nil, "the sign-in under way")
            try expect(try await store.grant(id: "own") != nil, "the grant of a client for itself went")
            try expect(try await store.user(id: "user") != nil, "the user went")
        },
        Check("a grant is forgotten when nothing refreshes it and its last token has ended, not before") { store in
            try await store.addPeople()
            try await store.addGrant("refreshed", token: "token")
            try await store.addGrant("bare", token: nil)
            try await store.rotate("token", to: "second", of: "refreshed", at: Sample.now + 9_000)
            let end = Sample.now + 10_000
            _ = try await store.prune(at: end, limit: 100)
            try expect(try await store.refreshToken(Sample.digest("token")), is: nil, "the old refresh token")
            try expect(try await store.refreshToken(Sample.digest("second")) != nil, "the newest refresh token went")
            for _ in 1...2 { _ = try await store.prune(at: end + 80_000, limit: 100) }
            try expect(try await store.grant(id: "refreshed") != nil, "the grant went while its last token may live")
            for _ in 1...2 { _ = try await store.prune(at: end + 1_000_000, limit: 100) }
            try expect(try await store.grant(id: "refreshed"), is: nil, "the grant that was refreshed")
            try expect(try await store.grant(id: "bare"), is: nil, "the grant that never could be")
        },
        Check("a revoked grant of a client for itself is forgotten when its tokens have ended") { store in
            try await store.create(Sample.client())
            _ = try await store.clientGrant(Sample.grant("own", of: nil))
            _ = try await store.revokeGrant(id: "own", at: Sample.now, tokensEndBy: Sample.now + 100)
            _ = try await store.prune(at: Sample.now + 99, limit: 100)
            try expect(try await store.grant(id: "own") != nil, "it went while its tokens may live")
            _ = try await store.prune(at: Sample.now + 100, limit: 100)
            try expect(try await store.grant(id: "own"), is: nil, "the grant")
        },
        Check("not more than asked for is deleted of a kind at once") { store in
            for number in 0..<5 { try await store.revokeToken(id: "t\(number)", expiresAt: Sample.now) }
            for name in ["a", "b", "c"] {
                var pending = Sample.pending(name)
                pending.expiresAt = Sample.now
                try await store.create(pending)
            }
            var gone: [Int] = []
            for limit in [0, -1, 2] { gone.append(try await store.prune(at: Sample.now, limit: limit)) }
            try expect(gone, is: [0, 0, 4], "the numbers that went")
        },
        Check("a redeemed code is remembered for a while, so that a replay is noticed") { store in
            try await store.addPeople()
            try await store.addGrant()
            _ = try await store.prune(at: Sample.now + 60 + 600, limit: 100)
            let decision = try await store.redeem(
                code: Sample.digest("code of grant"), at: Sample.now, tokensEndBy: Sample.now
            ) { code in code?.redeemedAt == nil ? .reject(.codeUnknown) : .revoke(.codeReplayed) }
            guard case .revoke = decision else { throw Difference(description: "ten minutes later it is forgotten") }
        },
    ]
}
