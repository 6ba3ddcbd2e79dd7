extension Fault {
    /// M05 to M08, M12, M15 and M18: how the authorization server comes to know the client.
    static let mcpClientFaults: [Fault] = [
        metadataDocumentRefused, registrationStopped, redirectRefusedAtRegistration, stateNotFound, clientForgotten,
        hashedSecretCompared, noRegistration,
    ]

    private static let metadataDocumentRefused = Fault(
        "M05", "The client's metadata document is refused",
        cause: """
            The metadata promises client_id_metadata_document_supported, but the server does not know clients whose \
            id is a URL, cannot fetch the document, or refuses it because its preferred method is private_key_jwt. \
            ChatGPT's document prefers that, and lists none as well under token_endpoint_auth_methods_supported.
            """,
        fix: """
            Fetch the URL (https, no redirects, at most a few kilobytes) and take its redirect URIs. Read the list \
            token_endpoint_auth_methods_supported of the document, not the single member only, and list what you \
            accept in your own metadata: "none", "private_key_jwt", or both. If you cannot do that, do not promise it; \
            clients then register.
            """,
        stacks: [
            Stack("Keycloak", "Switch the feature cimd on, and allow the client's hosts in the client policy."),
            Stack("Firewalls", "The server must be allowed to call out to the host in the client id."),
        ],
        shown: "invalid_client")

    private static let registrationStopped = Fault(
        "M06", "The registration is stopped on its way",
        cause: """
            GET requests for the metadata come through, but the POST to the registration endpoint is refused: by a \
            firewall's rule for bots, by a demand for credentials, or by a limit for addresses that all users of a \
            hosted client share.
            """,
        fix: """
            Let POST to the registration endpoint through without credentials and without a check for bots. Protect \
            it with a limit on the size of requests and on their number, generous for the published addresses of the \
            clients.
            """,
        stacks: [
            Stack(
                "Cloudflare",
                """
                Security → WAF → custom rule: where the path is the registration endpoint, skip Bot Fight Mode, \
                browser integrity checks and managed challenges.
                """),
            Stack(
                "Keycloak",
                """
                Clients → Client registration → Anonymous access policies: delete or change "Trusted Hosts", which \
                refuses hosts that it does not know with 403.
                """),
            Stack("nginx", "Look for limit_except GET, limit_req and ModSecurity at the endpoint's location."),
            Stack("AWS", "In AWS WAF the managed rule group for bots must count, not block, for this path."),
        ])

    private static let redirectRefusedAtRegistration = Fault(
        "M07", "The client's redirect URI is refused",
        cause: """
            The server allows only some redirect URIs, and the client's is not among them: ChatGPT comes back to \
            /connector/oauth/ with an id, or to /connector_platform_oauth_redirect; Cursor uses its own scheme; \
            clients on the person's machine come back on a port that is another one each time. One refused URI spoils \
            the whole request.
            """,
        fix: """
            Allow the URI that this examination names. For http on 127.0.0.1, [::1] and localhost compare everything \
            but the port (RFC 8252, section 7.3); everything else must match exactly.
            """,
        stacks: [
            Stack(
                "Keycloak",
                "In the anonymous access policies and in the client, http://localhost/* stands for every port."),
            Stack("Auth0", "Allowed Callback URLs are compared with their port: register the client with a fixed one."),
            Stack("Express", "An allow-list that is compared with URL.origin must hold https://chatgpt.com."),
        ],
        shown: "invalid_redirect_uri")

    private static let stateNotFound = Fault(
        "M08", "OAuth state not found",
        cause: """
            The client's own platform has lost the sign-in that it began (its address ends with links/oauth/callback, \
            status 404). This cannot be seen from outside, and it is not your server: it happens with the platform's \
            own examples.
            """,
        fix:
            "Remove the connection in the client, wait some minutes, and connect again. There is nothing to mend here.",
        shown: "OAuth state not found")

    private static let clientForgotten = Fault(
        "M12", "The server does not know the client any more",
        cause: """
            A client registers once and uses its id for as long as the connection lives. The server has forgotten it: \
            the registration is kept in memory and went with a restart, is not shared between instances, or was \
            cleared away.
            """,
        fix: """
            Keep registrations in a database that all instances share, and never delete a client that somebody has \
            signed in with. Answer an unknown client with invalid_client, so that the client registers anew.
            """,
        stacks: [
            Stack(
                "FastMCP",
                """
                Give the OAuth proxy a persistent client_storage; the one in memory ends with the process.
                """),
            Stack(
                "Kubernetes",
                """
                With several replicas use one database, or code and registration are on different ones.
                """),
        ],
        shown: "invalid_client")

    private static let hashedSecretCompared = Fault(
        "M15", "A hashed secret is compared with the plain one",
        cause: """
            The server stores the client's secret as a hash, and a library compares what the client sends with the \
            stored text. From outside it looks like a wrong secret; look at the code.
            """,
        fix:
            """
            Hash what the client sends, and compare the hashes in constant time; or let the library verify, not \
            compare.
            """,
        shown: "invalid_client")

    private static let noRegistration = Fault(
        "M18", "The client has no way to register",
        cause: """
            The server offers no registration endpoint and takes no client metadata documents, and no client id was \
            given; or the metadata lists a registration endpoint that is not there.
            """,
        fix: """
            Offer one of the ways: take client id metadata documents, serve the registration endpoint that the \
            metadata lists (RFC 7591: 201 with JSON), or create a client by hand and enter its id in the client. Where \
            your identity provider can do none of them, put an authorization server in front that can.
            """,
        stacks: [
            Stack(
                "Cloudflare",
                "Access as the authorization server has no registration; use its OAuth for MCP portals, or a worker."),
            Stack(
                "Auth0",
                "Settings → Advanced → OIDC Dynamic Application Registration, and a connection for all applications."),
            Stack(
                "Microsoft Entra",
                "There is no registration: create an app registration, and enter its id in the client."),
            Stack(
                "Google", "There is no registration: create an OAuth client, and enter its id and secret in the client."
            ),
        ],
        shown: "Error creating connector")
}
