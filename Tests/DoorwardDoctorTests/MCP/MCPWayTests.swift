import DoorwardDocuments
import Testing

@testable import DoorwardDoctor

@Suite("The way of an MCP client")
struct MCPWayTests {
    @Test(
        "A correct server gives no complaint, whoever asks",
        arguments: ["chatgpt-app", "claude", "claude-code", "cursor", "vscode"])
    func correct(profile: String) async throws {
        let seen = try await AppExamination(as: profile)
        #expect(seen.complaints == "")
        #expect(seen.step("Refresh the access token")?.verdict == .passed)
        #expect(seen.step("Exchange a code with the wrong verifier")?.verdict == .passed)
        #expect(seen.step("Revoke the tokens")?.verdict == .passed)
    }

    @Test("Where nobody signs in, everything that needs no person runs, and the rest says what to pass")
    func nobody() async throws {
        let seen = try await AppExamination(options: DoctorOptions())
        #expect(seen.complaints == "")
        #expect(seen.step("Ask for authorization")?.verdict == .passed)
        let step = try #require(seen.step("Sign in and allow the client"))
        #expect(step.verdict == .skipped)
        #expect(step.remarks.first?.text.contains("--headless-form") == true)
    }

    @Test(
        "ChatGPT comes back to its one address where the server names itself, and to its own elsewhere",
        arguments: [true, false])
    func redirect(isNamed: Bool) async throws {
        let seen = try await AppExamination { request, response in
            guard !isNamed else { return }
            if request.place.hasSuffix("oauth-authorization-server") {
                response.edit { $0["authorization_response_iss_parameter_supported"] = nil }
            }
        }
        let redirects = Set(seen.asked.compactMap { $0.query["redirect_uri"] }).subtracting([
            "https://stranger.example/callback"
        ])
        let expected =
            isNamed
            ? "https://chatgpt.com/connector_platform_oauth_redirect"
            : "https://chatgpt.com/connector/oauth/DoorwardDoct"
        #expect(redirects == [expected])
        #expect(seen.failed == [])
    }

    @Test("A server that everybody may call is told to be open, and its tools are listed")
    func open() async throws {
        let seen = try await AppExamination { request, response in
            if request.place == "mcp.test/mcp", request.method == "POST" { response = AppServer.speakJSONRPC(request) }
            if request.place.contains(".well-known") { response = ProbeResponse(status: 404) }
        }
        #expect(seen.complaints == "")
        #expect(seen.step("List the tools")?.verdict == .passed)
        #expect(seen.step("Read the authorization server's metadata") == nil)
    }

    @Test("A server of the revision before is spoken to with initialize and its session")
    func legacy() async throws {
        let seen = try await AppExamination { request, response in
            guard request.place == "mcp.test/mcp", response.status != 401, request.method == "POST" else { return }
            if request.rpc == "server/discover" { response = .json(["error": "Missing session id"], status: 400) }
            if request.rpc == "initialize" { response.set("Mcp-Session-Id", "session-1") }
        }
        #expect(seen.complaints == "")
        let list = seen.asked.first { $0.rpc == "tools/list" }
        #expect(list?.header("mcp-session-id") == "session-1")
        #expect(list?.header("mcp-protocol-version") == "2025-11-25")
        #expect(seen.asked.contains { $0.rpc == "notifications/initialized" })
    }

    @Test("Answers may come as a stream of events")
    func stream() async throws {
        let seen = try await AppExamination { request, response in
            guard request.place == "mcp.test/mcp", response.status == 200 else { return }
            response.set("Content-Type", "text/event-stream")
            response.body =
                Array(": hello\r\n\r\nevent: message\r\ndata: ".utf8) + response.body + Array("\r\n\r\n".utf8)
        }
        #expect(seen.complaints == "")
    }

    @Test("Nothing secret is shown: codes, tokens, verifiers")
    func secrets() async throws {
        let seen = try await AppExamination()
        let texts = seen.report.steps.flatMap(\.remarks).map(\.text).joined()
        for secret in ["access-", "refresh-", "code-", AppServer.password] { #expect(!texts.contains(secret)) }
        #expect(seen.report.masked.contains { $0.hasPrefix("access-") })
        #expect(seen.report.masked.contains { $0.hasPrefix("refresh-") })
        let verifiers = seen.asked.compactMap { $0.form["code_verifier"] }
        #expect(!verifiers.isEmpty && verifiers.allSatisfy(seen.report.masked.contains))
    }

    @Test("A redirect that keeps the method is followed on the same host, and told")
    func redirected() async throws {
        let seen = try await AppExamination(at: "https://mcp.test/mcp/") { request, response in
            if request.place == "mcp.test/mcp/" { response = .redirect("/mcp", status: 307) }
        }
        #expect(seen.failed == [])
        #expect(seen.remarks(.warned).contains { $0.text.contains("redirected to https://mcp.test/mcp") })
    }
}
