extension Fault {
    /// What goes wrong with OpenAPI documents and with calls of the API.
    static let apiFaults: [Fault] = [
        importerDrops, tooSlowOrLarge, dailyIdentifier, staleAddressList, answersWithoutToken, rightTokenRefused,
        wrongTokenAccepted, aroundTheDoor, sendsToLogin, noDocument, asksForUnsentCredentials,
        notReachable,
    ]

    private static let importerDrops = Fault(
        "A01", "The importer drops servers or operations",
        cause: """
            The importer takes only a server that is https, without a port, in lower case and under the host of the \
            document; parameters must be written where they are used; every object needs properties; every operation \
            needs an operationId of its own and short texts. What does not fit is left out, often without a word.
            """,
        fix: """
            Correct what lint names; `doorward lint --explain` with the rule's id says how, and --fix mends some of \
            it.
            """,
        stacks: [
            Stack(
                "FastAPI",
                """
                FastAPI(servers=[{"url": "https://your-host"}]) and operation_id="…" at each route; behind a proxy \
                that cuts off a path also root_path.
                """),
            Stack("Spring", "springdoc: @OpenAPIDefinition(servers = @Server(url = \"https://your-host\"))"),
        ],
        shown: "None of the provided servers is under the root origin …")

    private static let tooSlowOrLarge = Fault(
        "A02", "The answer is too slow or too large",
        cause: "A call may take 45 seconds, and an answer may have 100,000 characters; what is beyond is lost.",
        fix: """
            Answer with less: pages of results with a limit, a parameter that chooses fields, no embedded files. Work \
            that takes long gets an operation that starts it and one that asks how far it is.
            """,
        stacks: [
            Stack("nginx", "proxy_read_timeout above the API's own time only helps up to the client's 45 seconds.")
        ])

    private static let dailyIdentifier = Fault(
        "A03", "openai-ephemeral-user-id is taken for an account",
        cause: """
            That field changes every day at midnight UTC, and anybody can send it. A service that keeps accounts by it \
            refuses its users the next morning. This cannot be seen from outside.
            """,
        fix: "Look whether the API reads that field for more than rate limits; to know users, use OAuth.")

    private static let staleAddressList = Fault(
        "A04", "The list of the client's addresses is out of date",
        cause: """
            A firewall lets only some addresses in. The ranges that OpenAI publishes change; a list that was written \
            down once refuses genuine calls after a while. From here it looks like a refusal or a time-out.
            """,
        fix: """
            Fetch https://openai.com/chatgpt-connectors.json regularly and keep the last good copy; and do not take the \
            list for authentication: it shows a network, not a user.
            """,
        stacks: [
            Stack(
                "Cloudflare",
                """
                Fill an IP list (Manage Account → Lists) by a scheduled job, and use it in the WAF rule.
                """)
        ])

    private static let answersWithoutToken = Fault(
        "A05", "The API answers without a token",
        cause: """
            The manifest, or the document, says that calls are authenticated, but the API answers everybody. Whoever \
            reads the public document can call it.
            """,
        fix: "Check the Authorization field in front of every operation and answer 401 when it is missing.",
        stacks: [
            Stack(
                "FastAPI",
                """
                FastAPI(dependencies=[Depends(check_token)]) for all routes; with HTTPBearer(auto_error=False) the \
                check itself must raise HTTPException(401).
                """),
            Stack("Express", "app.use(requireToken) in front of the routes, not behind them."),
            Stack("nginx", "auth_request in the location of the API, not only in that of the pages."),
        ])

    private static let rightTokenRefused = Fault(
        "A06", "The right token is refused",
        cause: """
            The call with the secret that you gave was refused: it is another secret than the server's, it is expected \
            in another form (Bearer or Basic, another field), or something between drops the Authorization field.
            """,
        fix: """
            Compare the secret in the server's set-up – also for a line break at its end – with the one that the client \
            was given, and auth.authorization_type with what the server reads. What stands behind Basic is sent as it \
            was typed in.
            """,
        stacks: [
            Stack(
                "Apache",
                """
                CGIPassAuth On, or SetEnvIf Authorization "(.*)" HTTP_AUTHORIZATION=$1 for PHP and WSGI.
                """),
            Stack(
                "nginx",
                """
                proxy_set_header Authorization $http_authorization; and no proxy_set_header Authorization "".
                """),
            Stack("FastAPI", "os.environ[\"TOKEN\"].strip(), and compare with secrets.compare_digest."),
        ])

    private static let wrongTokenAccepted = Fault(
        "A07", "A wrong token is accepted",
        cause: "The API looks whether there is a token, but not whether it is the right one: made-up letters got in.",
        fix: "Compare the token with the secret (in constant time), or verify its signature, issuer and audience.",
        stacks: [
            Stack(
                "FastAPI",
                "HTTPBearer only takes the field apart; compare credentials.credentials by secrets.compare_digest."),
            Stack("Express", "jwt.verify, not jwt.decode."),
        ])

    private static let aroundTheDoor = Fault(
        "A08", "The API can be reached around the door",
        cause: """
            At its usual address the API asks for a token, but by another way – plain http, another server, a path \
            that is spelled a little differently – it answers without one. The check and the API do not mean the same \
            paths, or the API listens to the world beside its door.
            """,
        fix: """
            Let the API listen only to what checks tokens (127.0.0.1 or a private network), and check by default: \
            everything is refused except a list of public paths, on the path as the API itself reads it.
            """,
        stacks: [
            Stack(
                "nginx",
                """
                merge_slashes on; check in `location /`, not in a `location /api` that //api does not match.
                """),
            Stack(
                "FastAPI",
                """
                Check by a dependency of the application, not by comparing request.url.path in middleware.
                """),
            Stack(
                "Docker",
                """
                publish: "127.0.0.1:8000:8000" – "8000:8000" opens the port past the host's firewall.
                """),
            Stack("Cloudflare", "Let the origin accept only Cloudflare (Tunnel, or authenticated origin pulls)."),
        ])

    private static let sendsToLogin = Fault(
        "A09", "The API sends callers to a login page",
        cause: """
            A call is answered by a page for people, or by a redirect to one. Programs cannot sign in there; \
            they take the page for the answer or give up without knowing why.
            """,
        fix: "Answer API paths with 401 and a WWW-Authenticate field; keep redirects for pages.",
        stacks: [
            Stack("oauth2-proxy", "--api-route=^/api for the API's paths; then it answers 401 there."),
            Stack(
                "Spring",
                """
                exceptionHandling { authenticationEntryPoint = HttpStatusEntryPoint(UNAUTHORIZED) } for /api/**.
                """),
            Stack("Django", "Use DRF's authentication classes instead of @login_required."),
        ])

    private static let noDocument = Fault(
        "A10", "The OpenAPI document cannot be fetched",
        cause: """
            At the address where it should be there is an error, a page, a demand to sign in, or nothing within 15 \
            seconds. The client fetches it as a program and without credentials.
            """,
        fix: """
            Serve the document with status 200 to everybody at the address that the manifest gives, without \
            redirects.
            """,
        stacks: [
            Stack("FastAPI", "Do not set openapi_url=None; behind a proxy that cuts off a path set root_path."),
            Stack(
                "Express",
                """
                app.get("/openapi.json", (_, res) => res.json(document)) in front of sign-in and fallback.
                """),
            Stack("Cloudflare", "Leave the document's path out of bot rules, as that of the manifest."),
        ])

    private static let asksForUnsentCredentials = Fault(
        "A11", "The API asks for credentials that the client does not send",
        cause: """
            The files say that no authentication is needed, but the API refuses calls without it; so every call of the \
            client fails.
            """,
        fix: "Say in the files how calls are authenticated, or open these operations.")

    private static let notReachable = Fault(
        "A12", "The API cannot be reached",
        cause: """
            The documents could be fetched, but at the address of the API itself there is no answer: another host, port \
            or path than the documents say, a firewall, or an application that is not running.
            """,
        fix: "Compare the entries of servers in the OpenAPI document with the address at which the API really answers.",
        stacks: [
            Stack("nginx", "502 and 504 mean that the application behind does not answer: look at proxy_pass."),
            Stack("Docker", "Inside a container listen to 0.0.0.0, not to 127.0.0.1."),
        ])
}
