/// The pages for people: a form for name and password, and one for consent.
extension ZooWorld {
    private static let session = "__Host-zoo-session"
    private static let guardian = "__Host-zoo-form"

    func isSignedIn(_ request: ZooRequest) -> Bool {
        guard let cookie = request.cookies[Self.session] else { return false }
        return state.with { $0.sessions.contains(cookie) }
    }

    func signInPage(_ request: ZooRequest, _ server: ZooAuthorization, problem: String? = nil) -> ZooResponse {
        let token = ZooState.unguessable("form")
        let next = request.path + (request.query.map { "?" + $0 } ?? "")
        let form = """
            <h1>Sign in</h1>\(problem.map { "<p role=\"alert\">\($0)</p>" } ?? "")
            <form method="post" action="\(server.path("login"))">
            <input type="hidden" name="next" value="\(ZooPage.escaped(next))">
            <input type="hidden" name="form_token" value="\(token)">
            <label>Name <input type="text" name="username" autocomplete="username" required></label>
            <label>Password <input type="password" name="password" autocomplete="current-password" required></label>
            <button type="submit">Sign in</button></form>
            """
        let cookie = "\(Self.guardian)=\(token); Path=/; Secure; HttpOnly; SameSite=Lax"
        return .html(form, headers: ZooPage.fields + [("Set-Cookie", cookie)])
    }

    func signIn(_ request: ZooRequest, _ server: ZooAuthorization) -> ZooResponse {
        let form = request.form
        guard let token = form["form_token"], request.cookies[Self.guardian] == token else {
            return page("The form is too old, or came from somewhere else.")
        }
        guard let next = form["next"], next.hasPrefix(server.path("authorize") + "?") else {
            return page("The form leads nowhere.")
        }
        guard form["username"] == ZooAuthorization.user, form["password"] == ZooAuthorization.password else {
            var again = request
            again.path = server.path("authorize")
            again.query = String(next.dropFirst(server.path("authorize").count + 1))
            return signInPage(again, server, problem: "Name or password is wrong.")
        }
        let session = ZooState.unguessable("session")
        state.with { _ = $0.sessions.insert(session) }
        var response = ZooResponse.redirect(next)
        response.headers.append(("Set-Cookie", "\(Self.session)=\(session); Path=/; Secure; HttpOnly; SameSite=Lax"))
        return response
    }

    func consentPage(_ wanted: ZooAuthorizationRequest, _ server: ZooAuthorization) -> ZooResponse {
        let id = ZooState.unguessable("consent")
        state.with { $0.pending[id] = wanted }
        let form = """
            <h1>Allow access?</h1>
            <p><b>\(ZooPage.escaped(wanted.client.id))</b> wants: \(ZooPage.escaped(wanted.scope)).
            You will be sent to \(ZooPage.escaped(wanted.redirectURI)).</p>
            <form method="post" action="\(server.path("authorize"))">
            <input type="hidden" name="request" value="\(id)">
            <button type="submit" name="decision" value="allow">Allow</button>
            <button type="submit" name="decision" value="deny">Deny</button></form>
            """
        return .html(form, headers: ZooPage.fields)
    }

    func decide(_ request: ZooRequest, _ server: ZooAuthorization) -> ZooResponse {
        let form = request.form
        guard isSignedIn(request), let id = form["request"], let wanted = state.with({ $0.pending[id] }) else {
            return page("The form is too old, or came from somewhere else.")
        }
        state.with { _ = $0.pending.removeValue(forKey: id) }
        guard form["decision"] == "allow" else {
            let refusal = [("error", "access_denied"), ("error_description", "The person said no.")]
            return callback(wanted.redirectURI, refusal, wanted.state, server)
        }
        let code = ZooState.unguessable("code")
        state.with { memory in
            memory.families += 1
            memory.codes[code] = ZooGrant(
                clientID: wanted.client.id, redirectURI: wanted.redirectURI, scope: wanted.scope,
                challenge: wanted.challenge, resource: wanted.resource, family: memory.families)
        }
        return callback(wanted.redirectURI, [("code", code)], wanted.state, server)
    }
}

enum ZooPage {
    static let fields: [(name: String, value: String)] = [
        ("Cache-Control", "no-store"), ("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'"),
        ("X-Frame-Options", "DENY"), ("Referrer-Policy", "no-referrer"), ("X-Content-Type-Options", "nosniff"),
    ]

    static func escaped(_ text: String) -> String {
        var escaped = ""
        for character in text {
            switch character {
            case "&": escaped += "&amp;"
            case "<": escaped += "&lt;"
            case ">": escaped += "&gt;"
            case "\"": escaped += "&quot;"
            default: escaped.append(character)
            }
        }
        return escaped
    }
}
