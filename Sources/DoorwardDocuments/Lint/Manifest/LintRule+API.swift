// Rules about the manifest's `api`.

extension LintRule {
    static let apiRules = [
        apiType, apiURL, apiURLNotSecure, apiURLOutsideRoot, apiURLAtFileHost, apiURLRelative, apiURLLocal, apiURLPort,
        apiURLCredentials, apiURLDocument, apiURLHostCase, apiURLUnreachable, apiMemberUnknown,
    ]

    private static func api(_ url: String) -> String {
        """
        "api": {"type": "openapi", "url": "\(url)"}
        """
    }

    private static func mended(_ url: String) -> Example {
        .init(wrong: api(url), right: api("https://weather.example/openapi.json"))
    }

    static let apiType = manifest(
        "DW141", "api-type", .error, "`api.type` is not `openapi`",
        right: "`\"type\": \"openapi\"`, also when the document is YAML or the version is 3.1.",
        reason:
            "There is no other type. Three manifests of the store lacked it and were read all the same, so a missing "
            + "one is a warning.",
        isFixable: true,
        example: .init(
            wrong: #""api": {"type": "none", "url": "https://weather.example/openapi.json"}"#,
            right: api("https://weather.example/openapi.json")))

    static let apiURL = manifest(
        "DW142", "api-url", .error, "`api.url` is no URL",
        right: "The whole address of the OpenAPI document: `https://`, host, path.",
        reason:
            "ChatGPT fetches the document from there before anything else; all 1,039 manifests of the store have a "
            + "URL, or a path on the manifest's own host.",
        example: mended("weather.example/openapi.json"))

    static let apiURLNotSecure = manifest(
        "DW143", "api-url-not-https", .error, "`api.url` is not https",
        right: "Serve the document and the API under `https://` with a certificate of a public authority.",
        reason:
            "OpenAI's plugin documentation of 2023 asks for TLS 1.2 on port 443 everywhere but on localhost; of 211 "
            + "manifests of the store none is plain http.",
        fault: "P05", example: mended("http://weather.example/openapi.json"))

    static let apiURLOutsideRoot = manifest(
        "DW144", "api-url-outside-root", .error, "`api.url` is on a host that is not under the manifest's",
        right: "The same host as the manifest's, less one leading `www.`, or a host under it: `weather.example` or "
            + "`api.weather.example` for a manifest at `weather.example`.",
        reason: "OpenAI's plugin documentation of 2023, and a fact: 1,039 of 1,039 plugins in the store keep to it.",
        fault: "P04", example: mended("https://forecasts.test/openapi.json"))

    static let apiURLAtFileHost = manifest(
        "DW145", "api-url-at-file-host", .error, "`api.url` is on a site that keeps files for everybody",
        right: "Serve the document from the host that serves the manifest, for instance "
            + "`https://weather.example/openapi.json`.",
        reason:
            "The document must be under the host of the manifest, and nobody can put `/.well-known/ai-plugin.json` "
            + "at the root of such a site. Its addresses are common in files of 2025 and 2026 all the same.",
        fault: "P04", example: mended("https://raw.githubusercontent.com/weather/api/main/openapi.json"))

    static let apiURLRelative = manifest(
        "DW146", "api-url-relative", .info, "`api.url` has no host",
        right:
            "It works, as ChatGPT resolves it against the manifest's address; other readers want the whole URL. A "
            + "path that does not begin with `/` is looked for beside the manifest, under `/.well-known/`.",
        reason: "28 of 1,039 manifests in the store have a path only.", example: mended("/openapi.json"))

    static let apiURLLocal = manifest(
        "DW147", "api-url-localhost", .warning, "`api.url` is on your own computer",
        right: "While you develop this is right. To let anybody else use the plugin publish a public address.",
        reason: "A plugin on localhost works in the browser of the developer only, and the API must allow the origin "
            + "`https://chat.openai.com` by CORS.",
        fault: "P04", example: mended("http://localhost:5003/openapi.yaml"))

    static let apiURLPort = manifest(
        "DW148", "port", .error, "A port other than 443",
        right: "Let the server, or a proxy in front of it, listen on port 443, and leave the port out of the "
            + "address.",
        reason: "OpenAI's plugin documentation of 2023 requires port 443; of 211 manifests of the store none names "
            + "another.",
        fault: "P05", example: mended("https://weather.example:8443/openapi.json"))

    static let apiURLCredentials = manifest(
        "DW149", "api-url-credentials", .error, "`api.url` has a user name in front of the host",
        right: "Leave out everything up to `@`. The OpenAPI document must be readable without a credential.",
        reason:
            "The manifest is public, and so is a password in it; importers ignore or refuse this part (RFC 3986 "
            + "section 3.2.1 advises against it).",
        fault: "P10", example: mended("https://reader@weather.example/openapi.json"))

    static let apiURLDocument = manifest(
        "DW150", "api-url-document", .warning, "`api.url` seems to lead to something else than an OpenAPI document",
        right:
            "The address of the document itself, as `/openapi.json` in FastAPI, `/v3/api-docs` in Spring; not the "
            + "page that shows it, and not the API's root.",
        reason: "ChatGPT reads what is there as JSON or YAML; a page for people is neither.", fault: "P02",
        example: mended("https://weather.example/docs"))

    static let apiURLHostCase = manifest(
        "DW151", "api-url-host-case", .warning, "The host in `api.url` has capital letters",
        right: "Write host names in small letters.",
        reason:
            "Hosts mean the same in both (RFC 3986 section 3.2.2), but the importer compares letter by letter: it "
            + "has reported upper-case servers as not under the root.",
        isFixable: true, fault: "P04", example: mended("https://Weather.example/openapi.json"))

    static let apiURLUnreachable = manifest(
        "DW152", "api-url-unreachable", .error, "`api.url` is on a host that the internet cannot reach",
        right: "A name in the public domain name system. To try out an API inside a network use a tunnel.",
        reason: "ChatGPT fetches the document from servers of its own: private addresses and names of one word lead "
            + "nowhere there.",
        fault: "P05", example: mended("https://192.168.1.20/openapi.json"))

    static let apiMemberUnknown = manifest(
        "DW153", "api-member-unknown", .info, "`api` has a member that ChatGPT does not know",
        right: "`api` has `type` and `url`; what the API demands is said in `auth`.",
        reason: "What is not read has no effect. A misspelled member is worse: the right one is missing.",
        isFixable: true,
        example: .init(
            wrong: #""api": {"type": "openapi", "url": "https://weather.example/openapi.json", "version": "1"}"#,
            right: api("https://weather.example/openapi.json")))
}
