/// A call of the script: what the caller sends, what the API answers, and how the answer to the caller begins.
struct Call {
    let name: String
    let request: String
    /// What the API answers; nil where the gate answers by itself.
    let upstream: String?
    /// The status line that the caller must get.
    let answer: String

    static func named(_ name: String) -> Call? { all.first { $0.name == name } }

    static let all = [
        Call(name: "forward", request: get("/hello", bearer: Stage.secret), upstream: hello, answer: "HTTP/1.1 200 OK"),
        Call(
            name: "forward-10k", request: get("/hello", bearer: Stage.secret),
            upstream: answer(String(repeating: "x", count: 10 << 10)), answer: "HTTP/1.1 200 OK"),
        Call(
            name: "post", request: post("/notes", bearer: Stage.secret, body: #"{"text":"Buy milk"}"#),
            upstream: answer(#"{"id":7}"#, status: "201 Created"), answer: "HTTP/1.1 201 Created"),
        Call(
            name: "refused", request: get("/hello", bearer: "wrong-" + Stage.secret), upstream: nil,
            answer: "HTTP/1.1 403 Forbidden"),
        Call(
            name: "anonymous", request: get("/hello", bearer: nil), upstream: nil, answer: "HTTP/1.1 401 Unauthorized"),
        Call(name: "health", request: get("/healthz", bearer: nil), upstream: nil, answer: "HTTP/1.1 200 OK"),
        Call(name: "manifest", request: get(Stage.manifest, bearer: nil), upstream: nil, answer: "HTTP/1.1 200 OK"),
        Call(name: "token", request: get("/hello", bearer: "{token}"), upstream: hello, answer: "HTTP/1.1 200 OK"),
        Call(
            name: "first-sight", request: get("/hello", bearer: "{token}"), upstream: hello, answer: "HTTP/1.1 200 OK"),
    ]

    /// Whether the credential is an access token.
    var usesToken: Bool { request.contains("{token}") }
    /// Whether each call has a token of its own, which the gate has never seen.
    var isFirstSight: Bool { name == "first-sight" }

    private static let hello = answer(#"{"message":"Hello from the plugin!"}"#)

    private static func get(_ path: String, bearer: String?) -> String {
        "GET \(path) HTTP/1.1\r\nHost: api.example.com\r\n" + credential(bearer)
            + "User-Agent: Assistant/1.0\r\nAccept: */*\r\nAccept-Encoding: gzip, deflate\r\n"
            + "OpenAI-Conversation-ID: 5f2a7c9e-0000-4000-8000-000000000000\r\n\r\n"
    }

    private static func post(_ path: String, bearer: String, body: String) -> String {
        "POST \(path) HTTP/1.1\r\nHost: api.example.com\r\n" + credential(bearer)
            + "User-Agent: Assistant/1.0\r\nAccept: */*\r\nContent-Type: application/json\r\n"
            + "Content-Length: \(body.utf8.count)\r\n\r\n\(body)"
    }

    private static func credential(_ bearer: String?) -> String {
        bearer.map { "Authorization: Bearer \($0)\r\n" } ?? ""
    }

    private static func answer(_ body: String, status: String = "200 OK") -> String {
        "HTTP/1.1 \(status)\r\nServer: api/1.0\r\nDate: Sun, 06 Nov 1994 08:49:37 GMT\r\nContent-Type: application/json\r\n"
            + "Content-Length: \(body.utf8.count)\r\nConnection: keep-alive\r\n\r\n\(body)"
    }
}
