import DoorwardOAuth

/// `/oauth/consent?provider=…`: the same question before anybody is signed in, and the way to the provider behind it.
///
/// It comes before, since a provider that knows the browser sends it back without a word: a stranger's client would
/// have its code before the person has seen who asks.
struct ProviderConsent {
    let people: People

    func answer(
        _ name: String, _ handle: String, _ form: SubmittedForm?, _ request: EndpointRequest
    ) async throws -> EndpointResponse {
        switch await people.flow.resume(handle: handle, request: request) {
        case .over(let response): return response
        case .rebound(let underWay, let cookies):
            guard let provider = people.provider(named: name) else { return otherWay(underWay, cookies: cookies) }
            let problem = form == nil ? nil : ConsentPage.lostCookie
            return show(underWay, provider, problem: problem, cookies: cookies)
        case .current(let underWay):
            guard let provider = people.provider(named: name) else { return otherWay(underWay) }
            guard let form else { return show(underWay, provider) }
            return try await decide(form, underWay, provider, request)
        }
    }

    private func otherWay(
        _ underWay: FlowUnderWay, cookies: [(name: String, value: String)] = []
    ) -> EndpointResponse {
        PeoplePages.seeOther("/oauth/sign-in?flow=\(underWay.handle)", cookies: cookies)
    }

    /// The token of the form; nobody is signed in, so it is the browser's, and good for this provider alone.
    private func token(_ underWay: FlowUnderWay, _ provider: any SignInProvider) -> String {
        people.token(underWay.browser, path(provider))
    }

    private func path(_ provider: any SignInProvider) -> String { "/oauth/consent?provider=\(provider.name)" }

    private func decide(
        _ form: SubmittedForm, _ underWay: FlowUnderWay, _ provider: any SignInProvider, _ request: EndpointRequest
    ) async throws -> EndpointResponse {
        let isGenuine = people.configuration.formTokens.isRight(
            try form["csrf"], cookie: underWay.browser, path: path(provider))
        guard isGenuine else { return show(underWay, provider, status: 400, problem: ConsentPage.tooOld) }
        switch try form["decision"] {
        case "allow":
            guard underWay.request != nil else { return show(underWay, provider, status: 400) }
            guard try await people.store.approvePendingAuthorization(underWay.pending.digest, at: people.now) else {
                return people.flow.page(.signInOver, flowID: request.requestID)
            }
            let errand = ProviderErrand(browser: underWay.browser, underWay: underWay)
            return try await people.depart(to: provider, errand, request)
        case "deny":
            let response = await people.flow.deny(underWay, flowID: request.requestID)
            people.noteDecision("consent.denied", by: "unknown", response, underWay, request)
            return response
        default:
            return show(underWay, provider, status: 400, problem: FormProblem("Choose to deny or to allow."))
        }
    }

    private func show(
        _ underWay: FlowUnderWay, _ provider: any SignInProvider, status: Int = 200, problem: FormProblem? = nil,
        cookies: [(name: String, value: String)] = []
    ) -> EndpointResponse {
        guard let asked = underWay.request, let redirect = underWay.redirect else {
            return ProviderStop(people: people, underWay: underWay, provider: provider).unsoundRequest(cookies: cookies)
        }
        var values = ConsentFacts.values(asked, redirect, people)
        values["flow"] = .optional(underWay.handle)
        values["csrf"] = .text(token(underWay, provider))
        var button = ProviderButton.values(provider)
        button["other"] = .text("/oauth/sign-in?flow=\(underWay.handle)")
        values["provider"] = .list([button])
        return people.pages.page(
            FlowTemplates.consent, status: status, title: "Allow access?", values, problem: problem,
            destination: redirect.formAction, mayGoOn: true, providers: [provider], cookies: cookies)
    }
}
