extension LintSubject {
    /// Authorization server metadata (RFC 8414) or OpenID Connect discovery, as clients of MCP read it.
    mutating func checkAuthorizationServer(_ root: LocatedValue) {
        checkOwnIssuer(root)
        checkServerEndpoints(root)
        checkPKCE(root)
        checkRegistration(root)
        checkServerAuthentication(root)
        checkServerTypes(root)
        checkDemands(root)
        checkServerScopes(root)
    }

    private mutating func checkOwnIssuer(_ root: LocatedValue) {
        guard let value = root["issuer"], let text = value.string, !text.isEmpty else {
            guard root["issuer"] == nil else { return }
            return report(
                .issuerURL, at: root, "There is no “issuer”.",
                hint: "Write the address under which clients know this server: https://auth.example.com.")
        }
        checkIssuer(text, at: value, "The issuer")
        checkIssuerPlace(value, text)
        if root["authorization_response_iss_parameter_supported"]?.bool != true {
            report(
                .serverIssuerParameter, at: root["authorization_response_iss_parameter_supported"] ?? value,
                "Answers of the authorization endpoint carry no “iss”.",
                hint:
                    "Send iss in every answer, also in errors, and say authorization_response_iss_parameter_supported: "
                    + "true; then ChatGPT uses one fixed redirect URI.")
        }
    }

    /// The document is at an address that is made from the issuer in one of three ways.
    private mutating func checkIssuerPlace(_ value: LocatedValue, _ issuer: String) {
        guard let place = fetchedFrom, let range = place.path.range(of: "/.well-known/") else { return }
        let names = ["oauth-authorization-server", "openid-configuration"]
        let rest = place.path[range.upperBound...]
        guard let name = names.first(where: { rest.hasPrefix($0) }) else { return }
        let expected = place.origin + place.path[..<range.lowerBound] + rest.dropFirst(name.count)
        guard issuer != expected, issuer != expected + "/" else { return }
        report(
            .issuerMismatch, at: value, "The issuer is not the one that this document's address stands for.",
            hint: "At this address it must be \(expected), byte for byte, unless this is a copy for clients that ask "
                + "the MCP host.")
    }

    private mutating func checkServerEndpoints(_ root: LocatedValue) {
        for name in ["authorization_endpoint", "token_endpoint"] where root[name] == nil {
            report(
                .serverEndpointMissing, at: root, "There is no “\(name)”.",
                hint: "Assistants know only the authorization code flow, which needs both endpoints.")
        }
        guard let issuer = root["issuer"]?.string.flatMap({ WebAddress($0) }) else { return }
        for name in ["authorization_endpoint", "token_endpoint", "registration_endpoint", "jwks_uri"] {
            guard let value = root[name], let url = value.string.flatMap({ WebAddress($0) }), url.host != issuer.host
            else {
                continue
            }
            report(
                .serverEndpointHost, at: value,
                "“\(name)” is on \(url.host.excerpt), the issuer on \(issuer.host.excerpt).",
                hint: "Check that this is meant, and that the host does not belong to another environment.")
        }
    }

    private mutating func checkPKCE(_ root: LocatedValue) {
        guard let value = root["code_challenge_methods_supported"] else {
            return report(
                .serverPKCE, at: root, "There is no “code_challenge_methods_supported”.",
                hint:
                    "Say \"code_challenge_methods_supported\": [\"S256\"], and check the verifier at the token endpoint."
            )
        }
        guard let methods = texts(root, "code_challenge_methods_supported") else { return }
        if !methods.contains("S256") {
            report(
                .serverPKCE, at: value, "“code_challenge_methods_supported” does not contain S256.",
                hint: "Add \"S256\", in this spelling.")
        } else if methods.contains("plain") {
            report(
                .serverPKCE, at: value, severity: .warning, "The challenge method “plain” is offered.",
                hint: "Leave it out: it protects nothing once the request is seen (RFC 9700 section 2.1.1).")
        }
    }

    private mutating func checkRegistration(_ root: LocatedValue) {
        let takesURLs = root["client_id_metadata_document_supported"]?.bool == true
        if root["registration_endpoint"] == nil, !takesURLs {
            report(
                .serverRegistration, at: root,
                "Clients cannot register: no registration_endpoint, and no client IDs by URL.",
                hint: "Say client_id_metadata_document_supported: true and fetch such documents, or offer a "
                    + "registration_endpoint (RFC 7591); without both every client must be entered by hand.")
        }
        guard takesURLs, let methods = texts(root, "token_endpoint_auth_methods_supported"), !methods.isEmpty,
            let value = root["token_endpoint_auth_methods_supported"]
        else { return }
        if !methods.contains("none"), !methods.contains("private_key_jwt") {
            report(
                .serverClientByURL, at: value, severity: .error,
                "Client IDs by URL are accepted, but no way in which such a client can authenticate.",
                hint: "Add \"none\" (with PKCE) or \"private_key_jwt\": such a client has no secret.")
        } else if !methods.contains("none") {
            report(
                .serverClientByURL, at: value, "Client IDs by URL are accepted, but not clients without a secret.",
                hint: "Add \"none\": Claude and VS Code use a client ID by URL only then.")
        }
    }
}

extension String {
    /// Where a text first occurs.
    fileprivate func range(of text: String) -> Range<Index>? {
        guard let offset = Array(utf8)[...].place(of: Array(text.utf8)) else { return nil }
        let start = utf8.index(startIndex, offsetBy: offset)
        return start..<utf8.index(start, offsetBy: text.utf8.count)
    }
}

extension ArraySlice<UInt8> {
    fileprivate func place(of word: [UInt8]) -> Int? { indices.first { self[$0...].starts(with: word) } }
}
