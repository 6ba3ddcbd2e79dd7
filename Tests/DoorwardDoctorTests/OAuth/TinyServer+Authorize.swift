import DoorwardDocuments

@testable import DoorwardDoctor

extension TinyServer {
    typealias Parameters = [(name: String, value: String)]

    func authorize(_ query: Parameters, cookie: String?) -> ProbeResponse {
        func value(_ name: String) -> String? { query.first { $0.name == name }?.value }
        let redirectURI = value("redirect_uri") ?? ""
        if quirk == .openRedirector, value("client_id") != Self.client || !isKnown(redirectURI) {
            return Self.redirect(redirectURI + "?error=unauthorized_client")
        }
        guard value("client_id") == Self.client else { return refusal("Unknown client") }
        guard isKnown(redirectURI) else { return refusal("redirect_uri does not match") }
        func sendBack(_ error: String, _ text: String) -> ProbeResponse {
            Self.redirect(callback(redirectURI, [("error", error), ("error_description", text)], value("state")))
        }
        guard value("response_type") == "code" else { return sendBack("unsupported_response_type", "code only") }
        let scope = value("scope")
        if let problem = scopeProblem(scope) { return sendBack("invalid_scope", problem) }
        if quirk == .pkceAtAuthorize, value("code_challenge") == nil {
            return sendBack("invalid_request", "code_challenge is required")
        }
        let hidden = query.map { "<input type=hidden name='q-\($0.name)' value='\(Self.escaped($0.value))'>" }.joined()
        guard cookie?.contains("session=fake") == true else {
            return Self.html(
                200, "Sign in",
                """
                <!-- <form action="/trap"><input type=password></form> -->
                <form action="/search"><input type=search name=q></form>
                <form method="post" action="/oauth/login"><h1>Sign in</h1>\(hidden)
                <input name="username"><input type="password" name="password">
                <button name="decision" value="cancel">Cancel</button><button>Sign in</button></form>
                """)
        }
        return Self.html(
            200, "Allow?",
            """
            <form method=post action=/oauth/consent>\(hidden)
            <button name=decision value=deny>Deny</button><button name=decision value=allow>Allow access</button></form>
            <form method=post action=/logout><button>Sign out</button></form>
            """)
    }

    private func scopeProblem(_ scope: String?) -> String? {
        switch quirk {
        case .emptyScopeRefused where scope == "": "scope is empty"
        case .missingScopeRefused where scope == nil: "scope is missing"
        case .noScopeRefused where (scope ?? "").isEmpty: "scope is required"
        default: nil
        }
    }

    private func refusal(_ text: String) -> ProbeResponse {
        Self.html(400, "Error", "<h1>Bad request</h1><p class=error>\(text)</p>")
    }

    private func isKnown(_ uri: String) -> Bool {
        switch quirk {
        case .oldHostOnly: uri == redirectURIs.first
        case .newHostOnly: uri == redirectURIs.last
        case .noRedirectKnown: uri == "https://chat.openai.com/aip/{g-123}/oauth/callback"
        case .redirectByPrefix: uri.hasPrefix("https://chat.openai.com/aip/") || redirectURIs.contains(uri)
        case .redirectByHost:
            WebAddress(uri)?.host == "chat.openai.com" || WebAddress(uri)?.host == "chatgpt.com"
        case .redirectByPattern:
            uri.contains("chat.openai.com") && uri.contains("/oauth/callback") || redirectURIs.contains(uri)
        case .queryIgnored: redirectURIs.contains(String(uri.prefix { $0 != "?" }))
        case .redirectUnchecked, .redirectUncheckedLate: true
        default: redirectURIs.contains(uri)
        }
    }

    func login(_ form: Parameters) -> ProbeResponse {
        func value(_ name: String) -> String? { form.first { $0.name == name }?.value }
        guard value("username") == Self.user, value("password") == Self.password, value("decision") == nil else {
            return Self.html(
                401, "Sign in",
                """
                <p role=alert>Name or password is <b>wrong</b>.</p><form method=post action=/oauth/login>
                <input name=username><input type=password name=password><button>Sign in</button></form>
                """)
        }
        let query = form.filter { $0.name.hasPrefix("q-") }.map {
            (name: String($0.name.dropFirst(2)), value: $0.value)
        }
        return Self.redirect(
            "authorize?" + QueryText.encode(query), cookie: "session=fake; Path=/oauth; Secure; HttpOnly; SameSite=Lax")
    }

    func consent(_ form: Parameters, cookie: String?) -> ProbeResponse {
        func value(_ name: String) -> String? { form.first { $0.name == name }?.value }
        guard cookie?.contains("session=fake") == true else { return refusal("no session") }
        let redirectURI = value("q-redirect_uri") ?? ""
        let state = value("q-state")
        guard value("decision") == "allow" else {
            return Self.redirect(callback(redirectURI, [("error", "access_denied")], state))
        }
        if quirk == .pkceAfterLogin, value("q-code_challenge") == nil {
            return Self.redirect(callback(redirectURI, [("error", "invalid_request")], state))
        }
        if quirk == .missingScopeRefusedLate, value("q-scope") == nil {
            return Self.redirect(callback(redirectURI, [("error", "invalid_scope")], state))
        }
        if quirk == .redirectUncheckedLate, !redirectURIs.contains(redirectURI), !redirectURI.contains("evil") {
            return refusal("redirect_uri does not match")
        }
        let code = fresh("code")
        codes[code] = Grant(redirectURI: redirectURI, challenge: value("q-code_challenge"))
        return Self.redirect(callback(redirectURI, [("code", code)], state))
    }

    /// The redirect URI with parameters, and with the state as the quirk has it.
    private func callback(_ uri: String, _ parameters: [(String, String)], _ state: String?) -> String {
        var query = parameters.map { "\($0)=\(QueryText.encode($1))" }
        let sent = state ?? ""
        switch quirk {
        case .stateMissing: break
        case .stateEmpty: query.append("state=")
        case .stateCut:
            query.append("state=" + QueryText.encode(String(decoding: sent.utf8.prefix(255), as: UTF8.self)))
        case .stateUnencoded: query.append("state=" + sent)
        case .stateEncodedTwice: query.append("state=" + QueryText.encode(QueryText.encode(sent)))
        case .stateEscaped: query.append("state=" + QueryText.encode(Self.escaped(sent)))
        case .stateTwice: query += ["state=" + QueryText.encode(sent), "state=" + QueryText.encode(sent)]
        case .stateInFragment:
            return "\(uri)?\(query.joined(separator: "&"))#state=\(QueryText.encode(sent))"
        default: query.append("state=" + QueryText.encode(sent))
        }
        return uri + (uri.contains("?") ? "&" : "?") + query.joined(separator: "&")
    }

    static func escaped(_ text: String) -> String {
        text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
            .replacing("\"", with: "&quot;").replacing("'", with: "&#39;")
    }
}
