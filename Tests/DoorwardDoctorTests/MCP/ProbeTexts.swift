import DoorwardDocuments

@testable import DoorwardDoctor

// Short ways to read requests and to write answers.

extension ProbeRequest {
    /// Host and path.
    var place: String { WebAddress(url).map { $0.hostAndPort + $0.path } ?? url }

    var query: [String: String] { Self.values(WebAddress(url)?.query ?? "") }

    var form: [String: String] { Self.values(String(decoding: body, as: UTF8.self)) }

    /// The method of a JSON-RPC message.
    var rpc: String? { (try? JSONValue(parsing: body))?["method"]?.stringValue }

    private static func values(_ query: String) -> [String: String] {
        Dictionary(QueryText.parameters(of: query).map { ($0.name, $0.value) }) { first, _ in first }
    }
}

extension ProbeResponse {
    static func json(_ value: JSONValue, status: Int = 200) -> ProbeResponse {
        ProbeResponse(status: status, headers: [("Content-Type", "application/json")], body: value.serialized())
    }

    static func html(_ text: String, status: Int = 200) -> ProbeResponse {
        ProbeResponse(
            status: status, headers: [("Content-Type", "text/html")], body: Array(("<!doctype html>" + text).utf8))
    }

    static func redirect(_ address: String, status: Int = 303) -> ProbeResponse {
        ProbeResponse(status: status, headers: [("Location", address)])
    }

    static func result(_ id: JSONValue, _ result: JSONValue) -> ProbeResponse {
        .json(["jsonrpc": "2.0", "id": id, "result": result])
    }

    static func unauthorized(hadToken: Bool, challenge: String? = nil) -> ProbeResponse {
        let usual =
            "Bearer \(hadToken ? "error=\"invalid_token\", " : "")"
            + "resource_metadata=\"https://mcp.test/.well-known/oauth-protected-resource/mcp\", scope=\"read\""
        return ProbeResponse(status: 401, headers: [("WWW-Authenticate", challenge ?? usual)])
    }

    /// The answer with members of its JSON changed.
    mutating func edit(_ change: (inout JSONObject) -> Void) {
        guard var object = (try? JSONValue(parsing: body))?.objectValue else { return }
        change(&object)
        body = JSONValue.object(object).serialized()
    }

    mutating func set(_ name: String, _ value: String?) {
        headers.removeAll { $0.name.lowercased() == name.lowercased() }
        if let value { headers.append((name, value)) }
    }
}
