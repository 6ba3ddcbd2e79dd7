import Testing

/// How well-known clients say who they are, in the shapes that they are known to use; written for these tests.
struct ClientFixture: Sendable, CustomTestStringConvertible {
    enum Identity: Sendable {
        /// By a document at an address.
        case document(id: String, String)
        /// By a request to the registration endpoint.
        case registration(String)
    }

    var name: String
    var identity: Identity
    /// Where the client is really answered, which may be another loopback port than it registered.
    var redirect: String

    var testDescription: String { name }

    static let all = [
        chatGPT, chatGPTConnector, chatGPTRegistering, claude, claudeRegistering, claudeCode, visualStudioCode,
        visualStudioCodeRegistering, cursor, openCode, codex,
    ]

    static let chatGPT = ClientFixture(
        name: "ChatGPT",
        identity: .document(
            id: SignedAssertions.client,
            """
            {"client_id": "https://chatgpt.com/oauth/client.json", "client_name": "ChatGPT",
             "client_uri": "https://chatgpt.com/",
             "redirect_uris": ["https://chatgpt.com/connector_platform_oauth_redirect"],
             "grant_types": ["authorization_code", "refresh_token", "urn:ietf:params:oauth:grant-type:jwt-bearer"],
             "response_types": ["code", "id_token"], "token_endpoint_auth_method": "private_key_jwt",
             "token_endpoint_auth_methods_supported": ["none", "private_key_jwt"],
             "token_endpoint_auth_signing_alg": "RS256", "jwks_uri": "https://chatgpt.com/oauth/jwks.json"}
            """),
        redirect: "https://chatgpt.com/connector_platform_oauth_redirect")

    static let chatGPTConnector = ClientFixture(
        name: "ChatGPT with a document for each connector, without the method in the singular",
        identity: .document(
            id: "https://chatgpt.com/oauth/AbCdEf123456/client.json",
            """
            {"client_id": "https://chatgpt.com/oauth/AbCdEf123456/client.json", "client_name": "ChatGPT",
             "redirect_uris": ["https://chatgpt.com/connector/oauth/AbCdEf123456"],
             "grant_types": ["authorization_code", "refresh_token"], "response_types": ["code"],
             "token_endpoint_auth_methods_supported": ["none", "private_key_jwt"],
             "token_endpoint_auth_signing_alg": "RS256", "jwks_uri": "https://chatgpt.com/oauth/jwks.json"}
            """),
        redirect: "https://chatgpt.com/connector/oauth/AbCdEf123456")

    static let chatGPTRegistering = ClientFixture(
        name: "ChatGPT that registers",
        identity: .registration(
            """
            {"client_name": "ChatGPT", "redirect_uris": ["https://chatgpt.com/connector/oauth/AbCdEf123456"],
             "grant_types": ["authorization_code", "refresh_token"], "response_types": ["code"],
             "token_endpoint_auth_method": "none"}
            """),
        redirect: "https://chatgpt.com/connector/oauth/AbCdEf123456")

    static let claude = ClientFixture(
        name: "claude.ai",
        identity: .document(
            id: "https://claude.ai/oauth/mcp-oauth-client-metadata",
            """
            {"client_id": "https://claude.ai/oauth/mcp-oauth-client-metadata", "client_name": "Claude",
             "client_uri": "https://claude.ai",
             "redirect_uris": ["https://claude.ai/api/mcp/auth_callback", "https://claude.com/api/mcp/auth_callback"],
             "grant_types": ["authorization_code", "refresh_token", "urn:ietf:params:oauth:grant-type:jwt-bearer"],
             "response_types": ["code"], "token_endpoint_auth_method": "none"}
            """),
        redirect: "https://claude.com/api/mcp/auth_callback")

    static let claudeRegistering = ClientFixture(
        name: "claude.ai that registers",
        identity: .registration(
            """
            {"client_name": "Claude", "redirect_uris": ["https://claude.ai/api/mcp/auth_callback"],
             "grant_types": ["authorization_code", "refresh_token"], "response_types": ["code"],
             "scope": "read write", "token_endpoint_auth_method": "none"}
            """),
        redirect: "https://claude.ai/api/mcp/auth_callback")

    static let claudeCode = ClientFixture(
        name: "Claude Code",
        identity: .document(
            id: "https://claude.ai/oauth/claude-code-client-metadata",
            """
            {"client_id": "https://claude.ai/oauth/claude-code-client-metadata", "client_name": "Claude Code",
             "client_uri": "https://claude.ai",
             "redirect_uris": ["http://localhost/callback", "http://127.0.0.1/callback"],
             "grant_types": ["authorization_code", "refresh_token"], "response_types": ["code"],
             "token_endpoint_auth_method": "none"}
            """),
        redirect: "http://localhost:54545/callback")

    static let visualStudioCode = ClientFixture(
        name: "VS Code",
        identity: .document(
            id: "https://vscode.dev/oauth/client-metadata.json",
            """
            {"client_id": "https://vscode.dev/oauth/client-metadata.json", "client_name": "Visual Studio Code",
             "client_uri": "https://vscode.dev/product", "logo_uri": "https://code.visualstudio.com/icon.png",
             "redirect_uris": ["http://127.0.0.1:33418/", "http://127.0.0.1/", "https://vscode.dev/redirect"],
             "grant_types": ["authorization_code", "refresh_token",
                             "urn:ietf:params:oauth:grant-type:device_code"],
             "response_types": ["code"], "application_type": "native", "token_endpoint_auth_method": "none"}
            """),
        redirect: "http://127.0.0.1:61044/")

    static let visualStudioCodeRegistering = ClientFixture(
        name: "VS Code that registers",
        identity: .registration(
            """
            {"client_name": "Visual Studio Code", "client_uri": "https://vscode.dev/product",
             "redirect_uris": ["https://vscode.dev/redirect", "http://localhost/", "http://127.0.0.1/",
                               "http://localhost:33418/", "http://127.0.0.1:33418/"],
             "grant_types": ["authorization_code", "refresh_token",
                             "urn:ietf:params:oauth:grant-type:device_code"],
             "response_types": ["code"], "token_endpoint_auth_method": "none", "application_type": "native"}
            """),
        redirect: "https://vscode.dev/redirect")

    static let cursor = ClientFixture(
        name: "Cursor",
        identity: .registration(
            """
            {"client_name": "Cursor", "application_type": "web",
             "redirect_uris": ["cursor://anysphere.cursor-mcp/oauth/callback",
                               "https://www.cursor.com/agents/mcp/oauth/callback",
                               "http://localhost:8787/callback"],
             "grant_types": ["authorization_code", "refresh_token"], "response_types": ["code"],
             "token_endpoint_auth_method": "none"}
            """),
        redirect: "cursor://anysphere.cursor-mcp/oauth/callback")

    static let openCode = ClientFixture(
        name: "opencode",
        identity: .registration(
            """
            {"client_name": "OpenCode", "client_uri": "https://opencode.ai",
             "redirect_uris": ["http://127.0.0.1:19876/mcp/oauth/callback"],
             "grant_types": ["authorization_code", "refresh_token"], "response_types": ["code"],
             "token_endpoint_auth_method": "none"}
            """),
        redirect: "http://127.0.0.1:19876/mcp/oauth/callback")

    static let codex = ClientFixture(
        name: "Codex",
        identity: .registration(
            """
            {"client_name": "Codex", "redirect_uris": ["http://127.0.0.1:50211/callback"],
             "grant_types": ["authorization_code", "refresh_token"], "response_types": ["code"],
             "token_endpoint_auth_method": "none", "scope": "read"}
            """),
        redirect: "http://127.0.0.1:50999/callback")
}
