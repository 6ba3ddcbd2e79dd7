internal import DoorwardDocuments

// Why an authorization server refuses a request: found out by leaving one thing out after the other.

extension Examination {
    /// The fault behind a refusal, and a sentence.
    func explain(
        _ look: AuthorizationLook, of request: AuthorizationRequest, _ client: MCPClient
    ) async -> (fault: String, text: String) {
        let seen = "The authorization server refuses the request: \(look.summary)."
        if case .failed = look { return ("", seen) }
        let text = look.words
        if ["dpop", "pushed authorization", "invalid_request_object"].contains(where: text.contains) {
            return ("M17", seen + " It wants what this client never sends.")
        }
        if request.resource != nil, await isTaken(request, changing: { $0.resource = nil }) {
            return ("M17", seen + " Without resource=\(request.resource ?? "") the same request is taken.")
        }
        if request.scope != nil, await isTaken(request, changing: { $0.scope = nil }) {
            return ("M13", seen + " Without scope=\(request.scope ?? "") the same request is taken.")
        }
        if request.scope == nil, let scope = found.mcp.names("scopes_supported")?.first,
            await isTaken(request, changing: { $0.scope = scope })
        {
            return ("M11", seen + " With scope=\(scope) the same request is taken.")
        }
        return await explainByClient(seen, text, request, client)
    }

    private func explainByClient(
        _ seen: String, _ text: String, _ request: AuthorizationRequest, _ client: MCPClient
    ) async -> (fault: String, text: String) {
        if let address = WebAddress(request.redirectURI), address.isLoopback, let port = address.port {
            let others = registeredRedirects + [request.redirectURI.replacing(":\(port)", with: "")]
            for other in others where other != request.redirectURI {
                if await isTaken(request, changing: { $0.redirectURI = other }) {
                    return ("M07", seen + " \(other) is taken; \(request.redirectURI) differs in its port only.")
                }
            }
        }
        switch client.registration {
        case .metadataDocument:
            return (
                "M05",
                seen + " The client id was \(client.id), as the metadata promises that it can be "
                    + "(client_id_metadata_document_supported)."
            )
        case .dynamic where text.contains("redirect"):
            return ("M07", seen + " The redirect URI was registered a moment ago.")
        case .dynamic: return ("M12", seen + " The client was registered a moment ago.")
        case .preregistered where text.contains("redirect"):
            return ("O02", seen + " Is \(request.redirectURI) among the client's redirect URIs?")
        // Nobody knows whether the server ever knew it.
        case .preregistered: return ("", seen + " Is \(client.id) a client of this server?")
        }
    }

    /// Loopback redirect URIs that the client registers by the letter.
    private var registeredRedirects: [String] {
        let list = profile.registrationRequest?["redirect_uris"]?.arrayValue?.compactMap(\.stringValue) ?? []
        return list.filter { WebAddress($0)?.isLoopback == true }
    }

    private func isTaken(
        _ request: AuthorizationRequest, changing change: (inout AuthorizationRequest) -> Void
    ) async -> Bool {
        var other = request
        change(&other)
        return await lookAtAuthorization(other).isAccepted
    }
}
