internal import DoorwardDocuments

extension Examination {
    /// Calls the API as the client would: without a token, with a wrong one, with the right one.
    func examineAuthentication() async {
        // Without a document, or a server to call, the remarks about them say it all.
        guard let document = found.openAPI, found.apiBase != nil else { return }
        if let wanted = options.operation, let refusal = HarmlessCall.refusal(of: wanted, in: document) {
            begin(.calls, "Choose the operation to call")
            return fail("", refusal)
        }
        chooseCall()
        switch found.authentication {
        case "none": await callOpenly()
        case "service_http", "user_http":
            guard await callRefused() else { return }
            await callWithSecret()
            await examineAround()
        case "oauth":
            guard await callRefused() else { return }
            await examineAround()
            let unusable = ["P11", "P12", "P13"].filter(hasFailed(with:))
            if unusable.isEmpty {
                await examineOAuthFlow()
            } else {
                begin(.signIn, "Sign in")
                skip("Not with addresses like these; see \(unusable.joined(separator: ", ")).")
            }
        default: break
        }
    }

    private func beginCall(_ how: String) -> String? {
        guard let call = found.call, let url = found.operationURL else {
            begin(.calls, "Call the API \(how)")
            skip("The document describes no GET that could be called without harm; name one with --operation.")
            return nil
        }
        begin(.calls, "Call \(call.name) \(how)")
        return url
    }

    /// The field that carries a token.
    func authorization(_ token: String) -> (name: String, value: String) {
        switch found.authentication == "oauth" ? "bearer" : found.authorizationType?.lowercased() {
        case nil, "bearer": ("Authorization", "Bearer \(token)")
        case "basic": ("Authorization", "Basic \(token)")
        default: (found.authorizationType ?? "Authorization", token)
        }
    }

    /// Sends the call; nil when nothing came back, which has been told.
    func callAPI(_ url: String, token: String? = nil) async -> ProbeResponse? {
        switch await sendCall(url, token: token) {
        case .success(let response): return response
        case .failure(let failure):
            tellCall(failure, at: url)
            return nil
        }
    }

    private func sendCall(_ url: String, token: String? = nil) async -> Result<ProbeResponse, ProbeFailure> {
        let headers = token.map { [authorization($0)] } ?? []
        return await send(ProbeRequest(found.operationMethod, url, headers: headers, timeout: profile.callTimeout))
    }

    /// Calls without a token; when the answer sends to the same path in another spelling, there again.
    ///
    /// Nil when nothing came back, which has been told.
    private func callWithoutToken(_ url: String) async -> (answer: CallAnswer, response: ProbeResponse, url: String)? {
        var url = url
        for detours in 0... {
            guard let response = await callAPI(url) else { return nil }
            let answer = CallAnswer(response, to: url)
            guard detours < 2, let other = tellDetour(answer, from: url) else { return (answer, response, url) }
            found.operationURL = other
            url = other
        }
        return nil
    }

    /// Says what a redirect to the same path means, and where to go on; nil when it is none, or leads round in a circle.
    private func tellDetour(_ answer: CallAnswer, from url: String) -> String? {
        switch answer {
        case .slash(let other):
            warn("\(url) redirects to \(other); write the path in the document as the API has it.")
            return other
        case .behindProxy(let place):
            guard let old = WebAddress(url), let new = WebAddress(place) else { return nil }
            fail("P05", Self.behindProxy(url, place))
            let other = old.origin + new.target
            return other == url ? nil : other
        default: return nil
        }
    }

    // MARK: - Open APIs

    private func callOpenly() async {
        guard let start = beginCall("as the client does"), let call = await callWithoutToken(start) else { return }
        switch call.answer {
        case .refused(let status):
            fail(
                "A11", "\(call.url) answers with status \(status), but the files say that no authentication is needed.")
        case .login(let how):
            fail("A11", "\(call.url) answers \(how), but the files say that no authentication is needed.")
        case .behindProxy: break
        case let answer: tell(answer, call.response, at: call.url)
        }
    }

    // MARK: - Guarded APIs

    /// Calls without a token and with a wrong one; false when the API is open, so that the rest says nothing.
    private func callRefused() async -> Bool {
        guard let start = beginCall("without a token") else { return true }
        guard let call = await callWithoutToken(start) else { return false }
        switch call.answer {
        case .answered:
            guard await findGuarded(instead: call.url) else {
                fail("A05", "\(call.url) answers with status \(call.response.status) to a call without a token.")
                return false
            }
        case .login(let how):
            fail("A09", "\(call.url) answers a call without a token \(how).")
            return false
        case .elsewhere(let place):
            guard await !leadsToPage(call.response, from: call.url) else {
                fail("A09", "\(call.url) answers a call without a token by a redirect to a page for people, \(place).")
                return false
            }
            tellStrange(call.answer, at: call.url)
        // It has been told, and there is nowhere else to go.
        case .behindProxy: return false
        case .refused(let status): pass("It is refused with status \(status).")
        case let answer: tellStrange(answer, at: call.url)
        }
        return await callWithWrongToken(found.operationURL ?? call.url)
    }

    /// Looks for another operation that asks for a token, since one may be open on purpose.
    ///
    /// False when there is none, or when the open one is said to need a token.
    private func findGuarded(instead open: String) async -> Bool {
        guard let document = found.openAPI, let base = found.apiBase, let chosen = found.call else { return false }
        guard options.operation == nil, !chosen.isSaidGuarded else { return false }
        let others = HarmlessCall.all(of: document, guarded: true).filter { $0.name != chosen.name }
        for other in others.prefix(3) {
            let url = base + other.target
            guard case .success(let response) = await sendCall(url) else { continue }
            guard case .refused(let status) = CallAnswer(response, to: url) else { continue }
            pass(
                """
                \(chosen.name) is open: \(open) answers without a token. \(other.name) is refused with status \
                \(status), so it is tried instead. If the first is meant to be open, say `security: []` there.
                """)
            found.call = other
            found.operationURL = url
            return true
        }
        return false
    }

    /// Whether a redirect ends at a page for people.
    private func leadsToPage(_ response: ProbeResponse, from url: String) async -> Bool {
        guard let place = response.location(from: url) else { return false }
        let request = ProbeRequest("GET", place.text, timeout: min(profile.callTimeout, .seconds(8)))
        guard case .success(let page) = await send(request) else { return false }
        return page.isHTML || page.isRedirect && page.location(from: place.text)?.isLogin == true
    }

    private func callWithWrongToken(_ url: String) async -> Bool {
        begin(.calls, "Call \(found.call?.name ?? "the API") with a wrong token")
        let number = environment.random(16).map { String($0, radix: 16) }.joined()
        guard let response = await callAPI(url, token: "wrong-token-of-doorward-doctor-\(number)") else { return false }
        switch CallAnswer(response, to: url) {
        case .answered:
            fail("A07", "\(url) answers with status \(response.status) to a call with a token that was made up.")
            return false
        case .login(let how): fail("A09", "\(url) answers a call with a wrong token \(how).")
        case .refused(let status): pass("It is refused with status \(status).")
        case .other(let status) where status >= 500:
            fail(
                "",
                """
                \(url) answers with status \(status) to a call with a wrong token: it must be refused with 401 or \
                403. With \(status) the client takes the API for broken and does not ask to sign in again.
                """)
        case let answer: tellStrange(answer, at: url)
        }
        return true
    }

    private func tellStrange(_ answer: CallAnswer, at url: String) {
        switch answer {
        case .notFound: warn("\(url) answers with status 404 instead of asking for a token.")
        case .badRequest(let status):
            warn("\(url) answers with status \(status): parameters are looked at before the token, or instead of it.")
        case .elsewhere(let place), .slash(let place), .behindProxy(let place):
            warn("\(url) redirects to \(place) instead of asking for a token.")
        case .gatewayError(let status): fail("A12", "\(url): status \(status); the application behind does not answer.")
        case .other(let status): warn("\(url) answers with status \(status); 401 was expected.")
        case .answered, .refused, .login: break
        }
    }

    private func callWithSecret() async {
        guard let url = beginCall("with the right token") else { return }
        guard let secret = options.secret else {
            return skip("With --secret-from the call is made with the right secret, too.")
        }
        judgeRightfulCall(await sendCall(url, token: secret.value))
    }
}
