import DoorwardDocuments

extension ZooWorld {
    /// An MCP server, with an authorization server unless everybody may call everything.
    static func app(_ protection: ZooMCP.Guard = .all) -> ZooWorld {
        var world = ZooWorld()
        var mcp = ZooMCP()
        mcp.protection = protection
        if protection == .none {
            mcp.tool = mcp.tool.without("securitySchemes").without("_meta")
        } else {
            var authorization = ZooAuthorization()
            authorization.acceptsJSON = false
            authorization.resources = [mcp.resource]
            world.authorization = authorization
        }
        world.mcp = mcp
        world.installAuthorization()
        if protection != .none { world.installResource() }
        world.files[mcp.host + "/.well-known/openai-apps-challenge"] = ZooFile(
            "text/plain; charset=utf-8", text: ZooMCP.challengeToken)
        return world
    }

    /// The resource's metadata, at the path's place and at the root's (RFC 9728 section 3.1).
    private mutating func installResource() {
        guard let mcp, let authorization else { return }
        var file = ZooFile([
            "resource": .string(mcp.resource), "authorization_servers": [.string(authorization.issuer)],
            "scopes_supported": ["todos.read", "todos.write"], "bearer_methods_supported": ["header"],
            "resource_name": "Zoo",
        ])
        file.headers.append(("Access-Control-Allow-Origin", "*"))
        files[mcp.host + "/.well-known/oauth-protected-resource" + mcp.path] = file
        files[mcp.host + "/.well-known/oauth-protected-resource"] = file
    }

    /// Changes the resource's metadata wherever they are served.
    mutating func editResource(_ change: (inout JSONObject) -> Void) {
        for address in files.keys where address.contains("/.well-known/oauth-protected-resource") {
            files[address]?.mapJSON(change)
        }
    }

    mutating func editMCP(_ change: (inout ZooMCP) -> Void) {
        guard var server = mcp else { return }
        change(&server)
        mcp = server
    }
}
