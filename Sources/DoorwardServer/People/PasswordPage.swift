import DoorwardOAuth

/// `/account/password`: a new password, and the other sessions end.
struct PasswordPage: PersonalPage {
    let people: People
    let methods = ["GET", "POST"]

    func answer(_ request: EndpointRequest) async throws -> EndpointResponse {
        let form = request.method == "POST" ? try people.form(request) : nil
        guard let visitor = try await people.visitor(request) else { return PeoplePages.seeOther("/oauth/sign-in") }
        guard visitor.user.passwordHash != nil else {
            return people.pages.notice(
                title: "Your account has no password", ["You sign in with an account that you have elsewhere."],
                link: ("/account", "Back to your account"))
        }
        guard let form else { return show(visitor, status: 200) }
        guard try people.isGenuine(form, request, cookie: visitor.cookie) else {
            return people.stale(request, goOn: "/account/password")
        }
        let user = visitor.user
        switch try NewPassword.read(form, names: [user.name, user.email, people.configuration.theme.name]) {
        case .problem(let problem): return show(visitor, problem: problem)
        case .password(let password):
            if let problem = try await people.problem(
                withPassword: try form["current"], in: "current", of: user, request)
            {
                return show(visitor, problem: problem)
            }
            return try await change(to: password, visitor, request)
        }
    }

    private func change(to password: NewPassword, _ visitor: Visitor, _ request: EndpointRequest) async throws
        -> EndpointResponse
    {
        let user = visitor.user
        _ = try await people.store.setPasswordHash(try await people.hash(password).text, ofUser: user.id)
        let ended = try await people.store.endSessions(ofUser: user.id, except: visitor.signedIn.session.digest)
        people.note("password.changed", by: user.id, on: user.name, request, ["sessions-ended": String(ended)])
        return PeoplePages.seeOther("/account?done=password")
    }

    private func show(_ visitor: Visitor, status: Int = 400, problem: FormProblem? = nil) -> EndpointResponse {
        people.pages.page(
            AccountTemplates.password, status: status, title: "Change your password",
            [
                "user": .text(ShownText.line(visitor.user.name, limit: 80)),
                "csrf": .text(people.token(visitor.cookie, "/account/password")),
            ], problem: problem, focus: "current")
    }
}

extension People {
    /// Whether a password of this account can be asked for.
    func hasPassword(_ user: UserRecord) -> Bool { configuration.hasLocalAccounts && user.passwordHash != nil }

    /// Asks for the password again, or where there is none for a recent sign-in, before something that outlives the
    /// session; what is wrong when it is not right.
    func problem(
        withPassword typed: String?, in field: String, of visitor: Visitor, _ request: EndpointRequest
    ) async throws -> FormProblem? {
        guard !hasPassword(visitor.user) else {
            return try await problem(withPassword: typed, in: field, of: visitor.user, request)
        }
        if isRecent(visitor) { return nil }
        return FormProblem(
            "This needs a sign-in of the last 15 minutes. Sign out, sign in and come back.", .signInTooLongAgo)
    }

    /// Asks for the password again; what is wrong when it is not right.
    ///
    /// - Parameter field: the name of the input where it was typed.
    func problem(
        withPassword typed: String?, in field: String, of user: UserRecord, _ request: EndpointRequest
    ) async throws -> FormProblem? {
        let attempt = attempt(.password, at: user, request)
        if case .refuse(let seconds) = try await throttle.admit(attempt, now: now) {
            return Self.waiting(seconds)
        }
        let verdict = try await configuration.hasher.check(Array((typed ?? "").utf8), against: user.passwordHash)
        guard verdict != .wrong else {
            try await throttle.failed(attempt, now: now)
            note("sign-in.failed", by: user.id, on: user.name, request, ["within": "account"])
            return FormProblem("Your present password is wrong.", .wrongPassword, fields: [field])
        }
        try await throttle.succeeded(attempt)
        return nil
    }
}
