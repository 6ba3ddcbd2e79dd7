import Testing

/// What strangers may name in vain.
struct ForbiddenAddress: Sendable, CustomTestStringConvertible {
    /// `PORT` stands for a port where somebody listens on every address of this host.
    let url: String
    /// What name servers say, question by question.
    var answers: [[String]] = []

    var testDescription: String { answers.isEmpty ? url : "\(url) → \(answers)" }

    static let all = literals + tricks + forms + answers

    /// Addresses of IPv4 and IPv6 as they are usually written.
    static let literals =
        [
            "0.0.0.0", "0.1.2.3", "10.0.0.1", "10.255.255.255", "100.64.0.1", "100.100.100.200", "100.127.255.255",
            "127.0.0.1", "127.0.0.2", "127.255.255.255", "168.63.129.16", "169.254.169.254", "169.254.170.2",
            "172.16.0.1", "172.31.255.255", "192.0.0.1", "192.0.0.192", "192.0.2.1", "192.31.196.1", "192.52.193.1",
            "192.88.99.1", "192.168.0.1", "192.168.255.255", "192.175.48.1", "198.18.0.1", "198.19.255.255",
            "198.51.100.1", "203.0.113.1", "224.0.0.1", "239.255.255.250", "240.0.0.1", "255.255.255.254",
            "255.255.255.255",
            "[::]", "[::1]", "[0:0:0:0:0:0:0:1]", "[0000:0000:0000:0000:0000:0000:0000:0001]", "[::127.0.0.1]",
            "[::a9fe:a9fe]", "[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "[::FFFF:169.254.169.254]",
            "[::ffff:93.184.215.14]", "[::ffff:0:127.0.0.1]", "[64:ff9b::127.0.0.1]", "[64:ff9b::a9fe:a9fe]",
            "[64:ff9b:1::a00:1]", "[100::1]", "[100:0:0:1::1]", "[2001::1]", "[2001:0:53aa:64c:0:0:80ff:fffe]",
            "[2001:2::1]", "[2001:10::1]", "[2001:20::1]", "[2001:1ff::1]", "[2001:db8::1]", "[2002:7f00:1::1]",
            "[2002:a9fe:a9fe::1]", "[2620:4f:8000::1]", "[3ffe::1]", "[3fff::1]", "[3fff:fff::1]", "[4000::1]",
            "[5f00::1]", "[8000::1]", "[fc00::1]", "[fd00:ec2::254]", "[fe80::1]", "[febf::1]", "[fec0::1]",
            "[ff02::1]", "[ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff]", "[2606:4700::5efe:7f00:1]",
            "[2606:4700::5efe:169.254.169.254]", "[2606:4700::200:5efe:10.0.0.1]",
        ].map { ForbiddenAddress(url: "https://\($0):PORT/document") }

    /// Hosts that some parser or resolver takes for an address, or for this host.
    static let tricks =
        [
            "2130706433", "0x7f000001", "0X7F000001", "017700000001", "0x7f.1", "0x7F.0.0.1", "0177.0.0.1",
            "127.1", "127.0.1", "127.0.0.01", "127.0.0.001", "127.00.0.1", "127.0.0.0x1", "127.0.0.1.", "127.0.0.1..",
            "127.0.0.1.1", "127..0.1", ".127.0.0.1", "0", "0x", "0x0", "1", "256.256.256.256", "127.0.0.256",
            "4294967296", "a.0x7f", "a.1", "%31%32%37.0.0.1", "127.0.0.1%00", "127%2e0%2e0%2e1", "①②⑦.⓪.⓪.①",
            "127。0。0。1", "ⓛocalhost", "localhost", "LocalHost", "localhost.", "client.localhost", "localhost%2e",
            "intranet", "printer.local", "metadata.google.internal", "router.home.arpa", "hidden.onion",
            "nobody.invalid", "bücher.example", "client_one.example", "-client.example", "client-.example",
            "client..example", "client.example.", "[fe80::1%25eth0]", "[fe80::1%eth0]", "[::1%25lo]", "[127.0.0.1]",
            "[::1", "::1]", "::1", "[::1]client.example", "[v1.a]", "[]", "[::127.0.0.01]", "[0:0:0:0:0:0:0:0:1]",
        ].map { ForbiddenAddress(url: "https://\($0):PORT/document", answers: [["127.0.0.1"]]) }

    /// Addresses whose host is not where it seems to be, or that are not for https.
    static let forms = [
        "https://client.example@127.0.0.1:PORT/", "https://127.0.0.1:PORT@client.example/",
        "https://client.example:secret@127.0.0.1:PORT/", "https://client.example:PORT#@127.0.0.1/",
        "https://client.example:PORT/#fragment", "https://127.0.0.1:PORT\\@client.example/",
        "https://client.example:PORT\\.example/", "https:\\\\127.0.0.1:PORT/", "https:///127.0.0.1:PORT/",
        "https:127.0.0.1:PORT/", "https:/127.0.0.1:PORT/", "https://", "https://:PORT/", "https://?client.example:PORT",
        "//127.0.0.1:PORT/", "127.0.0.1:PORT", "", "http://127.0.0.1:PORT/", "HTTP://127.0.0.1:PORT/",
        "http://client.example:PORT/", "http://localhost:PORT/", "ftp://127.0.0.1:PORT/", "gopher://127.0.0.1:PORT/_x",
        "file:///etc/passwd", "javascript:alert(1)", "https://client.example:0/", "https://client.example:65536/",
        "https://client.example:0443/", "https://client.example:+443/", "https://client.example:/",
        "https://client.example:99999999999999999999/", "https://client.example:44x/",
        "https://client.example:PORT:PORT/", "https://client.example :PORT/", " https://client.example:PORT/",
        "https://client.example\t:PORT/", "https://client.example:PORT/\r\nHost: 127.0.0.1",
        "https://client.example:PORT/%", "https://client.example:PORT/%zz", "https://client.example:PORT/a\u{0}b",
        "https://client.example:PORT/{a}", "https://client.example:PORT/é",
    ].map { ForbiddenAddress(url: $0, answers: [["127.0.0.1"]]) }

    /// Names that anybody may have, with addresses that nobody may name.
    static let answers = [
        [["127.0.0.1"]], [["0.0.0.0"]], [["10.1.2.3"]], [["169.254.169.254"]], [["192.168.1.1"]], [["::1"]], [["::"]],
        [["fe80::1"]], [["fd00:ec2::254"]], [["::ffff:127.0.0.1"]], [["::ffff:0:7f00:1"]], [["::7f00:1"]],
        [["64:ff9b::7f00:1"]], [["2002:7f00:1::1"]], [["2001:0:53aa:64c::80ff:fffe"]], [["2606:4700::5efe:7f00:1"]],
        // One bad address among good ones is one too many, wherever it stands.
        [["93.184.215.14", "127.0.0.1"]], [["127.0.0.1", "93.184.215.14"]], [["2606:4700::1111", "::1"]],
        [["93.184.215.14", "2606:4700::1111", "10.0.0.1"]], [["93.184.215.14", "::ffff:10.0.0.1"]],
        [(1...40).map { "93.184.215.\($0)" } + ["127.0.0.1"]],
        // Rebinding the other way round: what counts is what was said first.
        [["127.0.0.1"], ["93.184.215.14"]], [["10.0.0.1", "93.184.215.14"], ["93.184.215.14"]],
        [[]],
    ].map { ForbiddenAddress(url: "https://client.example:PORT/document", answers: $0) }
}
