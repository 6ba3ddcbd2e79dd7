internal import DoorwardDocuments

// RFC 7591: the client registers itself.

extension Examination {
    func registerDynamically() async {
        begin(.registration, "Register the client with the authorization server")
        let metadata = found.mcp.server
        guard let text = metadata?["registration_endpoint"]?.stringValue, let endpoint = WebAddress(text) else {
            return judgeNoEndpoint()
        }
        let redirects = redirectURIsToRegister
        let result = await postRegistration(redirects, to: endpoint)
        guard case .success(let response) = result else {
            if case .failure(let failure) = result {
                fail("M18", "'registration_endpoint' is listed, but dead: \(endpoint.text): \(failure).")
            }
            return
        }
        guard let answer = Self.registration(in: response) else {
            return await judgeRefusal(response, redirects: redirects, endpoint: endpoint)
        }
        found.mcp.clients.append(keep(answer, redirectURI: usedRedirectURI))
        judge(answer, status: response.status, redirects: redirects)
        await registerItself(at: endpoint)
    }

    /// Where a person's browser would end at the client's own page, the examination registers a client of its own, to
    /// which the browser can come back.
    private func registerItself(at endpoint: WebAddress) async {
        guard case .browser = options.signIn, options.redirectURI == nil,
            WebAddress(usedRedirectURI)?.isLoopback != true
        else { return }
        let port = found.loopbackPort ?? 49_152 + environment.random(2).reduce(0) { $0 << 8 | Int($1) } % 16_000
        found.loopbackPort = port
        let redirect = "http://127.0.0.1:\(port)/callback"
        guard case .success(let response) = await postRegistration([redirect], to: endpoint),
            let answer = Self.registration(in: response)
        else {
            return pass(
                "A client that comes back to this machine is not taken; the sign-in ends at \(usedRedirectURI).")
        }
        found.mcp.ownClient = keep(answer, redirectURI: redirect)
    }

    /// Registers once more, with the scope named; nil when that is not possible or has been done.
    func registerWithScope() async -> MCPClient? {
        let names = profile.registrationRequest?["scope"]
        guard names == nil, let endpoint = found.mcp.address("registration_endpoint"),
            case .success(let response) = await postRegistration(redirectURIsToRegister, to: endpoint, withScope: true),
            let answer = Self.registration(in: response)
        else { return nil }
        return keep(answer, redirectURI: usedRedirectURI)
    }

    private func judgeNoEndpoint() {
        let offersDocuments =
            profile.registrations.contains(.metadataDocument)
            && found.mcp.server?["client_id_metadata_document_supported"]?.boolValue == true
        if offersDocuments {
            return skip("The server has no registration endpoint, and the client has another way.")
        }
        fail(
            "M18",
            "The server offers neither registration (registration_endpoint) nor metadata documents "
                + "(client_id_metadata_document_supported), and no client id was given (--client-id).")
    }

    /// What the client registers: a list of its own, or every URI it may come back to.
    private var redirectURIsToRegister: [String] {
        if options.redirectURI == nil, found.mcp.promisesIssuer, let fixed = profile.issuerRedirectURI {
            return [fixed]
        }
        if options.redirectURI == nil, let own = profile.registrationRequest?["redirect_uris"]?.arrayValue {
            return own.compactMap(\.stringValue)
        }
        return expandedRedirectURIs()
    }

    private func postRegistration(
        _ redirects: [String], to endpoint: WebAddress, withScope: Bool = false
    ) async -> Result<ProbeResponse, ProbeFailure> {
        var body = profile.registrationRequest?.objectValue ?? JSONObject()
        body["redirect_uris"] = .array(redirects.map { .string($0) })
        if withScope || body["scope"]?.stringValue == "{scope}" {
            body["scope"] = (options.scope ?? found.mcp.scope).map { .string($0) }
        }
        let result = await send(
            ProbeRequest(
                "POST", endpoint.text,
                headers: [("Content-Type", "application/json"), ("Accept", "application/json")],
                body: JSONValue.object(body).serialized(), timeout: profile.tokenTimeout, maximumSize: 1 << 20))
        if case .success(let response) = result, let answer = Self.registration(in: response) {
            for name in ["client_secret", "registration_access_token"] {
                if let secret = answer[name]?.stringValue { mask(secret) }
            }
        }
        return result
    }

    /// The client that an answer holds; nil when the registration was not accepted.
    private static func registration(in response: ProbeResponse) -> JSONObject? {
        guard [200, 201].contains(response.status), let value = try? JSONValue(parsing: response.body),
            let object = value.objectValue, object["client_id"]?.stringValue?.isEmpty == false
        else { return nil }
        return object
    }

    private func keep(_ answer: JSONObject, redirectURI: String) -> MCPClient {
        noteForRemoval(answer)
        let secret = answer["client_secret"]?.stringValue.flatMap { $0.isEmpty ? nil : ProbeSecret($0) }
        let method = answer["token_endpoint_auth_method"]?.stringValue ?? unnamedMethod
        let way: ClientProfile.TokenAuthentication =
            secret == nil || method == "none" ? .none : method == "client_secret_basic" ? .basic : .body
        return MCPClient(
            registration: .dynamic, id: answer["client_id"]?.stringValue ?? "", secret: secret,
            redirectURI: redirectURI, authentication: way)
    }

    /// How a client proves itself whose registration names no method: RFC 7591 section 2 has it that this is
    /// `client_secret_basic`, unless the server says that it takes the body only.
    private var unnamedMethod: String {
        let methods = found.mcp.names("token_endpoint_auth_methods_supported") ?? []
        let isBodyOnly = methods.contains("client_secret_post") && !methods.contains("client_secret_basic")
        return isBodyOnly ? "client_secret_post" : "client_secret_basic"
    }

    /// Keeps what it takes to undo a registration, unless that leads to another host than it was made at.
    private func noteForRemoval(_ answer: JSONObject) {
        guard let address = answer["registration_client_uri"]?.stringValue.flatMap({ WebAddress($0) }),
            let token = answer["registration_access_token"]?.stringValue,
            address.origin == found.mcp.address("registration_endpoint")?.origin
        else { return }
        found.mcp.registrations.append((address, token))
    }

    private func judge(_ answer: JSONObject, status: Int, redirects: [String]) {
        warnOfEmptyMembers(in: answer, of: "The answer to the registration")
        if answer["client_secret"]?.stringValue?.isEmpty == false, answer["client_secret_expires_at"] == nil {
            warn(
                "The answer has a client_secret without client_secret_expires_at; RFC 7591 wants both, and some "
                    + "clients too."
            )
        }
        if let echoed = answer["redirect_uris"]?.arrayValue?.compactMap(\.stringValue),
            let missing = redirects.first(where: { !echoed.contains($0) })
        {
            fail("M07", "The registration was accepted, but without the redirect URI \(missing).")
        }
        if steps.last?.verdict == .passed {
            pass("Registered (status \(status)).")
        }
    }

    private func judgeRefusal(_ response: ProbeResponse, redirects: [String], endpoint: WebAddress) async {
        let error = (try? JSONValue(parsing: response.body))?["error"]?.stringValue
        let text = response.isHTML ? "" : response.text.lowercased()
        let isBad = (400..<500).contains(response.status)
        if error == "invalid_redirect_uri" || (isBad && error != nil && text.contains("redirect")) {
            let culprit = await refusedRedirect(among: redirects, at: endpoint)
            return fail(
                "M07",
                "The registration is refused because of \(culprit ?? redirects.joined(separator: ", ")): "
                    + "\(response.inBrief).")
        }
        if [401, 403, 429].contains(response.status) || response.isBotWall {
            return fail(
                "M06",
                "The registration is refused with \(response.inBrief), though the metadata could be read. "
                    + "Something lets GET through and stops POST.")
        }
        if isBad, ![404, 405, 410].contains(response.status) {
            return fail("M18", "The registration is refused with \(response.inBrief).")
        }
        let seen = (200..<300).contains(response.status) ? "\(response.inBrief), without a client_id" : response.inBrief
        fail("M18", "'registration_endpoint' is listed, but \(endpoint.text) answers with \(seen).")
    }

    /// Which of several redirect URIs is refused: one spoils the request for all.
    private func refusedRedirect(among redirects: [String], at endpoint: WebAddress) async -> String? {
        guard redirects.count > 1 else { return redirects.first }
        for redirect in redirects {
            guard case .success(let response) = await postRegistration([redirect], to: endpoint) else { continue }
            guard let answer = Self.registration(in: response) else { return redirect }
            noteForRemoval(answer)
        }
        return nil
    }

    /// Takes back what was registered for this examination, where the server can do that (RFC 7592 section 2.3).
    func takeRegistrationsBack() async {
        guard !found.mcp.registrations.isEmpty else { return }
        begin(.registration, "Take the registration back")
        for (address, token) in found.mcp.registrations {
            _ = await send(
                ProbeRequest("DELETE", address.text, headers: [("Authorization", "Bearer " + token)]))
        }
        pass("The registrations made for this examination were taken back where the server allows it.")
    }
}
