internal import DoorwardDocuments
internal import DoorwardForms

/// Signs in by filling in plain HTML forms: for machines.
struct FormSignIn: Sendable {
    static let stepLimit = 20
    static let timeLimit = Duration.seconds(60)

    var browser: PageBrowser
    let user: String
    let password: ProbeSecret
    private let limit: Duration
    /// Tells of a host that gets the password, before it does.
    private let warn: @Sendable (String) async -> Void
    private var start: WebAddress?
    private var hasSentName = false
    private var hasSentPassword = false

    init(
        browser: PageBrowser, user: String, password: ProbeSecret, limit: Duration = timeLimit,
        warn: @escaping @Sendable (String) async -> Void = { _ in }
    ) {
        self.browser = browser
        self.user = user
        self.password = password
        self.limit = limit
        self.warn = warn
    }

    /// Goes from the authorization endpoint to the callback.
    mutating func walk(from url: String) async -> SignInOutcome {
        browser.deadline = .now + limit
        start = WebAddress(url)
        var landing = await browser.open(url)
        for _ in 0..<Self.stepLimit {
            let response: ProbeResponse
            let address: WebAddress
            switch landing {
            case .leaves(let target): return ended(at: target)
            case .failed(let failure, let url):
                return .stopped(SignInStop(.noAnswer, "\(url.prefix { $0 != "?" }): \(failure)."))
            case .lost(let text): return .stopped(SignInStop(.errorPage, "The sign-in stops: \(text)."))
            case .withheld(let text): return .stopped(SignInStop(.unsafe, text))
            case .late:
                return .stopped(
                    SignInStop(.tooManySteps, "After \(limit.words) the sign-in has still not come to an end."))
            case .page(let page, let place): (response, address) = (page, place)
            }
            let page = FormPage(html: response.text)
            if let refresh = PageWords(page).refresh, let next = browser.target(of: refresh, at: address) {
                landing = browser.isEnd(next, from: address) ? .leaves(to: next) : await browser.open(next)
                continue
            }
            switch choose(page, response, at: address) {
            case .failure(let stop): return .stopped(stop.stop)
            case .success(let choice): landing = await send(choice, from: address)
            }
        }
        return .stopped(
            SignInStop(.tooManySteps, "After \(Self.stepLimit) pages the sign-in has still not come to an end."))
    }

    private struct Stop: Error { let stop: SignInStop }

    private func ended(at target: String) -> SignInOutcome {
        if AuthorizationCallback.isCallback(target, to: browser.redirectURI) {
            return .callback(AuthorizationCallback(url: target))
        }
        let place = target.prefix { $0 != "?" && $0 != "#" }
        return .stopped(
            SignInStop(
                .sentElsewhere,
                "The browser was sent to \(place), which is not the redirect URI \(browser.redirectURI)."))
    }

    private mutating func choose(
        _ page: FormPage, _ response: ProbeResponse, at address: WebAddress
    ) -> Result<FormChoice, Stop> {
        func stop(_ reason: SignInStop.Reason, _ text: String) -> Result<FormChoice, Stop> {
            .failure(Stop(stop: SignInStop(reason, text, response: response)))
        }
        let words = PageWords(page, browser.masking)
        let place = address.origin + address.path
        let choice = FormChoice(
            page, user: user, password: password.value, hasSentPassword: hasSentPassword, hasSentName: hasSentName)
        guard let choice, response.status < 500 else {
            if response.status >= 400 || (words.readsLikeAnError && !words.needsScript) {
                return stop(.errorPage, "\(place) answered \(response.status) and says \(words.summary).")
            }
            if words.needsScript {
                return stop(.needsScript, "The page at \(place) (\(words.summary)) needs JavaScript to sign in.")
            }
            return stop(.noForm, "The page at \(place) has no form to go on with; it says \(words.summary).")
        }
        switch choice.kind {
        case .password where hasSentPassword:
            return stop(.wrongPassword, "\(place) asks for the password again; it says \(words.summary).")
        case .password: hasSentPassword = true
        case .userName: hasSentName = true
        case .secondFactor:
            return stop(
                .needsSecondFactor,
                "\(place) asks for a second factor; give the examination a user without one.")
        case .consent: break
        }
        return .success(choice)
    }

    private mutating func send(_ choice: FormChoice, from address: WebAddress) async -> PageBrowser.Landing {
        var action = choice.form.action
        if let own = choice.button?.action, !own.isEmpty { action = own }
        guard let target = browser.target(of: action, at: address) else {
            return .lost("the form's address `\(browser.masking.shortened(action, to: 200))` leads nowhere")
        }
        if browser.isEnd(target, from: address) { return .leaves(to: target) }
        let hasPassword = choice.kind == .password
        if hasPassword, let refusal = await guardPassword(to: target, from: address) { return .withheld(refusal) }
        let fields = choice.sentFields.map { FormEncoding.encode($0.name) + "=" + FormEncoding.encode($0.value) }
        let body = fields.joined(separator: "&")
        guard choice.form.method == "post" else {
            return await browser.open(target.prefix { $0 != "?" && $0 != "#" } + "?" + body)
        }
        return await browser.post(body, to: target, from: address, hasPassword: hasPassword)
    }

    /// Why a password must not go to an address, as a sentence; what should be known before it goes is told.
    private func guardPassword(to target: String, from page: WebAddress) async -> String? {
        guard let target = WebAddress(target) else { return "The login form leads to no address." }
        guard target.scheme == "https" || target.isLoopback else {
            return "The login form would send the password to \(target.origin) in plain http; it was not sent."
        }
        let site = DomainRule.site(of: target.host)
        let others = [start, page].compactMap { $0?.host }.filter { DomainRule.site(of: $0) != site }
        guard let other = others.first else { return nil }
        await warn(
            "The password goes to \(target.host), another host than \(other). Make sure that it is yours.")
        return nil
    }
}
