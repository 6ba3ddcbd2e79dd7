import DoorwardDocuments

@testable import DoorwardDoctor

extension BrokenApp {
    /// M01 to M03.
    static let discovery: [BrokenApp] = [
        .at("mcp.test/mcp", "M01", "401 without a challenge") {
            if $1.status == 401 { $1.set("WWW-Authenticate", nil) }
        },
        .at("mcp.test/mcp", "M01", "resource= for resource_metadata=") {
            if $1.status == 401 { $1.set("WWW-Authenticate", "Bearer resource=\"https://mcp.test/mcp\"") }
        },
        .at("mcp.test/mcp", "M01", "Basic") { if $1.status == 401 { $1.set("WWW-Authenticate", "Basic realm=\"x\"") } },
        .at("mcp.test/mcp", "M01", "no challenge for a bad token") { request, response in
            if response.status == 401, request.header("authorization") != nil { response.set("WWW-Authenticate", nil) }
        },
        .at("mcp.test/mcp", "M01", "403 for a bad token") { request, response in
            if response.status == 401, request.header("authorization") != nil { response = ProbeResponse(status: 403) }
        },
        .at("mcp.test/mcp", "M01", "403 instead of 401") { if $1.status == 401 { $1.status = 403 } },
        .at("mcp.test/mcp", "M01", "a redirect to a page") {
            if $1.status == 401 { $1 = .redirect("https://mcp.test/login", status: 302) }
        },
        .at("mcp.test/mcp", "M01", "a page with 200") { if $1.status == 401 { $1 = .html("<title>Sign in</title>") } },
        BrokenApp("M02", "the challenge's URL is dead") { request, response in
            if response.status == 401 {
                response = .unauthorized(
                    hadToken: request.header("authorization") != nil,
                    challenge: "Bearer error=\"invalid_token\", resource_metadata=\"https://mcp.test/nowhere\"")
            }
        },
        .at("oauth-protected-resource/mcp", "M02", "the web application at the path") {
            if $0.method == "GET" { $1 = .html("<div id=root></div>") }
        },
        BrokenApp("M02", "nowhere") { request, response in
            if request.place.contains("protected-resource") { response = ProbeResponse(status: 404) }
        },
        .metadata("M02", "resource is the origin", "protected-resource") { $0["resource"] = "https://mcp.test" },
        .metadata("M02", "a slash too many", "protected-resource") { $0["resource"] = "https://mcp.test/mcp/" },
        .metadata("M02", "upper case", "protected-resource") { $0["resource"] = "https://MCP.test/mcp" },
        .metadata("M02", "http behind a proxy", "protected-resource") { $0["resource"] = "http://mcp.test/mcp" },
        .metadata("M02", "no authorization server", "protected-resource") { $0["authorization_servers"] = [] },
        .metadata("M17", "DPoP demanded", "protected-resource") { $0["dpop_bound_access_tokens_required"] = true },
        .metadata("M03", "issuer with a slash") { $0["issuer"] = "https://as.test/" },
        .metadata("M03", "no S256") { $0["code_challenge_methods_supported"] = ["plain"] },
        .metadata("M03", "no methods at all") { $0["code_challenge_methods_supported"] = nil },
        .metadata("M03", "no token endpoint") { $0["token_endpoint"] = nil },
        .metadata("M03", "plain http") { $0["token_endpoint"] = "http://as.test/token" },
        .metadata("M17", "pushed requests demanded") { $0["require_pushed_authorization_requests"] = true },
        .at("oauth-authorization-server", "M03", "HEAD is 405") {
            if $0.method == "HEAD" { $1 = ProbeResponse(status: 405) }
        },
        .at("oauth-protected-resource/mcp", "M03", "HEAD is 404") {
            if $0.method == "HEAD" { $1 = ProbeResponse(status: 404) }
        },
        .at("as.test/.well-known/oauth-authorization-server", "M03", "the web application") {
            if $0.method == "GET" { $1 = .html("<div id=root></div>") }
        },
        .at("as.test/.well-known/oauth-authorization-server", "M03", "none") { $1 = ProbeResponse(status: 404) },
    ]

    /// M05 to M07, M12, M18.
    static let clients: [BrokenApp] = [
        .at("as.test/authorize", "M05", "ids that are URLs are unknown") { request, response in
            if request.query["client_id"]?.hasPrefix("https:") == true {
                response = .html("<h1>invalid_client</h1>", status: 400)
            }
        },
        .metadata("M05", "no method in common") {
            $0["token_endpoint_auth_methods_supported"] = ["client_secret_post"]
        },
        .at("as.test/register", "M06", "a firewall") { $1 = .html("<h1>Attention required</h1>", status: 403) },
        .at("as.test/register", "M06", "credentials demanded") { $1 = .json(["error": "invalid_token"], status: 401) },
        .at("as.test/register", "M07", "a redirect URI that is not allowed") {
            $1 = .json(["error": "invalid_redirect_uri"], status: 400)
        },
        .at("as.test/register", "M07", "one of three, by Cursor", as: "cursor") { request, response in
            if String(decoding: request.body, as: UTF8.self).contains("cursor://") {
                response = .json(["error": "invalid_redirect_uri"], status: 400)
            }
        },
        .at("as.test/authorize", "M07", "the port is compared", as: "claude-code") { request, response in
            let redirect = request.query["redirect_uri"] ?? ""
            if redirect != "http://localhost/callback" {
                response = .html("<h1>redirect_uri mismatch</h1>", status: 400)
            }
        },
        .at("as.test/register", "M18", "a dead endpoint") { $1 = ProbeResponse(status: 404) },
        .at("as.test/register", "M18", "a page") { $1 = .html("<h1>Welcome</h1>") },
        .metadata("M18", "no way at all") {
            $0["registration_endpoint"] = nil
            $0["client_id_metadata_document_supported"] = nil
        },
        BrokenApp("M12", "forgotten at once") { request, response in
            if request.place.contains("oauth-authorization-server") {
                response.edit { $0["client_id_metadata_document_supported"] = false }
            }
            if request.place == "as.test/authorize" { response = .html("<h1>invalid_client</h1>", status: 400) }
        },
    ]
}
