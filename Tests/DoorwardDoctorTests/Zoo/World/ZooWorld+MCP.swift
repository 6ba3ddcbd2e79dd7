import DoorwardDocuments

/// The MCP endpoint: streamable HTTP, answers in plain JSON.
extension ZooWorld {
    func answer(_ request: ZooRequest, mcp: ZooMCP) -> ZooResponse {
        if let origin = request.header("origin"), !mcp.origins.contains(origin) {
            return .json(["jsonrpc": "2.0", "error": ["code": -32000, "message": "Origin"]], status: 403)
        }
        let isKnown = hasToken(request, mcp)
        if mcp.protection == .all, !isKnown { return unauthorized(request, mcp) }
        if mcp.protection == .tools, request.header("authorization") != nil, !isKnown {
            return unauthorized(request, mcp)
        }
        guard request.method == "POST" else { return .methodNotAllowed("POST") }
        guard request.mediaType == "application/json", let message = request.json?.objectValue,
            let method = message["method"]?.stringValue
        else { return Self.failure(nil, -32700, "one JSON-RPC message is wanted", status: 400) }
        guard let id = message["id"] else { return ZooResponse(202) }
        if let refusal = refusal(request, message, method) { return refusal }
        let isModern = Self.isModern(request, message)
        let parameters = message["params"]
        switch method {
        case "server/discover": return Self.result(id, discovery)
        case "initialize" where !isModern: return Self.result(id, introduction(parameters))
        case "ping" where !isModern: return Self.result(id, [:])
        case "tools/list":
            return Self.result(id, marked(["tools": [mcp.tool]], isModern, ("ttlMs", 60_000), ("cacheScope", "public")))
        case "tools/call": return call(id, parameters, isModern, isKnown, mcp)
        default: return Self.failure(id, -32601, "no such method", status: isModern ? 404 : 200)
        }
    }

    private func hasToken(_ request: ZooRequest, _ mcp: ZooMCP) -> Bool {
        guard let token = request.credentials("bearer"), let grant = state.with({ $0.accessTokens[token] }) else {
            return false
        }
        return !mcp.checksResource || grant.resource == nil || grant.resource == mcp.resource
    }

    private func unauthorized(_ request: ZooRequest, _ mcp: ZooMCP) -> ZooResponse {
        var response = ZooResponse.json(["error": "unauthorized"], status: 401)
        response.set("WWW-Authenticate", mcp.challenge(request.header("authorization") != nil))
        return response
    }

    private static func isModern(_ request: ZooRequest, _ message: JSONObject) -> Bool {
        request.header("mcp-protocol-version") == ZooMCP.modern || named(message) != nil
    }

    private static func named(_ message: JSONObject) -> String? {
        message["params"]?["_meta"]?["io.modelcontextprotocol/protocolVersion"]?.stringValue
    }

    /// What the revision of 2026-07-28 refuses: fields that are missing or say something else than the body.
    private func refusal(_ request: ZooRequest, _ message: JSONObject, _ method: String) -> ZooResponse? {
        let id = message["id"]
        let header = request.header("mcp-protocol-version")
        if let header, !ZooMCP.versions.contains(header) {
            let supported = JSONValue.strings(ZooMCP.versions)
            let data: JSONValue = ["supported": supported, "requested": .string(header)]
            return Self.failure(id, -32022, "version not supported", data, status: 400)
        }
        guard Self.isModern(request, message) else { return nil }
        guard header == ZooMCP.modern else {
            return Self.failure(id, -32020, "MCP-Protocol-Version does not fit the body", status: 400)
        }
        guard Self.named(message) == header,
            message["params"]?["_meta"]?["io.modelcontextprotocol/clientCapabilities"]?.objectValue != nil
        else { return Self.failure(id, -32602, "_meta lacks protocolVersion or clientCapabilities", status: 400) }
        guard request.header("mcp-method") == method else {
            return Self.failure(id, -32020, "Mcp-Method does not fit the body", status: 400)
        }
        guard method != "tools/call" || request.header("mcp-name") == message["params"]?["name"]?.stringValue else {
            return Self.failure(id, -32020, "Mcp-Name does not fit the body", status: 400)
        }
        return nil
    }

    private var discovery: JSONValue {
        [
            "resultType": "complete", "supportedVersions": .strings(ZooMCP.versions),
            "capabilities": ["tools": [:]], "ttlMs": 60_000, "cacheScope": "public",
            "_meta": ["io.modelcontextprotocol/serverInfo": ["name": "zoo", "version": "1.0.0"]],
        ]
    }

    private func introduction(_ parameters: JSONValue?) -> JSONValue {
        let wanted = parameters?["protocolVersion"]?.stringValue ?? ""
        let version = wanted != ZooMCP.modern && ZooMCP.versions.contains(wanted) ? wanted : ZooMCP.versions[1]
        return [
            "protocolVersion": .string(version), "capabilities": ["tools": [:]],
            "serverInfo": ["name": "zoo", "version": "1.0.0"],
        ]
    }

    private func call(
        _ id: JSONValue, _ parameters: JSONValue?, _ isModern: Bool, _ isKnown: Bool, _ mcp: ZooMCP
    ) -> ZooResponse {
        guard parameters?["name"] == mcp.tool["name"] else { return Self.failure(id, -32602, "no such tool") }
        if mcp.protection == .tools, !isKnown {
            let challenge = """
                Bearer resource_metadata="\(ZooMCP.resourceMetadata)", error="invalid_token", \
                error_description="You need to sign in", scope="todos.read"
                """
            return Self.result(id, marked(mcp.toolChallenge(challenge), isModern))
        }
        let content: JSONValue = [["type": "text", "text": "09:00 zebras, 10:00 parrots"]]
        return Self.result(id, marked(["content": content, "isError": false], isModern))
    }

    private func marked(_ result: JSONValue, _ isModern: Bool, _ more: (String, JSONValue)...) -> JSONValue {
        guard isModern, var object = result.objectValue else { return result }
        object["resultType"] = "complete"
        for (name, value) in more { object[name] = value }
        return .object(object)
    }

    static func result(_ id: JSONValue, _ result: JSONValue) -> ZooResponse {
        .json(["jsonrpc": "2.0", "id": id, "result": result])
    }

    static func failure(
        _ id: JSONValue?, _ code: Int, _ message: String, _ data: JSONValue? = nil, status: Int = 200
    ) -> ZooResponse {
        var error = JSONObject([("code", .number(String(code))), ("message", .string(message))])
        error["data"] = data
        return .json(["jsonrpc": "2.0", "id": id ?? .null, "error": .object(error)], status: status)
    }
}
