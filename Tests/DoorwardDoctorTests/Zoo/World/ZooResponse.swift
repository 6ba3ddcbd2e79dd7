import DoorwardDocuments

/// What a server of the zoo answers.
struct ZooResponse: Sendable {
    var status: Int
    var headers: [(name: String, value: String)]
    var body: [UInt8]
    /// How long the answer is held back.
    var delay: Duration = .zero

    init(_ status: Int, headers: [(name: String, value: String)] = [], body: [UInt8] = []) {
        self.status = status
        self.headers = headers
        self.body = body
    }

    static func json(_ value: JSONValue, status: Int = 200, headers: [(name: String, value: String)] = []) -> Self {
        Self(
            status, headers: [("Content-Type", "application/json; charset=utf-8")] + headers,
            body: value.serialized(pretty: true))
    }

    static func html(_ body: String, status: Int = 200, headers: [(name: String, value: String)] = []) -> Self {
        let page = "<!doctype html>\n<html lang=\"en\"><head><title>Zoo</title></head><body>\(body)</body></html>\n"
        return Self(status, headers: [("Content-Type", "text/html; charset=utf-8")] + headers, body: Array(page.utf8))
    }

    static func text(_ text: String, status: Int = 200) -> Self {
        Self(status, headers: [("Content-Type", "text/plain; charset=utf-8")], body: Array(text.utf8))
    }

    static func redirect(_ location: String, status: Int = 303) -> Self {
        Self(status, headers: [("Location", location), ("Cache-Control", "no-store")])
    }

    static let notFound = json(["detail": "Not Found"], status: 404)

    static func methodNotAllowed(_ allowed: String) -> Self {
        json(["detail": "Method Not Allowed"], status: 405, headers: [("Allow", allowed)])
    }

    /// Sets a field; nil takes it away.
    mutating func set(_ name: String, _ value: String?) {
        headers.removeAll { $0.name.lowercased() == name.lowercased() }
        if let value { headers.append((name, value)) }
    }

    func header(_ name: String) -> String? { headers.first { $0.name.lowercased() == name.lowercased() }?.value }

    /// Changes a JSON body, and leaves any other as it is.
    mutating func mapJSON(_ change: (inout JSONObject) -> Void) {
        guard var object = (try? JSONValue(parsing: body))?.objectValue else { return }
        change(&object)
        body = JSONValue.object(object).serialized(pretty: true)
    }
}
