import DoorwardDocuments

/// A small internet in which everything is right: files, an API, an authorization server, an MCP endpoint.
///
/// An animal of the zoo is this world with one thing changed: a value, or a layer in front of or behind the answers.
struct ZooWorld: Sendable {
    typealias Before = @Sendable (ZooRequest) -> ZooResponse?
    typealias After = @Sendable (ZooRequest, inout ZooResponse) -> Void

    /// Where the files and the API are, without a slash at the end.
    var base = "https://api.example.test"
    /// What can be fetched without asking, by `host/path`.
    var files: [String: ZooFile] = [:]
    var api = ZooAPI()
    var authorization: ZooAuthorization?
    var mcp: ZooMCP?
    var cors: ZooCORS?
    var network = ZooNetwork()
    /// Asked one after the other before anything else; the first answer counts.
    var before: [Before] = []
    /// May change every answer.
    var after: [After] = []
    let state = ZooState()

    var host: String { WebAddress(base)?.host ?? "" }

    func answer(_ request: ZooRequest) -> ZooResponse {
        state.with { $0.requests.append("\(request.method) \(request.scheme)://\(request.host)\(request.path)") }
        var response = firstAnswer(request)
        for layer in after { layer(request, &response) }
        if request.method == "HEAD" {
            response.set("Content-Length", String(response.body.count))
            response.body = []
        }
        return response
    }

    private func firstAnswer(_ request: ZooRequest) -> ZooResponse {
        for layer in before {
            if let response = layer(request) { return response }
        }
        return route(request)
    }

    private func route(_ request: ZooRequest) -> ZooResponse {
        if request.scheme == "http", !network.speaksPlainly(request.host, request.port) {
            return .redirect("https://\(request.host)\(request.path)", status: 301)
        }
        if let response = cors?.preflight(request) { return response }
        var response = handle(request)
        cors?.mark(&response, for: request)
        return response
    }

    private func handle(_ request: ZooRequest) -> ZooResponse {
        if let file = files[request.host + request.path] {
            guard ["GET", "HEAD"].contains(request.method) else { return .methodNotAllowed("GET, HEAD") }
            return file.response
        }
        if let authorization, request.host == authorization.host {
            if let response = authorize(request, authorization) { return response }
        }
        if let mcp, request.host == mcp.host, request.path == mcp.path { return answer(request, mcp: mcp) }
        if request.host == host || api.otherHosts.contains(request.host) { return callAPI(request) }
        return .notFound
    }

    /// Puts a layer behind the answers at one path of any host.
    mutating func change(_ path: String, _ change: @escaping @Sendable (ZooRequest, inout ZooResponse) -> Void) {
        after.append { request, response in
            if request.path == path { change(request, &response) }
        }
    }

    /// Answers one path of a host by itself.
    mutating func replace(_ address: String, with answer: @escaping @Sendable (ZooRequest) -> ZooResponse?) {
        before.append { request in request.host + request.path == address ? answer(request) : nil }
    }

    /// Changes the file at `host/path`, which must be there.
    mutating func edit(_ address: String, _ change: (inout ZooFile) -> Void) {
        guard var file = files[address] else { preconditionFailure("the zoo has no file \(address)") }
        change(&file)
        files[address] = file
    }
}
