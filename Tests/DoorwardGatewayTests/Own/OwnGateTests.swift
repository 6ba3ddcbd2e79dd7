import NIOCore
import Testing

@testable import DoorwardGateway

/// Says what it was asked, or waits.
struct EchoOwnAPI: OwnAPI {
    func respond(to request: OwnRequest) async -> OwnResponse {
        if request.path == "/own/slow" { try? await Task.sleep(for: .seconds(30)) }
        let text =
            "\(request.method) \(request.path) \(request.query ?? "-") \(request.body.count) "
            + (request.fields.first { $0.name == "authorization" }?.value ?? "")
        return OwnResponse(
            status: 200, fields: [("content-type", "text/plain"), ("x", "a\r\nb: c"), ("set-cookie", "a=b")],
            body: Array(text.utf8))
    }
}

@Suite("A gate with an API of its own")
struct OwnGateTests {
    private func ask(_ text: String, answers: Int = 1, head: Bool = false, total: Duration = .seconds(45)) async throws
        -> [ReadAnswer]
    {
        let policy = try TestPolicy.make(.local(EchoAPI()), operations: [("GET", "/own/a")]) { policy in
            policy.own = OwnEndpoints(paths: ["/own/a", "/own/slow"], api: EchoOwnAPI(), bodyLimit: 100)
            policy.allowedOrigins = ["https://chat.example"]
            policy.timeouts.total = total
        }
        return try await Gate.running(policy) { gate in
            let client = try await RawClient.connect(to: gate.address)
            try await client.send(text)
            try await client.wait { bytes, ended in ended || AnswerReader.read(bytes, toHEAD: head).count >= answers }
            await client.close()
            return AnswerReader.read(client.received, toHEAD: head)
        }
    }

    @Test("It gets the request as it came, with its credential, before any operation of the same path")
    func asked() async throws {
        let answers = try await ask(
            "GET /own/a?x=%20&y HTTP/1.1\r\nHost: a\r\nAuthorization: Basic x\r\n\r\n"
                + "POST /own/a HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc"
                + "POST /own/a HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n",
            answers: 3)
        #expect(answers.map(\.text) == ["GET /own/a x=%20&y 0 Basic x", "POST /own/a - 3 ", "POST /own/a - 3 "])
        #expect(answers.first?.field("x") == nil)
        #expect(answers.first?.field("set-cookie") == "a=b")
    }

    @Test("HEAD is GET without the body")
    func head() async throws {
        let answers = try await ask("HEAD /own/a HTTP/1.1\r\nHost: a\r\n\r\n", head: true)
        #expect(answers.first?.status == 200)
        #expect(answers.first?.field("content-length") == "15")
    }

    @Test("Nothing is said about origins that the API itself does not say")
    func origins() async throws {
        let answers = try await ask("GET /own/a HTTP/1.1\r\nHost: a\r\nOrigin: https://chat.example\r\n\r\n")
        #expect(answers.first?.field("access-control-allow-origin") == nil)
    }

    @Test(
        "A body over the limit is refused, whatever its framing",
        arguments: [
            "Content-Length: 101\r\n\r\n" + String(repeating: "a", count: 101),
            "Transfer-Encoding: chunked\r\n\r\n65\r\n" + String(repeating: "a", count: 101) + "\r\n0\r\n\r\n",
        ])
    func tooLarge(_ rest: String) async throws {
        let answers = try await ask("POST /own/a HTTP/1.1\r\nHost: a\r\n" + rest)
        #expect(answers.first?.status == 413)
        #expect(answers.first?.text.contains("invalid_request") == true)
    }

    @Test("One that takes too long is a time-out, not a caller that waits for ever")
    func slow() async throws {
        let answers = try await ask("GET /own/slow HTTP/1.1\r\nHost: a\r\n\r\n", total: .milliseconds(700))
        #expect(answers.first?.status == 504)
    }
}
