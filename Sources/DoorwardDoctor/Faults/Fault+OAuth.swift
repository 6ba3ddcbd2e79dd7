extension Fault {
    /// What goes wrong in the OAuth flow of manifests and actions.
    static let oauthFaults: [Fault] = [
        stateNotEchoed, redirectMismatch, bodyNotUnderstood, invalidClient, signInDoesNotLast, tokenAnswerRefused,
        pkceDemanded, emptyScopeRefused, foreignOAuthDomain, codeUsedTwice, redirectsToStrangers,
    ]

    private static let stateNotEchoed = Fault(
        "O01", "`state` does not come back as it was sent",
        cause: """
            The client puts a `state` into the address of the sign-in and wants exactly the same bytes back beside the \
            code. Here it was lost on the way through the login pages, cut off, decoded or encoded once too often, or \
            put into the answer without percent-encoding.
            """,
        fix: """
            Keep the decoded value of `state` with the sign-in that is under way (in the session or a hidden field, \
            with room for 1000 bytes at least), and add it to the redirect URI as redirect_uri?code=…&state=…, \
            percent-encoded exactly once. Answer within minutes: the client lets a state expire.
            """,
        stacks: [
            Stack(
                "FastAPI",
                """
                Build the redirect with urllib.parse.urlencode({"code": code, "state": state}), not with an f-string; \
                FastAPI has already decoded the query parameter.
                """),
            Stack(
                "Express",
                """
                const to = new URL(redirectUri); to.searchParams.set("code", code); to.searchParams.set("state", \
                req.query.state); res.redirect(to.href). Passport: save the client's state in req.session before \
                passport.authenticate, which has a state of its own.
                """),
            Stack(
                "nginx",
                """
                In redirects to the login page use $request_uri or $args as they are; a rewrite with a captured group \
                decodes them.
                """),
        ],
        shown: "Missing state param in response from OAuth provider")

    private static let redirectMismatch = Fault(
        "O02", "A redirect URI of the client is refused",
        cause: """
            The client's callback is not among those that the authorization server knows. Often only one of the two \
            hosts is registered (chat.openai.com and chatgpt.com), the GPT has been saved with other OAuth settings \
            since (that gives it a new callback), the id in the address is another assistant's, or a placeholder such \
            as {g-…} is still in it.
            """,
        fix: """
            Copy the callback from the GPT's editor again, after its last save, and register it with both hosts: \
            https://chat.openai.com/aip/{id}/oauth/callback and https://chatgpt.com/aip/{id}/oauth/callback. The whole \
            address must be equal, letter by letter; do not loosen the comparison.
            """,
        stacks: [
            Stack(
                "Auth0",
                "Applications → your application → Settings → Allowed Callback URLs: both, with a comma between."),
            Stack("Keycloak", "Clients → your client → Settings → Valid redirect URIs: both, without a `*`."),
            Stack("Cognito", "App client → Login pages → Allowed callback URLs: both."),
            Stack("Google", "Credentials → OAuth client → Authorised redirect URIs: both."),
        ])

    private static let bodyNotUnderstood = Fault(
        "O03", "The token endpoint does not understand the body",
        cause: """
            Token requests come in the content type that the manifest names (authorization_content_type; often \
            application/json, which is not what OAuth's standard says), and from actions always as a form. The \
            endpoint reads only the other kind.
            """,
        fix: """
            Read both application/x-www-form-urlencoded and application/json at the token endpoint, or write into the \
            manifest's authorization_content_type what the endpoint reads. For actions it must be the form.
            """,
        stacks: [
            Stack(
                "FastAPI",
                """
                Parameters declared with Form(...) give 422 for JSON, and a pydantic model gives 422 for a form. Take \
                the Request and read await request.form() or await request.json() by its content type.
                """),
            Stack(
                "Express",
                "app.use(express.json(), express.urlencoded({ extended: false })) in front of the route: both."),
            Stack("Flask", "request.form is empty for JSON: data = request.get_json(silent=True) or request.form."),
            Stack(
                "Auth0",
                "It reads both; set authorization_content_type to application/x-www-form-urlencoded if in doubt."),
            Stack(
                "Keycloak",
                """
                It reads forms only: set authorization_content_type to application/x-www-form-urlencoded.
                """),
        ])

    private static let invalidClient = Fault(
        "O04", "The client is refused at the token endpoint (`invalid_client`)",
        cause: """
            Manifest clients send client_id and client_secret as members of the body; actions send them there or, \
            when the editor says so, as Authorization: Basic. The endpoint expects them at the other place, knows the \
            client as a public one that must not have a secret, or has another secret.
            """,
        fix: """
            Accept the credentials in the body (client_secret_post), and better both ways. For an action the editor's \
            “Token exchange method” must be the one that the server accepts. Compare the secret that was typed in with \
            the server's; in Basic both parts are form-encoded before they are joined.
            """,
        stacks: [
            Stack(
                "Auth0",
                "Application → Credentials → Authentication method: “Client Secret (Post)” for the body; not “None”."),
            Stack(
                "Keycloak",
                """
                Client → Capability config → Client authentication: on; Credentials → “Client Id and Secret” \
                takes both.
                """
            ),
            Stack("Okta", "Client authentication: “Client secret”, and token_endpoint_auth_method client_secret_post."),
            Stack("FastAPI", "Read client_id and client_secret from the body where HTTPBasic finds no header."),
            Stack("Express", "oauth2-server reads both; do not put express-basic-auth in front of the token route."),
        ])

    private static let signInDoesNotLast = Fault(
        "O05", "The sign-in does not last",
        cause: """
            The client renews its access token with the refresh token before it ends. That needs refresh_token and \
            expires_in (a number of seconds) under just these names in the answer, and a token endpoint that takes \
            grant_type=refresh_token in the same content type and with the credentials at the same place as before.
            """,
        fix: """
            Always answer with access_token, token_type, expires_in and refresh_token, also after a refresh when the \
            refresh token changes. Give refresh tokens without being asked for offline_access, or put that scope into \
            the manifest.
            """,
        stacks: [
            Stack(
                "Auth0",
                """
                APIs → Allow offline access: on; scope offline_access in the manifest or the editor; application → \
                Grant types → Refresh token.
                """),
            Stack(
                "Keycloak",
                "Scope offline_access where sessions are short; Client → Advanced → “Use refresh tokens”: on."),
            Stack("Google", "Add access_type=offline&prompt=consent: without them there is no refresh token."),
            Stack("Cognito", "App client → Authentication flows → ALLOW_REFRESH_TOKEN_AUTH."),
            Stack("FastAPI", "return {…, \"expires_in\": 3600}: a number, not str(3600) or a date."),
        ],
        shown: "User is missing credentials")

    private static let tokenAnswerRefused = Fault(
        "O06", "The token endpoint's answer is not what the client reads",
        cause: """
            Tokens must come with status 200 as a flat JSON object with access_token and token_type: bearer. Here it \
            is another status (201, 204, a redirect), an HTML page, an object inside of an object such as {"data": …}, \
            another name, or token_type is missing.
            """,
        fix: """
            Answer {"access_token": "…", "token_type": "bearer", "expires_in": 3600, "refresh_token": "…"} with status \
            200, Content-Type: application/json and Cache-Control: no-store; and errors as {"error": "invalid_grant"} \
            with status 400. No wrapper around it, no page, no redirect.
            """,
        stacks: [
            Stack("FastAPI", "No status_code=201 on the route, and no response model that wraps everything in data."),
            Stack(
                "Express",
                "res.status(200).json({...}); look for middleware that wraps every answer in { data } or { success }."),
            Stack("NestJS", "@HttpCode(200) on the POST handler: the default is 201; no wrapping interceptor on it."),
            Stack("Laravel", "Return the array itself, not an API resource: that puts it into data."),
            Stack(
                "Cloudflare", "A challenge page in front of the token endpoint is HTML: make an exception for its path."
            ),
        ])

    private static let pkceDemanded = Fault(
        "O07", "The server demands PKCE",
        cause: """
            Manifest plugins and actions send no code_challenge and no code_verifier: they are clients with a secret, \
            from before PKCE was the rule. The server refuses requests without.
            """,
        fix: """
            Make PKCE optional for this one client, which has a secret and an exact redirect URI; keep it required for \
            all others. Clients of MCP do send it.
            """,
        stacks: [
            Stack(
                "Keycloak",
                "Clients → your client → Advanced → Proof Key for Code Exchange Code Challenge Method: empty, not S256."
            ),
            Stack("Auth0", "Application type “Regular Web Application”: a single-page or native one must use PKCE."),
            Stack("Okta", "Application → General → “Require PKCE as additional verification”: off for this one."),
            Stack(
                "Django",
                "django-oauth-toolkit: PKCE_REQUIRED may be a function of the client id; return False for this one."),
            Stack("Entra ID", "Register the callback under the platform “Web”, not “Single-page application”."),
        ])

    private static let emptyScopeRefused = Fault(
        "O08", "An empty or a missing scope is refused",
        cause: """
            Where the manifest or the editor has no scope the client sends `scope=`, and when somebody connects again \
            it may send none at all. Both mean “the usual”, and the server answers with an error.
            """,
        fix: """
            Treat an empty and a missing scope alike, and give the client's default scopes (RFC 6749 section 3.3). \
            Meanwhile fill in a scope in the manifest or the editor.
            """,
        stacks: [
            Stack("FastAPI", "scope: str = \"\" instead of scope: str, and scope.split() or the defaults."),
            Stack("Express", "const scope = (req.query.scope || \"\").trim() || client.defaultScope."),
            Stack(
                "Keycloak", "Put what is needed into the client's default client scopes, not into the optional ones."),
            Stack("Django", "django-oauth-toolkit: DEFAULT_SCOPES."),
        ])

    private static let foreignOAuthDomain = Fault(
        "O09", "OAuth happens at another domain than the API's",
        cause: """
            The editor for actions accepts authorization and token addresses only at the domain of the API itself, \
            apart from those of Google, Microsoft and Adobe.
            """,
        fix: """
            Give the authorization server a name below the API's domain (login.example.com beside api.example.com), or \
            pass its two paths through the API's own host.
            """,
        stacks: [
            Stack("Auth0", "Branding → Custom domains: login.your-domain, and use it in both addresses."),
            Stack("Cognito", "App integration → Domain → custom domain."),
            Stack(
                "nginx",
                """
                location /oauth/ { proxy_pass https://idp.example; proxy_set_header Host idp.example; \
                proxy_ssl_server_name on; }
                """
            ),
            Stack("Cloudflare", "A CNAME for the login host, or a Worker for the two paths."),
        ])

    private static let codeUsedTwice = Fault(
        "O10", "A code can be used twice, or its refusal is not clear",
        cause: """
            An authorization code must give tokens once; a second use is either a retry or theft. Here it worked \
            again, or a code nobody issued worked, or the refusal was not 400 with invalid_grant, so that a client \
            cannot tell a used code from a broken server.
            """,
        fix: """
            Take the code out of the store in one atomic step before tokens are issued (DELETE … RETURNING, GETDEL), \
            let it live for a minute or so, and answer every further use with status 400 and {"error": \
            "invalid_grant"}; better also revoke the tokens that the first use gave.
            """,
        stacks: [
            Stack(
                "FastAPI",
                """
                codes.pop(code, None) instead of codes.get(code); raise with status 400 and that object, not \
                HTTPException's detail.
                """
            ),
            Stack(
                "Express",
                "await redis.getDel(code), not get and del; res.status(400).json({ error: \"invalid_grant\" })."),
            Stack(
                "SQL",
                "DELETE FROM codes WHERE digest = $1 AND expires_at > now() RETURNING …: no row means invalid_grant."),
        ])

    private static let redirectsToStrangers = Fault(
        "O11", "Codes can be sent to strangers",
        cause: """
            The redirect URI is compared loosely: by its beginning, by its host, by a pattern, without its query, or \
            not at all. Everybody can make a GPT whose callback begins with https://chat.openai.com/aip/g-…, and so \
            receive the codes of your users; or the endpoint is an open redirector.
            """,
        fix: """
            Compare the whole redirect URI, byte by byte, with the ones that are registered for the client, before \
            anything else; on a mismatch show an error page and do not redirect. At the token endpoint demand the same \
            redirect_uri as at the sign-in.
            """,
        stacks: [
            Stack("FastAPI", "if redirect_uri not in client.redirect_uris: no startswith, no re.match."),
            Stack(
                "Express",
                "client.redirectUris.includes(req.query.redirect_uri); no RegExp, no url.hostname comparison."),
            Stack("Keycloak", "Valid redirect URIs without `*`."),
            Stack("Auth0", "Allowed Callback URLs without `*`."),
            Stack("Spring", "Registered redirectUri values exactly; no custom validator that matches by prefix."),
        ])
}
