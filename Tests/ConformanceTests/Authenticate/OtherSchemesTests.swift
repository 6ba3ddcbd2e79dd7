import Testing

@Suite("A service secret as basic authentication", .gate(.basic))
struct BasicTests {
    @Test("is accepted as the raw string and as user and password in base64")
    func accepted() async throws {
        let gate = try #require(Gate.shared)
        let pair = try base64(gate.secret)
        for value in ["Basic \(gate.secret)", "Basic \(pair)", "basic \(pair)", "BASIC \(gate.secret)"] {
            #expect(try gate.get("/hello", [("Authorization", value)]).status == 200, "\(value.prefix(6))")
        }
    }

    @Test("is refused with 403 where it is wrong")
    func wrong() async throws {
        let gate = try #require(Gate.shared)
        for pair in ["user:wrong", "\(gate.secret):user", ":", "\(gate.secret)x"] {
            let answer = try gate.get("/hello", [("Authorization", "Basic \(try base64(pair))")])
            #expect(answer.status == 403)
            #expect(answer.text == #"{"detail":"Forbidden"}"#)
        }
    }

    @Test("is asked for with a basic challenge")
    func challenge() async throws {
        let gate = try #require(Gate.shared)
        let answer = try gate.get("/hello")
        #expect(answer.status == 401)
        #expect(answer.text == #"{"detail":"Not authenticated"}"#)
        #expect(answer.header("WWW-Authenticate")?.hasPrefix("Basic realm=\"") == true)
    }

    private func base64(_ text: String) throws -> String {
        let folder = try TemporaryFolder()
        defer { folder.remove() }
        try folder.write("plain", text)
        return try CommandLineTool.run("/usr/bin/base64", ["-w", "0", "plain"], in: folder).output
    }
}

extension GateConfiguration {
    /// The secret is what people know as user and password.
    fileprivate static var basic: GateConfiguration {
        var configuration = GateConfiguration().with("service.authorization_type", "basic")
        configuration.secrets = ["user:" + freshSecret()]
        return configuration
    }
}

@Suite(
    "A service secret in a header of its own",
    .gate(.init().with("service.authorization_type", "custom").with("service.header", "X-Plugin-Key")))
struct CustomHeaderTests {
    @Test("is accepted as it is, whatever the case of the header's name", arguments: ["X-Plugin-Key", "x-plugin-key"])
    func accepted(_ name: String) async throws {
        let gate = try #require(Gate.shared)
        #expect(try gate.get("/hello", [(name, gate.secret)]).status == 200)
    }

    @Test("is missing with 401 and wrong with 403")
    func refused() async throws {
        let gate = try #require(Gate.shared)
        #expect(try gate.get("/hello").status == 401)
        #expect(try gate.get("/hello", [gate.bearer]).status == 401)
        let wrong = try gate.get("/hello", [("X-Plugin-Key", "wrong")])
        #expect(wrong.status == 403)
        #expect(wrong.text == #"{"detail":"Forbidden"}"#)
        let two = try gate.get("/hello", [("X-Plugin-Key", gate.secret), ("X-Plugin-Key", gate.secret)])
        #expect(two.status == 400)
    }

    @Test("does not reach the API, nor does Authorization")
    func stripped() async throws {
        let gate = try #require(Gate.shared)
        let answer = try gate.get("/echo", [("X-Plugin-Key", gate.secret), ("Authorization", "Bearer of-somebody")])
        #expect(answer.status == 200)
        let echo = try Echo(answer.json())
        #expect(echo.values("X-Plugin-Key") == [])
        #expect(echo.values("Authorization") == [])
        #expect(!answer.text.contains(gate.secret))
    }
}
