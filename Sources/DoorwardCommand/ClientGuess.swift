internal import DoorwardDoctor
internal import DoorwardDocuments

/// Which client an address is meant for, by what it answers.
struct ClientGuess {
    private let target: WebAddress
    private let transport: HTTPProbeTransport

    init(_ target: WebAddress, _ transport: HTTPProbeTransport) {
        self.target = target
        self.transport = transport
    }

    /// The name of a profile.
    var name: String {
        get async {
            let path = target.path.lowercased()
            if path.hasSuffix("/mcp") || path.hasSuffix("/mcp/") || path.hasSuffix("/sse") { return "chatgpt-app" }
            if !path.hasSuffix("ai-plugin.json"), [".json", ".yaml", ".yml"].contains(where: path.hasSuffix) {
                return "gpt-action"
            }
            if await answersJSON("/.well-known/ai-plugin.json") { return "chatgpt-plugin" }
            if await answersJSON("/openapi.json") { return "gpt-action" }
            if await answersJSON("/.well-known/oauth-protected-resource") { return "chatgpt-app" }
            return "chatgpt-plugin"
        }
    }

    private func answersJSON(_ path: String) async -> Bool {
        let request = ProbeRequest("GET", target.origin + path, timeout: .seconds(10), maximumSize: 1 << 20)
        guard case .success(let response) = await transport.send(request) else { return false }
        if response.status == 200 { return response.body.first { $0 > 0x20 } == UInt8(ascii: "{") }
        // A redirect is for the examination to judge.
        return (300..<400).contains(response.status) && path.hasSuffix("ai-plugin.json")
    }
}
