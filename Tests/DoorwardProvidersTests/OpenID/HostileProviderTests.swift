import DoorwardFetch
import DoorwardJOSE
import DoorwardOAuth
import Testing

@testable import DoorwardProviders

@Suite("A provider that lies")
struct HostileProviderTests {
    @Test("is not believed", arguments: Lie.all)
    func isRefused(_ lie: Lie) async {
        var fake = FakeProvider()
        lie.change(&fake)
        let sitting = Sitting(fake)
        await #expect(throws: ProviderFailure.untrue(lie.word)) { try await sitting.signIn() }
    }

    @Test("tells at least 35 different lies, each under its own name")
    func areMany() {
        #expect(Set(Lie.all.map(\.name)).count == Lie.all.count)
        #expect(Lie.all.count >= 35)
    }

    @Test("is refused with a word that is on the list", arguments: Lie.all)
    func hasAWord(_ lie: Lie) {
        #expect(Untruth(rawValue: lie.word) != nil || CallbackAnswer.errors.contains(lie.word))
    }

    @Test("would be believed without the lie, so that each test is about its lie")
    func honestyIsBelieved() async throws {
        let identity = try await Sitting().signIn()
        #expect(identity.issuer == "https://id.example.com")
        #expect(identity.subject == "account-7")
        #expect(identity.email == "ada@example.com")
        #expect(identity.isEmailVerified)
        #expect(identity.name == "Ada Example")
        #expect(identity.tokens == nil)
    }

    @Test("that is out of order is an outage and no lie", arguments: Outage.all)
    func outages(_ outage: Outage) async {
        var fake = FakeProvider()
        fake.claims["email"] = .null
        outage.change(&fake)
        let sitting = Sitting(fake)
        await #expect {
            try await sitting.signIn()
        } throws: { error in
            if case .unavailable(let what)? = error as? ProviderFailure { !what.contains("the-code") } else { false }
        }
    }

    @Test("that says no says no")
    func denied() async {
        var fake = FakeProvider()
        fake.callback = [("error", "access_denied"), ("error_description", "<b>no</b>")]
        let sitting = Sitting(fake)
        await #expect(throws: ProviderFailure.denied) { try await sitting.signIn() }
        #expect(!sitting.fetcher.lines.contains("POST https://id.example.com/token"))
    }
}

/// A provider that cannot answer now.
struct Outage: Sendable, CustomTestStringConvertible {
    let name: String
    let change: @Sendable (inout FakeProvider) -> Void

    init(_ name: String, _ change: @escaping @Sendable (inout FakeProvider) -> Void) {
        self.name = name
        self.change = change
    }

    var testDescription: String { name }

    static let places = [
        ("discovery", "https://id.example.com/.well-known/openid-configuration"),
        ("the token endpoint", "https://id.example.com/token"), ("the keys", "https://id.example.com/keys"),
        ("the user information", "https://id.example.com/userinfo"),
    ]

    static let ways: [(String, Result<FetchedDocument, FetchFailure>)] = [
        ("500", .success(FetchedDocument(status: 500))), ("503", .success(.json("{}", status: 503))),
        ("429", .success(FetchedDocument(status: 429))), ("slow", .failure(.timedOut)),
        ("down", .failure(.unreachable("refused"))), ("busy", .failure(.overloaded(retryAfter: 3))),
    ]

    static let all: [Outage] =
        places.flatMap { place, url in
            ways.map { way, answer in Outage("\(place): \(way)") { $0.instead[url] = answer } }
        } + [
            Outage("callback: temporarily_unavailable") { $0.callback = [("error", "temporarily_unavailable")] },
            Outage("callback: server_error") { $0.callback = [("error", "server_error")] },
            Outage("the token endpoint says temporarily_unavailable") {
                $0.tokenStatus = 400
                $0.tokenAnswer = ["error": .string("temporarily_unavailable")]
            },
        ]
}
