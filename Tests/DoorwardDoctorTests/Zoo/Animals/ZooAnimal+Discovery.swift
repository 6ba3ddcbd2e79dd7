import DoorwardDocuments

extension ZooAnimal {
    private static let documentPath = "/.well-known/oauth-protected-resource/mcp"
    private static let serverPath = "/.well-known/oauth-authorization-server"

    /// M01: what a call without a token is answered with.
    static let challenges: [ZooAnimal] = [
        app("M01", "no challenge", "The 401 has no WWW-Authenticate field.", as: everyApp) {
            $0.mcp?.challenge = { _ in nil }
        },
        app("M01", "resource=", "The challenge says resource= instead of resource_metadata=.") {
            $0.mcp?.challenge = { hadToken in
                ZooMCP.challenge(hadToken: hadToken)?.replacing("resource_metadata=", with: "resource=")
            }
        },
        app("M01", "bad token", "The 401 for a bad token has no challenge.") {
            $0.mcp?.challenge = { hadToken in hadToken ? nil : ZooMCP.challenge(hadToken: false) }
        },
        app("M01", "login page", "A call without a token is redirected to a login page.") {
            $0.replace("mcp.example.test/mcp") { request in
                guard request.header("authorization") == nil else { return nil }
                return .redirect("https://auth.example.test/login", status: 302)
            }
        },
        app("M01", "forbidden", "A call without a token is answered with 403 and a page.") {
            $0.replace("mcp.example.test/mcp") { request in
                request.header("authorization") == nil ? .html("<h1>Forbidden</h1>", status: 403) : nil
            }
        },
    ]

    /// M02: the resource's metadata.
    static let resources: [ZooAnimal] = [
        app("M02", "missing", "The resource's metadata are not where the challenge says.", as: everyApp) { world in
            for address in world.files.keys where address.contains("oauth-protected-resource") {
                world.files[address] = nil
            }
        },
        app("M02", "page", "At the address of the resource's metadata there is the web application.") {
            $0.replace("mcp.example.test" + documentPath) { _ in .html("<div id=\"root\"></div>") }
            $0.replace("mcp.example.test/.well-known/oauth-protected-resource") { _ in .html("<div id=\"root\"></div>")
            }
        },
        app("M02", "other address", "The challenge names an address at which the resource's metadata are not.") {
            $0.mcp?.challenge = { hadToken in
                ZooMCP.challenge(hadToken: hadToken)?.replacing(
                    "/oauth-protected-resource/mcp", with: "/oauth-resource")
            }
        },
        resourced("origin", "resource is the origin, not the endpoint.", "https://mcp.example.test"),
        resourced("slash", "resource has a slash at its end.", "https://mcp.example.test/mcp/"),
        resourced("capitals", "resource is written in capitals.", "https://MCP.example.test/mcp"),
        resourced("other host", "resource is the address behind the proxy.", "http://10.0.0.5:8000/mcp"),
        app("M02", "no servers", "The resource's metadata name no authorization server.") {
            $0.editResource { $0["authorization_servers"] = [] }
        },
    ]

    private static func resourced(_ name: String, _ sentence: String, _ resource: String) -> ZooAnimal {
        app("M02", name, sentence) { world in
            world.authorization?.resources.insert(resource)
            world.editResource { $0["resource"] = .string(resource) }
        }
    }

    /// M03: the authorization server's metadata.
    static let metadata: [ZooAnimal] = [
        app(
            "M03", "issuer with a slash", "The issuer has a slash at its end in one document and not in the other.",
            as: everyApp
        ) {
            $0.editMetadata { $0["issuer"] = "https://auth.example.test/" }
        },
        app("M03", "other issuer", "The issuer is the address behind the proxy.") {
            $0.editMetadata { $0["issuer"] = "http://10.0.0.5:9000" }
        },
        app("M03", "no S256", "The metadata do not say that S256 is supported.", as: everyApp) {
            $0.editMetadata { $0["code_challenge_methods_supported"] = nil }
        },
        app("M03", "plain only", "The metadata say that only the method plain is supported.") {
            $0.editMetadata { $0["code_challenge_methods_supported"] = ["plain"] }
        },
        app("M03", "HEAD refused", "HEAD is answered with 405 where GET gives the metadata.") {
            $0.before.append { request in
                guard request.method == "HEAD", request.path.hasPrefix("/.well-known/oauth-") else { return nil }
                return .methodNotAllowed("GET")
            }
        },
        app("M03", "page", "Unknown paths answer with the web application, the metadata's too.") {
            $0.before.append { request in
                let isServer = request.path.hasPrefix(serverPath) || request.path.contains("openid-configuration")
                return isServer ? .html("<div id=\"root\"></div><script src=\"/main.js\"></script>") : nil
            }
        },
        app("M03", "missing", "There are no metadata of the authorization server.") { world in
            for address in world.files.keys where address.contains(serverPath) { world.files[address] = nil }
        },
        app("M03", "no token endpoint", "The metadata name no token endpoint.") {
            $0.editMetadata { $0["token_endpoint"] = nil }
        },
    ]
}
