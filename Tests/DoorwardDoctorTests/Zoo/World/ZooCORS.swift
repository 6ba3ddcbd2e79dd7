/// What a server on the developer's own machine lets a page of the client do.
struct ZooCORS: Sendable {
    var answersPreflight = true
    var origins: Set<String> = ["https://chat.openai.com", "https://chatgpt.com"]
    var methods = "GET, POST, DELETE, OPTIONS"
    var headers: Set<String> = [
        "content-type", "authorization", "openai-conversation-id", "openai-ephemeral-user-id", "openai-gpt-id",
    ]
    var allowsPrivateNetwork = true

    func preflight(_ request: ZooRequest) -> ZooResponse? {
        guard request.method == "OPTIONS", request.header("access-control-request-method") != nil else { return nil }
        guard answersPreflight else { return .methodNotAllowed("GET, HEAD") }
        var response = ZooResponse(204)
        mark(&response, for: request)
        guard response.header("access-control-allow-origin") != nil else { return response }
        response.set("Access-Control-Allow-Methods", methods)
        response.set("Access-Control-Allow-Headers", headers.sorted().joined(separator: ", "))
        response.set("Access-Control-Max-Age", "600")
        if allowsPrivateNetwork, request.header("access-control-request-private-network") == "true" {
            response.set("Access-Control-Allow-Private-Network", "true")
        }
        return response
    }

    func mark(_ response: inout ZooResponse, for request: ZooRequest) {
        guard let origin = request.header("origin"), origins.contains(origin) else { return }
        response.set("Access-Control-Allow-Origin", origin)
        response.set("Vary", "Origin")
    }
}
