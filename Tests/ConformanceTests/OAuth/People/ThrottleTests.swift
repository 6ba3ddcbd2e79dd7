import DoorwardForms
import DoorwardTesting
import Testing

@Suite("Somebody who guesses passwords", .ownThreads)
struct ThrottleTests {
    @Test("is slowed down and told so, and does not lock the owner out", arguments: [Backend.sqlite])
    func guesses(_ backend: Backend) async throws {
        try await Door.with(.oauth(site: "https://door.example"), on: backend) { door in
            var stranger = Visitor("ada", password: "", at: door)
            try await stranger.browser.open("/oauth/sign-in")
            var statuses: [Int] = []
            for _ in 0..<12 where statuses.last != 429 {
                try await stranger.signIn(password: Canary.text("password"))
                statuses.append(stranger.browser.response.status)
            }
            #expect(statuses.last == 429, "\(statuses)")
            #expect(statuses.dropLast().allSatisfy { $0 == 400 || $0 == 401 }, "\(statuses)")
            let wait = stranger.browser.response.field("retry-after").flatMap { Int($0) } ?? 0
            #expect(wait > 0)
            // From now on even the right password does not help the stranger.
            try await stranger.signIn(password: door.ada.password)
            #expect(stranger.browser.response.status == 429)
            #expect(!stranger.browser.cookies.keys.contains { $0.contains("session") })
            // Whoever was here before comes in from the same address, with the browser that is known.
            var ada = door.ada
            ada.browser.cookies = ada.browser.cookies.filter { !$0.key.contains("session") }
            try await ada.browser.open("/account")
            #expect(ada.isAtSignIn)
            try await ada.signIn()
            #expect(ada.browser.response.status == 200 && !ada.isAtSignIn, "\(ada.browser.page.text.prefix(200))")
        }
    }
}
