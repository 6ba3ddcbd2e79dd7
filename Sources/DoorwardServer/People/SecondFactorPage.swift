import DoorwardOAuth

/// `/oauth/second-factor`: the code after the password.
struct SecondFactorPage: PersonalPage {
    let people: People
    let methods = ["GET", "POST"]

    /// A sign-in whose password was right.
    private struct HalfWay {
        var handle: String
        /// Nil on the way to the account.
        var underWay: FlowUnderWay?
        var pending: PendingAuthorization
        var user: UserRecord
        var browser: String
    }

    private enum Found {
        case halfWay(HalfWay)
        /// There is nothing to go on with: this instead.
        case instead(EndpointResponse)
    }

    func answer(_ request: EndpointRequest) async throws -> EndpointResponse {
        guard request.method == "POST" else {
            let query = QueryFields(request)
            switch try await find(query["flow"], request) {
            case .instead(let response): return response
            case .halfWay(let halfWay): return show(halfWay, isRecovery: query["with"] == "recovery")
            }
        }
        let form = try people.form(request)
        switch try await find(try form["flow"], request) {
        case .instead(let response): return response
        case .halfWay(let halfWay):
            guard try people.isGenuine(form, request, cookie: halfWay.browser) else {
                return show(halfWay, status: 400, problem: Self.tooOld)
            }
            return try await check(try form["code"] ?? "", halfWay, request)
        }
    }

    private static let tooOld = FormProblem("The page was too old. Type the code once more.", .staleForm)

    private func check(_ code: String, _ halfWay: HalfWay, _ request: EndpointRequest) async throws -> EndpointResponse
    {
        let user = halfWay.user
        // A recovery code cannot be guessed, and so is never refused for what others have tried.
        if let digest = RecoveryCodes.digest(of: code) {
            guard try await people.store.useRecoveryCode(digest, ofUser: user.id) else {
                return wrong(halfWay, request, isRecovery: true)
            }
            people.note("second-factor.recovery", by: user.id, on: user.name, request)
            return try await finish(halfWay, request)
        }
        let attempt = people.attempt(.secondFactor, at: user, request)
        switch try await people.throttle.admit(attempt, now: people.now) {
        case .refuse(let seconds):
            var response = show(halfWay, status: 429, problem: People.waiting(seconds))
            response.fields.append(("Retry-After", String(seconds)))
            return response
        case .proceed(let pause): if pause > 0 { await people.configuration.pause(pause) }
        }
        let step = try people.configuration.secondFactor.step(of: code, for: user, now: people.now)
        guard let step, try await people.store.useTOTPStep(step, ofUser: user.id) else {
            try await people.throttle.failed(attempt, now: people.now)
            return wrong(halfWay, request)
        }
        try await people.throttle.succeeded(attempt)
        return try await finish(halfWay, request)
    }

    private func wrong(
        _ halfWay: HalfWay, _ request: EndpointRequest, isRecovery: Bool = false
    ) -> EndpointResponse {
        people.note(
            "sign-in.failed", by: halfWay.user.id, on: halfWay.user.name, request, ["factor": "second"])
        let more = isRecovery ? "Try another." : "Wait for the next one and try it."
        return show(
            halfWay, status: 400,
            problem: FormProblem("The code is wrong, or was used before. \(more)", .wrongCode, fields: ["code"]),
            isRecovery: isRecovery)
    }

    private func finish(_ halfWay: HalfWay, _ request: EndpointRequest) async throws -> EndpointResponse {
        // Once for each password: neither a handle that goes on to consent nor an old password opens a second session.
        guard try await people.store.usePassword(of: halfWay.user.id, for: halfWay.pending.digest) else {
            return PeoplePages.seeOther("/oauth/sign-in" + (halfWay.underWay.map { "?flow=\($0.handle)" } ?? ""))
        }
        if halfWay.underWay == nil, try await !people.store.endPendingAuthorization(halfWay.pending.digest) {
            return PeoplePages.seeOther("/oauth/sign-in")
        }
        return try await people.enter(as: halfWay.user, halfWay.underWay, request)
    }

    /// The sign-in that a handle stands for, in the browser where the password was typed.
    private func find(_ handle: String?, _ request: EndpointRequest) async throws -> Found {
        let again = Found.instead(PeoplePages.seeOther("/oauth/sign-in"))
        guard let handle else { return again }
        var underWay: FlowUnderWay?
        guard let digest = OpaqueToken.signIn.digest(of: handle),
            var pending = try await people.store.pendingAuthorization(digest, at: people.now)
        else {
            return .instead(
                people.pages.notice(
                    status: 400, title: "Please sign in again", ["This sign-in took too long."],
                    link: ("/oauth/sign-in", "Sign in"), flowID: request.requestID, refusal: .signInOver))
        }
        if !pending.query.isEmpty {
            switch await people.flow.resume(handle: handle, request: request) {
            case .over(let response): return .instead(response)
            case .rebound(let new, let cookies):
                return .instead(PeoplePages.seeOther("/oauth/sign-in?flow=\(new.handle)", cookies: cookies))
            case .current(let current):
                underWay = current
                pending = current.pending
            }
        }
        guard let browser = people.browsers.value(in: request), BrowserCookie.digest(of: browser) == pending.browser
        else { return again }
        guard let id = pending.passwordGivenBy, let user = try await people.store.user(id: id), user.disabledAt == nil
        else {
            return underWay.map { .instead(PeoplePages.seeOther("/oauth/sign-in?flow=\($0.handle)")) } ?? again
        }
        return .halfWay(HalfWay(handle: handle, underWay: underWay, pending: pending, user: user, browser: browser))
    }

    private func show(
        _ halfWay: HalfWay, status: Int = 200, problem: FormProblem? = nil, isRecovery: Bool = false
    ) -> EndpointResponse {
        let here = "/oauth/second-factor?flow=\(halfWay.handle)"
        let other: PageValues =
            isRecovery
            ? ["href": .text(here), "name": "Use the authenticator app instead"]
            : ["href": .text(here + "&with=recovery"), "name": "Use a recovery code instead"]
        return people.pages.page(
            FlowTemplates.secondFactor, status: status, title: "Second step",
            [
                "flow": .optional(halfWay.handle), "isRecovery": .flag(isRecovery),
                "csrf": .text(people.token(halfWay.browser, "/oauth/second-factor")), "other": .list([other]),
            ], problem: problem, focus: "code", destination: halfWay.underWay?.redirect?.formAction)
    }
}
