import DoorwardTesting
import Testing

@testable import DoorwardServer

private func attempt(
    _ kind: SignInThrottle.Attempt.Kind = .password, _ account: String = "ada", from address: String = "192.0.2.1",
    mark: String? = nil
) -> SignInThrottle.Attempt {
    SignInThrottle.Attempt(kind: kind, account: account, address: address, mark: mark)
}

@Suite("Throttling of sign-ins")
struct SignInThrottleTests {
    let store = InMemoryAuthorizationStore()
    var throttle: SignInThrottle { SignInThrottle(store: store) }

    /// Fails once; whether it was let through.
    private func fail(_ attempt: SignInThrottle.Attempt, at now: Int64) async throws -> Bool {
        guard case .proceed = try await throttle.admit(attempt, now: now) else { return false }
        try await throttle.failed(attempt, now: now)
        return true
    }

    @Test("makes who keeps guessing wait ever longer")
    func windows() async throws {
        var now: Int64 = 1_000_000
        var tries = 0
        // One try a second for a day, as far as it lets through.
        for _ in 0..<86_000 {
            if try await fail(attempt(), at: now) { tries += 1 }
            now += 1
            if tries == 30 { break }
        }
        #expect(tries == 30)
        #expect(now > 1_000_000 + 15 * 60 * 2)
        #expect(try await throttle.admit(attempt(), now: now) == .refuse(retryAfter: 86_400))
        #expect(try await throttle.admit(attempt(), now: now + 86_400) == .proceed(pause: 0))
    }

    @Test("does not lock an account for its owner, elsewhere or in a known browser at the same place")
    func owner() async throws {
        for index in 0..<300 {
            _ = try await fail(attempt(from: "198.51.100.\(index % 250)"), at: 1_000_000 + Int64(index))
        }
        for index in 0..<10 { _ = try await fail(attempt(), at: 1_000_290 + Int64(index)) }
        #expect(try await throttle.admit(attempt(), now: 1_000_300) == .refuse(retryAfter: 60))
        #expect(try await throttle.admit(attempt(from: "203.0.113.9"), now: 1_000_300) == .proceed(pause: 8))
        #expect(try await throttle.admit(attempt(mark: "known"), now: 1_000_300) == .proceed(pause: 0))
    }

    @Test("limits one address over all accounts, and a /64 as one address")
    func address() async throws {
        var tries = 0
        for index in 0..<200
        where try await fail(attempt(.password, "user\(index)", from: "2001:db8:1:2::\(index)"), at: 5_000) {
            tries += 1
        }
        #expect(tries == 30)
        #expect(
            try await throttle.admit(attempt(.password, "x", from: "2001:db8:1:3::1"), now: 5_000) == .proceed(pause: 0)
        )
    }

    @Test("starts again after a success, for that place")
    func success() async throws {
        for _ in 0..<4 { _ = try await fail(attempt(), at: 5_000) }
        #expect(try await throttle.admit(attempt(), now: 5_000) == .proceed(pause: 0))
        #expect(try await throttle.admit(attempt(), now: 5_000) == .refuse(retryAfter: 60))
        try await throttle.succeeded(attempt())
        #expect(try await throttle.admit(attempt(), now: 5_000) == .proceed(pause: 0))
    }

    @Test("lets no more through when they all come at once")
    func race() async throws {
        let throttle = throttle
        let admitted = await withTaskGroup(of: Bool.self) { group in
            for _ in 0..<64 {
                group.addTask {
                    guard case .proceed? = try? await throttle.admit(attempt(), now: 5_000) else { return false }
                    return true
                }
            }
            return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
        }
        #expect(admitted == 5)
    }

    @Test("counts a second factor by account for new browsers, wherever they are")
    func secondFactor() async throws {
        var tries = 0
        for index in 0..<20 where try await fail(attempt(.secondFactor, from: "192.0.2.\(index)"), at: 5_000) {
            tries += 1
        }
        #expect(tries == 5)
        #expect(try await throttle.admit(attempt(.secondFactor, mark: "known"), now: 5_000) == .proceed(pause: 0))
    }
}

@Suite("Client networks")
struct ClientNetworkTests {
    @Test(
        "are an IPv4 address or the /64 of an IPv6 address",
        arguments: [
            ("192.0.2.1", "192.0.2.1"), ("::ffff:192.0.2.1", "192.0.2.1"), ("2001:DB8::1", "2001:db8:0:0::/64"),
            ("2001:db8:0:0:1:2:3:4", "2001:db8:0:0::/64"), ("2001:db8:1:2:3::", "2001:db8:1:2::/64"),
            ("::1", "0:0:0:0::/64"),
            ("fe80::1%eth0", "fe80:0:0:0::/64"), ("unknown", "unknown"), ("", ""), ("1:2:3", "1:2:3"), ("::::", "::::"),
            ("1::2::3", "1::2::3"), ("12345::", "12345::"), ("1:2:3:4:5:6:7:8:9", "1:2:3:4:5:6:7:8:9"), ("%", ""),
        ])
    func keys(address: String, key: String) {
        #expect(ClientNetwork.key(of: address) == key)
    }
}
