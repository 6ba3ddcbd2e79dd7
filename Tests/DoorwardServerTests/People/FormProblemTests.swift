import DoorwardForms
import DoorwardOAuth
import DoorwardSecrets
import DoorwardTesting
import Synchronization
import Testing

@testable import DoorwardServer

@Suite("What is wrong with a form")
struct FormProblemTests {
    /// The names of the inputs that are marked, and of the one where one begins.
    private func marks(_ browser: FormBrowser) -> (wrong: [String], focus: [String]) {
        let inputs = browser.page.tags("input")
        for input in inputs where input["aria-invalid"] != nil {
            #expect(input["aria-describedby"]?.hasPrefix("problem") == true)
        }
        for input in inputs where input["aria-invalid"] == nil {
            #expect(input["aria-describedby"]?.hasPrefix("problem") != true)
        }
        return (
            inputs.filter { $0["aria-invalid"] == "true" }.compactMap { $0["name"] },
            inputs.filter { $0["autofocus"] != nil }.compactMap { $0["name"] }
        )
    }

    private static let new = "a better garden door"

    @Test(
        "is marked at the fields that it is about, and one begins there: a new password",
        arguments: [
            (["current": "wrong one", "password": new, "again": new], ["current"]),
            (["current": PeopleWorld.password, "password": "short", "again": "short"], ["password"]),
            (["current": PeopleWorld.password, "password": new, "again": "other"], ["password", "again"]),
            (["current": PeopleWorld.password, "password": new], ["again"]),
        ])
    func password(values: [String: String], wrong: [String]) async throws {
        let world = try PeopleWorld()
        try await world.add(user: "ada")
        var browser = try await world.browser(of: "ada")
        try await browser.open("/account/password")
        #expect(marks(browser) == ([], ["current"]))
        try await browser.submit(values)
        #expect(marks(browser) == (wrong, [wrong[0]]))
    }

    @Test("is marked there: signing up, the second step, a key")
    func others() async throws {
        let world = try PeopleWorld(isSignUpOpen: true)
        try await world.add(user: "ada")
        var stranger = world.browser()
        try await stranger.open("/oauth/sign-up")
        try await stranger.submit(["username": "a", "password": Self.new, "again": Self.new])
        #expect(marks(stranger) == (["username"], ["username"]))
        try await stranger.submit(["username": "carl", "password": "x", "again": "x"])
        #expect(marks(stranger) == (["password"], ["password"]))

        var browser = try await world.browser(of: "ada")
        try await browser.open("/account/second-factor")
        try await browser.submit(["password": PeopleWorld.password, "code": "1"])
        #expect(marks(browser) == (["code"], ["code"]))
        try await browser.submit(["password": "wrong one", "code": "1"])
        #expect(marks(browser) == (["password"], ["password"]))
        try await browser.open("/account")
        try await browser.submit(["label": String(repeating: "x", count: 61)], to: "/account/keys")
        #expect(marks(browser) == (["label"], ["label"]))
        #expect(browser.page.tags("details").first?["open"] != nil)
    }

    @Test("is marked there on the way in, and nothing is when it is about no field")
    func signingIn() async throws {
        let world = try PeopleWorld()
        try await world.add(user: "ada")
        try await world.add(user: "zoe", totp: [UInt8](repeating: 9, count: 20))
        var browser = world.browser()
        try await browser.open("/oauth/sign-in")
        #expect(marks(browser) == ([], ["username"]))
        try await browser.submit(["username": "", "password": "x"])
        #expect(marks(browser) == (["username"], ["username"]))
        try await browser.submit(["username": "ada", "password": ""])
        #expect(marks(browser) == (["password"], ["password"]))
        // Which of the two it is, nobody is told; the name is more often right.
        try await browser.signIn("ada", "wrong")
        #expect(marks(browser) == (["username", "password"], ["password"]))
        try await browser.submit(["csrf": "x"])
        #expect(browser.problem.contains("once more") && marks(browser) == ([], ["password"]))

        try await browser.signIn("zoe")
        #expect(marks(browser) == ([], ["code"]))
        try await browser.submit(["code": "1"])
        #expect(marks(browser) == (["code"], ["code"]))
        for _ in 0..<12 { try await browser.submit(["code": "000000"]) }
        #expect(browser.response.status == 429 && marks(browser) == ([], ["code"]))
    }

    @Test("is marked there: an invitation")
    func invitation() async throws {
        let world = try PeopleWorld()
        try await world.store.create(UserRecord(id: "i", name: "eve", email: "", createdAt: 0))
        let token = "dwi_" + String(repeating: "t", count: 43)
        try await world.store.create(
            Invitation(
                digest: SecretDigest(hashing: Array(token.utf8)), userID: "i", createdAt: 0, expiresAt: world.now + 60))
        var browser = world.browser()
        try await browser.open("/oauth/invitation?token=\(token)")
        #expect(marks(browser) == ([], ["password"]))
        try await browser.submit(["password": "eve", "again": "eve"])
        #expect(marks(browser) == (["password"], ["password"]))
        try await browser.submit(["password": Self.new, "again": "other"])
        #expect(marks(browser) == (["password", "again"], ["password"]))
        // The note under the field goes on describing it.
        let input = browser.page.tags("input").first { $0["name"] == "password" }
        #expect(input?["aria-describedby"] == "problem about-password")
    }

    @Test("has a word for the log, the same whatever was typed")
    func words() async throws {
        let world = try PeopleWorld()
        try await world.add(user: "ada")
        let words = Mutex<[String?]>([])
        var browser = world.browser { response in words.withLock { $0.append(response.refusal) } }
        try await browser.open("/oauth/sign-in")
        for name in ["ada", "bob", "<b>"] { try await browser.signIn(name, "wrong") }
        try await browser.submit(["username": "", "password": ""])
        try await browser.submit(["csrf": "x"])
        #expect(
            words.withLock { $0 } == [
                nil, "wrong_password", "wrong_password", "wrong_password", "unusable_input", "stale_form",
            ])
        for _ in 0..<12 { try await browser.signIn("ada", "wrong") }
        #expect(words.withLock { $0.last } == "too_many_attempts")
        try await browser.open("/oauth/invitation?token=x")
        #expect(words.withLock { $0.last } == "invitation_over")
    }

    @Test("has words in snake case")
    func snakeCase() {
        for word in PageRefusal.allCases.map(\.rawValue) {
            #expect(word.utf8.allSatisfy { (0x61...0x7A).contains($0) || $0 == 0x5F }, "\(word)")
        }
    }
}

@Suite("The name of a browser")
struct BrowserNameTests {
    private static let mozilla = "Mozilla/5.0 (X11; Linux x86_64)"

    @Test(
        "is what most of them know it as, and nothing where that is not sure",
        arguments: [
            ("\(mozilla) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 Safari/537.36", "Chrome on Linux"),
            (
                "\(mozilla) AppleWebKit/537.36 (KHTML, like Gecko) HeadlessChrome/130.0.0.0 Safari/537.36",
                "Chrome on Linux"
            ),
            ("\(mozilla) AppleWebKit/605.1.15 (KHTML, like Gecko) Other/2 Safari/605.1.15", "A browser on Linux"),
            (
                "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) "
                    + "Version/17.0 Safari/605.1.15", "Safari on a Mac"
            ),
            ("\(mozilla) Gecko/20100101 Firefox/130.0", "Firefox on Linux"), ("curl/8.5.0", "curl/8.5.0"),
        ])
    func names(agent: String, name: String) { #expect(BrowserName.readable(agent) == name) }
}
