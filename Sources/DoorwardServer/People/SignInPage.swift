import DoorwardOAuth

/// `/oauth/sign-in`: name and password, or a button for each place to sign in elsewhere.
struct SignInPage: PersonalPage {
    let people: People

    var methods: [String] { people.configuration.hasLocalAccounts ? ["GET", "POST"] : ["GET"] }

    /// What the form shows.
    private struct View {
        var underWay: FlowUnderWay?
        /// The value of the browser cookie that the form is made for.
        var browser: String
        var cookies: [(name: String, value: String)] = []
        var status = 200
        var name = ""
        var done: String?
    }

    func answer(_ request: EndpointRequest) async throws -> EndpointResponse {
        if request.method == "POST" { return try await submit(request) }
        let query = QueryFields(request)
        if let handle = query["flow"] {
            switch await resume(handle, request) {
            case .over(let response): return response
            case .current(let underWay):
                var view = View(underWay: underWay, browser: underWay.browser)
                try await note(missingTokens: request, in: &view)
                return show(view)
            case .rebound(let underWay, let cookies):
                return show(View(underWay: underWay, browser: underWay.browser, cookies: cookies))
            }
        }
        let mustSignInAgain = query["again"] != nil
        if !mustSignInAgain, try await people.visitor(request) != nil { return PeoplePages.seeOther("/account") }
        var view = fresh(request)
        if mustSignInAgain { view.done = "This needs a sign-in of the last 15 minutes. Sign in once more, then go on." }
        if query["done"] == "password" { view.done = "The password is set. Sign in with it." }
        // Without a device that waits it is the account that needs it, and a password will do.
        let isForDevice = DeviceReturn(isSecure: people.configuration.isSecure).onward(request).path != "/account"
        if mustSignInAgain, isForDevice { try await note(missingTokens: request, in: &view) }
        view.name = query["name"] ?? ""
        return show(view)
    }

    /// Says so to somebody who is signed in, and yet has to sign in where the API is let in in his name: a password does
    /// not help there, and would lead back here.
    private func note(missingTokens request: EndpointRequest, in view: inout View) async throws {
        guard let visitor = try await people.visitor(request), await people.flow.lacksProviderTokens(visitor.user.id)
        else { return }
        let labels = people.tokenProviders.map(ProviderButton.label)
        guard !labels.isEmpty else { return }
        view.done =
            "Sign in with \(labels.joined(separator: " or ")) once more: "
            + "the service needs to be let in there in your name, and what it had has ended."
    }

    private func submit(_ request: EndpointRequest) async throws -> EndpointResponse {
        let form = try people.form(request)
        var view = fresh(request)
        view.status = 400
        view.name = try form["username"] ?? ""
        if let handle = try form["flow"] {
            switch await resume(handle, request) {
            case .over(let response): return response
            case .rebound(let underWay, let cookies):
                view.underWay = underWay
                view.browser = underWay.browser
                view.cookies = cookies
                return show(view, problem: Self.lostCookie)
            case .current(let underWay):
                view.underWay = underWay
                view.browser = underWay.browser
            }
        }
        guard try people.isGenuine(form, request, cookie: people.browsers.value(in: request)) else {
            return show(view, problem: Self.lostCookie)
        }
        guard let typed = try form["username"], let password = try form["password"] else {
            return show(
                view,
                problem: FormProblem(
                    "Type your name and your password.",
                    fields: (view.name.isEmpty ? ["username"] : []) + (try form["password"] == nil ? ["password"] : []))
            )
        }
        return try await check(typed, Array(password.utf8), view, request)
    }

    /// The page once more, for a form of it that was made for another browser, or is too old.
    func again(
        _ underWay: FlowUnderWay?, _ request: EndpointRequest, cookies: [(name: String, value: String)] = []
    ) -> EndpointResponse {
        var view = fresh(request)
        view.status = 400
        if let underWay {
            view.underWay = underWay
            view.browser = underWay.browser
            view.cookies = cookies
        }
        return show(view, problem: Self.lostCookie)
    }

    private static let lostCookie = FormProblem(
        "Please sign in once more: the page was too old, or the browser did not send its cookie with it.", .staleForm)

    private func check(
        _ typed: String, _ password: [UInt8], _ view: View, _ request: EndpointRequest
    ) async throws -> EndpointResponse {
        let user = try await people.store.user(named: UserRecord.canonical(typed))
        let attempt = people.attempt(.password, at: user, typed: typed, request)
        switch try await people.throttle.admit(attempt, now: people.now) {
        case .refuse(let seconds):
            var view = view
            view.status = 429
            var response = show(view, problem: People.waiting(seconds))
            response.fields.append(("Retry-After", String(seconds)))
            return response
        case .proceed(let pause): if pause > 0 { await people.configuration.pause(pause) }
        }
        let kept = user.flatMap { $0.disabledAt == nil ? $0.passwordHash : nil }
        let verdict = try await people.configuration.hasher.check(
            password, against: kept, from: attempt.mark ?? ClientNetwork.key(of: request.client))
        guard case .right(let needsUpgrade) = verdict, let user else {
            try await people.throttle.failed(attempt, now: people.now)
            people.note("sign-in.failed", by: user?.id ?? "unknown", on: user?.name ?? "unknown", request)
            return show(
                view,
                problem: FormProblem(
                    "The name or the password is wrong.", .wrongPassword, fields: ["password", "username"]))
        }
        try await people.throttle.succeeded(attempt)
        if needsUpgrade { try await upgrade(user, password) }
        return user.sealedTOTPKey == nil
            ? try await people.enter(as: user, view.underWay, request)
            : try await people.askForCode(of: user, view.underWay, request)
    }

    /// Keeps the password under today's cost.
    private func upgrade(_ user: UserRecord, _ password: [UInt8]) async throws {
        let salt = people.configuration.random(PasswordHash.saltSize)
        let hash = try await people.configuration.hasher.hash(password, salt: salt)
        _ = try await people.store.setPasswordHash(hash.text, ofUser: user.id)
    }

    private func resume(_ handle: String, _ request: EndpointRequest) async -> FlowResumption {
        await people.flow.resume(handle: handle, request: request)
    }

    /// A form that leads to the account, for this browser; it gets its cookie when it has none.
    private func fresh(_ request: EndpointRequest) -> View {
        if let browser = people.browsers.value(in: request) { return View(browser: browser) }
        let browser = people.browsers.make(random: people.configuration.random)
        return View(browser: browser, cookies: people.browsers.setting(browser))
    }

    /// Where strangers make an account, on the way to the same client.
    private func signUp(_ view: View) -> String? {
        guard people.configuration.isSignUpOpen, people.configuration.hasLocalAccounts else { return nil }
        return "/oauth/sign-up" + (view.underWay.map { "?flow=\($0.handle)" } ?? "")
    }

    private func show(_ view: View, problem: FormProblem? = nil) -> EndpointResponse {
        let name = view.name.utf8.count <= 200 ? view.name : ""
        let isLocal = people.configuration.hasLocalAccounts
        let providers = people.configuration.providers
        return people.pages.page(
            FlowTemplates.signIn, status: view.status, title: "Sign in",
            [
                "done": .optional(view.done), "name": .text(name), "client": .optional(view.underWay?.shownClient),
                "csrf": .text(people.token(view.browser, "/oauth/sign-in")), "flow": .optional(view.underWay?.handle),
                "signUp": .optional(signUp(view)), "isLocal": .flag(isLocal),
                "hasProviders": .flag(!providers.isEmpty), "isDivided": .flag(isLocal && !providers.isEmpty),
                "providerToken": .text(people.token(view.browser, "/oauth/provider")),
                "providers": .list(providers.map(ProviderButton.values)),
            ], problem: problem, focus: isLocal ? (name.isEmpty ? "username" : "password") : nil,
            destination: view.underWay?.redirect?.formAction,
            // With a client waiting, the page that leads there is the one where the person agrees.
            providers: view.underWay == nil ? providers : [], cookies: view.cookies)
    }
}

extension FlowUnderWay {
    /// The client's name as people may read it.
    var shownClient: String { ShownText.line(client?.name ?? "", limit: 80) }
}
