import DoorwardJOSE
import DoorwardOAuth

/// `/oauth/callback/NAME`: somebody comes back from a provider.
///
/// Checked in this order: the visit, taken by its state and so once only (RFC 6749 §10.12); that it was one to this
/// provider (RFC 9700 §4.4); that it began in this browser; that whoever began it may still go on. Only then is the
/// provider asked who it is. A POST is not answered: coming from another site it would have no cookies.
struct ProviderCallback: PersonalPage {
    let people: People
    let provider: any SignInProvider
    let methods = ["GET"]

    func answer(_ request: EndpointRequest) async throws -> EndpointResponse {
        guard let parameters = try? FormParameters.parse(request.query ?? ""),
            let state = try? parameters.require("state"), state.utf8.count == 43,
            let visit = try await people.store.takeVisit(OpaqueToken.digest(of: state), at: people.now)
        else {
            return try await over(
                ["This page works once: it was opened before, or signing in there took more than ten minutes."], request
            )
        }
        guard visit.provider == provider.name else {
            return try await over(["The answer came from another site than the one you were sent to."], request)
        }
        guard let browser = people.browsers.value(in: request), BrowserCookie.digest(of: browser) == visit.browser
        else {
            return try await over(
                ["You began to sign in with another browser, or this one did not keep its cookie. Nothing was done."],
                request)
        }
        var errand = ProviderErrand(browser: browser)
        if let handle = visit.flow {
            switch await people.flow.resume(handle: handle, request: request) {
            case .over(let response): return response
            case .current(let underWay) where underWay.pending.approvedAt != nil: errand.underWay = underWay
            case .current, .rebound:
                return try await over(["Nobody has agreed to what the app asks for."], request)
            }
        }
        if let id = visit.linkingUser {
            guard let visitor = try await people.visitor(request), visitor.user.id == id else {
                return try await over(["You are no longer signed in as the one who began this."], request)
            }
            errand.linkingUser = visitor.user
        }
        return try await finish(visit, parameters, errand, request)
    }

    private func finish(
        _ visit: ProviderVisit, _ parameters: Parameters, _ errand: ProviderErrand, _ request: EndpointRequest
    ) async throws -> EndpointResponse {
        let kept = try people.configuration.providerVisits.open(
            visit.sealed, authenticating: People.sealing(visit))
        let stop = ProviderStop(people: people, underWay: errand.underWay, provider: provider)
        let identity: ProviderIdentity
        do throws(ProviderFailure) {
            identity = try await provider.finish(parameters, kept: kept, redirectURI: people.callback(of: provider))
            guard Self.isSound(identity) else { throw .untrue("unusable_subject") }
        } catch {
            return stop.failed(error, isLinking: errand.linkingUser != nil, request)
        }
        let arrival = ProviderArrival(people: people, provider: provider, identity: identity, request: request)
        if let user = errand.linkingUser {
            // Asking the provider takes seconds, in which a session may end and an account be disabled.
            guard let visitor = try await people.visitor(request), visitor.user.id == user.id else {
                return try await over(["You are no longer signed in as the one who began this."], request)
            }
            return IdentitiesAction.linked(try await arrival.link(to: user), people, stop, arrival)
        }
        switch try await arrival.user() {
        case .notAllowed(let word): return stop.notAllowed(word, identity, isLinking: false, request)
        case .disabled(let user): return stop.disabled(user, request)
        case .tooMany(let seconds): return stop.tooMany(seconds, request)
        case .user(let user):
            await arrival.keepTokens(of: user)
            // What somebody knows or has here is asked for, whoever vouches for him elsewhere.
            return user.sealedTOTPKey == nil
                ? try await people.enter(as: user, errand.underWay, request, from: provider.name)
                : try await people.askForCode(of: user, errand.underWay, request)
        }
    }

    /// Whether issuer and subject can be a key (OpenID Connect Core §2).
    private static func isSound(_ identity: ProviderIdentity) -> Bool {
        (1...255).contains(identity.subject.utf8.count) && (1...2_048).contains(identity.issuer.utf8.count)
            && !identity.subject.utf8.contains(0) && !identity.issuer.utf8.contains(0)
    }

    /// There is no such visit for this browser: what to do instead. No redirect, so no loop.
    private func over(_ sentences: [String], _ request: EndpointRequest) async throws -> EndpointResponse {
        let isSignedIn = try await people.visitor(request) != nil
        return people.pages.notice(
            status: 400, title: "This sign-in is over",
            sentences + ["If an app has sent you here, go back to it and start again."],
            link: isSignedIn ? ("/account", "Go to your account") : ("/oauth/sign-in", "Sign in again"),
            flowID: request.requestID, refusal: .signInOver)
    }
}
