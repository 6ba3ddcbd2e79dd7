extension Examination {
    /// Signs in, gets tokens and uses them, in the order in which a fault shows before its consequences.
    func walkFlow(_ plan: inout OAuthPlan) async {
        begin(.signIn, "Sign in, as a user of the client does")
        guard var visit = await visit(&plan, state: freshState()) else { return }
        begin(.tokens, "Change the code for tokens")
        guard let answer = await changeCode(&visit, &plan) else { return }
        let isUsable = await useToken(answer, plan)
        if isUsable { await refresh(answer, plan) }
        await replay(visit, plan)
        await visitOddly(&plan)
        await visitWithoutScope(plan)
        await visitWithForeignState(plan)
        await signInForStrangers(plan)
    }

    /// A sign-in up to the code; says what was wrong with it, and gives nil when there is no code.
    private func visit(_ plan: inout OAuthPlan, state: String) async -> OAuthVisit? {
        let verifier = plan.usesPKCE ? CodeVerifier(random: environment.random(32)) : nil
        switch await signIn(plan.request(state: state, challenge: verifier?.challenge)) {
        case .skipped(let text):
            skip(text)
            skip("Not tried therefore: state, tokens, their refresh, and codes that are used twice.")
            return nil
        case .stopped(let stop):
            if stop.isServersFault { nameStop(stop) } else { fail("", stop.text) }
            return nil
        case .callback(let callback):
            if callback.error != nil { return await visitAgain(after: callback, &plan) }
            let difference = OddState.difference(sent: state, in: callback)
            if callback.hasCodeInFragment {
                fail(
                    difference == nil ? "" : "O01",
                    "The code comes back behind `#`, where no server can read it; `response_mode=query` is right.")
                return nil
            }
            if let difference {
                nameOnce("O01", "`state` (\(state.utf8.count) bytes) \(difference).")
            } else {
                pass("The browser comes back with the same `state`, byte by byte.")
            }
            guard let code = callback.code else {
                fail("", "The browser comes back without a `code`, and without an `error`.")
                return nil
            }
            return OAuthVisit(code: code, verifier: verifier)
        }
    }

    /// The sign-in ended with an error for the client: what it means, and whether PKCE would help.
    private func visitAgain(after callback: AuthorizationCallback, _ plan: inout OAuthPlan) async -> OAuthVisit? {
        let error = callback.errorText ?? ""
        let words = error.lowercased()
        if words.hasPrefix("access_denied") {
            fail("", "The sign-in was denied: \(error). Without consent there is nothing more to see.")
            return nil
        }
        if !plan.usesPKCE, words.hasPrefix("invalid_request") || words.contains("pkce") || words.contains("challenge") {
            var other = plan
            other.usesPKCE = true
            let verifier = CodeVerifier(random: environment.random(32))
            let state = freshState()
            let outcome = await signIn(other.request(state: state, challenge: verifier.challenge))
            if case .callback(let callback) = outcome, let code = callback.code {
                fail(
                    "O07",
                    """
                    The sign-in works only with `code_challenge`, which this client does not send; it ends with \
                    \(error).
                    """
                )
                plan = other
                return OAuthVisit(code: code, verifier: verifier)
            }
        }
        let fault = words.contains("scope") ? "O08" : words.contains("challenge") || words.contains("pkce") ? "O07" : ""
        fail(fault, "The sign-in ends with the error \(error).")
        return nil
    }

    private func nameStop(_ stop: SignInStop) {
        let words = stop.text.lowercased()
        let isPKCE = words.contains("pkce") || words.contains("code_challenge") || words.contains("code challenge")
        if isPKCE { return fail("O07", stop.text) }
        if stop.reason == .errorPage, words.contains("scope") { return fail("O08", stop.text) }
        if words.contains("redirect_uri") || words.contains("redirect uri") { return fail("O02", stop.text) }
        fail("", stop.text)
    }

    // MARK: - Further sign-ins

    /// A state of odd bytes comes back as it was; its code shows whether the redirect URI is compared.
    private func visitOddly(_ plan: inout OAuthPlan) async {
        guard !faults.contains(where: { $0.id == "O01" }) else { return }
        begin(.signIn, "Sign in again, with 500 odd bytes as the state")
        let state = oddState()
        let verifier = plan.usesPKCE ? CodeVerifier(random: environment.random(32)) : nil
        switch await signIn(plan.request(state: state, challenge: verifier?.challenge)) {
        case .skipped(let text): skip(text)
        case .stopped(let stop) where stop.isServersFault:
            fail("O01", "With a usual state the sign-in works, with this one it does not: \(stop.text)")
        case .stopped(let stop): fail("", stop.text)
        case .callback(let callback):
            if let difference = OddState.difference(sent: state, in: callback) {
                return fail(
                    "O01",
                    "`state` (\(state.utf8.count) bytes, with characters such as `&`, `+`, `%`, `'`) \(difference).")
            }
            pass("The state comes back byte by byte.")
            guard let code = callback.code else { return }
            await tryOtherRedirect(OAuthVisit(code: code, verifier: verifier), plan)
        }
    }

    /// What becomes of a state beyond ASCII, which RFC 6749 (appendix A.5) does not allow: told, and no fault.
    private func visitWithForeignState(_ plan: OAuthPlan) async {
        guard signsInByForm, !faults.contains(where: { $0.id == "O01" }) else { return }
        begin(.signIn, "Sign in again, with letters beyond ASCII in the state")
        let state = foreignState()
        let challenge = plan.usesPKCE ? CodeVerifier(random: environment.random(32)).challenge : nil
        guard case .callback(let callback) = await signIn(plan.request(state: state, challenge: challenge)),
            callback.error == nil
        else { return pass("It is refused, as it may be: a state consists of ASCII characters.") }
        let difference = OddState.difference(sent: state, in: callback)
        pass(difference.map { "The state \($0); that is no fault: ASCII is what must come back." } ?? "It comes back.")
    }

    /// A code is good only together with the redirect URI for which it was issued (RFC 6749 section 4.1.3).
    private func tryOtherRedirect(_ visit: OAuthVisit, _ plan: OAuthPlan) async {
        begin(.tokens, "Change a code with another redirect URI")
        let parameters = plan.exchange(visit.code, redirectURI: StrangeRedirect.foreign, verifier: visit.verifier)
        let answer = await requestToken(plan.tokenRequest(parameters))
        if answer.isGranted || answer.nesting != nil {
            fail(
                "O11",
                """
                The token endpoint does not look at `redirect_uri`: a code that was meant for one is given tokens \
                at another.
                """
            )
        } else {
            pass("It is refused: \(answer.summary).")
        }
    }

    /// A connection that is made again may come without a scope; its code shows whether the secret counts.
    private func visitWithoutScope(_ plan: OAuthPlan) async {
        guard signsInByForm, !faults.contains(where: { $0.id == "O08" || $0.id == "O01" }) else { return }
        begin(.signIn, "Sign in again, without a scope")
        var other = plan
        other.scope = nil
        let verifier = plan.usesPKCE ? CodeVerifier(random: environment.random(32)) : nil
        let outcome = await signIn(other.request(state: freshState(), challenge: verifier?.challenge))
        guard case .callback(let callback) = outcome, let code = callback.code else {
            return fail("O08", "With a scope the sign-in works, without one it does not: \(outcome.summary)")
        }
        pass("It works as well.")
        await tryWrongSecret(OAuthVisit(code: code, verifier: verifier), plan)
    }

    private func tryWrongSecret(_ visit: OAuthVisit, _ plan: OAuthPlan) async {
        guard plan.clientSecret != nil, plan.authentication != .none else { return }
        begin(.tokens, "Change a code with a wrong client secret")
        let parameters = plan.exchange(visit.code, verifier: visit.verifier)
        let secret = "doorward-doctor-wrong-secret-" + freshState()
        let answer = await requestToken(plan.tokenRequest(parameters, secret: secret))
        if answer.isGranted || answer.nesting != nil {
            fail("", "The client secret is not looked at: tokens came for a wrong one.")
        } else {
            pass("It is refused: \(answer.summary).")
        }
    }
}

extension SignInOutcome {
    /// How it ended, as a sentence.
    var summary: String {
        switch self {
        case .callback(let callback):
            "The browser comes back with \(callback.errorText ?? "neither a code nor an error")."
        case .stopped(let stop): stop.text
        case .skipped(let text): text
        }
    }
}
