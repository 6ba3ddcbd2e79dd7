internal import DoorwardDocuments

/// One JSON-RPC request to an MCP server over Streamable HTTP.
struct MCPCall {
    var method: String
    var params = JSONObject()
    /// The value of `Mcp-Name`: the tool of `tools/call`.
    var name: String?
    var id: Int? = 1
    var token: String?
    /// Fields besides those that the protocol asks for; one of the same name is replaced, with nil left out.
    var fields: [(name: String, value: String?)] = []

    /// The request that opens a conversation in a revision: `server/discover`, or `initialize` before 2026-07-28.
    static func opening(_ version: String, token: String? = nil) -> MCPCall {
        guard !isStateless(version) else { return MCPCall(method: "server/discover", token: token) }
        let params: JSONObject = JSONObject([
            ("protocolVersion", .string(version)), ("capabilities", .object(JSONObject())), ("clientInfo", client),
        ])
        return MCPCall(method: "initialize", params: params, token: token)
    }

    /// Revisions are dates, so their order is that of their names.
    static func isStateless(_ version: String) -> Bool { version >= "2026-07-28" }

    private static let client: JSONValue = ["name": "doorward-doctor", "version": "1"]

    /// Writes the request as a revision wants it.
    func request(to address: String, version: String, session: String?, timeout: Duration) -> ProbeRequest {
        var params = params
        var headers = [
            (name: "Content-Type", value: "application/json"),
            (name: "Accept", value: "application/json, text/event-stream"),
        ]
        if Self.isStateless(version) {
            params["_meta"] = [
                "io.modelcontextprotocol/protocolVersion": .string(version),
                "io.modelcontextprotocol/clientCapabilities": [:],
                "io.modelcontextprotocol/clientInfo": Self.client,
            ]
            headers.append(("Mcp-Method", method))
            if let name { headers.append(("Mcp-Name", name)) }
        }
        if Self.isStateless(version) || method != "initialize" { headers.append(("MCP-Protocol-Version", version)) }
        if let session { headers.append(("Mcp-Session-Id", session)) }
        if let token { headers.append(("Authorization", "Bearer " + token)) }
        for field in fields {
            headers.removeAll { $0.name.lowercased() == field.name.lowercased() }
            if let value = field.value { headers.append((field.name, value)) }
        }
        var message = JSONObject([("jsonrpc", "2.0")])
        if let id { message["id"] = .number(String(id)) }
        message["method"] = .string(method)
        if !params.isEmpty { message["params"] = .object(params) }
        return ProbeRequest(
            "POST", address, headers: headers, body: JSONValue.object(message).serialized(), timeout: timeout)
    }
}
