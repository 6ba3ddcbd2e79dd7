extension HostileRequest {
    /// Targets that another reader may take for another path (RFC 3986 §6, RFC 9112 §3.2).
    ///
    /// Each would be `/undocumented` or `/echo` to some reader.
    static let targets: [HostileRequest] =
        [
            "/echo/../undocumented", "/pets/../undocumented", "/pets/..", "/pets/.", "/./echo", "/echo/.", "/echo/..",
            "/..",
            "/../echo", "/pets/%2e%2e", "/pets/%2E%2E/undocumented", "/pets/.%2e", "/pets/%2e", "/%2e%2e/echo",
            "/pets/%2e%2e%2fundocumented", "/pets/..%2fundocumented", "/pets/a%2fb", "/pets/a%2Fb", "/pets/a%5cb",
            "/pets/a%5C..",
            "/pets/..%5cundocumented", "/pets/a\\b", "/echo\\..\\undocumented", "\\echo", "/pets/%00",
            "/pets/a%00.json",
            "/echo%00", "/%65cho%00", "//echo", "///echo", "/pets//1", "/echo//", "//evil.example/echo",
            "/pets/..;/undocumented",
            "/pets/..;x=1/undocumented", "/echo;x=1", "/;/echo", "/echo#fragment", "/pets/1#", "#", "/pets/%",
            "/pets/%2",
            "/pets/%zz", "/pets/%2g", "/pets/%u002f", "/pets/%252e%252e%255c/undocumented", "/pets/%c0%ae%c0%ae",
            "/pets/%c0%af..", "/pets/%0d%0aX-A:%20b", "/pets/%0a", "/pets/%7f", "/pets/%09",
            "/pets/a b", "/pets/a\tb", "/pets/\0", "/pets/\u{7f}", "/pets/\u{e9}", "/pets/\u{2024}\u{2024}",
            "/pets/<x>", "/pets/\"x\"",
            "/pets/{petId}", "/pets/`id`", "echo", "", "?", "*", "./echo", "../echo",
            "/echo?a b", "/echo?a=\0",
            "/echo?\u{e9}", "/echo?a#b", "/undocumented%3f/echo", "/echo%3f", "/echo%20", "/ECHO", "/echo%2f",
            "/%2fecho", "/echo/",
            "http://evil.example/echo", "https://evil.example/echo", "http://evil.example@api.example.com/echo",
            "http://api.example.com:1/echo", "http://api.example.com.evil.example/echo", "http:///echo", "http:/echo",
            "http:echo",
            "ftp://api.example.com/echo", "file:///etc/passwd", "javascript:alert(1)", "api.example.com:443",
            "api.example.com/echo",
            "http://api.example.com", "http://api.example.com/../echo",
        ].map { .target("target \($0.debugDescription)", $0) } + [
            .target("a target of 1 MB", "/pets/" + String(repeating: "a", count: 1_048_576), [400, 404, 414, 431]),
            .target("a query of 1 MB", "/echo?" + String(repeating: "a", count: 1_048_576), [400, 404, 414, 431]),
            .target("a target of 10,000 segments", String(repeating: "/a", count: 10_000)),
            .target("a target of 10,000 steps up", "/pets" + String(repeating: "/..", count: 10_000)),
        ]

    /// Several on one connection: what comes first is answered, what follows is not believed.
    static let pipelined: [HostileRequest] = [
        HostileRequest.lines(
            "after a good one: both lengths", "Content-Length: 5\r\nTransfer-Encoding: chunked", body: "0\r\n\r\n"
        )
        .afterGood(1),
        HostileRequest.target("after three good ones: a path with steps up", "/pets/../undocumented").afterGood(3),
        HostileRequest("after a good one: what is not HTTP", "EXTRA BYTES\r\n\r\n").afterGood(1),
        HostileRequest("after a good one: half a head", "GET /echo HT").afterGood(1).halfClosing(),
        HostileRequest.lines("after a good one: obs-fold", "X-A: b\r\n c").afterGood(2),
        HostileRequest.chunked("after a good one: a chunk with a minus", "-1\r\n\r\n0\r\n\r\n").afterGood(1),
        {
            // The body of the first ends after five bytes; what is left must not be a request to the API.
            var request = HostileRequest(
                "bytes after the end of a body",
                "GET /hello HTTP/1.1\r\nHost: api.example.com\r\nContent-Length: 5\r\n\r\nhelloGARBAGE\r\n\r\n")
            request.good = 1
            return request
        }(),
        {
            // A request hidden in a body stays there.
            let hidden = "GET /undocumented HTTP/1.1\r\nHost: api.example.com\r\n\r\n"
            var request = HostileRequest(
                "a request within a body that is followed by another that is wrong",
                "GET /hello HTTP/1.1\r\nHost: api.example.com\r\nContent-Length: \(hidden.utf8.count)\r\n\r\n\(hidden)"
                    + "GET /undocumented HTTP/1.1\r\n\r\n")
            request.good = 1
            return request
        }(),
    ]
}
