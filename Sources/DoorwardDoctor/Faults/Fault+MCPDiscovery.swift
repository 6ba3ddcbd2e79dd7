extension Fault {
    /// M01 to M04: how a client learns where to sign in.
    static let mcpDiscoveryFaults: [Fault] = [
        noChallenge, wrongResourceMetadata, unusableServerMetadata, misleadingErrors,
    ]

    private static let noChallenge = Fault(
        "M01", "The sign-in never starts",
        cause: """
            A client learns that it must sign in from status 401 with a WWW-Authenticate field that says Bearer and \
            names the resource metadata. It got another status, a redirect to a page for people, or a challenge \
            without resource_metadata.
            """,
        fix: """
            Answer every call without a token, and every call with a bad or expired one, with status 401 and \
            WWW-Authenticate: Bearer resource_metadata="https://HOST/.well-known/oauth-protected-resource/mcp" (add \
            error="invalid_token" when a token was sent). The name is resource_metadata, not resource. Never redirect \
            the MCP endpoint to a sign-in page.
            """,
        stacks: [
            Stack(
                "FastAPI",
                """
                raise HTTPException(401, headers={"WWW-Authenticate": 'Bearer resource_metadata="https://…"'}); \
                HTTPBearer answers 403 by itself when the field is missing: HTTPBearer(auto_error=False) and raise \
                your own.
                """),
            Stack(
                "Express",
                """
                res.status(401).set("WWW-Authenticate", `Bearer resource_metadata="${url}"`).json({...}); the SDK's \
                requireBearerAuth does it when it is given resourceMetadataUrl.
                """),
            Stack(
                "nginx",
                """
                auth_request passes a 401 on, but not its challenge: auth_request_set $challenge \
                $upstream_http_www_authenticate; and add_header WWW-Authenticate $challenge always; without `always` \
                the field is left out of a 401. No error_page 401 =302.
                """),
            Stack(
                "Cloudflare",
                """
                Access sends callers without a session to its sign-in page; take the MCP path out of the \
                application's policy.
                """
            ),
            Stack(
                "oauth2-proxy", "Set --api-route=^/mcp so that the path is answered with 401 and not with a redirect."),
        ])

    private static let wrongResourceMetadata = Fault(
        "M02", "The protected resource metadata is wrong",
        cause: """
            The document that says who issues tokens for the MCP server (RFC 9728) is missing where clients look, is \
            not JSON, or names another resource. Its 'resource' must be the URL that people enter in the client, byte \
            for byte: with the path, in the same case, with or without the slash at the end as it is entered.
            """,
        fix: """
            For https://HOST/mcp serve https://HOST/.well-known/oauth-protected-resource/mcp as JSON with status 200: \
            {"resource": "https://HOST/mcp", "authorization_servers": ["https://ISSUER"]}. Serve the same at \
            /.well-known/oauth-protected-resource, and name it in the challenge. Take the public URL from the \
            configuration, not from the request.
            """,
        stacks: [
            Stack(
                "FastAPI",
                """
                Add the route in front of a mount of "/" that serves a web application; behind a proxy build the URL \
                from a setting, since request.url says http and the inner host.
                """),
            Stack(
                "Express",
                "app.get(\"/.well-known/oauth-protected-resource/mcp\", …) in front of the fallback to index.html."),
            Stack(
                "nginx",
                """
                location /.well-known/oauth-protected-resource { proxy_pass http://upstream; } – a try_files … \
                /index.html otherwise answers with the web application's page and status 200.
                """),
            Stack(
                "FastMCP",
                "Give the auth provider base_url=\"https://HOST\" as the world sees it, and look at the path."),
        ])

    private static let unusableServerMetadata = Fault(
        "M03", "The authorization server's metadata cannot be used",
        cause: """
            The client asks for the issuer's metadata (RFC 8414, OpenID Connect discovery) and stops when it is \
            missing, is a page for people, names another issuer than the resource metadata does, or does not list \
            S256 under code_challenge_methods_supported. Some clients ask with HEAD first.
            """,
        fix: """
            Use one issuer string everywhere, byte for byte: in authorization_servers, in the metadata's issuer, as \
            iss. Serve the metadata as JSON with status 200 at /.well-known/oauth-authorization-server (with the \
            issuer's path behind it), answer HEAD like GET, list "code_challenge_methods_supported": ["S256"], and \
            answer 404 at addresses where there is nothing.
            """,
        stacks: [
            Stack(
                "FastAPI",
                "app.get answers HEAD with 405: use @app.api_route(path, methods=[\"GET\", \"HEAD\"]) for the metadata."
            ),
            Stack(
                "Auth0",
                "The issuer ends with a slash (https://TENANT.auth0.com/): write it so in authorization_servers."),
            Stack(
                "Keycloak",
                """
                The issuer is https://HOST/realms/REALM without a slash; set KC_HOSTNAME to the public URL, and let \
                the proxy pass /.well-known/oauth-authorization-server/realms/… as well.
                """),
            Stack(
                "nginx",
                """
                location /.well-known/ must go to the authorization server, not to try_files; limit_except GET also \
                lets HEAD through, a list of methods of your own perhaps not.
                """),
            Stack(
                "Microsoft Entra",
                "The metadata lacks code_challenge_methods_supported; put a server in front that adds it."),
        ])

    private static let misleadingErrors = Fault(
        "M04", "The client names a cause that is none",
        cause: """
            Clients show the same failure as "does not support registration", "does not implement OAuth" or \
            "invalid_mcp_response 405". This cannot be seen from outside: the words do not tell the cause.
            """,
        fix: """
            Do not go by the client's words. Look at the server's traffic while somebody connects: the last request \
            that arrives, and its answer, are where it stops. This examination walks the same way.
            """,
        shown: "doesn't support DCR; doesn't implement OAuth; invalid_mcp_response 405")
}
