import DoorwardDocuments
import DoorwardJOSE

@testable import DoorwardDoctor

extension BrokenApp {
    /// M10, M11, M13, M17 and what belongs to OAuth in general.
    static let authorization: [BrokenApp] = [
        .at("as.test/authorize", "M10", "iss missing with errors") { request, response in
            response.replaceInLocation("&iss=https%3A%2F%2Fas.test&error", with: "&error")
        },
        .at("as.test/authorize", "M10", "iss missing with the code") {
            $1.replaceInLocation("&iss=https%3A%2F%2Fas.test&code", with: "&code")
        },
        .at("as.test/authorize", "M10", "iss with a slash") {
            $1.replaceInLocation("iss=https%3A%2F%2Fas.test&", with: "iss=https%3A%2F%2Fas.test%2F&")
        },
        .at("as.test/authorize", "M11", "scope demanded") { request, response in
            if request.query["scope"] == nil { response = .html("<h1>scope is required</h1>", status: 400) }
        },
        .metadata("M13", "openid is listed and not enabled") { $0["scopes_supported"] = ["openid", "read"] },
        .at("as.test/authorize", "M17", "resource refused") { request, response in
            if request.query["resource"] != nil { response = .html("<h1>Bad request</h1>", status: 400) }
        },
        .at("as.test/token", "M17", "resource refused for tokens") { request, response in
            if request.form["resource"] != nil { response = .json(["error": "invalid_target"], status: 400) }
        },
        .at("as.test/token", "M17", "DPoP nonce") { $1 = .json(["error": "use_dpop_nonce"], status: 400) },
        .at("as.test/authorize", "O01", "the state is cut off") { request, response in
            if let state = request.query["state"], !state.hasPrefix("odd-") {
                response.replaceInLocation(state, with: String(state.prefix(8)))
            }
        },
        .at("as.test/authorize", "O11", "a stranger's redirect URI") { request, response in
            if request.query["redirect_uri"]?.contains("stranger") == true {
                response =
                    request.method == "POST"
                    ? .redirect((request.query["redirect_uri"] ?? "") + "?code=stolen&iss=https%3A%2F%2Fas.test")
                    : .html("<form method=post><input name=password type=password></form>")
            }
        },
        .at("as.test/token", "O03", "forms are not read") {
            $1 = .json(["detail": "Unsupported media type"], status: 415)
        },
        .at("as.test/token", "O06", "a page for tokens") { $1 = .html("<h1>Sign in</h1>") },
        .at("as.test/token", "O05", "refreshing is refused") { request, response in
            if request.form["grant_type"] == "refresh_token" {
                response = .json(["error": "invalid_grant"], status: 400)
            }
        },
        .at("as.test/token", "O10", "a code works twice") { request, response in
            if response.status == 400, request.form["grant_type"] == "authorization_code",
                request.form["code"] == "code-2"
            {
                response = .json(["access_token": "again", "token_type": "Bearer"])
            }
        },
        .at("as.test/token", "?", "PKCE is not checked") { request, response in
            if response.status == 400, request.form["grant_type"] == "authorization_code",
                request.form["code"] != "code-2"
            {
                response = .json(["access_token": "again", "token_type": "Bearer"])
            }
        },
    ]

    /// M09, M14, M16.
    static let calls: [BrokenApp] = [
        .at("mcp.test/mcp", "M09", "the token is refused") {
            if $1.status == 200 { $1 = .unauthorized(hadToken: true) }
        },
        .at("mcp.test/mcp", "M09", "not routed behind the door") {
            if $1.status == 200 { $1 = ProbeResponse(status: 404) }
        },
        .linking("no tool says so") { _ in ["name": "look", "inputSchema": ["type": "object"]] },
        .linking("no challenge") { _ in guarded },
        .linking("no error in the challenge", challenge: "Bearer resource_metadata=\"https://mcp.test/x\"") { _ in
            guarded
        },
        .proof("missing", ProbeResponse(status: 404)),
        .proof("line break", ProbeResponse(status: 200, headers: text, body: Array("proof-1\n".utf8))),
        .proof("other", ProbeResponse(status: 200, headers: text, body: Array("proof-2".utf8))),
        .proof("JSON", .json("proof-1")),
    ]

    private static let text = [(name: "Content-Type", value: "text/plain; charset=utf-8")]

    private static func proof(_ name: String, _ answer: ProbeResponse) -> BrokenApp {
        var options = AppExamination.signingIn
        options.challengeToken = "proof-1"
        return BrokenApp("M16", name, options: options) { request, response in
            if request.place == "mcp.test/.well-known/openai-apps-challenge" { response = answer }
        }
    }

    private static var guarded: JSONValue {
        [
            "name": "look", "inputSchema": ["type": "object"], "annotations": ["readOnlyHint": true],
            "securitySchemes": [["type": "oauth2"]],
        ]
    }

    /// A server that answers everybody, and should ask for the sign-in tool by tool.
    private static func linking(
        _ name: String, challenge: String? = nil, tool: @escaping @Sendable (String) -> JSONValue
    ) -> BrokenApp {
        BrokenApp("M14", name) { request, response in
            guard request.place == "mcp.test/mcp", request.method == "POST" else { return }
            if response.status == 401 { response = AppServer.speakJSONRPC(request) }
            if request.rpc == "tools/list" { response = .result(1, ["tools": [tool("look")]]) }
            if request.rpc == "tools/call" {
                var result = JSONObject([("isError", true), ("content", .array([]))])
                if let challenge { result["_meta"] = ["mcp/www_authenticate": .string(challenge)] }
                response = .result(1, .object(result))
            }
        }
    }
}

extension ProbeResponse {
    mutating func replaceInLocation(_ text: String, with other: String) {
        if let location = header("location") { set("Location", location.replacing(text, with: other)) }
    }
}
