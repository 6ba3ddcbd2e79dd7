internal import DoorwardDocuments

extension Examination {
    /// Changes a code for tokens and looks at the answer; nil when there is no token to go on with.
    ///
    /// A visit that gave nothing is replaced by the one that did, when another way of asking was found.
    func changeCode(_ visit: inout OAuthVisit, _ plan: inout OAuthPlan) async -> TokenAnswer? {
        let answer = await requestToken(plan.tokenRequest(plan.exchange(visit.code, verifier: visit.verifier)))
        if case .failure(let failure) = answer.result {
            fail(failure.isTLS ? "P05" : "", "The token endpoint: \(failure).")
            return nil
        }
        // Some answer with status 200 and an error.
        guard answer.status < 400, answer.error == nil || answer.accessToken != nil else {
            return await nameExchangeRefusal(answer, &visit, &plan)
        }
        let problems = TokenProblem.all(in: answer)
        for fault in ["O06", "O05"] {
            let texts = problems.filter { $0.fault == fault }.map(\.text)
            if !texts.isEmpty { nameOnce(fault, texts.joined(separator: " ")) }
        }
        guard problems.isEmpty else { return answer.accessToken == nil ? nil : answer }
        pass("The answer is as it must be: \(answer.summary).")
        return answer
    }

    /// The right code is refused: with fresh codes other ways of asking are tried, where that costs nobody's time.
    private func nameExchangeRefusal(
        _ answer: TokenAnswer, _ visit: inout OAuthVisit, _ plan: inout OAuthPlan
    ) async -> TokenAnswer? {
        let said = "the answer is \(answer.summary)"
        if signsInByForm {
            for (fault, text, other) in Self.otherWays(plan) {
                guard let (anew, tokens) = await exchangeAnew(other), tokens.isGranted || tokens.nesting != nil else {
                    continue
                }
                fail(fault, "\(text); \(said).")
                (visit, plan) = (anew, other)
                return tokens
            }
        }
        switch answer.error {
        case _ where answer.asksForVerifier && !plan.usesPKCE:
            fail("O07", "The token endpoint asks for PKCE's verifier, which this client does not send; \(said).")
        case _ where answer.blamesClient:
            fail("O04", "The client is refused although its code is right; \(said).")
        case _ where answer.isHTML || answer.isRedirect:
            fail("O06", "The right code is not answered with JSON; \(said).")
        case _ where [400, 415, 422, 500].contains(answer.status) && answer.error != "invalid_grant":
            fail("O03", "The right code, sent as \(plan.body.words), is not understood; \(said).")
        default: fail("", "The right code is refused; \(said).")
        }
        return nil
    }

    private static func otherWays(_ plan: OAuthPlan) -> [(fault: String, text: String, plan: OAuthPlan)] {
        var ways: [(fault: String, text: String, plan: OAuthPlan)] = []
        if !plan.usesPKCE {
            var other = plan
            other.usesPKCE = true
            ways.append(("O07", "Only with PKCE, which this client does not send, the code gives tokens", other))
        }
        var body = plan
        body.body = plan.body.other
        ways.append(("O03", "The client sends \(plan.body.words), but only \(body.body.words) is understood", body))
        guard plan.clientSecret != nil else { return ways }
        var place = plan
        place.authentication = plan.authentication == .basic ? .body : .basic
        let text = "Id and secret are sent \(plan.authentication.words), but taken only \(place.authentication.words)"
        ways.append(("O04", text, place))
        return ways
    }

    /// A whole sign-in with tokens at its end.
    private func exchangeAnew(_ plan: OAuthPlan) async -> (OAuthVisit, TokenAnswer)? {
        let verifier = plan.usesPKCE ? CodeVerifier(random: environment.random(32)) : nil
        let outcome = await signIn(plan.request(state: freshState(), challenge: verifier?.challenge))
        guard case .callback(let callback) = outcome, let code = callback.code else { return nil }
        let visit = OAuthVisit(code: code, verifier: verifier)
        return (visit, await requestToken(plan.tokenRequest(plan.exchange(code, verifier: verifier))))
    }

    /// Calls the operation with a fresh access token; false when the API refuses it.
    func useToken(_ answer: TokenAnswer, _ plan: OAuthPlan) async -> Bool {
        guard let token = answer.accessToken else { return false }
        begin(.calls, "Call the API with the access token")
        guard let result = await call(with: token) else { return true }
        return judgeRightfulCall(result)
    }

    /// The operation's answer; nil, with the reason skipped, when there is none to call.
    private func call(with token: String) async -> Result<ProbeResponse, ProbeFailure>? {
        guard let url = found.operationURL else {
            skip("No operation is known that can be called without harm; pass --operation.")
            return nil
        }
        let scheme = found.authorizationType == "basic" ? "Basic" : "Bearer"
        let request = ProbeRequest(
            found.operationMethod, url, headers: [("Authorization", scheme + " " + token)],
            timeout: profile.callTimeout)
        return await send(request)
    }

    /// Asks for new tokens as the code was changed for the first ones, and uses the new one.
    func refresh(_ answer: TokenAnswer, _ plan: OAuthPlan) async {
        guard let token = answer.refreshToken else { return }
        begin(.tokens, "Refresh the tokens")
        let parameters = [(name: "grant_type", value: "refresh_token"), (name: "refresh_token", value: token)]
        let fresh = await requestToken(plan.tokenRequest(parameters))
        guard fresh.isGranted, let accessToken = fresh.accessToken else {
            return nameOnce(
                "O05",
                """
                Asked in the same way as for the first tokens (\(plan.body.words), credentials \
                \(plan.authentication.words)), the refresh is refused: \(fresh.summary). The connection ends with the \
                first access token.
                """)
        }
        let known = Set(faults.map(\.id))
        let problems = TokenProblem.all(in: fresh).filter { problem in
            // A refresh token that stays the same need not be sent again.
            !known.contains(problem.fault)
                && !(problem.fault == "O05" && fresh.refreshToken == nil && fresh.expiresIn != nil)
        }
        if !problems.isEmpty {
            return fail("O05", "The refresh is answered, but: " + problems.map(\.text).joined(separator: " "))
        }
        pass("New tokens came: \(fresh.summary).")
        guard let result = await call(with: accessToken) else { return }
        guard case .success(let response) = result else {
            judgeRightfulCall(result)
            return
        }
        if response.status == 401 || response.status == 403 {
            fail("O05", "The API answers \(response.status) to the access token that the refresh gave.")
        } else {
            judgeRightfulCall(result)
        }
    }

    /// A code is good for one exchange (RFC 6749 section 4.1.2).
    func replay(_ visit: OAuthVisit, _ plan: OAuthPlan) async {
        begin(.tokens, "Use the code a second time")
        let answer = await requestToken(plan.tokenRequest(plan.exchange(visit.code, verifier: visit.verifier)))
        if answer.isGranted || answer.nesting != nil {
            fail("O10", "The same code gives tokens again: whoever sees it in a log or a history can use it.")
        } else if answer.error == "invalid_grant" {
            pass("It is refused: \(answer.summary).")
        } else if faults.contains(where: { $0.id == "O06" }) || (plan.hasOwnRefusals && answer.isRefusal) {
            skip("It is refused (\(answer.summary)), in the form that was complained of before.")
        } else {
            fail(
                "O10",
                "It is refused, but not with 400 and `invalid_grant`: \(answer.summary). The client cannot tell why.")
        }
    }
}
