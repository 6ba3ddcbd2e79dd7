import DoorwardFetch
import DoorwardJOSE
import DoorwardOAuth
import Testing

@testable import DoorwardProviders

@Suite("What an OpenID provider says of a person")
struct OpenIDProfileTests {
    static let vouching: [(JOSEValue, Bool)] = [
        (.bool(true), true), (.string("true"), true), (.bool(false), false), (.string("false"), false),
        (.string("TRUE"), false), (.string("yes"), false), (.integer(1), false), (.null, false),
        (.array([.bool(true)]), false),
    ]

    @Test("counts as verified for true and “true” alone", arguments: vouching)
    func verified(_ value: JOSEValue, _ isVerified: Bool) async throws {
        var fake = FakeProvider()
        fake.claims["email_verified"] = value
        let identity = try await Sitting(fake).signIn()
        #expect(identity.email == "ada@example.com")
        #expect(identity.isEmailVerified == isVerified)
    }

    @Test(
        "of Google's is vouched for where Google is the authority for it",
        arguments: [
            ("ada@gmail.com", nil, true), ("Ada@GoogleMail.com", nil, true), ("ada@example.com", "example.com", true),
            ("ada@example.com", nil, false), ("ada@gmail.com.example", nil, false),
        ] as [(String, String?, Bool)])
    func google(_ email: String, _ domain: String?, _ isVerified: Bool) async throws {
        var fake = FakeProvider()
        fake.discovery = FakeProvider.discovery("https://accounts.google.com")
        fake.claims["iss"] = .string("https://accounts.google.com")
        fake.claims["email"] = .string(email)
        fake.claims["email_verified"] = .bool(true)
        fake.claims["hd"] = domain.map { .string($0) } ?? .null
        let sitting = Sitting(fake, settings: .google(clientID: FakeProvider.clientID))
        #expect(try await sitting.signIn().isEmailVerified == isVerified)
    }

    @Test("is asked for at the user information only when the ID token does not say it")
    func userInfoIsRare() async throws {
        let sitting = Sitting()
        _ = try await sitting.signIn()
        #expect(sitting.fetcher.count("https://id.example.com/userinfo") == 0)
        sitting.change { $0.claims["name"] = .null }
        sitting.change { $0.userInfo = .success(.json(#"{"sub":"account-7","name":"Ada"}"#)) }
        #expect(try await sitting.signIn().name == "Ada")
    }

    @Test("is vouched for by the user information only if that is about the same address")
    func otherAddress() async throws {
        for (address, isVerified) in [("ADA@example.com", true), ("eve@example.com", false)] {
            var fake = FakeProvider()
            fake.claims["email_verified"] = .null
            fake.userInfo = .success(.json(#"{"sub":"account-7","email":"\#(address)","email_verified":true}"#))
            let identity = try await Sitting(fake).signIn()
            #expect(identity.email == "ada@example.com")
            #expect(identity.isEmailVerified == isVerified)
        }
    }

    @Test("does without user information where the provider has none")
    func noUserInfo() async throws {
        var fake = FakeProvider()
        fake.discovery["userinfo_endpoint"] = nil
        fake.claims["email"] = .null
        let identity = try await Sitting(fake).signIn()
        #expect(identity.email == nil)
        #expect(!identity.isEmailVerified)
    }

    static let addresses: [(String, String?, Bool)] = [
        ("Ada@Example.COM", "ada@example.com", true),
        // The Kelvin sign, which Unicode makes a k of.
        ("ada@\u{212A}elvin.example", "ada@\u{212A}elvin.example", false),
        // Turkish, Cyrillic and full-width letters.
        ("ada@\u{0130}d.example", "ada@\u{0130}d.example", false),
        ("\u{0430}da@example.com", "\u{0430}da@example.com", false),
        ("ada@example\u{FF0E}com", "ada@example\u{FF0E}com", false), ("no address", nil, false),
        ("@example.com", nil, false),
        ("ada@", nil, false), ("ada @example.com", nil, false), ("ada@example.com\r\nBcc: eve@example.com", nil, false),
        (String(repeating: "a", count: 250) + "@example.com", nil, false),
    ]

    @Test("is an address in lower-case ASCII, or one that never counts as verified", arguments: addresses)
    func emails(_ text: String, _ email: String?, _ isVerified: Bool) async throws {
        var fake = FakeProvider()
        fake.claims["email"] = .string(text)
        let identity = try await Sitting(fake).signIn()
        #expect(identity.email.map { Array($0.utf8) } == email.map { Array($0.utf8) })
        #expect(identity.isEmailVerified == isVerified)
    }

    @Test("has its groups among the claims, and what rules ask for inside of others, and nothing about the token")
    func claims() async throws {
        var fake = FakeProvider()
        fake.claims["groups"] = .array([.string("staff"), .integer(7), .string("night shift")])
        fake.claims["hd"] = .string("example.com")
        fake.claims["realm_access"] = .object(JSON.object(["roles": .array([.string("editor")])]))
        var settings = Sitting().settings
        settings.rules.allow.claims = ["realm_access.roles": ["editor"]]
        let identity = try await Sitting(fake, settings: settings).signIn()
        #expect(
            identity.claims == [
                "groups": ["staff", "7", "night shift"], "hd": ["example.com"], "realm_access.roles": ["editor"],
            ])
        #expect(settings.rules.allow.allow(identity))
    }

    @Test("gets a claim that a rule asks for from the user information")
    func claimsOfUserInfo() async throws {
        var fake = FakeProvider()
        fake.userInfo = .success(.json(#"{"sub":"account-7","groups":["staff"],"email_verified":true}"#))
        var settings = Sitting().settings
        settings.rules.allow.claims = ["groups": ["staff"]]
        #expect(try await Sitting(fake, settings: settings).signIn().claims["groups"] == ["staff"])
    }

    @Test("has a name without characters that would mislead who reads it")
    func names() {
        #expect(ProfileText.name("Ada\u{202E}\u{0000} Example\n") == "Ada Example")
        #expect(ProfileText.name(" \u{200B}") == nil)
        #expect(ProfileText.name(String(repeating: "a", count: 1_000))?.count == 200)
    }

    @Test("is bounded, however much of it there is")
    func bounds() {
        let many = JSON.object(
            Dictionary(uniqueKeysWithValues: (0..<500).map { ("claim-\($0)", JOSEValue.string("x")) }))
        #expect(ProfileText.claims(of: [many], without: [], rules: AllowRules()).count == 100)
        let long = JSON.object(["groups": .array((0..<5_000).map { .string("group-\($0)") })])
        #expect(ProfileText.claims(of: [long], without: [], rules: AllowRules())["groups"]?.count == 1_000)
        let wide = JSON.object(["text": .string(String(repeating: "x", count: 2_000))])
        #expect(ProfileText.claims(of: [wide], without: [], rules: AllowRules()).isEmpty)
    }
}
