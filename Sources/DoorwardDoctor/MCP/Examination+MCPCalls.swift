internal import DoorwardDocuments

// MCP with a token.

extension Examination {
    func callWithToken() async {
        guard let token = found.accessToken else { return }
        begin(.mcp, "Call the MCP server with the token")
        for version in profile.protocolVersions {
            let address = found.mcp.endpoint ?? target
            let result = await send(
                MCPCall.opening(version, token: token).request(
                    to: address.text, version: version, session: nil, timeout: profile.callTimeout))
            guard case .success(let response) = result else {
                if case .failure(let failure) = result { fail("M09", "With the token there is no answer: \(failure).") }
                return
            }
            if MCPAnswer(response).result != nil {
                take(version, response)
                found.mcp.isTokenTaken = true
                await confirmOpening(token)
                pass("The server takes the token, and answers in revision \(found.mcp.version).")
                return await lookAtTools(token: token)
            }
            let isLast = version == profile.protocolVersions.last
            if isLast || [401, 403].contains(response.status) { return judgeUnlikelyAnswer(response, token) }
        }
    }

    private func confirmOpening(_ token: String?) async {
        guard found.mcp.era == .session else { return }
        _ = await call(MCPCall(method: "notifications/initialized", id: nil, token: token))
    }

    private func judgeUnlikelyAnswer(_ response: ProbeResponse, _ token: String) {
        let challenges = AuthenticationChallenge.all(in: response.headerValues("www-authenticate"))
        if response.status == 401, !challenges.isEmpty, !challenges.contains(where: { $0.scheme == "bearer" }),
            challenges.contains(where: { $0.scheme == "dpop" })
        {
            return fail("M17", "With the token the server asks for DPoP, which this client does not speak.")
        }
        guard response.status == 401 || response.status == 403 else {
            return fail("M09", "With a good token the server answers with \(response.inBrief).")
        }
        let bearer = challenges.first { $0.scheme == "bearer" }
        let words = [bearer?["error"], bearer?["error_description"]].compactMap { $0 }.joined(separator: ": ")
        var text = "The token that was just issued is refused with status \(response.status)"
        text += words.isEmpty ? "." : " (\(words))."
        if let scope = bearer?["scope"], bearer?["error"] == "insufficient_scope" {
            text += " It wants the scope \(scope); let the first challenge ask for it."
        }
        if let view = AccessTokenView(token) {
            let problems = view.problems(
                resource: found.mcp.resource ?? target.text, issuer: found.mcp.issuer ?? "", now: environment.now())
            text +=
                problems.isEmpty
                ? " The token's aud and iss are right; look at the keys with which the server verifies."
                : " " + problems.joined(separator: " ")
        }
        fail("M09", text)
    }

    // MARK: - Odd calls

    /// Calls that are no client's usual ones; mostly told, since clients can live with either answer.
    func makeOddCalls() async {
        guard found.accessToken != nil || found.mcp.isOpen else { return }
        begin(.mcp, "Make odd calls")
        await getEndpoint()
        await callFromStrangePage()
        await callWithoutVersion()
        await callOtherSpelling()
    }

    /// The same address with or without a slash at its end, as people mistype it.
    private func callOtherSpelling() async {
        let address = found.mcp.endpoint ?? target
        guard address.path.utf8.count > 1, address.query == nil else { return }
        let other = address.path.hasSuffix("/") ? String(address.text.dropLast()) : address.text + "/"
        let opening = MCPCall.opening(found.mcp.version, token: found.accessToken)
        let request = opening.request(
            to: other, version: found.mcp.version, session: nil, timeout: profile.callTimeout)
        guard case .success(let response) = await send(request) else { return }
        if response.isRedirect, let next = response.location(from: other), next.scheme != address.scheme {
            warn(
                "\(other) is redirected to \(next.text), which is \(next.scheme): the server does not know that it is "
                    + "behind a proxy that ends TLS, and tokens would be sent in the clear.")
        } else if response.isRedirect {
            pass("\(other) is redirected to \(response.header("location") ?? "") (status \(response.status)).")
        } else {
            pass("\(other) is answered with status \(response.status).")
        }
    }

    private func getEndpoint() async {
        let address = found.mcp.endpoint ?? target
        var headers = [(name: "Accept", value: "text/event-stream")]
        if let token = found.accessToken { headers.append(("Authorization", "Bearer " + token)) }
        let result = await send(ProbeRequest("GET", address.text, headers: headers, timeout: .seconds(3)))
        switch result {
        case .success(let response) where response.status == 405: pass("GET is answered with 405, as it should be.")
        case .success(let response) where response.mediaType == "text/event-stream":
            pass("GET opens a stream, as older revisions have it.")
        case .success(let response): pass("GET is answered with status \(response.status).")
        case .failure(.timedOut): pass("GET is not answered within 3 s: it may have opened a stream.")
        case .failure(let failure): pass("GET gets no answer: \(failure).")
        }
    }

    private func callFromStrangePage() async {
        var opening = MCPCall.opening(found.mcp.version, token: found.accessToken)
        opening.fields = [("Origin", "https://stranger.example")]
        guard case .success(let response) = await call(opening) else { return }
        if response.status == 403 {
            pass("A call from a stranger's page (Origin) is answered with 403.")
        } else if target.isLoopback, found.mcp.isOpen, response.status == 200 {
            warn(
                "A call from a stranger's page (Origin: https://stranger.example) is answered. On one's own machine "
                    + "every web page could call the server: refuse origins that are not allowed with 403.")
        } else {
            pass("A call from a stranger's page (Origin) is answered with \(response.status); MCP asks for 403.")
        }
    }

    private func callWithoutVersion() async {
        var list = MCPCall(method: "tools/list", token: found.accessToken)
        list.fields = [("MCP-Protocol-Version", nil)]
        guard case .success(let response) = await call(list) else { return }
        pass("A call without MCP-Protocol-Version is answered with status \(response.status).")
    }
}
