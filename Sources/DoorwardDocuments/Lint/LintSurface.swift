/// Who will read a document.
public enum LintSurface: String, Sendable, CaseIterable {
    /// `/.well-known/ai-plugin.json` and the OpenAPI document that it names.
    case manifestV1 = "manifest-v1"
    /// The GPT editor's importer.
    case action
    /// MCP clients: ChatGPT apps, Claude, Cursor and others.
    case mcp
}
