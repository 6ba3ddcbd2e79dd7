import DoorwardSecrets

extension ConfigurationKey {
    /// Every key, in the order of the reference.
    public static let all: [ConfigurationKey] =
        doorKeys + upstreamKeys + authenticationKeys + oauthKeys + providerKeys + manifestKeys + publishKeys
        + operationKeys
        + limitKeys + timeoutKeys + secretKeys

    private static let doorKeys: [ConfigurationKey] = [
        value(
            "public_url", \.publicURL, "an https URL without a path such as https://api.example.com, or auto",
            "The one address under which assistants know this server; `auto` takes it from a tunnel (development only).",
            required: true),
        value(
            "listen", \.listen, "host:port such as 127.0.0.1:8000 or [::1]:8000",
            "Where connections are accepted; port 0 lets the system choose."),
        single(
            "threads", \.threads, "a whole number from 1 to 1024",
            "Event loops, each with its share of the connections.",
            absence: "one for each core that the process may use",
            parse: { text throws(ConfigurationValueError) in try ValueRules.integer(1...1024)(text) },
            written: { $0.map(String.init) }),
    ]

    private static let upstreamKeys: [ConfigurationKey] = [
        value(
            "upstream.url", \.upstream.url, "the API's address such as http://127.0.0.1:9000",
            "Where the API is; may have a base path.", required: true),
        single(
            "upstream.openapi", \.upstream.openAPI, "a file, a URL, or a path on the upstream such as /openapi.json",
            "Where the API's OpenAPI document is, JSON or YAML; a leading slash means a path on the upstream, "
                + "`file:/name` an absolute file.",
            parse: { text throws(ConfigurationValueError) in try OpenAPILocation(parsing: text) },
            written: \.written, shown: \.description),
        single(
            "upstream.authorization", \.upstream.credential, "where the secret is kept, such as env:NAME, or user",
            "Reference to the secret that is sent to the API as the whole `Authorization` header; `user` sends the "
                + "token that the user's identity provider gave.",
            secret: true,
            text: { raw, kind throws(ConfigurationValueError) in try raw.referenceText(kind: kind) },
            parse: { text throws(ConfigurationValueError) in
                text == "user" ? .user : .secret(try ValueRules.secretReference(text))
            },
            written: \.written),
        file(
            "upstream.ca_file", \.upstream.caFile, "the name of a PEM file",
            "Certificate authorities for an https upstream.", absence: "the system's"),
        integer(
            "upstream.connections", \.upstream.connections, 1...10000,
            "Most connections to the upstream, for each event loop."),
    ]

    private static let authenticationKeys: [ConfigurationKey] = [
        single(
            "auth", \.auth, AuthenticationMode.availableWords,
            "How callers prove who they are: not at all, with the service's secret, a key of their own, or OAuth 2.1.",
            required: true,
            parse: { text throws(ConfigurationValueError) in try AuthenticationMode(parsing: text) },
            written: \.rawValue),
        list(
            "service.secrets", \.service.secrets, "a list such as [env:NAME]",
            "References to the live secrets of `service_http`; each of them is accepted.", secret: true,
            text: { raw, kind throws(ConfigurationValueError) in try raw.referenceText(kind: kind) },
            parse: ValueRules.secretReference, written: \.written),
        choice(
            "service.authorization_type", \.service.authorizationType,
            "How the service sends its secret; `custom` means in the header below."),
        single(
            "service.header", \.service.header, "a header name such as X-Api-Key",
            "The header of `custom`.", parse: ValueRules.secretHeader, written: { $0 }),
        choice("user.authorization_type", \.user.authorizationType, "How users' keys are sent."),
    ]

    private static let manifestKeys: [ConfigurationKey] = [
        text(
            "manifest.name_for_human", \.manifest.nameForHuman, "a text of at most 50 characters",
            "The name people see.", derived: "from the OpenAPI document", parse: ValueRules.prose(50)),
        text(
            "manifest.name_for_model", \.manifest.nameForModel,
            "a letter, then letters, digits and underscores, at most 50",
            "The name the model uses.", derived: "from the OpenAPI document", parse: ValueRules.modelName),
        text(
            "manifest.description_for_human", \.manifest.descriptionForHuman, "a text of at most 120 characters",
            "What people read about it.", derived: "from the OpenAPI document", parse: ValueRules.prose(120)),
        text(
            "manifest.description_for_model", \.manifest.descriptionForModel, "a text of at most 8000 characters",
            "What the model reads to decide when to call.", derived: "from the OpenAPI document",
            parse: ValueRules.prose(8000, multiline: true)),
        text(
            "manifest.contact_email", \.manifest.contactEmail, "an address such as support@example.com",
            "Whom to write to.", derived: "support@ the public host", parse: ValueRules.email),
        text(
            "manifest.legal_info_url", \.manifest.legalInfoURL, "a URL such as https://example.com/legal",
            "The terms of use.", derived: "/legal of the public address", parse: ValueRules.page),
        file(
            "manifest.logo", \.manifest.logo, "the name of a .png, .jpg, .jpeg, .svg or .webp file",
            "The picture shown at `/logo.png`.", absence: "a built-in placeholder", parse: ValueRules.picture),
        file(
            "manifest.legal_file", \.manifest.legalFile, "the name of a plain text file",
            "The text shown at `/legal`.", absence: "a generated text"),
        map(
            "manifest.verification_tokens", \.manifest.verificationTokens, "a map such as {openai: …}",
            "The tokens by which services verify the plugin; public, not secrets.", name: ValueRules.serviceName,
            parse: ValueRules.verificationToken, written: { $0 }),
    ]

    private static let publishKeys: [ConfigurationKey] = [
        list(
            "publish.openapi_aliases", \.publish.openAPIAliases, "a list of paths such as [/specification.yaml]",
            "Further paths that answer with the OpenAPI document.", parse: ValueRules.alias, written: { $0 }),
        single(
            "publish.docs", \.publish.docs, "true or false", "Whether `/docs` shows a page of the operations.",
            parse: ValueRules.boolean, written: { $0 ? "true" : "false" }),
        choice(
            "expose", \.expose,
            "Which paths can be called: those of the OpenAPI document, or every path of the upstream."),
        list(
            "cors.origins", \.cors.origins, "a list of origins such as [https://chatgpt.com]",
            "The web pages that may call from a browser; never `*`.",
            parse: { text throws(ConfigurationValueError) in try Origin(parsing: text) }, written: \.description),
    ]

    private static let operationKeys: [ConfigurationKey] = [
        list(
            "trusted_proxies", \.trustedProxies, "a list of IP addresses or blocks such as [127.0.0.0/8]",
            "The proxies whose `X-Forwarded-…` headers are believed.",
            parse: { text throws(ConfigurationValueError) in try CIDRBlock(parsing: text) }, written: \.description),
        value(
            "database", \.database, "sqlite:PATH, postgres://USER@HOST/DATABASE or none",
            "Where people, clients, tokens and users' keys are kept; `none` is not for `user_http` and `oauth`. "
                + "PostgreSQL: `?sslmode=` is `prefer` on this machine and `require` elsewhere, unless said; "
                + "`?host=/run/postgresql` for a socket; never a password."),
        secret("database_password", \.databasePassword, "Reference to the password of PostgreSQL."),
        integer(
            "database_connections", \.databaseConnections, 1...1000,
            "Most connections to PostgreSQL for each process, besides the one that listens for changes."),
        single(
            "metrics.listen", \.metrics.listen, "a loopback host:port such as 127.0.0.1:9464, or off",
            "The Prometheus endpoint, for this machine only.",
            parse: { text throws(ConfigurationValueError) in text == "off" ? nil : try ListenAddress(parsing: text) },
            written: { $0?.description ?? "off" }),
        choice(
            "logging.format", \.logging.format, "Shape of the log; `auto` is text on a terminal and JSON otherwise."),
        choice("logging.level", \.logging.level, "The least severe level that is logged."),
    ]

    private static let limitKeys: [ConfigurationKey] = [
        single(
            "limits.head", \.limits.head, "a size such as 32KiB, from 1KiB to 1MiB",
            "Request line and headers together.", parse: ValueRules.bytes(1024...1_048_576), written: \.description),
        single(
            "limits.body", \.limits.body, "a size such as 128MiB", "The body of a request.",
            parse: ValueRules.bytes(0...1_099_511_627_776), written: \.description),
        integer(
            "limits.connections", \.limits.connections, 1...1_000_000, "Connections from clients at the same time."),
    ]

    private static let timeoutKeys: [ConfigurationKey] = [
        duration("timeouts.head", \.timeouts.head, "For a request's head to arrive."),
        duration("timeouts.idle", \.timeouts.idle, "Between two requests on one connection."),
        duration("timeouts.body", \.timeouts.body, "Without a byte of the request's body."),
        duration("timeouts.connect", \.timeouts.connect, "To connect to the upstream."),
        duration("timeouts.first_byte", \.timeouts.firstByte, "Until the upstream's first byte."),
        duration("timeouts.upstream_idle", \.timeouts.upstreamIdle, "Silence in the middle of the upstream's answer."),
        duration("timeouts.total", \.timeouts.total, "The whole request; not for `text/event-stream`."),
        duration("timeouts.drain", \.timeouts.drain, "How long a graceful stop waits.", from: .zero),
    ]
}
