internal import DoorwardDocuments
internal import DoorwardForms

extension Examination {
    /// Has somebody sign in and agree, as the options say, and gives what the browser brings back.
    ///
    /// The code is masked. Cookies stay for the next sign-in of the same examination.
    func signIn(_ request: AuthorizationRequest) async -> SignInOutcome {
        switch options.signIn {
        case .nobody:
            return .skipped(
                """
                Nobody is there to sign in: pass --headless-form USER:PASSWORD-FROM for a sign-in with plain HTML \
                forms, or run this at a terminal and sign in yourself.
                """)
        case .form(let user, let password):
            let browser = pageBrowser(request.redirectURI, cookies: found.cookies)
            var walk = FormSignIn(
                browser: browser, user: user, password: password, warn: { [self] text in await warnOnce(text) })
            let outcome = await walk.walk(from: request.url)
            found.cookies = walk.browser.cookies
            return masked(outcome)
        case .browser(let wait):
            let signIn = BrowserSignIn(
                environment: environment, wait: wait, tell: { [weak self] text in await self?.ask(text) })
            let outcome = await signIn.signIn(request.url, redirectURI: request.redirectURI)
            // Somebody asked for a sign-in: that none is possible is no matter of course.
            if case .skipped(let text) = outcome { return .stopped(SignInStop(.noCallback, text)) }
            return masked(outcome)
        }
    }

    /// Warns unless the same has been told before.
    private func warnOnce(_ text: String) {
        guard !steps.contains(where: { $0.remarks.contains { $0.text == text } }) else { return }
        warn(text)
    }

    /// Whether sign-ins cost nobody's time.
    var signsInByForm: Bool {
        if case .form = options.signIn { return true }
        return false
    }

    private func masked(_ outcome: SignInOutcome) -> SignInOutcome {
        guard case .callback(let callback) = outcome else { return outcome }
        return .callback(masked(callback))
    }

    private func masked(_ callback: AuthorizationCallback) -> AuthorizationCallback {
        var callback = callback
        callback.codes.forEach(mask)
        callback.masking = masking
        return callback
    }

    private func pageBrowser(_ redirectURI: String, cookies: CookieJar) -> PageBrowser {
        let deadline = ContinuousClock.now + FormSignIn.timeLimit
        let own = expandedRedirectURIs() + [profile.issuerRedirectURI].compactMap { $0 }
        var browser = PageBrowser(
            redirectURI: redirectURI, cookies: cookies, ownCallbacks: own, masking: masking
        ) { [self] request in await sendPatiently(request, until: deadline) }
        browser.deadline = deadline
        return browser
    }

    /// Opens the authorization endpoint as a person's browser does, with no cookies, and signs in nowhere.
    func lookAtAuthorization(_ request: AuthorizationRequest) async -> AuthorizationLook {
        var browser = pageBrowser(request.redirectURI, cookies: CookieJar())
        switch await browser.open(request.url) {
        case .failed(let failure, let url): return .failed(failure, at: url)
        case .late: return .failed(.timedOut(after: FormSignIn.timeLimit), at: request.url)
        case .lost(let text), .withheld(let text): return .lost(text)
        case .leaves(let target):
            let callback = masked(AuthorizationCallback(url: target))
            if AuthorizationCallback.isCallback(target, to: request.redirectURI) { return .callback(callback) }
            let isHome = browser.ownCallbacks.contains { AuthorizationCallback.isCallback(target, to: $0) }
            return isHome ? .home(callback) : .strayed(to: target)
        case .page(let response, let address) where response.status == 429:
            return .failed(.other("the server asks for fewer requests (429)"), at: address.text)
        case .page(var response, let address):
            // Half a secret at the place of a cut would not be found any more.
            if masking.finds(in: response.body) { response.body = Array(masking.text(response.text).utf8) }
            let page = FormPage(html: response.text)
            let words = PageWords(page)
            let hasForm = page.forms.contains { !$0.fields.isEmpty || !$0.buttons.isEmpty }
            if hasForm && response.status < 404 && response.status != 400 { return .page(response, at: address) }
            guard (200..<300).contains(response.status), !response.mediaType.contains("json"),
                words.needsScript || !words.readsLikeAnError
            else { return .refused(response, at: address) }
            return .page(response, at: address)
        }
    }

    /// The client's redirect URIs with the assistant's id and a free port put in; the one that is used comes first.
    func expandedRedirectURIs() -> [String] {
        if let given = options.redirectURI { return [given] }
        let identifier = options.assistantID ?? profile.assistantID
        return profile.redirectURIs.map {
            $0.replacing("{assistant_id}", with: identifier).replacing("{port}", with: "\(loopbackPort)")
        }
    }

    /// One of the ports that are nobody's (RFC 6335 section 6), the same during the whole examination.
    private var loopbackPort: Int {
        if let port = found.loopbackPort { return port }
        let bytes = environment.random(2)
        let port = 49_152 + bytes.reduce(0) { $0 << 8 | Int($1) } % 16_000
        found.loopbackPort = port
        return port
    }

    func freshState() -> String { OddState.uuid(random: environment.random(16)) }

    func oddState() -> String { OddState.make(random: environment.random(16)) }

    func foreignState() -> String { OddState.foreign(random: environment.random(16)) }
}
