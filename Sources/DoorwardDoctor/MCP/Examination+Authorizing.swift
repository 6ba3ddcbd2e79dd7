internal import DoorwardDocuments

// The authorization endpoint, as far as it answers before anybody signs in.

extension Examination {
    /// The request that the client makes; nil when the server's metadata does not say where to.
    func authorizationRequest(for client: MCPClient, verifier: CodeVerifier? = nil) -> AuthorizationRequest? {
        guard let endpoint = found.authorizationEndpoint else { return nil }
        let verifier = verifier ?? CodeVerifier(random: environment.random(32))
        return AuthorizationRequest(
            endpoint: endpoint, clientID: client.id, redirectURI: client.redirectURI,
            scope: options.scope ?? found.mcp.scope ?? (profile.sendsEmptyScope ? "" : nil), state: freshState(),
            codeChallenge: profile.sendsPKCE ? verifier.challenge : nil,
            resource: profile.sendsResource ? found.mcp.resource : nil)
    }

    func askForAuthorization() async {
        begin(.signIn, "Ask for authorization")
        guard blocked == nil, var client = found.mcp.clients.first, var request = authorizationRequest(for: client)
        else { return skip("It cannot be tried: \(blocked ?? "there is no client").") }
        var look = await lookAtAuthorization(request)
        if !look.isAccepted, let other = await tryNamingScope(request, client) { (client, request, look) = other }
        guard look.isAccepted else {
            let (fault, text) = await explain(look, of: request, client)
            fail(fault, text)
            return block("the authorization server refuses the client's request")
        }
        checkIssuer(in: look)
        let second = await lookAtAuthorization(request)
        if !second.isAccepted {
            warn(
                "The same link is refused when it is opened a second time (\(second.summary)). Some clients look at "
                    + "it before they open it for the person.")
        }
        await tryScopes(request)
        await tryPort(request, client)
        await provokeErrors(request)
        await tryStranger(request)
        guard steps.last?.verdict == .passed else { return }
        if case .callback(let callback) = look, callback.code != nil {
            pass("The server takes the request, and gives a code without asking anybody to sign in.")
        } else {
            pass("The server takes the request and asks the person to sign in.")
        }
    }

    /// Some servers let a client ask only for scopes that it named when it registered, and not every client names them.
    private func tryNamingScope(
        _ request: AuthorizationRequest, _ client: MCPClient
    ) async -> (MCPClient, AuthorizationRequest, AuthorizationLook)? {
        guard client.registration == .dynamic, let scope = request.scope else { return nil }
        guard let other = await registerWithScope(), let second = authorizationRequest(for: other) else { return nil }
        let look = await lookAtAuthorization(second)
        guard look.isAccepted else { return nil }
        found.mcp.clients = found.mcp.clients.map { $0.id == client.id ? other : $0 }
        warn(
            "A client that does not name its scopes when it registers may not ask for '\(scope)' afterwards. Give such "
                + "clients the default scopes; not every client names them.", fault: "M13")
        return (other, second, look)
    }

    /// Every scope that is advertised (M13), and none (M11).
    private func tryScopes(_ request: AuthorizationRequest) async {
        let all = found.mcp.names("scopes_supported") ?? []
        if !all.isEmpty, all.joined(separator: " ") != request.scope {
            var wide = request
            wide.scope = all.joined(separator: " ")
            let look = await lookAtAuthorization(wide)
            if !look.isAccepted {
                fail(
                    "M13", "All the scopes that the metadata lists (\(wide.scope ?? "")) are refused: \(look.summary).")
            }
        }
        if request.scope != nil {
            var bare = request
            bare.scope = nil
            let look = await lookAtAuthorization(bare)
            if !look.isAccepted {
                fail("M11", "A request without scope is refused: \(look.summary).")
            }
        }
    }

    /// A client on the person's own machine comes back on whatever port is free (RFC 8252 section 7.3).
    private func tryPort(_ request: AuthorizationRequest, _ client: MCPClient) async {
        guard options.redirectURI == nil, profile.redirectURIs.first?.contains("{port}") == true,
            let address = WebAddress(client.redirectURI), address.isLoopback, let port = address.port
        else { return }
        var other = request
        other.redirectURI = client.redirectURI.replacing(":\(port)", with: ":\(port == 61_234 ? 61_235 : 61_234)")
        guard case .refused(let response, _) = await lookAtAuthorization(other) else { return }
        fail(
            "M07",
            "\(client.redirectURI) is taken, and \(other.redirectURI) is refused (\(response.inBrief)). The client's "
                + "port is another one each time: do not compare it.")
    }

    /// What happens to answers with an error: `iss` and `state` belong there too.
    private func provokeErrors(_ request: AuthorizationRequest) async {
        var requests = [request, request]
        requests[0].codeChallenge = nil
        requests[1].scope = "doorward-doctor-no-such-scope"
        for var request in requests {
            request.state = oddState()
            guard case .callback(let callback) = await lookAtAuthorization(request), callback.error != nil else {
                continue
            }
            checkIssuer(in: callback, what: "an answer with an error (\(callback.error ?? ""))")
            if let difference = OddState.difference(sent: request.state, in: callback) {
                fail("O01", "In an answer with an error the state \(difference).")
            }
            return
        }
    }

    /// A stranger's redirect URI must not be taken.
    private func tryStranger(_ request: AuthorizationRequest) async {
        var strange = request
        strange.redirectURI = "https://stranger.example/callback"
        switch await lookAtAuthorization(strange) {
        case .callback:
            fail("O11", "The server sends the browser to \(strange.redirectURI), which the client never registered.")
        case .page(let response, _) where response.status < 400: await followStranger(strange)
        default: break
        }
    }

    /// A sign-in page says little yet: it may be shown to all, and the redirect URI looked at afterwards.
    private func followStranger(_ strange: AuthorizationRequest) async {
        guard signsInByForm else {
            return warn(
                """
                The sign-in is shown for \(strange.redirectURI) too, which the client never registered. Make sure \
                that no code goes there.
                """, fault: "O11")
        }
        guard case .callback = await signIn(strange) else { return }
        fail(
            "O11",
            """
            After the sign-in the server sends the browser to \(strange.redirectURI), which the client never \
            registered.
            """)
    }

    func checkIssuer(in look: AuthorizationLook) {
        if case .callback(let callback) = look { checkIssuer(in: callback, what: "an answer") }
    }

    /// RFC 9207: who promises `iss` sends it in every answer, and it is the issuer byte for byte (M10).
    func checkIssuer(in callback: AuthorizationCallback, what: String) {
        guard !hasFailed else { return }
        let sent = callback.values("iss")
        let expected = found.mcp.server?["issuer"]?.stringValue ?? found.mcp.issuer ?? ""
        if sent.isEmpty {
            guard found.mcp.promisesIssuer else { return }
            return fail(
                "M10",
                "The metadata promises 'iss' (authorization_response_iss_parameter_supported), but it is "
                    + "missing in \(what)."
            )
        }
        guard sent.count == 1, sent[0].utf8.elementsEqual(expected.utf8) else {
            return fail(
                "M10",
                "'iss' in \(what) is \(sent.joined(separator: " and ")), but the issuer is \(expected). They must be "
                    + "the same, byte for byte.")
        }
    }
}
