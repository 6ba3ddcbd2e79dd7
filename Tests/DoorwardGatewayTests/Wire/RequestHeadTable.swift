import Testing

/// A request head and what must become of it.
struct HeadCase: CustomTestStringConvertible, Sendable {
    let head: [UInt8]
    let expected: Reading

    init(_ head: String, _ expected: Reading) {
        self.head = head.latin1
        self.expected = expected
    }

    var testDescription: String { "\(expected): \(String(decoding: head.prefix(100), as: UTF8.self).debugDescription)" }
}

/// Heads by what is peculiar about them.
enum RequestHeadTable {
    static let all = lines + targets + hosts + fields + framing + beginnings

    private static func line(_ line: String, _ expected: Reading) -> HeadCase {
        HeadCase("\(line)\r\nHost: a\r\n\r\n", expected)
    }

    private static func target(_ target: String, _ expected: Reading) -> HeadCase {
        line("GET \(target) HTTP/1.1", expected)
    }

    private static func field(_ field: String, _ expected: Reading) -> HeadCase {
        HeadCase("POST / HTTP/1.1\r\nHost: a\r\n\(field)\r\n\r\n", expected)
    }

    static let lines = [
        line("GET / HTTP/1.1", .accepted), line("HEAD / HTTP/1.1", .accepted), line("POST / HTTP/1.1", .accepted),
        line("PUT / HTTP/1.1", .accepted), line("PATCH / HTTP/1.1", .accepted), line("DELETE / HTTP/1.1", .accepted),
        line("OPTIONS / HTTP/1.1", .accepted), line("GET / HTTP/1.0", .accepted),
        line("TRACE / HTTP/1.1", .refused("unknown_method")), line("CONNECT / HTTP/1.1", .refused("unknown_method")),
        line("get / HTTP/1.1", .refused("unknown_method")), line("GETS / HTTP/1.1", .refused("unknown_method")),
        line("PRI / HTTP/1.1", .refused("unknown_method")), line("PRI * HTTP/2.0", .refused("bad_version")),
        line("GET / HTTP/1.2", .refused("bad_version")), line("GET / HTTP/2.0", .refused("bad_version")),
        line("GET / HTTP/0.9", .refused("bad_version")), line("GET / http/1.1", .refused("bad_request_line")),
        line("GET / HTTP/1.10", .refused("bad_request_line")), line("GET /aa HTTP/11", .refused("bad_request_line")),
        line("GET / HTTP/1,1", .refused("bad_request_line")), line("GET / HTTP 1.1", .refused("bad_request_line")),
        line("GET / HTTPS/1.1", .refused("bad_request_line")), line("GET /", .refused("bad_request_line")),
        line("GET", .refused("bad_request_line")), line("GET ", .refused("bad_request_line")),
        line("GET / ", .refused("bad_target")), line("GET  HTTP/1.1", .refused("bad_target")),
        line("GET  / HTTP/1.1", .refused("bad_target")), line("GET /  HTTP/1.1", .refused("bad_target")),
        line("GET / HTTP/1.1 ", .refused("bad_request_line")), line(" GET / HTTP/1.1", .refused("bad_request_line")),
        line("GET\t/ HTTP/1.1", .refused("bad_request_line")), line("GET /\tHTTP/1.1", .refused("bad_request_line")),
        line("G@T / HTTP/1.1", .refused("bad_request_line")), line("GET / x HTTP/1.1", .refused("bad_target")),
        line("GET /\u{0} HTTP/1.1", .refused("bad_target")), line("GET / HTTP/1.\u{0}", .refused("bad_request_line")),
        line("GET / HTTP/1.1\r", .refused("bad_request_line")), line("G\rET / HTTP/1.1", .refused("bad_request_line")),
    ]

    static let targets = [
        target("/a", .accepted), target("/a/", .accepted), target("/a?b=c&d", .accepted), target("/?", .accepted),
        target("/a?b?c/../d", .accepted), target("/a%20b", .accepted), target("/%7e", .accepted),
        target("/a?%zz", .accepted), target("/a:b@c!$&'()*+,;=-._~", .accepted), target("/a[1]|^", .accepted),
        target("/a..b/...", .accepted), target("/;a=b", .accepted), target("http://a/", .accepted),
        target("HTTP://A/x?y", .accepted), target("https://a/", .accepted),
        target("*", .refused("bad_target")), target("a", .refused("bad_target")),
        target("a:80", .refused("bad_target")),
        target("http://a", .refused("bad_target")), target("http://a?b", .refused("bad_target")),
        target("http:///x", .refused("bad_target")), target("http://u@a/", .refused("bad_target")),
        target("http://b/", .refused("bad_host")), target("http://a:80/", .refused("bad_host")),
        target("ftp://a/", .refused("bad_target")), target("//a/", .refused("bad_target")),
        target("/a//b", .refused("bad_target")), target("/a//", .refused("bad_target")),
        target("/.", .refused("bad_target")), target("/..", .refused("bad_target")),
        target("/./a", .refused("bad_target")), target("/a/../b", .refused("bad_target")),
        target("/%2e", .refused("bad_target")), target("/%2E%2e/a", .refused("bad_target")),
        target("/.%2e/a", .refused("bad_target")), target("/a/%2e./b", .refused("bad_target")),
        target("/..;/a", .refused("bad_target")), target("/..;x=1/a", .refused("bad_target")),
        target("/.%2e;/a", .refused("bad_target")), target("/..%3b/a", .refused("bad_target")),
        target("/a%2fb", .refused("bad_target")), target("/a%2Fb", .refused("bad_target")),
        target("/a%5cb", .refused("bad_target")), target("/a\\b", .refused("bad_target")),
        target("/a%00", .refused("bad_target")), target("/a%0d%0a", .refused("bad_target")),
        target("/a%7f", .refused("bad_target")), target("/a%", .refused("bad_target")),
        target("/a%2", .refused("bad_target")), target("/a%2g", .refused("bad_target")),
        target("/a%252e", .refused("bad_target")), target("/%25%32%65", .refused("bad_target")),
        target("/%25%32e", .refused("bad_target")), target("/100%25", .accepted), target("/%25zz", .accepted),
        target("/a#b", .refused("bad_target")), target("/a?b#c", .refused("bad_target")),
        target("/a\"b", .refused("bad_target")), target("/a<b>", .refused("bad_target")),
        target("/a{b}", .refused("bad_target")), target("/a`b", .refused("bad_target")),
        target("/\u{E9}", .refused("bad_target")), target("/a?\u{E9}", .refused("bad_target")),
        target("/a?\u{7F}", .refused("bad_target")), target("/a?\u{1}", .refused("bad_target")),
    ]

    static let hosts = [
        HeadCase("GET / HTTP/1.1\r\n\r\n", .refused("bad_host")), HeadCase("GET / HTTP/1.0\r\n\r\n", .accepted),
        HeadCase("GET http://a/ HTTP/1.0\r\n\r\n", .refused("bad_host")),
        HeadCase("GET / HTTP/1.1\r\nHost: a\r\nHost: a\r\n\r\n", .refused("bad_host")),
        HeadCase("GET / HTTP/1.1\r\nHost: a\r\nhOST: b\r\n\r\n", .refused("bad_host")),
        HeadCase("GET / HTTP/1.0\r\nHost: a\r\nHost: b\r\n\r\n", .refused("bad_host")),
        HeadCase("GET / HTTP/1.1\r\nHost:\r\n\r\n", .refused("bad_host")),
        HeadCase("GET / HTTP/1.1\r\nHost: a b\r\n\r\n", .refused("bad_host")),
        HeadCase("GET / HTTP/1.1\r\nHost: a, b\r\n\r\n", .refused("bad_host")),
        HeadCase("GET / HTTP/1.1\r\nHost: a/b\r\n\r\n", .refused("bad_host")),
        HeadCase("GET / HTTP/1.1\r\nHost: u@a\r\n\r\n", .refused("bad_host")),
        HeadCase("GET / HTTP/1.1\r\nHost: a\"b\r\n\r\n", .refused("bad_host")),
        HeadCase("GET / HTTP/1.1\r\nHost:a\r\n\r\n", .accepted),
        HeadCase("GET / HTTP/1.1\r\nHost: \t a:8000 \t\r\n\r\n", .accepted),
        HeadCase("GET / HTTP/1.1\r\nHost: [::1]:80\r\n\r\n", .accepted),
        HeadCase("GET / HTTP/1.1\r\nHost: a_b.example\r\n\r\n", .accepted),
    ]

    static let fields = [
        field("X: y", .accepted), field("X:", .accepted), field("X:  \t", .accepted), field("X: a\tb", .accepted),
        field("X: caf\u{E9}", .accepted), field("!#$%&'*+-.^_`|~09azAZ: y", .accepted), field("X:y:z", .accepted),
        field("X : y", .refused("bad_field")), field("X\t: y", .refused("bad_field")),
        field(": y", .refused("bad_field")), field("X", .refused("bad_field")), field("X y", .refused("bad_field")),
        field("X(: y", .refused("bad_field")), field("X\u{E9}: y", .refused("bad_field")),
        field("X\u{0}: y", .refused("bad_field")), field("X: a\u{0}b", .refused("bad_field")),
        field("X: a\u{7F}b", .refused("bad_field")), field("X: a\u{1}", .refused("bad_field")),
        field("X: a\u{B}b", .refused("bad_field")), field("X: a\rb", .refused("bad_line_ending")),
        field("X: a\r", .refused("bad_line_ending")), field("X: a\nY: b", .refused("bad_line_ending")),
        field("X: y\r\n z", .refused("folded_field")), field("X: y\r\n\tz", .refused("folded_field")),
        field("X: y\n z", .refused("bad_line_ending")), field("\rX: y", .refused("bad_field")),
        field("Authorization: Bearer a\r\nAuthorization: Bearer a", .refused("duplicate_authorization")),
        field("Authorization: Bearer a\r\nauthorization: Bearer b", .refused("duplicate_authorization")),
        field("Expect: 100-continue", .accepted), field("Expect: 100-CONTINUE", .accepted),
        field("Expect: 200-ok", .refused("unknown_expectation")), field("Expect:", .refused("unknown_expectation")),
        field("Expect: 100-continue, x", .refused("unknown_expectation")), field("Upgrade: h2c", .accepted),
    ]

    static let framing = [
        field("Content-Length: 0", .accepted), field("Content-Length: 10", .accepted),
        field("content-length:  10 ", .accepted), field("Content-Length:\t10", .refused("bad_content_length")),
        field("Content-Length: 10\t", .refused("bad_content_length")),
        field("Transfer-Encoding: chunked\t", .refused("unknown_transfer_coding")),
        field("Connection: close\t", .refused("bad_field")), field("Connection: a,\tclose", .refused("bad_field")),
        field("Content-Length: 999999999999999999", .accepted),
        field("Content-Length: 0010", .accepted), field("Content-Length:", .refused("bad_content_length")),
        field("Content-Length: +1", .refused("bad_content_length")),
        field("Content-Length: -1", .refused("bad_content_length")),
        field("Content-Length: 1 0", .refused("bad_content_length")),
        field("Content-Length: 0x10", .refused("bad_content_length")),
        field("Content-Length: 1,1", .refused("bad_content_length")),
        field("Content-Length: 1.0", .refused("bad_content_length")),
        field("Content-Length: 9223372036854775808", .refused("bad_content_length")),
        field("Content-Length: 99999999999999999999999", .refused("bad_content_length")),
        field("Content-Length: \u{B2}", .refused("bad_content_length")),
        field("Content-Length: 1\r\nContent-Length: 1", .refused("bad_content_length")),
        field("Content-Length: 1\r\nContent-Length: 2", .refused("bad_content_length")),
        field("Transfer-Encoding: chunked", .accepted), field("Transfer-Encoding: CHUNKED", .accepted),
        field("Transfer-Encoding:", .refused("unknown_transfer_coding")),
        field("Transfer-Encoding: gzip, chunked", .refused("unknown_transfer_coding")),
        field("Transfer-Encoding: chunked, chunked", .refused("unknown_transfer_coding")),
        field("Transfer-Encoding: identity", .refused("unknown_transfer_coding")),
        field("Transfer-Encoding: xchunked", .refused("unknown_transfer_coding")),
        field("Transfer-Encoding: chunked;q=1", .refused("unknown_transfer_coding")),
        field("Transfer-Encoding: \"chunked\"", .refused("unknown_transfer_coding")),
        field("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked", .refused("unknown_transfer_coding")),
        field("Transfer-Encoding: chunked\r\nTransfer-Encoding: identity", .refused("unknown_transfer_coding")),
        field("Transfer-Encoding: \u{B}chunked", .refused("bad_field")),
        field("Content-Length: 1\r\nTransfer-Encoding: chunked", .refused("ambiguous_framing")),
        field("Transfer-Encoding: chunked\r\nContent-Length: 0", .refused("ambiguous_framing")),
        field("Transfer-Encoding : chunked", .refused("bad_field")),
        HeadCase(
            "POST / HTTP/1.0\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n", .refused("transfer_coding_in_http_1_0")),
        HeadCase("POST / HTTP/1.0\r\nHost: a\r\nContent-Length: 3\r\n\r\n", .accepted),
    ]

    static let beginnings = [
        HeadCase("", .incomplete), HeadCase("G", .incomplete), HeadCase("GET / HTTP/1.1\r", .incomplete),
        HeadCase("GET / HTTP/1.1\r\nHost: a\r\n", .incomplete),
        HeadCase("GET / HTTP/1.1\r\nHost: a\r\n\r", .incomplete),
        HeadCase("\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n", .refused("bad_line_ending")),
        HeadCase("\nGET / HTTP/1.1\r\nHost: a\r\n\r\n", .refused("bad_line_ending")),
        HeadCase("\r", .refused("bad_line_ending")), HeadCase("\u{16}\u{3}\u{1}", .refused("bad_request_line")),
        HeadCase("\u{0}", .refused("bad_request_line")), HeadCase("\u{FE}\u{FF}", .refused("bad_request_line")),
        HeadCase("GET / HTTP/1.1\nHost: a\n\n", .refused("bad_line_ending")),
        HeadCase("GET / HTTP/1.1\r\nHost: a\n\r\n", .refused("bad_line_ending")),
        HeadCase("GET / HTTP/1.1\r\nHost: a\r\n\n", .refused("bad_line_ending")),
        HeadCase("GET / HTTP/1.1\r\n Host: a\r\n\r\n", .refused("folded_field")),
        HeadCase("GET / HTTP/1.1\r\n\r\nHost: a\r\n\r\n", .refused("bad_host")),
        HeadCase("GET / HTTP/1.1\r\r\nHost: a\r\n\r\n", .refused("bad_request_line")),
    ]
}
