import DoorwardOAuth

/// `/oauth/sign-up`: an account for a stranger, where that is open; then on to the client that was waiting.
struct SignUpPage: PersonalPage {
    let people: People
    let methods = ["GET", "POST"]
    private static let path = "/oauth/sign-up"
    private static let lostCookie = FormProblem(
        "The browser did not send its cookie. Please try once more.", .staleForm)

    /// What the form shows.
    private struct View {
        var underWay: FlowUnderWay?
        /// The value of the browser cookie that the form is made for.
        var browser: String
        var cookies: [(name: String, value: String)] = []
        var name = ""
        var isRebound = false
    }

    private enum Found {
        case view(View)
        case instead(EndpointResponse)
    }

    func answer(_ request: EndpointRequest) async throws -> EndpointResponse {
        guard request.method == "POST" else {
            switch await find(QueryFields(request)["flow"], request) {
            case .instead(let response): return response
            case .view(let view): return show(view, status: 200)
            }
        }
        let form = try people.form(request)
        switch await find(try form["flow"], request) {
        case .instead(let response): return response
        case .view(var view):
            view.name = try form["username"] ?? ""
            let isGenuine = try people.isGenuine(form, request, cookie: people.browsers.value(in: request))
            guard isGenuine, !view.isRebound else { return show(view, problem: Self.lostCookie) }
            return try await check(form, view, request)
        }
    }

    /// The sign-in under way that the form belongs to, if any, and the cookie that it is made for.
    private func find(_ handle: String?, _ request: EndpointRequest) async -> Found {
        guard let handle else {
            if let browser = people.browsers.value(in: request) { return .view(View(browser: browser)) }
            let browser = people.browsers.make(random: people.configuration.random)
            return .view(View(browser: browser, cookies: people.browsers.setting(browser)))
        }
        switch await people.flow.resume(handle: handle, request: request) {
        case .over(let response): return .instead(response)
        case .current(let underWay): return .view(View(underWay: underWay, browser: underWay.browser))
        case .rebound(let underWay, let cookies):
            return .view(View(underWay: underWay, browser: underWay.browser, cookies: cookies, isRebound: true))
        }
    }

    private func check(_ form: SubmittedForm, _ view: View, _ request: EndpointRequest) async throws -> EndpointResponse
    {
        let name = UserRecord.canonical(view.name)
        guard AccountName.isAcceptable(name) else {
            return show(view, problem: FormProblem(AccountName.rule, fields: ["username"]))
        }
        switch try NewPassword.read(form, names: [name, people.configuration.theme.name]) {
        case .problem(let problem): return show(view, problem: problem)
        case .password(let password): return try await make(name, password, view, request)
        }
    }

    private func make(
        _ name: String, _ password: NewPassword, _ view: View, _ request: EndpointRequest
    ) async throws -> EndpointResponse {
        let attempt = people.attempt(.signUp, at: nil, request)
        if case .refuse(let seconds) = try await people.throttle.admit(attempt, now: people.now) {
            var response = show(view, status: 429, problem: People.waiting(seconds))
            response.fields.append(("Retry-After", String(seconds)))
            return response
        }
        let taken = FormProblem("This name is taken. Choose another.", fields: ["username"])
        // A client's id could be taken for the person (RFC 9068 §5).
        guard try await people.store.user(named: name) == nil, try await people.store.client(id: name) == nil else {
            return show(view, problem: taken)
        }
        let user = UserRecord(
            id: PublicID.make(people.configuration.random), name: name, email: "",
            passwordHash: try await people.hash(password).text, createdAt: people.now)
        do {
            try await people.store.create(user)
        } catch {
            // Somebody else may have taken the name in the meantime; anything else is the store's trouble.
            guard try await people.store.user(named: name) != nil else { throw error }
            return show(view, problem: taken)
        }
        people.note("user.signed-up", by: user.id, on: user.name, request)
        return try await people.enter(as: user, view.underWay, request)
    }

    private func show(_ view: View, status: Int = 400, problem: FormProblem? = nil) -> EndpointResponse {
        people.pages.page(
            FlowTemplates.newPassword, status: status, title: "Make an account",
            [
                "action": .text(Self.path), "choosesName": true,
                "name": .text(view.name.utf8.count <= 200 ? view.name : ""),
                "csrf": .text(people.token(view.browser, Self.path)), "flow": .optional(view.underWay?.handle),
                "button": "Make the account",
            ], problem: problem, focus: "username", destination: view.underWay?.redirect?.formAction,
            cookies: view.cookies)
    }
}
