import DoorwardOAuth

/// `/oauth/consent`: what a client asks for, and the answer.
struct ConsentPage: PersonalPage {
    let people: People
    let methods = ["GET", "POST"]

    func answer(_ request: EndpointRequest) async throws -> EndpointResponse {
        let form = request.method == "POST" ? try people.form(request) : nil
        let handle =
            try form.map { form throws(SubmittedForm.Refusal) in try form["flow"] } ?? QueryFields(request)["flow"]
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

    private static let lostCookie = FormProblem(
        "The browser did not send its cookie. Please answer once more.", .staleForm)
    private static let tooOld = FormProblem("The page was too old. Please answer once more.", .staleForm)

    private func decide(
        _ form: SubmittedForm, _ underWay: FlowUnderWay, _ visitor: Visitor, _ request: EndpointRequest
    ) async throws -> EndpointResponse {
        guard try people.isGenuine(form, request, cookie: visitor.cookie) else {
            return try await show(underWay, visitor, request, status: 400, problem: Self.tooOld)
        }
        switch try form["decision"] {
        case "allow":
            let response = await people.flow.approve(underWay, as: visitor.signedIn, flowID: request.requestID)
            return noting("consent.given", response, underWay, visitor, request)
        case "deny":
            let response = await people.flow.deny(underWay, flowID: request.requestID)
            return noting("consent.denied", response, underWay, visitor, request)
        case "switch":
            try await people.store.endSession(visitor.signedIn.session.digest)
            return PeoplePages.seeOther(
                "/oauth/sign-in?flow=\(underWay.handle)", cookies: people.sessions.clearing())
        default:
            return try await show(
                underWay, visitor, request, status: 400, problem: FormProblem("Choose to deny or to allow."))
        }
    }

    /// Writes a decision down that went through: a form that is sent twice decides nothing.
    private func noting(
        _ kind: String, _ response: EndpointResponse, _ underWay: FlowUnderWay, _ visitor: Visitor,
        _ request: EndpointRequest
    ) -> EndpointResponse {
        let isOver = response.fields.contains { $0.name == "Location" && !$0.value.hasPrefix("/") }
        guard isOver else { return response }
        let detail = [
            "scopes": underWay.request?.scopes.joined(separator: " ") ?? "",
            "redirect": underWay.redirect?.origin ?? "",
        ]
        people.note(kind, by: visitor.user.id, on: underWay.client?.id ?? "", request, detail)
        return response
    }

    private func show(
        _ underWay: FlowUnderWay, _ visitor: Visitor, _ request: EndpointRequest, status: Int = 200,
        problem: FormProblem? = nil, cookies: [(name: String, value: String)] = []
    ) async throws -> EndpointResponse {
        // What is wrong with the request is told to the client, not asked of the person.
        guard let asked = underWay.request, let redirect = underWay.redirect else {
            return await people.flow.proceed(underWay, as: visitor.signedIn, flowID: request.requestID)
        }
        let place = RedirectPlace(redirect.uri)
        return people.pages.page(
            FlowTemplates.consent, status: status, title: "Allow access?",
            [
                "client": .text(underWay.shownClient),
                "clientID": .text(ShownText.line(asked.client.id, limit: 120)),
                "destination": .text(place.name), "destinationNote": .optional(place.note),
                "hasScopes": .flag(!asked.scopes.isEmpty), "scopes": people.sentences(asked.scopes),
                "user": .text(ShownText.line(visitor.user.name, limit: 80)), "flow": .optional(underWay.handle),
                "csrf": .text(people.token(visitor.cookie, "/oauth/consent")),
            ], problem: problem, destination: redirect.formAction, mayGoOn: true, cookies: cookies)
    }
}
