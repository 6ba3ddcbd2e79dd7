import DoorwardFetch
import DoorwardJOSE
import DoorwardOAuth
import Testing

@testable import DoorwardProviders

@Suite("Signing in with Microsoft")
struct MicrosoftTests {
    static let template = "https://login.microsoftonline.com/{tenantid}/v2.0"
    static let tenant = "11111111-2222-3333-4444-555555555555"
    static let other = "99999999-2222-3333-4444-555555555555"
    static let consumers = "9188040d-6c67-4c5b-b112-36a304b66dad"

    static func issuer(_ tenant: String) -> String { "https://login.microsoftonline.com/\(tenant)/v2.0" }

    static func fake(metadata: String = Self.template, tenant: String = Self.tenant) -> FakeProvider {
        var fake = FakeProvider()
        fake.discovery = FakeProvider.discovery("https://login.microsoftonline.com/common")
        fake.discovery["issuer"] = .string(metadata)
        fake.discovery["userinfo_endpoint"] = .string("https://graph.microsoft.com/oidc/userinfo")
        fake.claims["iss"] = .string(issuer(tenant))
        fake.claims["tid"] = .string(tenant)
        fake.claims["email_verified"] = nil
        return fake
    }

    static func sitting(_ fake: FakeProvider, tenant: String = "common") -> Sitting {
        Sitting(fake, settings: .microsoft(clientID: FakeProvider.clientID, tenant: tenant))
    }

    @Test("takes an account of any tenant whose issuer and tid agree, and does not trust its address")
    func common() async throws {
        let sitting = Self.sitting(Self.fake())
        let identity = try await sitting.signIn()
        #expect(identity.issuer == Self.issuer(Self.tenant))
        #expect(identity.email == "ada@example.com")
        #expect(!identity.isEmailVerified)
        #expect(
            sitting.fetcher.lines.first
                == "GET https://login.microsoftonline.com/common/v2.0/.well-known/openid-configuration")
        #expect(sitting.fetcher.lines.count == 3)
    }

    @Test("asks for no user information, which has nothing that the ID token has not")
    func noUserInfo() async throws {
        var fake = Self.fake()
        fake.claims["email"] = .null
        fake.claims["name"] = .null
        let sitting = Self.sitting(fake)
        #expect(try await sitting.signIn().email == nil)
        #expect(sitting.fetcher.lines.count == 3)
    }

    @Test(
        "trusts an address whose domain is verified",
        arguments: [
            (JOSEValue.bool(true), true), (.integer(1), true), (.string("1"), true), (.string("true"), true),
            (.bool(false), false), (.integer(0), false), (.string("0"), false),
        ])
    func verifiedDomain(_ value: JOSEValue, _ isVerified: Bool) async throws {
        var fake = Self.fake()
        fake.claims["xms_edov"] = value
        #expect(try await Self.sitting(fake).signIn().isEmailVerified == isVerified)
    }

    @Test("does not take email_verified for that, which any tenant's administrator can map")
    func emailVerified() async throws {
        var fake = Self.fake()
        fake.claims["email_verified"] = .bool(true)
        #expect(try await !Self.sitting(fake).signIn().isEmailVerified)
    }

    @Test("trusts addresses by configuration of one tenant alone, never of all")
    func ownTenant() async throws {
        for (tenant, isVerified) in [(Self.tenant, true), ("common", false)] {
            var settings = ProviderSettings.microsoft(clientID: FakeProvider.clientID, tenant: tenant)
            settings.trustsEmail = true
            let metadata = tenant == "common" ? Self.template : Self.issuer(Self.tenant)
            let sitting = Sitting(Self.fake(metadata: metadata), settings: settings)
            #expect(try await sitting.signIn().isEmailVerified == isVerified)
        }
    }

    static let lies: [(String, String, @Sendable (inout FakeProvider) -> Void)] = [
        ("issuer of another tenant than tid", "wrong_issuer", { $0.claims["tid"] = .string(other) }),
        (
            "tid that is no GUID", "malformed_tenant",
            {
                $0.claims["tid"] = .string("contoso")
                $0.claims["iss"] = .string(issuer("contoso"))
            }
        ),
        (
            "tid that walks elsewhere", "malformed_tenant",
            {
                $0.claims["tid"] = .string("../evil")
                $0.claims["iss"] = .string(issuer("../evil"))
            }
        ),
        ("no tid", "malformed_tenant", { $0.claims["tid"] = .null }),
        (
            "the template as issuer", "malformed_tenant",
            {
                $0.claims["iss"] = .string(template)
                $0.claims["tid"] = .string("{tenantid}")
            }
        ),
        (
            "another host", "wrong_issuer",
            {
                $0.claims["iss"] = .string("https://login.example.net/\(tenant)/v2.0")
            }
        ),
        ("version 1", "wrong_issuer", { $0.claims["iss"] = .string("https://sts.windows.net/\(tenant)/") }),
        ("metadata of one tenant", "wrong_issuer", { $0.discovery["issuer"] = .string(issuer(tenant)) }),
        (
            "a key of another tenant", "wrong_issuer",
            { fake in
                fake.published = fake.published.map { $0.merging(["issuer": .string(issuer(other))]) { $1 } }
            }
        ),
        (
            "an iss parameter of another tenant", "wrong_iss_parameter",
            {
                $0.callback.append(("iss", issuer(other)))
            }
        ),
        (
            "an iss parameter that fits no tenant", "wrong_iss_parameter",
            {
                $0.callback.append(("iss", issuer("common")))
            }
        ),
        ("another key under the right name", "wrong_signature", { $0.key = .stranger }),
    ]

    @Test("refuses what does not agree", arguments: lies.indices)
    func isRefused(_ index: Int) async {
        var fake = Self.fake()
        Self.lies[index].2(&fake)
        let sitting = Self.sitting(fake)
        await #expect(throws: ProviderFailure.untrue(Self.lies[index].1), "\(Self.lies[index].0)") {
            try await sitting.signIn()
        }
    }

    @Test("takes keys whose issuer is the template or the tenant's own, and an iss parameter that agrees")
    func keysWithIssuers() async throws {
        for owner in [Self.template, Self.issuer(Self.tenant)] {
            var fake = Self.fake()
            fake.published = fake.published.map { $0.merging(["issuer": .string(owner)]) { $1 } }
            fake.callback.append(("iss", Self.issuer(Self.tenant)))
            #expect(try await Self.sitting(fake).signIn().subject == "account-7")
        }
    }

    @Test("of one tenant takes that one alone")
    func oneTenant() async throws {
        let right = Self.fake(metadata: Self.issuer(Self.tenant))
        #expect(try await Self.sitting(right, tenant: Self.tenant.uppercased()).signIn().subject == "account-7")
        let wrong = Self.fake(metadata: Self.issuer(Self.tenant), tenant: Self.other)
        await #expect(throws: ProviderFailure.untrue("wrong_issuer")) {
            try await Self.sitting(wrong, tenant: Self.tenant).signIn()
        }
        await #expect(throws: ProviderFailure.untrue("wrong_issuer")) {
            try await Self.sitting(Self.fake(), tenant: Self.tenant).signIn()
        }
    }

    @Test("tells organizations from personal accounts")
    func kinds() async throws {
        let personal = Self.fake(tenant: Self.consumers)
        await #expect(throws: ProviderFailure.untrue("wrong_tenant")) {
            try await Self.sitting(personal, tenant: "organizations").signIn()
        }
        await #expect(throws: ProviderFailure.untrue("wrong_tenant")) {
            try await Self.sitting(Self.fake(), tenant: "consumers").signIn()
        }
        #expect(try await Self.sitting(Self.fake(), tenant: "organizations").signIn().subject == "account-7")
        // The metadata of `consumers` names their tenant.
        let named = Self.fake(metadata: Self.issuer(Self.consumers), tenant: Self.consumers)
        #expect(try await Self.sitting(named, tenant: "consumers").signIn().subject == "account-7")
    }
}
