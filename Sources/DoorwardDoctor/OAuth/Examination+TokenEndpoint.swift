internal import DoorwardDocuments

extension Examination {
    /// Asks the token endpoint with a code that cannot be right: the way of asking is what counts. False when the
    /// client would get no tokens whatever happens.
    func tryTokenEndpoint(_ plan: inout OAuthPlan) async -> Bool {
        begin(.tokens, "Ask the token endpoint with a wrong code")
        if plan.clientSecret == nil, plan.authentication != .none {
            skip("No client secret was passed (--client-secret-from): the client is taken for one without a secret.")
            plan.authentication = .none
        }
        let first = await askWithWrongCode(plan)
        if case .failure(let failure) = first.result {
            fail(failure.isTLS ? "P05" : "", "\(plan.tokenEndpoint.origin)\(plan.tokenEndpoint.path): \(failure).")
            return false
        }
        if first.isGranted {
            fail("O10", "A code that nobody issued is accepted: anybody can get tokens.")
            return false
        }
        if await needsVerifier(first, plan) {
            plan.usesPKCE = true
            fail(
                "O07",
                "The token endpoint asks for `code_verifier`, which this client does not send: \(first.summary).")
            return true
        }
        if first.error == "invalid_grant" {
            pass(
                """
                \(plan.body.words.capitalizedFirst) with the client's id and secret \(plan.authentication.words) is \
                understood; the wrong code is refused: \(first.summary).
                """)
            await tryWrongSecret(plan)
            return true
        }
        var others: [TokenAnswer] = []
        if await findTokenCause(first, &plan, &others) { return true }
        return await nameTokenRefusal(first, others, &plan)
    }

    /// Whether the answer changes when PKCE's verifier is there, after it was asked for.
    private func needsVerifier(_ first: TokenAnswer, _ plan: OAuthPlan) async -> Bool {
        guard first.asksForVerifier, !plan.usesPKCE else { return false }
        var other = plan
        other.usesPKCE = true
        let second = await askWithWrongCode(other)
        return second.error == "invalid_grant" && (first.error != "invalid_grant" || !second.asksForVerifier)
    }

    private func askWithWrongCode(_ plan: OAuthPlan, secret: String? = nil) async -> TokenAnswer {
        let code = "doorward-doctor-wrong-code-" + freshState()
        let verifier = plan.usesPKCE ? CodeVerifier(random: environment.random(32)) : nil
        return await requestToken(plan.tokenRequest(plan.exchange(code, verifier: verifier), secret: secret))
    }

    /// Another way of asking that is understood; it is named, and the plan goes on with it.
    private func findTokenCause(
        _ first: TokenAnswer, _ plan: inout OAuthPlan, _ others: inout [TokenAnswer]
    ) async -> Bool {
        let said = "the answer is \(first.summary)"
        for other in Self.variants(of: plan) {
            let answer = await askWithWrongCode(other)
            others.append(answer)
            guard answer.error == "invalid_grant" || answer.isGranted else { continue }
            if other.body != plan.body {
                fail("O03", "The client sends \(plan.body.words), but only \(other.body.words) is understood; \(said).")
            }
            if other.authentication != plan.authentication {
                fail(
                    "O04",
                    """
                    The client's id and secret are sent \(plan.authentication.words), but only \
                    \(other.authentication.words) they are understood; \(said).
                    """)
            }
            plan = other
            return true
        }
        return false
    }

    /// The same with one thing changed, then with two.
    private static func variants(of plan: OAuthPlan) -> [OAuthPlan] {
        let all: [ClientProfile.TokenAuthentication] = plan.clientSecret == nil ? [.none] : [.body, .basic, .none]
        let others = all.filter { $0 != plan.authentication }
        func with(_ body: TokenRequest.Body, _ authentication: ClientProfile.TokenAuthentication) -> OAuthPlan {
            var changed = plan
            changed.body = body
            changed.authentication = authentication
            return changed
        }
        return [with(plan.body.other, plan.authentication)] + others.map { with(plan.body, $0) }
            + others.map { with(plan.body.other, $0) }
    }

    /// No way of asking is understood. True when a sign-in may still tell more.
    private func nameTokenRefusal(
        _ first: TokenAnswer, _ others: [TokenAnswer], _ plan: inout OAuthPlan
    ) async -> Bool {
        let place = plan.tokenEndpoint.origin + plan.tokenEndpoint.path
        if await isAuthorizationPage(plan, at: plan.tokenEndpoint) {
            nameOnce("P12", "\(place) is where tokens should come from, but a sign-in page for people is there.")
            return false
        }
        if isAboutCode(first, others) {
            plan.hasOwnRefusals = true
            warn(
                """
                A code that was never given should be answered with 400 and `invalid_grant`; clients decide by that \
                word. Here it is \(first.summary).
                """, fault: "O10")
            return true
        }
        if first.status == 404 || first.status == 405 {
            fail("", "\(place) does not answer to POST: \(first.summary).")
            return false
        }
        if first.blamesClient || first.status == 401 {
            guard plan.clientSecret != nil else {
                skip("The client must show a secret (\(first.summary)): pass --client-secret-from.")
                return false
            }
            fail(
                "O04",
                """
                The client is refused wherever its id and secret stand: \(first.summary). Either they are not the ones \
                that the server knows, or it wants them in another form.
                """)
            return false
        }
        if first.isHTML || first.isRedirect || (200..<300).contains(first.status) {
            fail("O06", "Even a wrong code must be answered with JSON and status 400; it is \(first.summary).")
            return true
        }
        let text = "The wrong code is answered with \(first.summary); 400 and `invalid_grant` would be clear."
        plan.hasOwnRefusals = first.status >= 400 && first.status < 500
        warn(text, fault: "O10")
        return true
    }

    /// Whether a refusal is one of the code, though not in OAuth's words: it says so, or it is the same however the
    /// client shows itself, without a word about the client.
    private func isAboutCode(_ first: TokenAnswer, _ others: [TokenAnswer]) -> Bool {
        guard first.error != nil || first.status >= 400, first.status < 500, !first.isHTML else { return false }
        if first.blamesCode { return true }
        // Nothing is there, or it takes no POST.
        guard first.status != 404, first.status != 405, !others.isEmpty else { return false }
        return !first.blamesClient && others.allSatisfy { $0.kind == first.kind && !$0.blamesClient }
    }

    private func tryWrongSecret(_ plan: OAuthPlan) async {
        guard plan.clientSecret != nil, plan.authentication != .none else { return }
        let answer = await askWithWrongCode(plan, secret: "doorward-doctor-wrong-secret-" + freshState())
        if answer.error == "invalid_client" { pass("A wrong client secret is refused: \(answer.summary).") }
    }
}

extension TokenAnswer {
    /// Whether the endpoint misses PKCE's verifier.
    var asksForVerifier: Bool {
        guard error == "invalid_request" || error == "invalid_grant" else { return false }
        return ["code_verifier", "code verifier", "pkce", "code_challenge"].contains { words.contains($0) }
    }
}

extension String {
    /// For the beginning of a sentence.
    var capitalizedFirst: String { prefix(1).uppercased() + dropFirst() }
}
