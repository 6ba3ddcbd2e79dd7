internal import DoorwardDocuments

// Signing in, and the code's exchange for tokens.

extension Examination {
    func obtainTokens() async {
        guard blocked == nil, !found.mcp.clients.isEmpty else {
            begin(.signIn, "Sign in and allow the client")
            return skip("Nobody can sign in: \(blocked ?? "there is no client").")
        }
        // A client that the doctor cannot be to the end, for want of its private key, is followed by the next.
        for client in found.mcp.ownClient.map({ [$0] }) ?? found.mcp.clients {
            guard await signInAndExchange(client) == .needsAnotherClient else { return }
        }
    }

    private enum Course { case ended, needsAnotherClient }

    private func signInAndExchange(_ client: MCPClient) async -> Course {
        begin(.signIn, "Sign in and allow the client")
        guard let (callback, verifier) = await signInOnce(client) else { return .ended }
        guard let code = callback.code else {
            let place = callback.hasCodeInFragment ? ": it stands behind `#`, where no server can read it" : ""
            fail("", "The browser came back without a code\(place).")
            return .ended
        }
        pass("The browser came back to \(client.redirectURI) with a code.")
        begin(.tokens, "Exchange the code for tokens")
        let parameters = exchangeParameters(code: code, client, verifier)
        let answer = await requestToken(tokenRequest(parameters, for: client))
        guard answer.isGranted else { return judgeRefusedExchange(answer, client) }
        found.mcp.exchange = (client, parameters)
        found.accessToken = answer.accessToken
        found.refreshToken = answer.refreshToken
        judge(answer)
        return .ended
    }

    /// Signs in for a client; nil when there is no callback without an error, which is then told.
    private func signInOnce(
        _ client: MCPClient, isFirst: Bool = true
    ) async -> (AuthorizationCallback, CodeVerifier)? {
        let verifier = CodeVerifier(random: environment.random(32))
        mask(verifier.text)
        guard let request = authorizationRequest(for: client, verifier: verifier) else { return nil }
        switch await signIn(request) {
        case .skipped(let text):
            skip(text)
            return nil
        case .stopped(let stop):
            fail("", stop.text)
            return nil
        case .callback(let callback):
            if isFirst { checkIssuer(in: callback, what: "the answer after the sign-in") }
            if let difference = OddState.difference(sent: request.state, in: callback) {
                fail("O01", "The state \(difference).")
                return nil
            }
            guard let error = callback.errorText else { return (callback, verifier) }
            let faults = ["invalid_scope": "M13", "invalid_target": "M17"]
            let fault = callback.error.flatMap { faults[$0] } ?? ""
            if callback.error == "access_denied" {
                fail("", "The person, or the server for them, refused: \(error).")
            } else {
                fail(fault, "After the sign-in the server answers with \(error).")
            }
            return nil
        }
    }

    private func exchangeParameters(
        code: String, _ client: MCPClient, _ verifier: CodeVerifier
    ) -> [(name: String, value: String)] {
        var parameters = [
            (name: "grant_type", value: "authorization_code"), (name: "code", value: code),
            (name: "redirect_uri", value: client.redirectURI),
        ]
        if profile.sendsPKCE { parameters.append(("code_verifier", verifier.text)) }
        return parameters + resourceParameter
    }

    private var resourceParameter: [(name: String, value: String)] {
        guard profile.sendsResource, let resource = found.mcp.resource else { return [] }
        return [("resource", resource)]
    }

    private func tokenRequest(_ parameters: [(name: String, value: String)], for client: MCPClient) -> TokenRequest {
        TokenRequest(
            endpoint: found.tokenEndpoint ?? target, parameters: parameters, body: .form,
            authentication: client.authentication, clientID: client.id, clientSecret: client.secret?.value,
            timeout: profile.tokenTimeout)
    }

    private func judgeRefusedExchange(_ answer: TokenAnswer, _ client: MCPClient) -> Course {
        let seen = "The token endpoint answers with \(answer.summary)."
        guard answer.response != nil else {
            fail("", seen)
            return .ended
        }
        let methods = found.mcp.names("token_endpoint_auth_methods_supported") ?? []
        switch answer.error {
        case "invalid_target": fail("M17", seen + " It does not know the resource \(found.mcp.resource ?? "").")
        case "use_dpop_nonce", "invalid_dpop_proof":
            fail("M17", seen + " It wants DPoP, which this client does not speak.")
        case "invalid_client", "unauthorized_client":
            guard client.registration == .metadataDocument else {
                fail(client.registration == .dynamic ? "M12" : "O04", seen + " The client was \(client.words).")
                return .ended
            }
            if methods.contains("private_key_jwt"), profile.metadataAuthenticationMethods.contains("private_key_jwt") {
                skip(seen + " It wants a proof with the client's private key, which only the client itself has.")
                return .needsAnotherClient
            }
            fail("M05", seen + " It took the client's id when it asked the person, and refuses it here.")
        case "unsupported_grant_type": fail("O03", seen + " Does it read forms?")
        default:
            let isWord = answer.words.contains("dpop")
            let shape = TokenProblem.all(in: answer).filter { $0.fault == "O06" }.map(\.text)
            if isWord {
                fail("M17", seen)
            } else if (200..<300).contains(answer.status), answer.error == nil {
                fail("O06", shape.joined(separator: " "))
            } else if answer.status == 415 {
                fail("O03", seen + " The request was a form, as OAuth has it.")
            } else if answer.json == nil {
                fail("O06", seen + " JSON is right, for errors too.")
            } else {
                fail("", seen)
            }
        }
        return .ended
    }

    private func judge(_ answer: TokenAnswer) {
        if answer.tokenType?.lowercased() == "dpop" {
            fail("M17", "The tokens are of the type DPoP, which this client does not speak.")
        } else if answer.tokenType?.lowercased() != "bearer" {
            fail("O06", "token_type is \(answer.tokenType ?? "missing"); it must be Bearer.")
        }
        if answer.status != 200 { fail("O06", "Tokens came with status \(answer.status); it must be 200.") }
        if answer.refreshToken == nil {
            warn(
                "There is no refresh_token: people must sign in again whenever the access token has expired. Some "
                    + "servers give one only for the scope offline_access; then list it in the authorization server's "
                    + "scopes_supported.", fault: "O05")
        }
        if let expiry = answer.expiresIn, expiry.intValue == nil {
            warn("expires_in is no whole number; clients may not understand it.", fault: "O05")
        }
        if steps.last?.verdict == .passed { pass("Tokens came, of the type Bearer.") }
    }

    // MARK: - Refreshing

    func refreshTokens() async {
        guard let old = found.refreshToken, let client = found.mcp.exchange?.client else { return }
        begin(.tokens, "Refresh the access token")
        let parameters =
            [(name: "grant_type", value: "refresh_token"), (name: "refresh_token", value: old)] + resourceParameter
        let answer = await requestToken(tokenRequest(parameters, for: client))
        guard answer.isGranted else {
            return fail(
                "O05", "The refresh token is refused: \(answer.summary). The connection dies with its access token.")
        }
        found.accessToken = answer.accessToken
        found.refreshToken = answer.refreshToken ?? old
        if client.secret == nil, answer.refreshToken == nil || answer.refreshToken == old {
            warn("The refresh token stays the same. For clients without a secret OAuth 2.1 wants a new one each time.")
        }
        if found.mcp.isTokenTaken, let token = found.accessToken,
            case .success(let response) = await callOpening(token: token),
            response.status == 401
        {
            return fail(
                "O05", "The MCP server refuses the access token that came from refreshing, and took the first one.")
        }
        if steps.last?.verdict == .passed {
            pass("A new access token came" + (found.mcp.isTokenTaken ? ", and the MCP server takes it." : "."))
        }
    }

    private func callOpening(token: String) async -> Result<ProbeResponse, ProbeFailure> {
        let endpoint = found.mcp.endpoint ?? target
        return await send(
            MCPCall.opening(found.mcp.version, token: token).request(
                to: endpoint.text, version: found.mcp.version, session: nil, timeout: profile.callTimeout))
    }

    // MARK: - What must not work

    /// A code works once, and only with its verifier. At the end, since a server may revoke tokens over it.
    func tryForbiddenExchanges() async {
        guard let (client, parameters) = found.mcp.exchange else { return }
        begin(.tokens, "Use the code a second time")
        let answer = await requestToken(tokenRequest(parameters, for: client))
        if answer.isGranted || answer.nesting != nil {
            fail("O10", "The code was taken a second time, and gave tokens again.")
        } else if answer.error != "invalid_grant" {
            warn("The second use is refused with \(answer.summary); invalid_grant is right.", fault: "O10")
        } else {
            pass("Refused with invalid_grant.")
        }
        // A person is not asked to sign in twice.
        guard signsInByForm, profile.sendsPKCE else { return }
        begin(.tokens, "Exchange a code with the wrong verifier")
        guard let (callback, _) = await signInOnce(client, isFirst: false), let code = callback.code else { return }
        let wrong = CodeVerifier(random: environment.random(32))
        let second = await requestToken(
            tokenRequest(exchangeParameters(code: code, client, wrong), for: client))
        if second.isGranted {
            fail(
                "",
                "A code was exchanged with the wrong code_verifier: PKCE is not checked, and stolen codes can be used.")
        } else {
            pass("Refused with \(second.summary).")
        }
    }

    /// RFC 7009, where the server has it.
    func revokeTokens() async {
        guard let endpoint = found.mcp.address("revocation_endpoint"), let client = found.mcp.exchange?.client,
            let token = found.refreshToken ?? found.accessToken
        else { return }
        begin(.tokens, "Revoke the tokens")
        var request = tokenRequest([("token", token)], for: client)
        request.endpoint = endpoint
        let answer = await requestToken(request)
        if answer.status == 200 {
            pass("Revoked.")
        } else {
            warn("The revocation endpoint answers with \(answer.summary); 200 is right.")
        }
    }
}
