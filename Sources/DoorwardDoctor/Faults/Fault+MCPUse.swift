extension Fault {
    /// M09 to M17: authorization requests, tokens and calls.
    static let mcpUseFaults: [Fault] = [
        tokenRefused, issuerWrong, scopeDemanded, scopeNotEnabled, noLinking, domainNotProved, unknownDemands,
    ]

    private static let tokenRefused = Fault(
        "M09", "Connected, and then every call fails",
        cause: """
            The sign-in works, and the MCP server refuses the token that came of it: it expects another audience \
            (often the bare host instead of the URL with its path) or another issuer, a proxy checks the token a \
            second time, or the endpoint with a slash is not the one without.
            """,
        fix: """
            Let the token's aud be the resource that the client asked for, byte for byte, and let the MCP server \
            expect exactly that; let it expect the issuer that the metadata names. Look in the log of the MCP server \
            for the reason.
            """,
        stacks: [
            Stack(
                "FastAPI",
                "jwt.decode(token, key, audience=\"https://HOST/mcp\", issuer=ISSUER): both as the metadata has them."),
            Stack(
                "Keycloak", "Add an Audience mapper with the MCP URL to the client scope; aud is \"account\" otherwise."
            ),
            Stack(
                "Auth0",
                """
                Register an API whose identifier is the MCP URL, and switch the compatibility profile for `resource` \
                on; without an audience the token is opaque.
                """),
            Stack(
                "nginx", "Pass Authorization on, and let one place check it; route /mcp and /mcp/ to the same endpoint."
            ),
        ],
        shown: "problem connecting")

    private static let issuerWrong = Fault(
        "M10", "The issuer in an answer is wrong or missing",
        cause: """
            The metadata promises that every answer of the authorization endpoint carries iss (RFC 9207), but it is \
            missing in some – in answers with an error, mostly – or it is not the issuer byte for byte.
            """,
        fix: """
            Add iss with the exact issuer string to every redirect back to the client, with a code or with an error; \
            or take authorization_response_iss_parameter_supported out of the metadata.
            """,
        stacks: [
            Stack(
                "Keycloak",
                "Advanced settings of the client: \"Exclude Issuer From Authentication Response\" must be off."),
            Stack(
                "Authlib",
                "Register IssuerParameter on the authorization server; its get_issuer must return the exact string."),
        ])

    private static let scopeDemanded = Fault(
        "M11", "A request without scope is refused",
        cause: "When people connect again, some clients leave scope out, and the server wants one.",
        fix: "Give the default scopes to a request without scope (RFC 6749, section 3.3), instead of refusing it.",
        stacks: [Stack("Authlib", "Let the client's get_allowed_scope return the default for an empty scope.")])

    private static let scopeNotEnabled = Fault(
        "M13", "A scope that is advertised is refused",
        cause: """
            scopes_supported lists scopes that the server, or this client on it, may not ask for. Clients ask for all \
            that are listed, and the whole request fails with invalid_scope.
            """,
        fix: """
            List only scopes that every client may have, or grant the part that is allowed instead of refusing the \
            request (the token answer's scope says what was granted).
            """,
        stacks: [
            Stack(
                "Keycloak",
                "Make the scopes default or optional client scopes of the realm, so that new clients have them."),
            Stack("Auth0", "Define the scopes on the API; offline_access also needs \"Allow Offline Access\" there."),
        ],
        shown: "invalid_scope")

    private static let noLinking = Fault(
        "M14", "The client never offers the sign-in",
        cause: """
            The server answers without a token, so the client waits for a tool to ask: the tool must declare \
            securitySchemes with oauth2, and its error without a token must carry _meta["mcp/www_authenticate"] with \
            resource_metadata, error and error_description.
            """,
        fix: """
            Declare "securitySchemes": [{"type": "oauth2", "scopes": […]}] on the tool (and the same in _meta for \
            older clients). Without a token answer {"isError": true, "content": […], "_meta": {"mcp/www_authenticate": \
            ["Bearer resource_metadata=\\"…\\", error=\\"invalid_token\\", error_description=\\"Sign in to \
            continue\\""]}}. Or ask for the token at the door, with 401.
            """)

    private static let domainNotProved = Fault(
        "M16", "The domain is not verified",
        cause: """
            The portal looks for its token at /.well-known/openai-apps-challenge of the MCP server's host, and found \
            an error, a page, or the token with something around it – a line break at the end is enough.
            """,
        fix: """
            Serve exactly the token's bytes there, as text/plain with status 200, to everybody and without a check \
            for bots.
            """,
        stacks: [
            Stack(
                "FastAPI", "return PlainTextResponse(token) – a bare return makes a JSON string with quotation marks."),
            Stack(
                "nginx",
                "location = /.well-known/openai-apps-challenge { default_type text/plain; return 200 \"TOKEN\"; }"),
            Stack("Express", "res.type(\"text/plain\").send(token.trim())"),
        ])

    private static let unknownDemands = Fault(
        "M17", "The server demands or refuses what the client cannot change",
        cause: """
            The client sends resource (RFC 8707) with every request, and it never sends DPoP proofs or pushed \
            authorization requests. The server refuses the one, or demands the others.
            """,
        fix: """
            Accept resource where it is the MCP server's URL, and put it into the token's aud. Do not demand DPoP or \
            pushed requests of these clients.
            """,
        stacks: [
            Stack(
                "Keycloak", "Unknown parameters are ignored; \"Require DPoP bound tokens\" must be off in the client."),
            Stack(
                "Microsoft Entra",
                "resource together with scope is refused (AADSTS9010010): put a server in front that drops it."),
            Stack("Auth0", "Switch the compatibility profile for `resource` on in the tenant's advanced settings."),
        ])
}
