extension Fault {
    /// What goes wrong with manifests and the way to them.
    static let pluginFaults: [Fault] = [
        noManifest, manifestNotReadable, redirectRefused, documentElsewhere, noProperTLS, localWithAuthentication,
        localWithoutCORS, textsTooLong, verificationFails, secretPublished, unknownAuthentication, endpointsSwapped,
        queryInLoginAddress,
    ]

    private static let noManifest = Fault(
        "P01", "No manifest is found",
        cause: """
            The client asks for /.well-known/ai-plugin.json at the root of the host, without any credentials and as a \
            program, not as a browser. It got something else: nothing at all, an error, a page for people, a demand to \
            sign in, or the page of a firewall that takes the client for a bot.
            """,
        fix: """
            Serve the manifest at exactly /.well-known/ai-plugin.json of the host that you give to the client, with \
            status 200 and within 15 seconds, to everybody: no sign-in, no check for bots, no sub-path. Each host is a \
            plugin of its own.
            """,
        stacks: [
            Stack(
                "FastAPI",
                """
                app.mount("/.well-known", StaticFiles(directory=".well-known"), name="well-known"), in front of any \
                mount of "/"; leave the path out of middleware that checks tokens.
                """),
            Stack(
                "Express",
                """
                app.use("/.well-known", express.static(".well-known", { dotfiles: "allow" })) in front of the \
                fallback to index.html: by default express.static hides what begins with a dot.
                """),
            Stack(
                "nginx",
                """
                location = /.well-known/ai-plugin.json { alias /srv/ai-plugin.json; auth_basic off; } – and look \
                whether a rule such as `location ~ /\\.` forbids everything that begins with a dot.
                """),
            Stack(
                "Cloudflare",
                """
                Security → WAF → custom rule: when the path begins with /.well-known/ or the user agent contains \
                ChatGPT-User, skip Bot Fight Mode, managed challenges and browser integrity checks.
                """),
            Stack("Next.js", "Put the file into public/.well-known/, and leave that path out of middleware.ts."),
            Stack(
                "ngrok",
                """
                The free plan shows a warning page to what looks like a browser, and the client's user agent begins \
                with Mozilla; use another tunnel or a paid domain.
                """),
        ])

    private static let manifestNotReadable = Fault(
        "P02", "The manifest cannot be read",
        cause: """
            What is served is not a JSON object with the manifest's members: often it holds comments, a comma too \
            many, a value without quotes, Python's True and None, a byte order mark, or it is another document.
            """,
        fix: """
            Make the file strict JSON (`doorward lint --fix` mends most of it), with schema_version, the names, the \
            descriptions, auth, api, logo_url, contact_email and legal_info_url at the top.
            """,
        stacks: [
            Stack("FastAPI", "Return a dict or JSONResponse(manifest), not str(manifest): that writes Python."),
            Stack("Express", "res.json(manifest) instead of res.send(text) put together by hand."),
        ])

    private static let redirectRefused = Fault(
        "P03", "The manifest redirects to where the client does not follow",
        cause: """
            While it fetches the manifest the client follows redirects only to a subdomain of the host that it asked, \
            and from www.example.com to example.com. A parent, a sibling, another domain or plain http is refused.
            """,
        fix: "Serve the manifest at the host that people type in, or have them type the host that serves it.",
        stacks: [
            Stack(
                "nginx",
                "Answer `location = /.well-known/ai-plugin.json` with the file in the server block that redirects."),
            Stack(
                "Cloudflare",
                """
                Add an exception to the redirect rule: and not starts_with(http.request.uri.path, \
                "/.well-known/").
                """),
            Stack("Vercel", "Make the host that you give to the client the primary domain; the others redirect to it."),
        ])

    private static let documentElsewhere = Fault(
        "P04", "The OpenAPI document is outside the manifest's host",
        cause: """
            api.url must lead to the host that serves the manifest (a leading www. aside) or to a subdomain of it. \
            Addresses of file hosts such as raw.githubusercontent.com are refused.
            """,
        fix: "Serve the OpenAPI document beside the manifest and write its address there, or just /openapi.json.",
        stacks: [
            Stack("FastAPI", "FastAPI serves it already: \"url\": \"https://your-host/openapi.json\".")
        ])

    private static let noProperTLS = Fault(
        "P05", "No proper https on port 443",
        cause: """
            Manifest, document and API are called only over https on port 443, in TLS 1.2 or newer, with a certificate \
            that the public authorities vouch for. Plain http, another port, a certificate that is self-signed, \
            expired, for another name or sent without its intermediates ends the attempt; so does a redirect to such \
            an address.
            """,
        fix: """
            Put a certificate of a public authority (Let's Encrypt is free) for exactly this name, with its \
            intermediate certificates, on port 443, and allow TLS 1.2 and 1.3. To test before DNS points there, use \
            --connect-to HOST:443:ADDRESS:PORT and --ca-file.
            """,
        stacks: [
            Stack(
                "nginx",
                """
                ssl_certificate /etc/letsencrypt/live/HOST/fullchain.pem (not cert.pem: that lacks the \
                intermediates); ssl_protocols TLSv1.2 TLSv1.3;
                """),
            Stack("Caddy", "Name the host in the Caddyfile; Caddy fetches and renews the certificate itself."),
            Stack("Cloudflare", "SSL/TLS → Edge Certificates → Minimum TLS Version 1.2; mode Full (strict)."),
            Stack(
                "FastAPI",
                """
                Do not let uvicorn face the internet on :8000; put nginx, Caddy or a load balancer with TLS in \
                front. When redirects then lead to http://, start uvicorn with --proxy-headers and \
                --forwarded-allow-ips.
                """),
            Stack("Express", "When redirects lead to http:// behind a proxy: app.set(\"trust proxy\", 1)."),
        ])

    private static let localWithAuthentication = Fault(
        "P06", "Authentication on localhost",
        cause: """
            A plugin at localhost is called by the user's browser, and there the client supports only auth of type \
            none. Secrets and OAuth need a host that the client's servers can reach.
            """,
        fix: """
            While you work on localhost write "auth": {"type": "none"}; to try authentication, publish the API under a \
            public name (a tunnel will do) and examine that.
            """)

    private static let localWithoutCORS = Fault(
        "P07", "The browser may not call localhost (CORS)",
        cause: """
            A plugin at localhost is called by the browser from the page https://chat.openai.com, so each answer needs \
            CORS fields, and OPTIONS must be answered for the request fields content-type, authorization, \
            openai-conversation-id and openai-ephemeral-user-id.
            """,
        fix: """
            Answer with Access-Control-Allow-Origin: https://chat.openai.com (and https://chatgpt.com for requests \
            from there), and OPTIONS also with Access-Control-Allow-Methods and with Access-Control-Allow-Headers \
            that names those four fields – for manifest, document and API alike.
            """,
        stacks: [
            Stack(
                "FastAPI",
                """
                app.add_middleware(CORSMiddleware, allow_origins=["https://chat.openai.com", "https://chatgpt.com"], \
                allow_methods=["*"], allow_headers=["*"])
                """),
            Stack(
                "Express",
                "app.use(cors({ origin: [\"https://chat.openai.com\", \"https://chatgpt.com\"] })) as the first one."),
            Stack("Flask", "CORS(app, origins=[\"https://chat.openai.com\", \"https://chatgpt.com\"]) of flask-cors."),
        ])

    private static let textsTooLong = Fault(
        "P08", "A name or description is too long or has characters that are not allowed",
        cause: """
            name_for_model takes up to 50 letters, digits and underscores, beginning with a letter; name_for_human up \
            to 50 characters (reviewers ask for 20), description_for_human up to 120 (reviewers: 100), \
            description_for_model up to 8000.
            """,
        fix: """
            Shorten the text that the remark names; what the model must know belongs into the operations' \
            descriptions.
            """)

    private static let verificationFails = Fault(
        "P09", "The verification token is not there",
        cause: """
            The client shows a token of 32 hexadecimal digits and looks for it in the manifest at \
            auth.verification_tokens.openai. It found none, a placeholder, another one (of another environment or an \
            earlier attempt), or an old copy of the manifest in a cache.
            """,
        fix: """
            Copy the token that the client's page shows now into the manifest at this very host, deploy, and empty the \
            cache in front of it. The token is public; it is no secret. Send the manifest with a short lifetime \
            (Cache-Control: max-age=300 or less).
            """,
        stacks: [
            Stack("Cloudflare", "Caching → Purge by URL: https://HOST/.well-known/ai-plugin.json"),
            Stack("CloudFront", "aws cloudfront create-invalidation --paths '/.well-known/ai-plugin.json' …"),
            Stack("nginx", "location = /.well-known/ai-plugin.json { … expires 5m; }"),
        ])

    private static let secretPublished = Fault(
        "P10", "A secret stands in a public file",
        cause: """
            Manifest and OpenAPI document are read by everybody. A client secret, an API key in a member, a \
            description, an example or the query of an address is known to the world from the first day.
            """,
        fix: """
            Revoke that secret now – removing it is not enough –, make a new one, and keep it where the server reads it \
            (environment, secret store). The client asks for it in its own page; it never stands in the files.
            """)

    private static let unknownAuthentication = Fault(
        "P11", "auth is missing or of an unknown type",
        cause: """
            auth.type must be there and be none, service_http, user_http or oauth; api_key, basic and bearer are not \
            types.
            """,
        fix: """
            For one secret that all users share write {"type": "service_http", "authorization_type": "bearer", \
            "verification_tokens": {"openai": "…"}}; for an open API {"type": "none"}.
            """)

    private static let endpointsSwapped = Fault(
        "P12", "The OAuth addresses are swapped",
        cause: """
            The names mislead: client_url is the page at which people sign in (the authorization endpoint), and \
            authorization_url is where codes are exchanged (the token endpoint). There is no token_url.
            """,
        fix: """
            Write the address of the sign-in page as auth.client_url and that of the token endpoint as \
            auth.authorization_url.
            """,
        stacks: [
            Stack(
                "Auth0",
                """
                client_url: https://TENANT.auth0.com/authorize – authorization_url: \
                https://TENANT.auth0.com/oauth/token
                """),
            Stack(
                "Keycloak",
                """
                client_url: https://HOST/realms/REALM/protocol/openid-connect/auth – authorization_url: the same with \
                /token at its end.
                """),
        ])

    private static let queryInLoginAddress = Fault(
        "P13", "auth.client_url has a query or a fragment",
        cause: """
            The client itself puts ?response_type=code&client_id=… behind client_url. With a question mark or # in it \
            already, the result is no address that the server understands.
            """,
        fix: "Write client_url without ? and #; what it has to say more goes into the server's own set-up.",
        stacks: [
            Stack(
                "Auth0",
                "Set the default audience in the tenant's settings instead of ?audience=… in the address.")
        ])
}
