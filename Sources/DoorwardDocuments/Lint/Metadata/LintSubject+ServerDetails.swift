extension LintSubject {
    mutating func checkServerAuthentication(_ root: LocatedValue) {
        guard let value = root["token_endpoint_auth_methods_supported"] else {
            return report(
                .serverAuthentication, at: root, "There is no “token_endpoint_auth_methods_supported”.",
                hint:
                    "Without it clients must take client_secret_basic for the only one (RFC 8414 section 2). List what is "
                    + "accepted: \"none\", \"client_secret_post\", …")
        }
        let methods = texts(root, "token_endpoint_auth_methods_supported") ?? []
        let signed = methods.filter { $0 == "private_key_jwt" || $0 == "client_secret_jwt" }
        if let method = signed.first, root["token_endpoint_auth_signing_alg_values_supported"] == nil {
            report(
                .serverAuthentication, at: value,
                "“\(method)” is accepted, but not said with which algorithms.",
                hint: "Add token_endpoint_auth_signing_alg_values_supported, for ChatGPT with RS256.")
        }
        if let algorithms = root["token_endpoint_auth_signing_alg_values_supported"] {
            for algorithm in algorithms.elements where algorithm.string?.lowercased() == "none" {
                report(
                    .serverAuthentication, at: algorithm, severity: .error,
                    "Assertions without a signature are accepted (“none”).",
                    hint: "Remove it: RFC 8414 section 2 forbids it here.")
            }
        }
    }

    mutating func checkServerTypes(_ root: LocatedValue) {
        if let value = root["response_types_supported"] {
            if let types = texts(root, "response_types_supported"), !types.isEmpty, !types.contains("code") {
                report(
                    .serverTypes, at: value, severity: .error, "The response type “code” is not offered.",
                    hint: "Add \"code\": assistants use no other.")
            }
        } else {
            report(
                .serverTypes, at: root, "There is no “response_types_supported”.",
                hint: "RFC 8414 section 2 requires it: [\"code\"].")
        }
        guard let value = root["grant_types_supported"], let grants = texts(root, "grant_types_supported"),
            !grants.isEmpty
        else { return }
        if !grants.contains("authorization_code") {
            report(
                .serverTypes, at: value, severity: .error, "The grant “authorization_code” is not offered.",
                hint: "Add it: assistants use no other to begin with.")
        }
        if !grants.contains("refresh_token") {
            report(
                .serverRefresh, at: value, "The grant “refresh_token” is not offered.",
                hint: "Issue refresh tokens and list the grant, or people must connect again whenever a token runs out."
            )
        }
        for grant in value.elements where ["implicit", "password"].contains(grant.string) {
            report(
                .serverOldGrant, at: grant, "The grant “\(grant.string ?? "")” is offered.",
                hint: "Switch it off: OAuth 2.1 has no place for it.")
        }
    }

    /// What a server may ask of every client, and assistants do not do.
    mutating func checkDemands(_ root: LocatedValue) {
        let demands = [
            ("require_pushed_authorization_requests", "pushed authorization requests (RFC 9126)"),
            ("require_signed_request_object", "signed request objects (RFC 9101)"),
            ("require_request_uri_registration", "registered request URIs"),
            ("tls_client_certificate_bound_access_tokens", "tokens bound to client certificates (RFC 8705)"),
        ]
        for (name, what) in demands {
            guard let value = root[name], value.bool == true else { continue }
            let isCertain = name == "require_pushed_authorization_requests" || name == "require_signed_request_object"
            report(
                .serverDemand, at: value, severity: isCertain ? .error : .warning, "The server asks for \(what).",
                hint: "Do not ask it of every client: ChatGPT and most assistants do not do it.")
        }
    }

    mutating func checkServerScopes(_ root: LocatedValue) {
        guard let value = root["scopes_supported"], let scopes = texts(root, "scopes_supported") else { return }
        let personal = scopes.filter { ["profile", "email", "address", "phone"].contains($0) }
        if scopes.contains("openid"), !personal.isEmpty {
            report(
                .serverScopes, at: value,
                "ChatGPT will ask for every one of these scopes, \(personal.joined(separator: ", ")) among them.",
                hint: "List only scopes that each client may ask for, or the sign-in ends with invalid_scope.")
        }
        if scopes.contains("openid"), !scopes.contains("offline_access"),
            texts(root, "grant_types_supported")?.contains("refresh_token") == true
        {
            report(
                .serverScopes, at: value, "“offline_access” is not among the scopes.",
                hint: "If refresh tokens are issued only for it, list it here: clients ask for it only then.")
        }
    }
}
