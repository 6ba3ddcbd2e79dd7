import DoorwardOAuth

/// `/oauth/provider`: somebody has chosen where to sign in, or gives up.
///
/// With a client waiting the next page asks whether to allow its request; nobody is sent away before. Without one the
/// way leads to the provider at once.
struct ProviderAction: PersonalPage {
    let people: People
    let methods = ["POST"]

    func answer(_ request: EndpointRequest) async throws -> EndpointResponse {
        let form = try people.form(request)
        guard let handle = try form["flow"] else { return try await leave(form, request) }
        switch await people.flow.resume(handle: handle, request: request) {
        case .over(let response): return response
        case .rebound(let underWay, let cookies):
            return SignInPage(people: people).again(underWay, request, cookies: cookies)
        case .current(let underWay):
            guard try people.isGenuine(form, request, cookie: underWay.browser) else {
                return SignInPage(people: people).again(underWay, request)
            }
            if let reason = try form["back"] { return await goBack(reason, underWay, request) }
            guard let provider = people.provider(named: try form["provider"]) else {
                return PeoplePages.seeOther("/oauth/sign-in?flow=\(underWay.handle)")
            }
            return PeoplePages.seeOther("/oauth/consent?flow=\(underWay.handle)&provider=\(provider.name)")
        }
    }

    private func leave(_ form: SubmittedForm, _ request: EndpointRequest) async throws -> EndpointResponse {
        guard let browser = people.browsers.value(in: request),
            try people.isGenuine(form, request, cookie: browser)
        else { return SignInPage(people: people).again(nil, request) }
        guard let provider = people.provider(named: try form["provider"]) else {
            return PeoplePages.seeOther("/oauth/sign-in")
        }
        return try await people.depart(to: provider, ProviderErrand(browser: browser), request)
    }

    /// Tells the client why it does not go on. The reason comes from a form of this browser, and is one of a few.
    private func goBack(
        _ reason: String, _ underWay: FlowUnderWay, _ request: EndpointRequest
    ) async -> EndpointResponse {
        if case .redirect(let rejected) = underWay.outcome {
            return await people.flow.giveUp(underWay, rejected.rejection, flowID: request.requestID)
        }
        let rejection = ProviderStop.Reason(rawValue: reason)?.rejection ?? .userDenied
        return await people.flow.giveUp(underWay, rejection, flowID: request.requestID)
    }
}
