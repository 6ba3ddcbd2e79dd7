extension LintRule {
    static let apiServerRules: [LintRule] = [
        apiServersMissing, apiServerURL, apiServerVariables, apiServerPlaceholder, apiServerRelative, apiServerHTTP,
        apiServerLocalhost, apiServerPort, apiServerCase, apiServerTail, apiServerRoot, apiServersInside,
    ]

    private static let importer = "ChatGPT's importer drops such a server (its messages, as users report them)."

    private static func servers(_ wrong: String, _ right: String) -> Example {
        Example(wrong: "servers:\n- url: \(wrong)", right: "servers:\n- url: \(right)")
    }

    static let apiServersMissing = LintRule(
        "DW211", "servers-missing", .error, "The document names no server",
        right: "`servers` with one absolute https URL: the address at which the operations answer.",
        reason: "Plugins then use the host that serves the document; the GPT editor wants a URL in `servers`.",
        fault: "A01",
        example: Example(
            wrong: "openapi: 3.1.0\ninfo: {title: Pets, version: '1'}\npaths: {}",
            right: "servers:\n- url: https://api.example.com"))

    static let apiServerURL = LintRule(
        "DW212", "server-url", .error, "A server's address is not a URL",
        right: "An absolute https URL: `https://api.example.com/v1`.",
        reason: "A server has a `url` (OpenAPI 3.1 section 4.8.5), and without one nothing can be called.",
        fault: "A01", example: servers("api.example.com:443/v1 (production)", "https://api.example.com/v1"))

    static let apiServerVariables = LintRule(
        "DW213", "server-variables", .warning, "A server's address has variables",
        right: "The address itself, one server for each.",
        reason: "No assistant offers a choice of server variables, and few fill in their defaults.", fault: "A01",
        example: Example(
            wrong: """
                servers:
                - url: https://{region}.example.com
                  variables:
                    region: {default: eu, enum: [eu, us]}
                """,
            right: "servers:\n- url: https://eu.example.com"))

    static let apiServerPlaceholder = LintRule(
        "DW214", "server-placeholder", .error, "A server's address still holds a placeholder",
        right: "The real address; check the step of your deployment that fills it in.",
        reason: "Seen in 17 of 89 manifests found in public repositories; nothing answers there.", fault: "A01",
        example: servers("https://${PLUGIN_HOSTNAME}", "https://api.example.com"))

    static let apiServerRelative = LintRule(
        "DW215", "server-relative", .error, "A server's address is relative",
        right: "An absolute https URL.",
        reason: "A document that is pasted into the GPT editor has no address that it could be relative to.",
        fault: "A01", example: servers("/v1", "https://api.example.com/v1"))

    static let apiServerHTTP = LintRule(
        "DW216", "server-http", .error, "A server is reached without TLS",
        right: "https with a publicly trusted certificate; http is for localhost only.",
        reason: "Tokens would travel in clear, and \(importer)", fault: "A01",
        example: servers("http://api.example.com", "https://api.example.com"))

    static let apiServerLocalhost = LintRule(
        "DW217", "server-localhost", .warning, "A server is the reader's own machine",
        right: "The public address first; keep localhost in a document of your own for development.",
        reason: importer + " It was left in 6 of 417 published documents.", fault: "A01",
        example: servers("http://localhost:3000", "https://api.example.com"))

    static let apiServerPort = LintRule(
        "DW218", "server-port", .warning, "A server's address names a port",
        right: "The usual port of https, 443, and so no port in the URL.", reason: importer, fault: "A01",
        example: servers("https://api.example.com:8443", "https://api.example.com"))

    static let apiServerCase = LintRule(
        "DW219", "server-host-case", .warning, "A server's host is not in lower case",
        right: "The host in lower case.", reason: importer, isFixable: true, fault: "A01",
        example: servers("https://API.Example.com", "https://api.example.com"))

    static let apiServerTail = LintRule(
        "DW220", "server-tail", .warning, "A server's address ends with something too much",
        right: "No slash at the end, no query, no fragment, no user name.",
        reason: "Paths begin with a slash and are put behind the address as they are (OpenAPI 3.1 section 4.8.8).",
        fault: "A01", example: servers("https://api.example.com/v1/", "https://api.example.com/v1"))

    static let apiServerRoot = LintRule(
        "DW221", "server-root", .warning, "A server is not under the host that publishes the document",
        right: "The host that serves the manifest, or a name under it.",
        reason: "ChatGPT takes the first server under the root domain, else the host that serves the document.",
        surfaces: [.manifestV1], fault: "A01", example: servers("https://elsewhere.test", "https://api.example.com"))

    static let apiServersInside = LintRule(
        "DW222", "servers-inside", .warning, "A path or an operation has servers of its own",
        right: "One list of `servers`, at the top; operations of another host belong into another document.",
        reason:
            "Legal (OpenAPI 3.1 section 4.8.9), but an action belongs to one domain, and readers that know only the "
            + "list at the top would call the wrong host.",
        fault: "A01",
        example: Example(
            wrong: """
                paths:
                  /pets:
                    get:
                      operationId: listPets
                      summary: Lists the pets
                      servers: [{url: 'https://other.example.com'}]
                      responses: {'200': {description: The pets}}
                """,
            right: """
                paths:
                  /pets:
                    get:
                      operationId: listPets
                      summary: Lists the pets
                      responses: {'200': {description: The pets}}
                """))
}
