import Crypto
import DoorwardDocuments
import DoorwardJOSE
import Synchronization

@testable import DoorwardDoctor

/// A correct MCP server at https://mcp.test/mcp with its authorization server at https://as.test, in memory.
///
/// What a test wants to be wrong it changes in the answers.
final class AppServer: ProbeTransport {
    static let address = "https://mcp.test/mcp"
    static let issuer = "https://as.test"
    static let password = "not-a-real-password"

    private struct Memory {
        var count = 0
        var codes: [String: (challenge: String, redirect: String)] = [:]
        var access: Set<String> = []
        var refresh: Set<String> = []
        var clients: Set<String> = []
        var asked: [ProbeRequest] = []
    }

    private let memory = Mutex(Memory())
    private let change: @Sendable (ProbeRequest, inout ProbeResponse) -> Void

    init(changing change: @escaping @Sendable (ProbeRequest, inout ProbeResponse) -> Void = { _, _ in }) {
        self.change = change
    }

    /// Every request so far.
    var asked: [ProbeRequest] { memory.withLock(\.asked) }

    func send(_ request: ProbeRequest) async -> Result<ProbeResponse, ProbeFailure> {
        memory.withLock { $0.asked.append(request) }
        var response = answer(request)
        change(request, &response)
        return .success(response)
    }

    func addresses(of host: String) async -> Result<[String], ProbeFailure> { .success(["93.184.215.14"]) }

    func handshake(host: String, port: Int) async -> Result<TLSReport, ProbeFailure> {
        let certificate = TLSReport.Certificate(
            subject: host, issuer: "Test authority", names: [host], notBefore: 0, notAfter: 4_000_000_000)
        return .success(TLSReport(version: "TLSv1.3", chain: [certificate]))
    }

    func acceptsOnlyOldTLS(host: String, port: Int) async -> Bool { false }
    func isMapped(host: String, port: Int) -> Bool { true }

    // MARK: - Answers

    private func answer(_ request: ProbeRequest) -> ProbeResponse {
        let place = request.place
        switch (request.method, place) {
        case ("GET", "mcp.test/.well-known/oauth-protected-resource/mcp"),
            ("GET", "mcp.test/.well-known/oauth-protected-resource"):
            return .json(Self.resourceMetadata)
        case ("GET", "as.test/.well-known/oauth-authorization-server"): return .json(Self.serverMetadata)
        case ("HEAD", let place) where place.contains("/.well-known/oauth"):
            return ProbeResponse(status: answer(ProbeRequest("GET", request.url)).status)
        case ("POST", "mcp.test/mcp"): return speak(request)
        case (_, "mcp.test/mcp"): return ProbeResponse(status: 405, headers: [("Allow", "POST")])
        case ("POST", "as.test/register"): return register(request)
        case (_, "as.test/authorize"): return authorize(request)
        case ("POST", "as.test/token"): return exchange(request.form)
        case ("POST", "as.test/revoke"):
            memory.withLock { _ = $0.refresh.remove(request.form["token"] ?? "") }
            return ProbeResponse(status: 200)
        default:
            return ProbeResponse(status: 404, headers: [("Content-Type", "text/plain")], body: Array("nothing".utf8))
        }
    }

    static let resourceMetadata: JSONValue = [
        "resource": .string(address), "authorization_servers": [.string(issuer)],
        "scopes_supported": ["read", "write"], "bearer_methods_supported": ["header"], "resource_name": "Test",
    ]

    static let serverMetadata: JSONValue = [
        "issuer": .string(issuer), "authorization_endpoint": "https://as.test/authorize",
        "token_endpoint": "https://as.test/token", "registration_endpoint": "https://as.test/register",
        "revocation_endpoint": "https://as.test/revoke", "response_types_supported": ["code"],
        "grant_types_supported": ["authorization_code", "refresh_token"], "scopes_supported": ["read", "write"],
        "token_endpoint_auth_methods_supported": ["none", "client_secret_post"],
        "code_challenge_methods_supported": ["S256"], "client_id_metadata_document_supported": true,
        "authorization_response_iss_parameter_supported": true,
    ]

    private func speak(_ request: ProbeRequest) -> ProbeResponse {
        let token = request.header("authorization")?.replacing("Bearer ", with: "")
        guard let token, memory.withLock({ $0.access.contains(token) }) else {
            return .unauthorized(hadToken: token != nil)
        }
        return Self.speakJSONRPC(request)
    }

    /// What the server says to whoever may talk to it.
    static func speakJSONRPC(_ request: ProbeRequest) -> ProbeResponse {
        if request.header("origin") != nil { return ProbeResponse(status: 403) }
        guard let message = try? JSONValue(parsing: request.body), let id = message["id"] else {
            return ProbeResponse(status: 202)
        }
        switch message["method"]?.stringValue {
        case "server/discover": return .result(id, ["resultType": "complete", "supportedVersions": ["2026-07-28"]])
        case "initialize": return .result(id, ["protocolVersion": "2025-11-25", "capabilities": [:]])
        case "tools/list": return .result(id, ["tools": [["name": "look", "inputSchema": ["type": "object"]]]])
        default: return .json(["jsonrpc": "2.0", "id": id, "error": ["code": -32601, "message": "no"]], status: 404)
        }
    }

    private func register(_ request: ProbeRequest) -> ProbeResponse {
        guard let body = try? JSONValue(parsing: request.body), let redirects = body["redirect_uris"] else {
            return .json(["error": "invalid_client_metadata"], status: 400)
        }
        let id = memory.withLock { memory in
            memory.count += 1
            memory.clients.insert("client-\(memory.count)")
            return "client-\(memory.count)"
        }
        return .json(
            ["client_id": .string(id), "redirect_uris": redirects, "token_endpoint_auth_method": "none"], status: 201)
    }

    private func authorize(_ request: ProbeRequest) -> ProbeResponse {
        let query = request.query
        guard let client = query["client_id"],
            client.hasPrefix("https://") || memory.withLock({ $0.clients.contains(client) }),
            let redirect = query["redirect_uri"], !redirect.contains("stranger")
        else { return .html("<h1>Error</h1><p>invalid_client</p>", status: 400) }
        var parameters = [(name: "state", value: query["state"] ?? ""), (name: "iss", value: Self.issuer)]
        guard let challenge = query["code_challenge"] else {
            parameters.append(("error", "invalid_request"))
            return .redirect(AuthorizationRequest.url(of: WebAddress(redirect)!, parameters))
        }
        let isKnown = (query["scope"] ?? "read").split(separator: " ").allSatisfy { ["read", "write"].contains($0) }
        guard isKnown else {
            parameters.append(("error", "invalid_scope"))
            return .redirect(AuthorizationRequest.url(of: WebAddress(redirect)!, parameters))
        }
        guard request.method == "POST" else {
            let action = request.url.replacing("&", with: "&amp;")
            return .html(
                """
                <title>Sign in</title><form method="post" action="\(action)"><input name="user" autocomplete="username">
                <input name="password" type="password"><button>Sign in</button></form>
                """)
        }
        let code = memory.withLock { memory in
            memory.count += 1
            memory.codes["code-\(memory.count)"] = (challenge, redirect)
            return "code-\(memory.count)"
        }
        parameters.append(("code", code))
        return .redirect(AuthorizationRequest.url(of: WebAddress(redirect)!, parameters))
    }

    private func exchange(_ form: [String: String]) -> ProbeResponse {
        memory.withLock { memory in
            switch form["grant_type"] {
            case "authorization_code":
                guard let code = form["code"], let kept = memory.codes.removeValue(forKey: code),
                    let verifier = form["code_verifier"], kept.redirect == form["redirect_uri"],
                    Base64URL.encode(Array(SHA256.hash(data: Array(verifier.utf8)))) == kept.challenge
                else { return .json(["error": "invalid_grant"], status: 400) }
            case "refresh_token":
                guard memory.refresh.remove(form["refresh_token"] ?? "") != nil else {
                    return .json(["error": "invalid_grant"], status: 400)
                }
            default: return .json(["error": "unsupported_grant_type"], status: 400)
            }
            memory.count += 1
            memory.access.insert("access-\(memory.count)")
            memory.refresh.insert("refresh-\(memory.count)")
            return .json([
                "access_token": .string("access-\(memory.count)"), "token_type": "Bearer", "expires_in": 3600,
                "refresh_token": .string("refresh-\(memory.count)"), "scope": "read",
            ])
        }
    }
}
