import DoorwardForms
import DoorwardOAuth
import DoorwardSecrets
import DoorwardTesting

@testable import DoorwardServer

/// Every page that people can come to, with harmless and with hostile texts of strangers on it.
enum PageTour {
    static func pages(_ text: String, name: String) async throws -> [(path: String, response: FormBrowserResponse)] {
        let world = try PeopleWorld(isSignUpOpen: true, name: "Garden \(text)")
        try await world.add(user: name, totp: nil)
        try await world.add(user: "zoe", totp: [UInt8](repeating: 9, count: 20))
        try await world.add(name: "Plant \(text)", redirect: "https://app.example/back", scopes: ["read", "odd"])
        try await world.store.create(UserRecord(id: "i", name: "i \(text)", email: "", createdAt: 0))
        let token = "dwi_" + String(repeating: "t", count: 43)
        try await world.store.create(
            Invitation(
                digest: SecretDigest(hashing: Array(token.utf8)), userID: "i", createdAt: 0, expiresAt: world.now + 60))
        var tour: [(path: String, response: FormBrowserResponse)] = []
        var browser = world.browser()
        browser.fields = [("user-agent", "Agent \(text)")]
        func keep() { tour.append((browser.address.prefix { $0 != "?" } + "", browser.response)) }
        for path in [
            "/oauth/sign-up", "/oauth/invitation?token=\(token)", "/oauth/invitation?token=x",
            "/oauth/authorize?client_id=\(FormEncoding.encode(text))",
        ] {
            try await browser.open(path)
            keep()
        }
        try await browser.open(PeopleWorld.authorize(state: text, scope: "read odd"))
        keep()
        try await browser.signIn(text, "x")
        keep()
        try await browser.signIn("zoe")
        keep()
        try await browser.submit(["code": text], to: "/oauth/second-factor")
        keep()
        try await browser.open(PeopleWorld.authorize(state: text, scope: "read odd"))
        try await browser.signIn(name)
        keep()
        try await browser.submit(to: "/oauth/consent")
        keep()
        try await browser.submit(to: "/oauth/consent", button: ("decision", "allow"))
        let code = SecretDigest(hashing: [1])
        try await world.store.create(
            AuthorizationCodeRecord(
                digest: code, clientID: "app", userID: "u-\(name)", redirectURI: "https://app.example/back",
                redirectURIWasGiven: false, challenge: nil, resource: "r", scopes: [], createdAt: 0, expiresAt: 60))
        _ = try await world.store.redeem(code: code, at: 0, tokensEndBy: 0) { _ in
            .redeem(
                GrantRecord(
                    id: "g \(text)", userID: "u-\(name)", clientID: "app", resource: "r", scopes: ["odd", "x\(text)"],
                    redirectURI: "https://app.example/back", createdAt: 0, lastUsedAt: 0), nil)
        }
        for path in ["/account", "/account/password", "/account/second-factor", "/oauth/signed-out"] {
            try await browser.open(path)
            keep()
        }
        try await browser.open("/account")
        try await browser.submit(["label": "Key \(text)".prefix(60) + ""], to: "/account/keys")
        keep()
        try await browser.submit(["csrf": text], to: "/account/revoke")
        keep()
        return tour
    }
}
