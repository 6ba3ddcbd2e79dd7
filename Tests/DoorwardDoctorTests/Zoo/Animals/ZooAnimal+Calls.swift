import DoorwardDoctor
import DoorwardDocuments

extension ZooAnimal {
    /// A01 and A10: the OpenAPI document.
    static let documents: [ZooAnimal] = [
        action("A01", "relative server", "The server's address is only a path.") {
            $0.editOpenAPI { $0["servers"] = [["url": "/v1"]] }
        },
        action("A01", "server by http", "The only server is reached without TLS.") {
            $0.editOpenAPI { $0["servers"] = [["url": "http://api.example.test"]] }
        },
        action("A01", "server in capitals", "The server's host is written in capitals.") {
            $0.editOpenAPI { $0["servers"] = [["url": "https://API.example.test"]] }
        },
        action("A01", "localhost left in", "The only server is still the developer's own machine.") {
            $0.editOpenAPI { $0["servers"] = [["url": "http://localhost:8000"]] }
        },
        action("A01", "no operationId", "An operation has no operationId.") {
            $0.editOpenAPI { $0.change(at: ["paths", "/todos", "get"]) { $0["operationId"] = nil } }
        },
        action("A01", "long description", "An operation's description has more than 300 characters.") {
            $0.editOpenAPI { document in
                let text = String(repeating: "All to-dos. ", count: 30)
                document.change(at: ["paths", "/todos", "get"]) { $0["description"] = .string(text) }
            }
        },
        action("A01", "object without properties", "A schema is an object without properties.") {
            $0.editOpenAPI { $0.change(at: ["components", "schemas", "NewTodo"]) { $0["properties"] = nil } }
        },
        plugin("A10", "no document", "api.url leads to nothing.") { $0.files["api.example.test/openapi.json"] = nil },
        plugin("A10", "page for people", "api.url leads to a page of the documentation.") {
            $0.files["api.example.test/openapi.json"] = ZooFile(
                "text/html; charset=utf-8", text: "<!doctype html><title>API</title><h1>Our API</h1>")
        },
        action("A10", "document behind a sign-in", "The document is served to people who are signed in.") {
            $0.replace("api.example.test/openapi.json") { _ in .json(["detail": "Not authenticated"], status: 401) }
        },
    ]

    /// A02: what a call may take.
    static let calls: [ZooAnimal] = [
        plugin("A02", "slow", "A call takes longer than the client waits.") { $0.api.delay = .seconds(20) }
            .asking { $0.callTimeout = .milliseconds(500) },
        plugin("A02", "large", "An answer has more than 100,000 characters.") {
            $0.api.list = ["todos": .array((0..<2000).map { ["id": .number(String($0)), "text": .string(longText)] })]
        },
    ]

    private static let longText = String(repeating: "Feed the zebras. ", count: 5)

    /// A05 to A09 and A11: who gets in.
    static let doors: [ZooAnimal] = [
        plugin("A05", "open", "The API answers everybody, although a service token is promised.", .service) {
            $0.api.asksForCredential = false
        },
        action("A05", "open action", "The API answers everybody, although OAuth is promised.", .oauth) {
            $0.api.asksForCredential = false
        },
        plugin("A06", "other secret", "The API has another secret than the one that the client was given.", .service)
            .with { $0.secret = ProbeSecret("zoo-secret-of-last-year") },
        plugin("A06", "Authorization dropped", "A proxy takes the Authorization field away.", .service) {
            $0.before.append { request in
                guard request.path == "/todos", request.header("authorization") != nil else { return nil }
                return .json(
                    ["detail": "Not authenticated"], status: 401, headers: [("WWW-Authenticate", "Bearer")])
            }
        },
        plugin("A07", "any token", "The API asks for a token, and takes any.", .service) {
            $0.api.checksCredential = false
        },
        plugin("A07", "any access token", "The API takes any access token.", .oauth) {
            $0.api.checksCredential = false
        },
        plugin("A08", "another server", "The API's own port answers without a token.", .service) { world in
            world.openBackend("backend.example.test/todos")
        }.with { $0.around = ["https://backend.example.test/todos"] },
        plugin("A08", "two slashes", "The check is not made when the path begins with two slashes.", .service) {
            $0.openBackend("api.example.test//todos")
        },
        plugin("A08", "plain http", "By http the API answers without a token.", .service) { world in
            let list = world.api.list
            world.before.append { request in
                request.scheme == "http" && request.path == "/todos" ? .json(list) : nil
            }
        },
        plugin("A09", "redirect to a login", "A call without a token is redirected to a login page.", .service) {
            $0.sendToLogin { .redirect("https://api.example.test/login", status: 302) }
        },
        plugin("A09", "page of a login", "A call without a token is answered by a login page.", .service) {
            $0.sendToLogin { .html("<h1>Sign in</h1><form><input type=\"password\" name=\"password\"></form>") }
        },
        action("A12", "server that is gone", "The document's server is a host that does not exist.") {
            $0.editOpenAPI { $0["servers"] = [["url": "https://v0.api.example.test"]] }
        },
        plugin("A12", "application not running", "The proxy cannot reach the application behind it.") {
            $0.replace("api.example.test/todos") { _ in .html("<h1>502 Bad Gateway</h1>", status: 502) }
        },
        plugin("A11", "guarded in secret", "The manifest says none, but calls need a key.") {
            $0.api.protection = .service
        }.with { $0.secret = nil },
    ]
}

extension ZooWorld {
    fileprivate mutating func openBackend(_ address: String) {
        let list = api.list
        replace(address) { request in request.method == "GET" ? .json(list) : nil }
    }

    fileprivate mutating func sendToLogin(_ answer: @escaping @Sendable () -> ZooResponse) {
        replace("api.example.test/todos") { request in request.header("authorization") == nil ? answer() : nil }
        replace("api.example.test/login") { _ in .html("<h1>Sign in</h1>") }
    }
}
