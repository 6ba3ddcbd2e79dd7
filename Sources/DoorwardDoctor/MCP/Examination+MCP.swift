internal import DoorwardDocuments

extension Examination {
    /// Goes the way of an MCP client: from the bare address over discovery, registration and signing in to a call.
    func examineMCP() async {
        found.mcp.endpoint = target
        guard await examineAddress(unreachable: "") else { return }
        await knock()
        if found.mcp.endpoint != nil {
            if found.mcp.isOpen { await lookAtTools(token: nil) }
            await knockWithABadToken()
            await readResourceMetadata()
            if !found.mcp.isOpen || found.mcp.resourceMetadata != nil {
                await goOnToTokens()
            } else {
                await makeOddCalls()
            }
        }
        await proveDomain()
    }

    private func goOnToTokens() async {
        judgeLinking()
        await readServerMetadata()
        await becomeKnown()
        await askForAuthorization()
        await obtainTokens()
        await callWithToken()
        await makeOddCalls()
        await refreshTokens()
        await tryForbiddenExchanges()
        await revokeTokens()
        await takeRegistrationsBack()
    }

    /// Why the steps for which somebody must sign in have no point; nil while they have.
    var blocked: String? { found.mcp.blocked }

    /// Remembers the first reason for which signing in has no point.
    func block(_ reason: String) {
        if found.mcp.blocked == nil { found.mcp.blocked = reason }
    }

    /// Sends a call in the revision that was agreed upon.
    func call(_ call: MCPCall, timeout: Duration? = nil) async -> Result<ProbeResponse, ProbeFailure> {
        let address = found.mcp.endpoint ?? target
        return await send(
            call.request(
                to: address.text, version: found.mcp.version, session: found.mcp.session,
                timeout: timeout ?? profile.callTimeout))
    }
}
