import DoorwardDocuments

/// An MCP endpoint that speaks the stateless revision of 2026-07-28 and the one before.
struct ZooMCP: Sendable {
    enum Guard: Sendable {
        /// Everybody may call everything.
        case none
        /// Nothing goes without a token.
        case all
        /// Looking around is free; a call of the guarded tool is answered by a tool error that says how to sign in.
        case tools
    }

    static let modern = "2026-07-28"
    static let versions = ["2026-07-28", "2025-11-25", "2025-06-18"]
    static let challengeToken = "zoo-challenge-token"

    var host = "mcp.example.test"
    var path = "/mcp"
    var protection = Guard.all
    var origins: Set<String> = ["https://chatgpt.com", "https://claude.ai"]
    /// Whether a token must have been issued for this endpoint.
    var checksResource = true
    /// What a 401 says; nil for nothing. The flag tells whether a token was there.
    var challenge: @Sendable (_ hadToken: Bool) -> String? = ZooMCP.challenge
    var tool = ZooMCP.feedings
    /// The error of a guarded tool that was called without a token.
    var toolChallenge: @Sendable (String) -> JSONValue = ZooMCP.toolError

    var resource: String { "https://" + host + path }

    static let resourceMetadata = "https://mcp.example.test/.well-known/oauth-protected-resource/mcp"

    static func challenge(hadToken: Bool) -> String? {
        let error = hadToken ? "error=\"invalid_token\", error_description=\"The token is not valid\", " : ""
        return "Bearer \(error)resource_metadata=\"\(resourceMetadata)\", scope=\"todos.read\""
    }

    static func toolError(_ challenge: String) -> JSONValue {
        [
            "isError": true,
            "content": [["type": "text", "text": "Sign in to see the feedings."]],
            "_meta": ["mcp/www_authenticate": [.string(challenge)]],
        ]
    }

    private static let schemes: JSONValue = [["type": "oauth2", "scopes": ["todos.read"]]]

    static let feedings: JSONValue = [
        "name": "list_feedings",
        "title": "List the feedings",
        "description": "Lists when which animal is fed.",
        "inputSchema": ["type": "object", "properties": [:], "additionalProperties": false],
        "annotations": [
            "title": "List the feedings", "readOnlyHint": true, "destructiveHint": false, "idempotentHint": true,
            "openWorldHint": false,
        ],
        "securitySchemes": schemes,
        "_meta": ["securitySchemes": schemes],
    ]
}
