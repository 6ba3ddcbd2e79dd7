import DoorwardOAuth
import DoorwardSecrets

extension StoreConformance {
    static let refreshTokens = [
        Check("a refresh token is decided upon as it is; one unknown is nil") { store in
            try await store.addPeople()
            try await store.addGrant()
            let wanted = RefreshTokenState(token: Sample.token(), grant: Sample.grant(), successorWasUsed: false)
            for decision in [.reject(.refreshTokenExpired), .keep] as [RefreshDecision] {
                let (_, state) = try await store.exchange("token") { _ in decision }
                try expect(state, is: wanted, "the refresh token")
            }
            try expect(try await store.refreshToken(Sample.digest("token")), is: wanted, "the token afterwards")
            let (decision, state) = try await store.exchange("other") { state in
                state == nil ? .reject(.refreshTokenUnknown) : .keep
            }
            guard case .reject(.refreshTokenUnknown) = decision, state == nil else {
                throw Difference(description: "a refresh token unknown was accepted")
            }
            try expect(try await store.refreshToken(Sample.digest("other")), is: nil, "a token unknown")
        },
        Check("a rotated token names its successor, and says when that was used in its turn") { store in
            try await store.addPeople()
            try await store.addGrant()
            try await store.rotate("token", to: "second", at: Sample.now + 1)
            let first = try require(await store.refreshToken(Sample.digest("token")), "the rotated token")
            try expect(first.token.rotatedAt, is: Sample.now + 1, "when it was rotated")
            try expect(first.token.successor, is: Sample.digest("second"), "its successor")
            try expect(first.successorWasUsed, is: false, "that its successor was used")
            let second = try await store.refreshToken(Sample.digest("second"))?.token
            try expect(second, is: Sample.token("second", at: Sample.now + 1), "the successor")
            try await store.rotate("second", to: "third", at: Sample.now + 2)
            let state = try await store.refreshToken(Sample.digest("token"))
            try expect(state?.successorWasUsed, is: true, "that its successor was used then")
            try expect(try await store.exchange("token") { _ in .keep }.1, is: state, "what a decision sees")
        },
        Check("a refresh token that is prolonged ends then, and never earlier for it") { store in
            try await store.addPeople()
            try await store.addGrant()
            let end = Sample.token().expiresAt
            for (time, wanted) in [(end + 50, end + 50), (end + 20, end + 50)] {
                _ = try await store.exchange("token") { _ in .prolong(until: time) }
                let token = try await store.refreshToken(Sample.digest("token"))?.token
                try expect(token?.expiresAt, is: wanted, "when it ends")
                try expect(token?.rotatedAt, is: nil, "when it was rotated")
            }
            let (decision, state) = try await store.exchange("other") { _ in .prolong(until: end) }
            guard case .reject(.refreshTokenUnknown) = decision, state == nil else {
                throw Difference(description: "a refresh token unknown was prolonged")
            }
        },
        Check("16 uses of one refresh token at once make one successor, which all see") { store in
            try await store.addPeople()
            try await store.addGrant()
            let answers = try await race { caller in
                let (decision, state) = try await store.exchange("token") { state in
                    state?.token.rotatedAt == nil ? .rotate(Sample.token("next \(caller)")) : .keep
                }
                switch decision {
                case .rotate(let token): return [token.digest, token.digest]
                default: return [state?.token.successor].compactMap(\.self)
                }
            }
            try expect(answers.filter { $0.count == 2 }.count, is: 1, "the number of callers that rotated")
            try expect(Set(answers.map(\.first)).count, is: 1, "the number of different successors")
        },
        Check("a refresh token rotates once even when the decision is to rotate it each time") { store in
            try await store.addPeople()
            try await store.addGrant()
            try await store.rotate("token", to: "second", at: Sample.now)
            let (again, _) = try await store.exchange("token") { _ in .rotate(Sample.token("third")) }
            guard case .reject(.refreshTokenReused) = again else { throw Difference(description: "it rotated again") }
            let (unknown, _) = try await store.exchange("other") { _ in .rotate(Sample.token("third")) }
            guard case .reject(.refreshTokenUnknown) = unknown else { throw Difference(description: "one unknown did") }
            try expect(try await store.refreshToken(Sample.digest("third")), is: nil, "the second successor")
            let successor = try await store.refreshToken(Sample.digest("token"))?.token.successor
            try expect(successor, is: Sample.digest("second"), "the successor")
        },
        Check("a reuse that is decided to revoke kills the whole family, once") { store in
            try await store.addPeople()
            try await store.addGrant()
            try await store.rotate("token", to: "second", at: Sample.now)
            for _ in 1...2 {
                _ = try await store.exchange("token") { _ in .revoke(.refreshTokenReused) }
            }
            let second = try await store.refreshToken(Sample.digest("second"))
            try expect(second?.grant.revokedAt, is: Sample.now, "when the newest token's grant was revoked")
            let dead = try await store.revocations(after: 0, at: Sample.now)
            try expect(dead.map(\.id), is: ["grant"], "the list of revocations")
            let unknown = try await store.exchange("other") { _ in .revoke(.refreshTokenUnknown) }
            try expect(unknown.1, is: nil, "the state of a token unknown")
        },
    ]
}

extension AuthorizationStore {
    /// Exchanges a token of the samples at the samples' time.
    fileprivate func exchange(
        _ token: String, decide: @escaping @Sendable (RefreshTokenState?) -> RefreshDecision
    ) async throws -> (RefreshDecision, RefreshTokenState?) {
        try await exchange(
            refreshToken: Sample.digest(token), at: Sample.now, tokensEndBy: Sample.now + 100, decide: decide)
    }

    /// Rotates a token of the samples.
    func rotate(_ token: String, to successor: String, of grant: String = "grant", at time: Int64) async throws {
        let next = Sample.token(successor, of: grant, at: time)
        _ = try await exchange(refreshToken: Sample.digest(token), at: time, tokensEndBy: time) { _ in .rotate(next) }
    }
}
