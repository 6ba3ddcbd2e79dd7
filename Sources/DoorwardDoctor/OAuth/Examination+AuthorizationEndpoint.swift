internal import DoorwardDocuments
internal import DoorwardForms

extension Examination {
    /// Sends the browser to the authorization endpoint as the client does; false when the client would not get any
    /// further.
    func openAuthorizationEndpoint(_ plan: inout OAuthPlan) async -> Bool {
        begin(.signIn, "Open the authorization endpoint")
        let look = await lookAtAuthorization(request(plan))
        if case .failed(let failure, let url) = look {
            fail(failure.isTLS ? "P05" : "", "\(url.prefix { $0 != "?" }): \(failure).")
            return false
        }
        if case .lost(let text) = look {
            fail("", "The authorization endpoint cannot be used: \(text).")
            return false
        }
        if look.isAccepted {
            plan.usualPage = look.pageKey
            pass("The client's request is accepted: \(look.summary).")
            return true
        }
        return await findCause(of: look, &plan)
    }

    /// A request in the way of the plan, with a state and a challenge of its own.
    func request(_ plan: OAuthPlan, redirectURI: String? = nil) -> AuthorizationRequest {
        let challenge = plan.usesPKCE ? CodeVerifier(random: environment.random(32)).challenge : nil
        return plan.request(state: freshState(), redirectURI: redirectURI, challenge: challenge)
    }

    /// Why the right request is refused: one thing after the other is changed until it is accepted.
    private func findCause(of look: AuthorizationLook, _ plan: inout OAuthPlan) async -> Bool {
        if await isSwapped(plan, look) { return false }
        let said = look.summary
        if !plan.usesPKCE, await isAccepted(&plan, { $0.usesPKCE = true }) {
            fail("O07", "The request is accepted only with `code_challenge`, which this client does not send; \(said).")
            return true
        }
        for scope in [nil, "", "openid"] as [String?] where scope != plan.scope {
            let sent = plan.scope.map { "`scope=\($0.prefix(100))`" } ?? "no scope"
            if await isAccepted(&plan, { $0.scope = scope }) {
                let working = scope.map { "`scope=\($0)`" } ?? "none at all"
                fail("O08", "The request with \(sent) is refused, with \(working) it is accepted; \(said).")
                return true
            }
        }
        for uri in plan.redirectURIs.dropFirst() {
            let first = plan.redirectURI
            if await isAccepted(&plan, { $0.redirectURI = uri }) {
                fail("O02", "\(first) is refused, \(uri) is accepted; \(said).")
                return true
            }
        }
        nameRefusal(look)
        return false
    }

    private func isAccepted(_ plan: inout OAuthPlan, _ change: (inout OAuthPlan) -> Void) async -> Bool {
        var changed = plan
        change(&changed)
        let look = await lookAtAuthorization(request(changed))
        guard look.isAccepted else { return false }
        changed.usualPage = look.pageKey
        plan = changed
        return true
    }

    /// Nothing helped: what the server says has to do.
    private func nameRefusal(_ look: AuthorizationLook) {
        let words = look.words
        let said = look.summary
        if words.contains("code_challenge") || words.contains("pkce") || words.contains("code challenge") {
            fail("O07", "The server asks for PKCE, which this client does not send; \(said).")
        } else if words.contains("redirect") || words.contains("callback") {
            let hint =
                options.assistantID == nil && options.redirectURI == nil
                ? " If your assistant has another id, pass --assistant-id." : ""
            fail("O02", "\(expandedRedirectURIs().joined(separator: " and ")): refused; \(said).\(hint)")
        } else if words.contains("scope") {
            fail("O08", "The server does not take the scope; \(said).")
        } else if words.contains("state") {
            fail("O01", "The server does not take the state of the request; \(said).")
        } else if words.contains("client") {
            fail("", "The server does not know the client id that was passed; \(said).")
        } else {
            fail("", "The request that the client makes is refused; \(said).")
        }
    }

    /// Whether the two endpoints stand in each other's place; if so it is named.
    func isSwapped(_ plan: OAuthPlan, _ look: AuthorizationLook) async -> Bool {
        guard case .refused(let response, _) = look else { return false }
        let isLikeTokens =
            response.status == 405 || (response.mediaType.contains("json") && !PageWords(response).needsScript)
        guard isLikeTokens, await isAuthorizationPage(plan, at: plan.tokenEndpoint, orRefusal: response.status == 405)
        else { return false }
        nameOnce(
            "P12",
            """
            The address for the sign-in answers like a token endpoint (\(response.status)), and a sign-in begins at \
            the one for tokens.
            """)
        return true
    }

    /// Whether a browser that comes to an address with the client's request could sign in there, or at least gets a
    /// page that says why not.
    func isAuthorizationPage(_ plan: OAuthPlan, at address: WebAddress, orRefusal: Bool = false) async -> Bool {
        var request = request(plan)
        request.endpoint = address
        switch await lookAtAuthorization(request) {
        case .page(let response, _): return !PageWords(response).page.forms.isEmpty
        case .callback: return true
        case .refused(let response, _): return orRefusal && [400, 401, 403].contains(response.status)
        default: return false
        }
    }

    /// The client's other redirect URIs must work as well.
    func tryRedirectURIs(_ plan: OAuthPlan) async {
        let others = plan.redirectURIs.filter { $0 != plan.redirectURI }
        guard !others.isEmpty, !faults.contains(where: { $0.id == "O02" }) else { return }
        begin(.signIn, "Try the client's other redirect URIs")
        for uri in others {
            let look = await lookAtAuthorization(request(plan, redirectURI: uri))
            if look.isAccepted {
                pass("\(uri) is accepted too.")
            } else if !look.isRefused {
                warn("\(uri) could not be tried: \(look.summary).")
            } else {
                fail("O02", "\(plan.redirectURI) is accepted, but \(uri) is refused; \(look.summary).")
            }
        }
    }

    /// The scope may be empty, or missing when a connection is made again.
    func tryScopes(_ plan: OAuthPlan) async {
        guard !faults.contains(where: { $0.id == "O08" }) else { return }
        begin(.signIn, "Leave the scope empty, and leave it out")
        var refused: [String] = []
        for scope in [nil, ""] as [String?] where scope != plan.scope {
            var other = plan
            other.scope = scope
            let look = await lookAtAuthorization(request(other))
            if look.isRefused {
                refused.append("\(scope == nil ? "without a scope" : "with `scope=`") \(look.summary)")
            } else if !look.isAccepted {
                return warn("This could not be tried: \(look.summary).")
            }
        }
        if refused.isEmpty {
            pass("An empty and a missing scope are accepted.")
        } else {
            fail("O08", "The request is refused: " + refused.joined(separator: "; ") + ".")
        }
    }
}

extension AuthorizationLook {
    /// What tells a page from another: its place and its title; nil when it is no page.
    var pageKey: String? {
        guard case .page(let response, let address) = self else { return nil }
        let page = PageWords(response).page
        let hasPassword = page.forms.contains { $0.fields.contains { $0.type == "password" } }
        return "\(address.origin)\(address.path) \(page.texts(in: "title").first ?? "") \(hasPassword)"
    }
}
