internal import DoorwardDocuments

extension Examination {
    /// Calls the API as the client would: without a token, with a wrong one, with the right one.
    func examineAuthentication() async {
        // Without a document, or a server to call, the remarks about them say it all.
        guard found.openAPI != nil, found.apiBase != nil else { return }
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
                await callWithAccessToken()
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
            skip(
                options.operation.map { "The document has no operation '\($0)'." }
                    ?? "The document describes no GET that could be called without harm; name one with --operation.")
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
        let headers = token.map { [authorization($0)] } ?? []
        let request = ProbeRequest(found.operationMethod, url, headers: headers, timeout: profile.callTimeout)
        switch await send(request) {
        case .success(let response): return response
        case .failure(.timedOut(let limit)):
            fail("A02", "\(url): no whole answer within \(limit.words).")
        case .failure(let failure):
            if let address = WebAddress(url) { tell(failure, at: address, otherwise: "A12") }
        }
        return nil
    }

    // MARK: - Open APIs

    private func callOpenly() async {
        guard let url = beginCall("as the client does"), let response = await callAPI(url) else { return }
        switch CallAnswer(response, to: url) {
        case .refused(let status):
            fail("A11", "\(url) answers with status \(status), but the files say that no authentication is needed.")
        case .login(let how): fail("A11", "\(url) answers \(how), but the files say that no authentication is needed.")
        case let answer: tell(answer, response, at: url)
        }
    }

    // MARK: - Guarded APIs

    /// Calls without a token and with a wrong one; false when the API is open, so that the rest says nothing.
    private func callRefused() async -> Bool {
        guard var url = beginCall("without a token") else { return true }
        guard var response = await callAPI(url) else { return false }
        if case .slash(let other) = CallAnswer(response, to: url) {
            warn("\(url) redirects to \(other); write the path in the document as the API has it.")
            url = other
            found.operationURL = other
            guard let again = await callAPI(url) else { return false }
            response = again
        }
        switch CallAnswer(response, to: url) {
        case .answered:
            fail("A05", "\(url) answers with status \(response.status) to a call without a token.")
            return false
        case .login(let how):
            fail("A09", "\(url) answers a call without a token \(how).")
            return false
        case .refused(let status): pass("It is refused with status \(status).")
        case let answer: tellStrange(answer, at: url)
        }
        return await callWithWrongToken(url)
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
        case let answer: tellStrange(answer, at: url)
        }
        return true
    }

    private func tellStrange(_ answer: CallAnswer, at url: String) {
        switch answer {
        case .notFound: warn("\(url) answers with status 404 instead of asking for a token.")
        case .badRequest(let status):
            warn("\(url) answers with status \(status): parameters are looked at before the token, or instead of it.")
        case .elsewhere(let place): fail("A09", "\(url) answers a call by a redirect to \(place).")
        case .gatewayError(let status): fail("A12", "\(url): status \(status); the application behind does not answer.")
        case .other(let status): warn("\(url) answers with status \(status); 401 was expected.")
        case .answered, .refused, .login, .slash: break
        }
    }

    private func callWithSecret() async {
        guard let url = beginCall("with the right token") else { return }
        guard let secret = options.secret else {
            return skip("With --secret-from the call is made with the right secret, too.")
        }
        await callAsClient(url, token: secret.value)
    }

    /// Calls with what the OAuth flow brought.
    private func callWithAccessToken() async {
        guard let token = found.accessToken, let url = beginCall("with the access token") else { return }
        mask(token)
        await callAsClient(url, token: token)
    }

    private func callAsClient(_ url: String, token: String) async {
        guard let response = await callAPI(url, token: token) else { return }
        switch CallAnswer(response, to: url) {
        case .refused(let status):
            let reason = response.header("www-authenticate").map { " It says: \($0.prefix(200))" } ?? ""
            fail("A06", "\(url) answers with status \(status) to a call with the right token.\(reason)")
        case .login(let how): fail("A06", "\(url) answers a call with the right token \(how).")
        case let answer: tell(answer, response, at: url)
        }
    }

    /// What else an answer to a rightful call can be.
    private func tell(_ answer: CallAnswer, _ response: ProbeResponse, at url: String) {
        switch answer {
        case .answered:
            let length = response.text.unicodeScalars.count
            if response.isCut || length > 100_000 {
                fail(
                    "A02", "The answer has \(response.isCut ? "more than " : "")\(length) characters; 100,000 are read."
                )
            } else if response.isHTML {
                warn("\(url) answers with a page (HTML); the model reads JSON or text.")
            } else {
                pass("It answers with status \(response.status), \(length) characters, in \(response.elapsed.words).")
            }
        case .notFound where found.call?.isGuess == true, .badRequest where found.call?.isGuess == true:
            pass(
                "The call got in (status \(response.status)); its parameters were made up. Examples in the document help."
            )
        case .notFound:
            warn("\(url) answers with status \(response.status): is the path, or the server's base path, right?")
        case .badRequest(let status): warn("\(url) answers with status \(status): do the document's examples work?")
        case .slash(let place), .elsewhere(let place):
            warn("\(url) redirects to \(place); clients may not follow. Name that address in the document.")
        case .gatewayError(let status): fail("A12", "\(url): status \(status); the application behind does not answer.")
        case .other(let status): warn("\(url) answers with status \(status).")
        case .refused, .login: break
        }
    }
}
