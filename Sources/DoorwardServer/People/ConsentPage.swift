import DoorwardOAuth

/// `/oauth/consent`: what a client asks for, and the answer.
struct ConsentPage: PersonalPage {
    let people: People
    let methods = ["GET", "POST"]

    func answer(_ request: EndpointRequest) async throws -> EndpointResponse {
        let form = request.method == "POST" ? try people.form(request) : nil
        let handle =
            try form.map { form throws(SubmittedForm.Refusal) in try form["flow"] } ?? QueryFields(request)["flow"]
        let elsewhere =
            try form.map { form throws(SubmittedForm.Refusal) in try form["provider"] }
            ?? QueryFields(request)["provider"]
        if let elsewhere, let handle {
            return try await ProviderConsent(people: people).answer(elsewhere, handle, form, request)
        }
        let visitor = try await people.visitor(request)
        guard let handle else { return PeoplePages.seeOther(visitor == nil ? "/oauth/sign-in" : "/account") }
        let resumption = await people.flow.resume(handle: handle, request: request)
        switch resumption {
        case .over(let response): return response
        case .rebound(let underWay, let cookies):
            guard let visitor else {
                return PeoplePages.seeOther("/oauth/sign-in?flow=\(underWay.handle)", cookies: cookies)
            }
            let problem = form == nil ? nil : Self.lostCookie
            return try await show(underWay, visitor, request, problem: problem, cookies: cookies)
        case .current(let underWay):
            guard let visitor else { return PeoplePages.seeOther("/oauth/sign-in?flow=\(underWay.handle)") }
            guard let form else { return try await show(underWay, visitor, request) }
            return try await decide(form, underWay, visitor, request)
        }
    }

    static let lostCookie = FormProblem(
        "The browser did not send its cookie. Please answer once more.", .staleForm)
    static let tooOld = FormProblem("The page was too old. Please answer once more.", .staleForm)

    private func decide(
        _ form: SubmittedForm, _ underWay: FlowUnderWay, _ visitor: Visitor, _ request: EndpointRequest
    ) async throws -> EndpointResponse {
        guard try people.isGenuine(form, request, cookie: visitor.cookie) else {
            return try await show(underWay, visitor, request, status: 400, problem: Self.tooOld)
        }
        switch try form["decision"] {
        case "allow":
            let response = await people.flow.approve(underWay, as: visitor.signedIn, flowID: request.requestID)
            people.noteDecision("consent.given", by: visitor.user.id, response, underWay, request)
            return response
        case "deny":
            let response = await people.flow.deny(underWay, flowID: request.requestID)
            people.noteDecision("consent.denied", by: visitor.user.id, response, underWay, request)
            return response
        case "switch":
            try await people.store.endSession(visitor.signedIn.session.digest)
            return PeoplePages.seeOther(
                "/oauth/sign-in?flow=\(underWay.handle)", cookies: people.sessions.clearing())
        default:
            return try await show(
                underWay, visitor, request, status: 400, problem: FormProblem("Choose to deny or to allow."))
        }
    }

    private func show(
        _ underWay: FlowUnderWay, _ visitor: Visitor, _ request: EndpointRequest, status: Int = 200,
        problem: FormProblem? = nil, cookies: [(name: String, value: String)] = []
    ) async throws -> EndpointResponse {
        // What is wrong with the request is told to the client, not asked of the person.
        guard let asked = underWay.request, let redirect = underWay.redirect else {
            return await people.flow.proceed(underWay, as: visitor.signedIn, flowID: request.requestID)
        }
        var values = ConsentFacts.values(asked, redirect, people)
        values["user"] = .optional(ShownText.line(visitor.user.name, limit: 80))
        values["flow"] = .optional(underWay.handle)
        values["csrf"] = .text(people.token(visitor.cookie, "/oauth/consent"))
        return people.pages.page(
            FlowTemplates.consent, status: status, title: "Allow access?", values, problem: problem,
            destination: redirect.formAction, mayGoOn: true, cookies: cookies)
    }
}
