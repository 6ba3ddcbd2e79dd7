import DoorwardForms
import DoorwardTesting

/// Somebody with a browser without scripts, who signs in and decides when asked.
struct Visitor: Sendable {
    var browser: FormBrowser
    let name: String
    let password: String

    init(_ name: String, password: String, at door: Door) {
        self.init(name, password: password, site: door.site) { door }
    }

    /// - Parameter door: which process takes the next request.
    init(_ name: String, password: String, site: String, door: @escaping @Sendable () -> Door) {
        self.name = name
        self.password = password
        browser = FormBrowser(origin: site) { request in
            let answer = try door().request(
                request.method, request.target, request.fields.map { ($0.name, $0.value) },
                body: request.method == "POST" ? request.body : nil)
            return FormBrowserResponse(
                status: answer.status, fields: answer.headers.map { (name: $0.name.lowercased(), value: $0.value) },
                body: answer.body)
        }
    }

    /// Opens the authorization endpoint and goes through its pages, to where it sends the browser in the end.
    mutating func authorize(_ query: Form, decision: String = "allow") async throws -> Redirect {
        try await browser.open("/oauth/authorize?\(query.text)")
        return try await finish(decision: decision)
    }

    /// Goes on from whatever page is shown.
    mutating func finish(decision: String = "allow") async throws -> Redirect {
        for _ in 0..<6 {
            if browser.isElsewhere { return Redirect(address: browser.address) }
            if isAtSignIn {
                try await signIn()
            } else if isAtConsent {
                try await decide(decision)
            } else {
                break
            }
        }
        if browser.isElsewhere { return Redirect(address: browser.address) }
        throw Failure("stuck at \(browser.address): \(browser.response.status) \(browser.page.text.prefix(400))")
    }

    var isAtSignIn: Bool { browser.page.forms.contains { $0["password"] != nil && $0["username"] != nil } }

    var isAtConsent: Bool { browser.page.forms.contains { $0.buttons.contains { $0.name == "decision" } } }

    mutating func signIn(password: String? = nil) async throws {
        try await browser.submit(
            ["username": name, "password": password ?? self.password], where: { $0["password"] != nil })
    }

    mutating func decide(_ decision: String) async throws {
        try await browser.submit(
            button: (name: "decision", value: decision),
            where: { form in form.buttons.contains { $0.name == "decision" && $0.value == decision } })
    }
}
