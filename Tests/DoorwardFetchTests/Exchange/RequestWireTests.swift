import Testing

@testable import DoorwardFetch

@Suite("A request")
struct RequestWireTests {
    @Test("says whom it is for, asks for nothing compressed and for one answer")
    func lines() throws {
        var request = FetchRequest("https://Client.Example/a?b=c", trust: .stranger, limit: 1, timeout: .seconds(1))
        request.fields = [("Accept", "application/json")]
        #expect(
            try Self.text(request) == "GET /a?b=c HTTP/1.1\r\nHost: client.example\r\nUser-Agent: Doorward/1\r\n"
                + "Accept-Encoding: identity\r\nConnection: close\r\nAccept: application/json\r\n\r\n")
    }

    @Test("names its body's length, even when there is none to send")
    func body() throws {
        var request = FetchRequest(
            method: "POST", "https://client.example:8443", body: Array("a=b".utf8), trust: .configured, limit: 1,
            timeout: .seconds(1))
        #expect(try Self.text(request).hasPrefix("POST / HTTP/1.1\r\nHost: client.example:8443\r\n"))
        #expect(try Self.text(request).hasSuffix("\r\nContent-Length: 3\r\n\r\na=b"))
        request.body = []
        #expect(try Self.text(request).hasSuffix("\r\nContent-Length: 0\r\n\r\n"))
    }

    @Test(
        "is not sent when a field would end its line, or change what the fetcher is for",
        arguments: [
            ("Accept", "a\r\nHost: b"), ("Accept", "a\nb"), ("Accept", "a\u{0}b"), ("Acc ept", "a"), ("", "a"),
            ("Accept:", "a"), ("Host", "127.0.0.1"), ("content-length", "1"), ("Transfer-Encoding", "chunked"),
            ("Accept-Encoding", "gzip"), ("connection", "keep-alive"), ("Expect", "100-continue"),
        ])
    func badField(_ name: String, _ value: String) {
        var request = FetchRequest("https://client.example/", trust: .stranger, limit: 1, timeout: .seconds(1))
        request.fields = [(name, value)]
        Self.expectRefusal(request)
    }

    @Test(
        "is not sent with a method that is no word", arguments: ["", "get", "GET /x HTTP/1.1\r\nX:", "CONNECT", "G T"])
    func badMethod(_ method: String) {
        Self.expectRefusal(
            FetchRequest(method: method, "https://client.example/", trust: .stranger, limit: 1, timeout: .seconds(1)))
    }

    private static func expectRefusal(_ request: FetchRequest) {
        #expect {
            _ = try text(request)
        } throws: { error in
            if case .refusedAddress = error as? FetchFailure { true } else { false }
        }
    }

    private static func text(_ request: FetchRequest) throws -> String {
        String(decoding: try request.wire(to: FetchAddress(request.url), product: "Doorward/1"), as: UTF8.self)
    }
}
