import DoorwardDocuments
import DoorwardSecrets
import NIOCore
import Testing

@testable import DoorwardGateway

@Suite("Requests to the API")
struct UpstreamRequestHeadTests {
    private func write(
        _ head: String, caller: Caller = .anonymous, trace: TraceContext? = nil, client: String = "192.0.2.7",
        target: UpstreamTarget = UpstreamTarget(host: "api.internal", port: 9000), origin: String? = nil,
        change: (inout GatePolicy) -> Void = { _ in }
    ) throws -> String {
        let parsed = try #require(ParsedHead(head))
        let policy = CompiledPolicy(try TestPolicy.make(.remote(target), change: change))
        let request = RequestContext()
        request.identifier = (1, 2)
        request.client = client
        request.caller = caller
        request.trace = trace
        request.origin = origin
        var buffer = ByteBuffer()
        parsed.bytes.withUnsafeBytes { bytes in
            parsed.canonicalPath.withUnsafeBytes { path in
                UpstreamRequestHead(policy: policy, lines: UpstreamLines(target, policy, origin: origin))
                    .write(parsed.head, from: bytes, path: path, of: request, to: &buffer)
            }
        }
        return buffer.text
    }

    private static let route =
        "forwarded: for=192.0.2.7;host=\"door.example\";proto=https\r\nx-forwarded-for: 192.0.2.7\r\n"
        + "x-forwarded-host: door.example\r\nx-forwarded-proto: https\r\nvia: 1.1 doorward\r\n"
        + "x-request-id: 00000000000000010000000000000002\r\n"

    @Test("The bytes are exactly these")
    func exact() throws {
        let text = try write(
            "GET /a%7e%2d/%c3%a9?x=%zz&y=[] HTTP/1.1\r\nHost: door.example\r\nAccept:  */* \r\nX-One: 1\r\nAuthorization: Bearer x\r\nx-two:2\r\n\r\n"
        )
        #expect(
            text
                == "GET /a~-/%C3%A9?x=%zz&y=[] HTTP/1.1\r\nhost: api.internal:9000\r\nAccept:  */* \r\nX-One: 1\r\nx-two:2\r\n"
                + "doorward-auth: none\r\n" + Self.route + "\r\n")
    }

    @Test("Nothing that must not pass does, however it is written")
    func strips() throws {
        let withheld = [
            "Authorization", "Proxy-Authorization", "Connection", "Keep-Alive", "Proxy-Connection", "Upgrade", "TE",
            "Forwarded",
            "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "X-Forwarded-Port", "X-Forwarded-Prefix",
            "X-Real-IP", "Via",
            "Doorward-Subject", "Doorward-Auth", "Doorward", "DOORWARD-X", "Doorward_Subject", "X_Forwarded_For",
            "x-real_ip",
            "X-Request-ID", "Traceparent", "Tracestate", "Transfer_Encoding", "Content_Length",
            "X-HTTP-Method-Override",
            "X-Original-URL", "X-Rewrite-URL", "X_HTTP_Method_Override",
        ]
        let lines = withheld.map { "\($0): marker\r\nPass-\($0): kept\r\n" }.joined()
        let text = try write("GET / HTTP/1.1\r\nHost: door.example\r\n\(lines)Expect: 100-continue\r\n\r\n")
        #expect(!text.contains("marker") && !text.lowercased().contains("expect"))
        #expect(text.ranges(of: ": kept\r\n").count == withheld.count)
    }

    @Test("Fields that Connection names are dropped, those of the gate are not")
    func connectionNominated() throws {
        let text = try write(
            "GET / HTTP/1.1\r\nHost: a\r\nX-A: 1\r\nConnection: close, x-a\r\nX-B: 2\r\nConnection: X-C , doorward-auth, host\r\nx-c: 3\r\nX-D: 4\r\n\r\n"
        )
        #expect(!text.contains("X-A") && !text.contains("x-c:") && text.contains("X-B: 2\r\nX-D: 4\r\n"))
        #expect(text.contains("doorward-auth: none\r\n") && text.contains("host: api.internal:9000\r\n"))
    }

    @Test("The credential's own header stays here, other credentials too")
    func ownHeader() throws {
        let ring = try TestPolicy.ring()
        let text = try write(
            "GET / HTTP/1.1\r\nHost: a\r\nX-API-key: k\r\nAuthorization: Bearer b\r\nX-Api-Key2: ok\r\n\r\n",
            caller: .service(0)
        ) {
            $0.authenticator = .service(ring, presentedAs: .header("X-Api-Key"))
        }
        #expect(!text.contains("X-API-key") && !text.contains("Bearer") && text.contains("X-Api-Key2: ok\r\n"))
        #expect(text.contains("doorward-subject: service\r\ndoorward-auth: service_http\r\n"))
    }

    @Test(
        "Cookies pass without Doorward's own",
        arguments: [
            ("a=b", "cookie: a=b\r\n"), ("a=b; c=d", "cookie: a=b; c=d\r\n"), ("a=b;c=d;", "cookie: a=b; c=d\r\n"),
            ("doorward=x", ""), ("doorward_session=x; a=b", "cookie: a=b\r\n"),
            ("a=b; Doorward-x=y", "cookie: a=b\r\n"),
            ("__Host-doorward=x; __Secure-Doorward=y; __Host-a=b", "cookie: __Host-a=b\r\n"),
            ("__Host-__Secure-doorward=x", ""), (" ; ;", ""), ("a=doorward", "cookie: a=doorward\r\n"),
            (";;a;;b", "cookie: a; b\r\n"),
            ("\ta=b;\tdoorward=x", "cookie: a=b\r\n"),
        ])
    func cookies(value: String, expected: String) throws {
        let text = try write("GET / HTTP/1.1\r\nHost: a\r\nCookie: \(value)\r\n\r\n")
        let lines = text.split(separator: "\r\n").filter { $0.hasPrefix("cookie") }.map { $0 + "\r\n" }.joined()
        #expect(lines == expected)
    }

    @Test(
        "A body's framing is told anew",
        arguments: [
            ("GET", "", ""), ("DELETE", "", ""), ("POST", "", "content-length: 0\r\n"),
            ("PUT", "", "content-length: 0\r\n"),
            ("PATCH", "Content-Length: 0\r\n", "content-length: 0\r\n"),
            ("POST", "Content-Length: 0012\r\n", "content-length: 12\r\n"),
            ("GET", "Content-Length: 3\r\n", "content-length: 3\r\n"),
            ("POST", "Transfer-Encoding: CHUNKED\r\n", "transfer-encoding: chunked\r\n"),
        ])
    func framing(method: String, field: String, expected: String) throws {
        let text = try write("\(method) / HTTP/1.1\r\nHost: a\r\n\(field)\r\n").lowercased()
        let lines = text.split(separator: "\r\n").filter {
            $0.hasPrefix("content-length") || $0.hasPrefix("transfer-encoding")
        }
        #expect(lines.map { $0 + "\r\n" }.joined() == expected)
    }

    @Test(
        "A user's name cannot break out of its field",
        arguments: [
            ("ann", "ann"), ("ann@example.com", "ann@example.com"), ("a b", "a%20b"), ("a\r\nx: y", "a%0D%0Ax:%20y"),
            ("é", "%C3%A9"),
            ("100%", "100%25"), ("\u{7F}\u{0}", "%7F%00"), ("a\"b", "a\"b"),
        ])
    func subject(user: String, expected: String) throws {
        let record = APIKeyRecord(id: "k_1", user: user, digest: SecretDigest(hashing: []), hint: "", createdAt: 0)
        let text = try write("GET / HTTP/1.1\r\nHost: a\r\n\r\n", caller: .user(record))
        #expect(text.contains("doorward-subject: \(expected)\r\ndoorward-auth: user_http\r\n"))
        #expect(text.ranges(of: "\r\n\r\n").count == 1)
    }

    @Test("The API's own credential, its base path and its address are added")
    func target() throws {
        let target = UpstreamTarget(
            isSecure: true, host: "::1", port: 443, basePath: "/v1", authorization: Secret(utf8: "Bearer upstream"))
        let text = try write("GET /x HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer caller\r\n\r\n", target: target)
        #expect(text.hasPrefix("GET /v1/x HTTP/1.1\r\nhost: [::1]\r\n"))
        #expect(text.contains("authorization: Bearer upstream\r\n") && !text.contains("caller"))
    }

    @Test("A trace goes on, its state only where it was continued")
    func trace() throws {
        let head = "GET / HTTP/1.1\r\nHost: a\r\nTraceparent: \(TraceContextTests.valid)\r\nTracestate: a=b\r\n\r\n"
        var random = IdentifierSource()
        var trace = TraceContextTests.valid.bytes.withUnsafeBytes { TraceContext(continuing: $0, using: &random) }
        trace.spanID = 0xAB
        let text = try write(head, trace: trace)
        #expect(
            text.contains("traceparent: 00-4bf92f3577b34da6a3ce929d0e0e4736-00000000000000ab-01\r\nTracestate: a=b\r\n")
        )
        trace.isContinued = false
        #expect(try !write(head, trace: trace).lowercased().contains("tracestate"))
    }

    @Test("IPv6 clients are quoted in Forwarded, and the request's own origin serves where none is fixed")
    func routes() throws {
        let text = try write(
            "GET / HTTP/1.1\r\nHost: a\r\n\r\n", client: "2001:db8::1", origin: "https://here.example:8443"
        ) {
            $0.publicOrigin = nil
        }
        #expect(text.contains("forwarded: for=\"[2001:db8::1]\";host=\"here.example:8443\";proto=https\r\n"))
        #expect(text.contains("x-forwarded-for: 2001:db8::1\r\nx-forwarded-host: here.example:8443\r\n"))
    }

    @Test("The most fields, all Connection, cost little")
    func manyOptions() throws {
        let options = String(repeating: "a,", count: 120)
        let head =
            "GET / HTTP/1.1\r\nHost: a\r\n" + String(repeating: "Connection: \(options)\r\n", count: 60)
            + (0..<60).map { "X\($0): y\r\n" }.joined() + "\r\n"
        let time = try ContinuousClock().measure { _ = try write(head) }
        #expect(time < .seconds(3))
    }
}
