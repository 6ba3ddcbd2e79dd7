internal import DoorwardDocuments

extension Examination {
    /// Walks the OAuth flow of manifests and actions: an authorization code without PKCE, for a client whose id and
    /// secret were typed in.
    ///
    /// What needs no sign-in comes first; each fault is looked for before what it would lead to.
    func examineOAuthFlow() async {
        guard let authorize = found.authorizationEndpoint, let token = found.tokenEndpoint else {
            begin(.signIn, "Look at the OAuth endpoints")
            return skip("The addresses of the authorization and of the token endpoint are not known.")
        }
        guard lookAtEndpoints(authorize, token) else { return }
        guard let clientID = options.clientID else {
            await examineWithoutClient(authorize, token)
            return
        }
        var plan = plan(authorize, token, clientID: clientID)
        guard await openAuthorizationEndpoint(&plan) else {
            begin(.signIn, "Sign in")
            return skip("The authorization endpoint does not let the client in, so the rest of the flow is not tried.")
        }
        await tryRedirectURIs(plan)
        await tryScopes(plan)
        await tryStrangers(&plan)
        guard await tryTokenEndpoint(&plan) else {
            begin(.signIn, "Sign in")
            return skip("The token endpoint cannot be used, so nobody needs to sign in.")
        }
        await walkFlow(&plan)
    }

    private func plan(_ authorize: WebAddress, _ token: WebAddress, clientID: String) -> OAuthPlan {
        let redirectURIs = expandedRedirectURIs()
        let scope = options.scope ?? found.scope ?? ""
        let body: TokenRequest.Body =
            switch profile.tokenBodies.first ?? .form {
            case .json: .json
            case .form: .form
            case .manifest: found.tokenContentType?.lowercased().contains("json") == true ? .json : .form
            }
        let authentication = profile.tokenAuthentications.first ?? .body
        return OAuthPlan(
            authorizationEndpoint: authorize, tokenEndpoint: token, clientID: clientID,
            clientSecret: options.clientSecret?.value, redirectURI: redirectURIs.first ?? "",
            redirectURIs: redirectURIs, scope: scope.isEmpty && !profile.sendsEmptyScope ? nil : scope, body: body,
            authentication: authentication, usesPKCE: profile.sendsPKCE, tokenTimeout: profile.tokenTimeout)
    }

    /// What the addresses alone show.
    private func lookAtEndpoints(_ authorize: WebAddress, _ token: WebAddress) -> Bool {
        begin(.signIn, "Look at the OAuth endpoints")
        if authorize.origin + authorize.path == token.origin + token.path {
            nameOnce("P12", "Authorization and token endpoint are the same address, \(token.origin)\(token.path).")
            return false
        }
        if authorize.query != nil || authorize.fragment != nil {
            nameOnce(
                "P13",
                """
                \(authorize.text) has a query or a fragment, and the client puts `?response_type=…` behind it. The \
                rest of the examination puts the parameters where they belong.
                """)
        }
        if profile.needsSameDomain, let base = found.apiBase.flatMap({ WebAddress($0) }) {
            let strangers = [authorize, token].filter { !DomainRule.isAllowed($0, forAPIAt: base) }.map(\.host)
            if !strangers.isEmpty {
                nameOnce(
                    "O09",
                    """
                    The API is at \(base.host), but OAuth happens at \
                    \(Set(strangers).sorted().joined(separator: " and ")).
                    """)
            }
        }
        if !hasFailed {
            pass("Sign-in at \(authorize.origin)\(authorize.path), tokens from \(token.origin)\(token.path).")
        }
        return true
    }

    /// Fails with a fault unless it has been named before.
    func nameOnce(_ fault: String, _ text: String) {
        guard !faults.contains(where: { $0.id == fault }) else { return }
        fail(fault, text)
    }

    /// Without a client id one can see only what does not depend on one.
    private func examineWithoutClient(_ authorize: WebAddress, _ token: WebAddress) async {
        var plan = plan(authorize, token, clientID: "doorward-doctor-" + freshState())
        plan.clientSecret = nil
        begin(.signIn, "Open the authorization endpoint for an unknown client")
        let look = await lookAtAuthorization(plan.request(state: freshState(), redirectURI: StrangeRedirect.foreign))
        switch look {
        case .failed(let failure, let url):
            return fail(failure.isTLS ? "P05" : "", "\(url.prefix { $0 != "?" }): \(failure).")
        case .callback:
            fail(
                "O11",
                "For an unknown client the browser is sent to \(StrangeRedirect.foreign), which anybody may name.")
        default: pass("It answers, and does not send the browser of an unknown client anywhere.")
        }
        if await isSwapped(plan, look) { return }
        skip(
            """
            All the rest needs a client: pass --client-id and --client-secret-from (the ones that you type in at the \
            assistant's page).
            """)
    }
}

extension ProbeFailure {
    var isTLS: Bool {
        if case .tls = self { return true }
        return false
    }
}
