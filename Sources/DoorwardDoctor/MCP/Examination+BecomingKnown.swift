internal import DoorwardDocuments

// How the authorization server comes to know the client, in the order in which the client tries.

extension Examination {
    func becomeKnown() async {
        guard found.mcp.server != nil else {
            begin(.registration, "Make the client known to the authorization server")
            return skip("The authorization server's metadata is not known.")
        }
        // Who was given a client id looks no further.
        let ways = options.clientID == nil ? profile.registrations : [.preregistered]
        for way in ways {
            switch way {
            case .preregistered: useGivenClient()
            case .metadataDocument: await useMetadataDocument()
            case .dynamic: await registerDynamically()
            }
        }
        sortClients()
        if found.mcp.clients.isEmpty { block("the authorization server knows no client of this kind") }
    }

    /// Where the browser comes back to: what the person says, else what the client uses with this server.
    var usedRedirectURI: String {
        if options.redirectURI == nil, found.mcp.promisesIssuer, let fixed = profile.issuerRedirectURI { return fixed }
        return expandedRedirectURIs().first ?? "http://127.0.0.1/callback"
    }

    private func useGivenClient() {
        guard let id = options.clientID else { return }
        begin(.registration, "Use the client id that was given")
        let methods = found.mcp.names("token_endpoint_auth_methods_supported") ?? ["client_secret_basic"]
        let takesBody = methods.contains("client_secret_post")
        let way: ClientProfile.TokenAuthentication =
            options.clientSecret == nil ? .none : takesBody ? .body : .basic
        found.mcp.clients.append(
            MCPClient(
                registration: .preregistered, id: id, secret: options.clientSecret, redirectURI: usedRedirectURI,
                authentication: way))
        pass("The client is known by the id \(id); it must be allowed to come back to \(usedRedirectURI).")
    }

    /// A client whose id is the URL of its metadata document (M05).
    private func useMetadataDocument() async {
        let special = found.mcp.promisesIssuer ? profile.issuerClientMetadataURL : nil
        guard let pattern = special ?? profile.clientMetadataURL else { return }
        begin(.registration, "Be known by the client's metadata document")
        guard found.mcp.server?["client_id_metadata_document_supported"]?.boolValue == true else {
            return skip("The server does not offer it (client_id_metadata_document_supported); the client goes on.")
        }
        guard hasCommonMethod() else { return }
        guard blocked == nil else { return skip("It cannot be tried: \(blocked ?? "").") }
        let id = pattern.replacing("{assistant_id}", with: options.assistantID ?? profile.assistantID)
        let client = MCPClient(
            registration: .metadataDocument, id: id, secret: nil, redirectURI: usedRedirectURI, authentication: .none)
        guard let request = authorizationRequest(for: client) else { return }
        let look = await lookAtAuthorization(request)
        guard look.isAccepted else {
            let (fault, text) = await explain(look, of: request, client)
            return fail(fault, text)
        }
        found.mcp.clients.append(client)
        pass("The server takes \(id) for a client.")
    }

    /// Whether client and server have a way of proving in common: `none` or `private_key_jwt`.
    private func hasCommonMethod() -> Bool {
        let theirs = found.mcp.names("token_endpoint_auth_methods_supported") ?? ["client_secret_basic"]
        let ours = profile.metadataAuthenticationMethods
        if ours.contains(where: theirs.contains) { return true }
        let hasOther =
            profile.registrations.contains(.dynamic) && found.mcp.server?["registration_endpoint"] != nil
        let list =
            found.mcp.names("token_endpoint_auth_methods_supported") == nil ? "nothing" : theirs.joined(separator: ", ")
        let text =
            "token_endpoint_auth_methods_supported lists \(list); the client's document allows "
            + "\(ours.joined(separator: " and "))."
        // A client that can only do without a secret goes on to registration by itself.
        if ours == ["none"], hasOther {
            skip(text + " The client takes the next way.")
        } else {
            fail("M05", text)
        }
        return false
    }

    /// The client that the doctor itself can be, first: nobody else can sign with the client's private key.
    private func sortClients() {
        let methods = found.mcp.names("token_endpoint_auth_methods_supported") ?? []
        let wantsKey =
            methods.contains("private_key_jwt") && profile.metadataAuthenticationMethods.contains("private_key_jwt")
        guard wantsKey else { return }
        let others = found.mcp.clients.filter { $0.registration != .metadataDocument }
        found.mcp.clients = others + found.mcp.clients.filter { $0.registration == .metadataDocument }
    }
}
