import DoorwardOAuth
import Testing

@Suite("Who may come in by a provider")
struct AllowRulesTests {
    static func identity(
        _ email: String?, verified: Bool = true, claims: [String: [String]] = [:]
    ) -> ProviderIdentity {
        ProviderIdentity(
            issuer: "https://id.example.com", subject: "7", email: email, isEmailVerified: verified, claims: claims)
    }

    static let addresses: [(String?, Bool, Bool)] = [
        ("ada@example.com", true, true), ("ada@example.com", false, false), (nil, true, false),
        ("ada@mail.example.com", true, false), ("ada@notexample.com", true, false),
        ("ada@example.com.evil.net", true, false),
        ("ada@example.co", true, false), ("example.com", true, false), ("ada@evil.net@example.com", true, true),
        ("ada@example.com@evil.net", true, false), ("ada@EXAMPLE.com", true, false), ("ada@example.com.", true, false),
        ("ada@example.com ", true, false), ("", true, false), ("@", true, false),
        // Cyrillic е, full-width letters, a soft hyphen, a zero-width joiner, the Kelvin sign.
        ("ada@\u{0435}xample.com", true, false), ("ada@\u{FF45}xample.com", true, false),
        ("ada@exam\u{00AD}ple.com", true, false), ("ada@example\u{200D}.com", true, false),
        ("ada@example\u{FF0E}com", true, false), ("ada\u{FF20}example.com", true, false),
    ]

    @Test("is asked of the exact domain of a verified address", arguments: addresses)
    func domains(_ email: String?, _ isVerified: Bool, _ isAllowed: Bool) {
        let rules = AllowRules(domains: ["example.com"])
        #expect(rules.allow(Self.identity(email, verified: isVerified)) == isAllowed)
    }

    @Test("is asked byte by byte, though Unicode calls two texts the same")
    func composition() {
        // é as one character, and as an e with an accent.
        let rules = AllowRules(
            domains: ["caf\u{00E9}.example"], emails: ["ren\u{00E9}@example.com"], claims: ["group": ["\u{00E9}"]])
        #expect("caf\u{00E9}.example" == "cafe\u{0301}.example")
        #expect(!rules.allow(Self.identity("ada@cafe\u{0301}.example")))
        #expect(!rules.allow(Self.identity("rene\u{0301}@example.com")))
        #expect(!rules.allow(Self.identity(nil, claims: ["group": ["e\u{0301}"]])))
        #expect(rules.allow(Self.identity("ada@caf\u{00E9}.example")))
        #expect(rules.allow(Self.identity("ren\u{00E9}@example.com")))
        #expect(rules.allow(Self.identity(nil, claims: ["group": ["\u{00E9}"]])))
    }

    @Test("is not asked of a claim that is an address which nobody vouches for")
    func emailClaim() {
        let rules = AllowRules(claims: ["email": ["ada@example.com"]])
        let claims = ["email": ["ada@example.com"]]
        #expect(rules.allow(Self.identity("ada@example.com", claims: claims)))
        #expect(!rules.allow(Self.identity("ada@example.com", verified: false, claims: claims)))
    }

    @Test("is asked of the whole address when it is an address that is listed")
    func emails() {
        let rules = AllowRules(emails: ["ada@example.com"])
        #expect(rules.allow(Self.identity("ada@example.com")))
        #expect(!rules.allow(Self.identity("ada@example.com", verified: false)))
        for other in ["eve@example.com", "ada@example.org", "xada@example.com", "Ada@example.com", "ada+x@example.com"]
        {
            #expect(!rules.allow(Self.identity(other)), "\(other)")
        }
    }

    @Test("is asked of claims whether or not there is an address")
    func claims() {
        let rules = AllowRules(claims: ["groups": ["staff", "admins"], "hd": ["example.com"]])
        #expect(rules.allow(Self.identity(nil, verified: false, claims: ["groups": ["guests", "staff"]])))
        #expect(rules.allow(Self.identity(nil, verified: false, claims: ["hd": ["example.com"]])))
        for claims in [
            ["groups": ["guests"]], ["groups": ["Staff"]], ["groups": ["staff "]], ["groups": []],
            ["Groups": ["staff"]],
            ["hd": ["staff"]], ["groups": ["staff,admins"]], [:],
        ] {
            #expect(!rules.allow(Self.identity("staff@example.com", claims: claims)), "\(claims)")
        }
    }

    @Test("lets in whoever one rule fits, everyone when it says so, and nobody when there is none")
    func several() {
        let rules = AllowRules(domains: ["example.org"], emails: ["ada@example.com"], claims: ["groups": ["staff"]])
        #expect(rules.allow(Self.identity("eve@example.org")))
        #expect(rules.allow(Self.identity("ada@example.com")))
        #expect(rules.allow(Self.identity("eve@example.com", verified: false, claims: ["groups": ["staff"]])))
        #expect(!rules.allow(Self.identity("eve@example.com")))
        #expect(AllowRules(everyone: true).allow(Self.identity(nil, verified: false)))
        #expect(!AllowRules().allow(Self.identity("ada@example.com")))
        #expect(AllowRules().isEmpty)
        #expect(!AllowRules(everyone: true).isEmpty)
        #expect(!AllowRules(claims: ["groups": []]).isEmpty)
    }
}
