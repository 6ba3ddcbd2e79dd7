import DoorwardDocuments

extension ZooAnimal {
    /// M09 and M10: what comes after the consent.
    static let callbacks: [ZooAnimal] = [
        app("M09", "other audience", "The endpoint takes only tokens for its origin, and says otherwise.") { world in
            world.replace("mcp.example.test/mcp") { request in
                guard request.header("authorization") != nil else { return nil }
                var response = ZooResponse.json(["error": "invalid_token"], status: 401)
                response.set("WWW-Authenticate", ZooMCP.challenge(hadToken: true))
                return response
            }
        },
        app("M09", "guarded twice", "The server behind the endpoint asks for a token of its own.") { world in
            world.after.append { request, response in
                guard request.path == "/mcp", response.status == 200 else { return }
                response = .json(["detail": "Not authenticated"], status: 401)
                response.set("WWW-Authenticate", ZooMCP.challenge(hadToken: true))
            }
        },
        app("M10", "missing with errors", "iss is promised, and missing when the answer is an error.") {
            $0.authorization?.sendsIssuerWithErrors = false
        },
        app("M10", "missing", "iss is promised, and never there.") {
            $0.authorization?.sendsIssuer = false
        },
        app("M10", "with a slash", "iss has a slash at its end, which the issuer has not.") {
            $0.authorization?.callbackIssuer = "https://auth.example.test/"
        },
    ]

    /// M11, M13, M17: what is asked for.
    static let scopes: [ZooAnimal] = [
        app("M11", "scope needed", "A request without scope is refused.") { $0.authorization?.needsScope = true },
        app("M13", "openid not enabled", "The metadata list openid and email, which the server then refuses.") {
            $0.editMetadata { $0["scopes_supported"] = ["openid", "email", "todos.read"] }
        },
        app("M17", "resource not known", "A request with resource is refused.") { world in
            world.replace("auth.example.test/oauth/authorize") { request in
                guard request.method == "GET", request.parameters["resource"] != nil else { return nil }
                return .html("<h1>Bad request</h1><p>Unknown parameter: resource</p>", status: 400)
            }
        },
        app("M17", "resource refused", "The token endpoint answers invalid_target to the resource.") { world in
            world.replace("auth.example.test/oauth/token") { request in
                guard request.form["resource"] != nil else { return nil }
                return ZooWorld.problem("invalid_target", "resource is not supported")
            }
        },
        app("M17", "DPoP demanded", "The token endpoint demands a DPoP proof.") { world in
            world.replace("auth.example.test/oauth/token") { request in
                guard request.header("dpop") == nil else { return nil }
                return ZooWorld.problem("invalid_dpop_proof", "a DPoP proof is required")
            }
        },
    ]

    /// M14 and M16: tools, and whose domain it is.
    static let tools: [ZooAnimal] = [
        app("M14", "no securitySchemes", "A tool that needs a sign-in does not say so.", .tools) {
            $0.editMCP { $0.tool = $0.tool.without("securitySchemes").without("_meta") }
        },
        app("M14", "no challenge", "The tool's error does not say how to sign in.", .tools) {
            $0.mcp?.toolChallenge = { ZooMCP.toolError($0).without("_meta") }
        },
        app("M14", "no error", "The tool's challenge has neither error nor error_description.", .tools) {
            $0.mcp?.toolChallenge = { _ in
                ZooMCP.toolError("Bearer resource_metadata=\"\(ZooMCP.resourceMetadata)\"")
            }
        },
        owning("missing", "There is nothing at /.well-known/openai-apps-challenge.") { _ in nil },
        owning("line break", "The domain's token is followed by a line break.") {
            ZooFile("text/plain", text: $0 + "\n")
        },
        owning("other token", "The domain's token is another one.") { _ in ZooFile("text/plain", text: "zoo-other") },
        owning("page", "At the place of the domain's token there is the web application.") { _ in
            ZooFile("text/html", text: "<!doctype html><div id=\"root\"></div>")
        },
    ]

    private static func owning(
        _ name: String, _ sentence: String, _ file: @escaping @Sendable (String) -> ZooFile?
    ) -> ZooAnimal {
        app("M16", name, sentence) {
            $0.files["mcp.example.test/.well-known/openai-apps-challenge"] = file(ZooMCP.challengeToken)
        }
    }
}
