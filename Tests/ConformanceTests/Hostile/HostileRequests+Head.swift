extension HostileRequest {
    /// Lines that readers of HTTP understand differently (RFC 9112 §2.2, §5; RFC 9110 §5).
    static let fields: [HostileRequest] =
        [
            .lines("obs-fold", "X-A: b\r\n c"),
            .lines("obs-fold with a tab", "X-A: b\r\n\tContent-Length: 5"),
            .lines("obs-fold in Transfer-Encoding", "Transfer-Encoding:\r\n chunked", body: "0\r\n\r\n"),
            HostileRequest(
                "first header line that begins with a blank", "GET /echo HTTP/1.1\r\n Host: api.example.com\r\n\r\n"),
            HostileRequest("blank line of blanks", "GET /echo HTTP/1.1\r\nHost: api.example.com\r\n \r\n\r\n"),
            HostileRequest("bare LF after the request line", "GET /echo HTTP/1.1\nHost: api.example.com\r\n\r\n"),
            HostileRequest("bare LF everywhere", "GET /echo HTTP/1.1\nHost: api.example.com\n\n"),
            .lines("bare LF in a value", "X-A: b\nX-B: c"),
            .lines("bare CR in a value", "X-A: b\rX-B: c"),
            .lines("bare CR at the end of a value", "X-A: b\r\r\nX-B: c"),
            HostileRequest("bare CR after the request line", "GET /echo HTTP/1.1\rHost: api.example.com\r\n\r\n"),
            .lines("NUL in a value", "X-A: b\0c"),
            .lines("NUL in a name", "X\0A: b"),
            .lines("escape in a value", "X-A: \u{1b}[2J"),
            .lines("DEL in a value", "X-A: \u{7f}"),
            .lines("blank before the colon", "X-A : b"),
            .lines("blank in a name", "X A: b"),
            .lines("no colon", "X-A"),
            .lines("empty name", ": b"),
            .lines("name in quotes", "\"X-A\": b"),
            .lines("name with a slash", "X/A: b"),
            .lines("name beyond ASCII", "X-\u{c4}: b"),
            .lines("name with brackets", "X[A]: b"),
            .lines("an Expect that nobody knows", "Expect: 200-ok\r\nContent-Length: 0", [400, 417, 431, 501]),
            .lines("a huge Expect", "Expect: \(String(repeating: "1", count: 100_000))", [400, 413, 417, 431]),
            .lines("1 MB of headers in one", "X-A: \(String(repeating: "a", count: 1_048_576))", [400, 413, 431]),
            .lines(
                "1 MB of headers in many",
                (0..<20_000).map { "X-\($0): \(String(repeating: "b", count: 44))" }.joined(separator: "\r\n"),
                [400, 413, 431]),
            .lines(
                "10,000 header fields", (0..<10_000).map { "A\($0): b" }.joined(separator: "\r\n"), [400, 413, 431]),
            .lines(
                "10,000 times the same field", Array(repeating: "a:", count: 10_000).joined(separator: "\r\n"),
                [400, 413, 431]),
            .lines("a name of 100 kB", String(repeating: "n", count: 100_000) + ": b", [400, 413, 431]),
            HostileRequest("no Host", "GET /echo HTTP/1.1\r\nX-A: b\r\n\r\n", [400]),
            HostileRequest("an empty Host", "GET /echo HTTP/1.1\r\nHost:\r\n\r\n", [400, 404]),
            .lines("two Host", "Host: api.example.com", [400]),
            .lines("two different Host", "Host: evil.example", [400]),
        ]
        + [
            "api.example.com, evil.example", "api.example.com evil.example", "api.example.com/echo",
            "user@api.example.com",
            "api.example.com:port", "api.example.com:99999", "api.example.com:-1", "api.example.com#x",
            "api.example.com?x",
            "api\\example", "<script>", "[::1", "api.example.com:80:80", "api\u{e9}.example.com", "a%00b",
            "http://api.example.com",
        ].map { host in
            HostileRequest("Host \(host)", "GET /echo HTTP/1.1\r\nHost: \(host)\r\n\r\n", [400])
        }

    /// Request lines that are not what RFC 9112 §3 says.
    static let requestLines: [HostileRequest] =
        [
            "GET  /echo HTTP/1.1", "GET /echo  HTTP/1.1", " GET /echo HTTP/1.1", "GET /echo HTTP/1.1 ",
            "GET\t/echo HTTP/1.1",
            "GET /echo\tHTTP/1.1", "GET /echo HTTP/1.1 HTTP/1.1", "GET /echo", "GET", "GET /echo http/1.1",
            "GET /echo HTTP/1.10",
            "GET /echo HTTP/01.1", "GET /echo HTTP/1", "GET /echo HTTP/1.", "GET /echo HTTP/1,1", "GET /echo HTTP 1.1",
            "GET /echo HTTPS/1.1", "GET /echo HTTP/1.1\u{0b}", "GET /echo HTTP/1.1\0", "GET /echo XTTP/1.1",
            "GET HTTP/1.1",
            "get /echo HTTP/1.1", "Get /echo HTTP/1.1", "G\u{c9}T /echo HTTP/1.1", "GE\0T /echo HTTP/1.1",
            "G(T /echo HTTP/1.1",
            "\(String(repeating: "M", count: 1_024)) /echo HTTP/1.1", "TRACE /echo HTTP/1.1",
            "CONNECT api.example.com:443 HTTP/1.1",
            "CONNECT /echo HTTP/1.1", "OPTIONS * HTTP/1.1", "GET * HTTP/1.1", "PROPFIND /echo HTTP/1.1",
            "PURGE /echo HTTP/1.1",
            "GET /echo HTTP/1.2", "GET /echo HTTP/2.0", "GET /echo HTTP/3.0", "GET /echo HTTP/0.9",
            "GET /echo HTTP/9.9",
            "GET /echo HTTP/1.1\u{85}",
        ].map { line in
            HostileRequest(
                "request line \(line.debugDescription.prefix(40))", "\(line)\r\nHost: api.example.com\r\n\r\n")
        } + [
            HostileRequest("HTTP/0.9", "GET /echo\r\n\r\n"),
            HostileRequest("HTTP/2's preface", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\u{4}\0\0\0\0\0"),
            HostileRequest(
                "a TLS ClientHello",
                bytes: [0x16, 3, 1, 0, 0xc8, 1, 0, 0, 0xc4, 3, 3]
                    + (0..<194).map { UInt8(truncatingIfNeeded: $0 &* 37) }),
            HostileRequest("nothing but line ends", String(repeating: "\r\n", count: 10_000)).halfClosing(),
            HostileRequest("a million letters", String(repeating: "A", count: 1_000_000)).halfClosing(),
            HostileRequest("NULs", bytes: Array(repeating: 0, count: 1_000)).halfClosing(),
            HostileRequest("half a request line", "GET /ec").halfClosing(),
            HostileRequest("half a head", "GET /echo HTTP/1.1\r\nHost: api.exa").halfClosing(),
            HostileRequest("a head without its last line end", "GET /echo HTTP/1.1\r\nHost: api.example.com\r\n")
                .halfClosing(),
            HostileRequest(
                "a PROXY line nobody asked for",
                "PROXY TCP4 1.2.3.4 5.6.7.8 1 2\r\nGET /echo HTTP/1.1\r\nHost: a\r\n\r\n"),
        ]
}
