import Testing

@testable import DoorwardProviders

@Suite("Settings of providers")
struct ProviderSettingsTests {
    static let presets: [ProviderSettings] = [
        .google(clientID: "id"), .microsoft(clientID: "id"), .microsoft(clientID: "id", tenant: "consumers"),
        .microsoft(clientID: "id", tenant: MicrosoftTests.tenant), .github(clientID: "id"), .facebook(clientID: "id"),
        OAuth2ProviderTests.settings,
    ]

    @Test("of presets need nothing but a client id", arguments: presets)
    func presetsAreSound(_ settings: ProviderSettings) {
        #expect(settings.problems == [])
    }

    static let wrong: [(String, @Sendable (inout ProviderSettings) -> Void)] = [
        ("needs a name of 1 to 32 of the characters a-z, 0-9 and -", { $0.name = "Company" }),
        ("needs a client id", { $0.clientID = "" }),
        ("needs an issuer that is an https URL without query and fragment", { $0.issuer = "id.example.com" }),
        ("has an issuer with http; only loopback may do without https", { $0.issuer = "http://id.example.com" }),
        ("has an issuer with a query", { $0.issuer = "https://id.example.com?x" }),
        ("has a token address that is no https URL without user and fragment", { $0.tokenURL = "https://a@b/" }),
        ("has a key address with http; only loopback may do without https", { $0.jwksURL = "http://id.example.com/" }),
    ]

    @Test("say what is wrong with them", arguments: wrong.indices)
    func problems(_ index: Int) {
        var settings = Sitting().settings
        #expect(settings.problems == [])
        Self.wrong[index].1(&settings)
        #expect(settings.problems == [Self.wrong[index].0])
    }

    @Test("of a tenant that is none say so", arguments: ["", "contoso.onmicrosoft.com", "COMMON", "../x"])
    func tenants(_ tenant: String) async {
        let settings = ProviderSettings.microsoft(clientID: "id", tenant: tenant)
        #expect(settings.problems.contains("needs a tenant: common, organizations, consumers or the GUID of one"))
    }

    @Test("of a server that is not OpenID need all of its addresses")
    func endpoints() {
        let settings = ProviderSettings(
            name: "forum", label: "Forum", kind: .oauth2, clientID: "id", scopes: [],
            mapping: ProfileMapping(subject: ""))
        #expect(settings.problems.count == 4)
    }
}
