import DoorwardOAuth

/// The pages on which a sign-in elsewhere ends: what happened, and every way on. None leads anywhere by itself, so that
/// nobody is sent round in circles.
struct ProviderStop {
    /// What the client is told when the person goes back to it.
    enum Reason: String {
        case denied
        case notAllowed = "not-allowed"
        case unavailable
        case untrue

        var rejection: Rejection {
            switch self {
            case .denied: .userDenied
            case .notAllowed: .identityNotAllowed
            case .unavailable: .providerUnavailable("")
            case .untrue: .providerUntrue("")
            }
        }
    }

    let people: People
    /// The sign-in under way, when a client waits.
    var underWay: FlowUnderWay?
    let provider: any SignInProvider

    private var label: String { ProviderButton.label(of: provider) }

    /// The provider, or what it said, is no good.
    func failed(_ failure: ProviderFailure, isLinking: Bool, _ request: EndpointRequest) -> EndpointResponse {
        switch failure {
        case .denied:
            note("denied", request)
            return show(
                400, "You are not signed in", ["\(label) says that you, or somebody there, did not agree to it."],
                .denied, isLinking: isLinking, request)
        case .unavailable(let what):
            note("provider_unavailable", request)
            people.flow.server.report(ProviderTrouble(provider: provider.name, text: "is unavailable: \(what)"))
            return show(
                503, "\(label) cannot be reached", ["It does not answer as it should. Try again in a minute."],
                .unavailable, isLinking: isLinking, request)
        case .untrue(let word):
            note("provider_untrue", request, ["check": word])
            people.flow.server.report(
                ProviderTrouble(provider: provider.name, text: "gave an answer that fails: \(word)"))
            return show(
                502, "Signing in did not work",
                ["What \(label) answered does not hold, so nobody was signed in. Try again, or sign in another way."],
                .untrue, isLinking: isLinking, request)
        }
    }

    /// The provider says who it is, and that is not enough here.
    func notAllowed(_ word: String, _ identity: ProviderIdentity, isLinking: Bool, _ request: EndpointRequest)
        -> EndpointResponse
    {
        note(word, request, ["identity": ShownText.line(identity.subject, limit: 255)])
        if word == "identity_taken_away" {
            return show(
                403, "This account does not lead here any more",
                [
                    "\(label) has signed you in, but that account was taken away from yours here.",
                    "Sign in another way, and add it again under your account.",
                ], .notAllowed, isLinking: isLinking, request)
        }
        let known = identity.email.map { " It says that you are \(ShownText.line($0, limit: 254))." } ?? ""
        return show(
            403, "This account cannot be used here",
            [
                "\(label) has signed you in, but \(people.configuration.theme.name) does not let it in.\(known)",
                "If you have another account there, sign out there first. Otherwise ask whoever runs this server.",
            ], .notAllowed, isLinking: isLinking, request)
    }

    /// The account here is disabled.
    func disabled(_ user: UserRecord, _ request: EndpointRequest) -> EndpointResponse {
        people.note(
            "sign-in.refused", by: user.id, on: user.name, request,
            ["provider": provider.name, "reason": "user_disabled"])
        var response = show(
            403, "This account cannot be used", ["Ask whoever runs this server to enable it."], .notAllowed,
            isLinking: false, request)
        response.refusal = Rejection.userDisabled.word
        return response
    }

    /// The client's request is no good, and there is nothing to agree to: the client can be told so, by a button.
    func unsoundRequest(cookies: [(name: String, value: String)]) -> EndpointResponse {
        page(
            400, "The app sent a request that cannot be answered",
            ["Go back to the app; whoever runs it must see to it."], .denied, links: [], flowID: nil, cookies: cookies)
    }

    /// More people come than can be let in.
    func tooMany(_ seconds: Int64, _ request: EndpointRequest) -> EndpointResponse {
        note("too_many_attempts", request)
        var response = show(
            429, "Too many sign-ins from here", [People.waiting(seconds).sentence], .unavailable,
            isLinking: false, request)
        response.refusal = Rejection.tooManyAttempts.word
        response.fields.append(("Retry-After", String(seconds)))
        return response
    }

    private func note(_ reason: String, _ request: EndpointRequest, _ more: [String: String] = [:]) {
        people.note(
            "sign-in.refused", by: "unknown", on: provider.name, request,
            more.merging(["provider": provider.name, "reason": reason]) { first, _ in first })
    }

    private func show(
        _ status: Int, _ title: String, _ sentences: [String], _ reason: Reason, isLinking: Bool,
        _ request: EndpointRequest
    ) -> EndpointResponse {
        var links: [(href: String, name: String)] = []
        if let underWay {
            links = [
                ("/oauth/consent?flow=\(underWay.handle)&provider=\(provider.name)", "Try \(label) again"),
                ("/oauth/sign-in?flow=\(underWay.handle)", "Sign in another way"),
            ]
        } else {
            links = [isLinking ? ("/account", "Back to your account") : ("/oauth/sign-in", "Sign in another way")]
        }
        return page(status, title, sentences, reason, links: links, flowID: request.requestID)
    }

    private func page(
        _ status: Int, _ title: String, _ sentences: [String], _ reason: Reason,
        links: [(href: String, name: String)], flowID: String?, cookies: [(name: String, value: String)] = []
    ) -> EndpointResponse {
        let back: [PageValues] =
            underWay.map { underWay in
                [
                    [
                        "client": .text(underWay.shownClient), "flow": .text(underWay.handle),
                        "reason": .text(reason.rawValue),
                        "csrf": .text(people.token(underWay.browser, "/oauth/provider")),
                    ]
                ]
            } ?? []
        var response = people.pages.page(
            ProviderTemplates.stop, status: status, title: title,
            [
                "sentences": .list(sentences.map { ["value": .text($0)] }),
                "links": .list(links.map { ["href": .text($0.href), "name": .text($0.name)] }),
                "flowID": .optional(flowID), "back": .list(back),
            ], destination: underWay?.redirect?.formAction, mayGoOn: true, cookies: cookies)
        response.refusal = reason.rejection.word
        return response
    }
}

/// What goes to the log about a provider.
struct ProviderTrouble: TroubleOutside, CustomStringConvertible {
    let provider: String
    let text: String

    var description: String { "the sign-in provider \(provider) \(text)" }
}
