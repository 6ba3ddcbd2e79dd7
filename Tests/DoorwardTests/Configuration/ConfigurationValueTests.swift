import DoorwardSecrets
import Testing

@testable import Doorward

@Suite("Values of the configuration")
struct ConfigurationValueTests {
    @Test(
        "Public addresses have one canonical text",
        arguments: [
            ("https://API.Example.COM/", "https://api.example.com"), ("HTTPS://a.example:443", "https://a.example"),
            ("https://a.example:8443", "https://a.example:8443"), ("http://localhost:80", "http://localhost"),
            ("https://[2001:DB8:0:0::1]", "https://[2001:db8::1]"),
            ("https://xn--bcher-kva.example", "https://xn--bcher-kva.example"),
            ("http://[::1]:8000", "http://[::1]:8000"), ("https://192.0.2.1", "https://192.0.2.1"), ("auto", "auto"),
        ])
    func publicURL(_ text: String, _ canonical: String) throws {
        let url = try PublicURL(parsing: text)
        #expect(url.description == canonical)
        #expect(try PublicURL(parsing: canonical) == url)
    }

    @Test(
        "Upstreams keep their base path without a trailing slash",
        arguments: [
            ("http://api:9000", "api", 9000, "", "api:9000"), ("http://api/", "api", 80, "", "api"),
            ("https://Api/v1/", "api", 443, "/v1", "api"), ("http://[::1]:9/a/b", "::1", 9, "/a/b", "[::1]:9"),
            ("http://my_api:1/%7Euser", "my_api", 1, "/%7Euser", "my_api:1"),
        ])
    func upstream(_ text: String, _ host: String, _ port: Int, _ path: String, _ authority: String) throws {
        let url = try UpstreamURL(parsing: text)
        #expect(url.host == host && url.port == port && url.basePath == path && url.authority == authority)
        #expect(try UpstreamURL(parsing: url.description) == url)
    }

    @Test(
        "Listen addresses",
        arguments: [("127.0.0.1:0", "127.0.0.1", 0), ("[::1]:8000", "::1", 8000), ("LocalHost:1", "localhost", 1)])
    func listen(_ text: String, _ host: String, _ port: Int) throws {
        let address = try ListenAddress(parsing: text)
        #expect(address.host == host && address.port == port)
        #expect(try ListenAddress(parsing: address.description) == address)
        #expect(address.isLoopback)
    }

    @Test(
        "Only this machine is loopback",
        arguments: [
            ("127.255.0.1", true), ("localhost", true), ("a.localhost", true), ("::1", true),
            ("::ffff:127.0.0.1", true),
            ("128.0.0.1", false), ("0.0.0.0", false), ("::", false), ("localhost.example.com", false),
            ("notlocalhost", false),
        ])
    func loopback(_ host: String, _ expected: Bool) { #expect(isLoopbackHost(host) == expected) }

    @Test(
        "Places of the OpenAPI document",
        arguments: [
            ("openapi.yaml", OpenAPILocation.file("openapi.yaml")), ("./a b.json", .file("./a b.json")),
            ("file:/etc/o.yaml", .file("/etc/o.yaml")), ("file:///etc/o.yaml", .file("/etc/o.yaml")),
            ("/openapi.json", .upstreamPath("/openapi.json")), ("/o?v=1", .upstreamPath("/o?v=1")),
            ("HTTPS://A.example:443/o", .url("https://a.example/o")), ("../up/o.yaml", .file("../up/o.yaml")),
        ])
    func openAPI(_ text: String, _ expected: OpenAPILocation) throws {
        let location = try OpenAPILocation(parsing: text)
        #expect(location == expected)
        #expect(try OpenAPILocation(parsing: location.written) == location)
    }

    @Test(
        "Sizes are read and written exactly",
        arguments: [
            ("0", 0, "0"), ("1001", 1001, "1001"), ("32KiB", 32768, "32KiB"), ("32kib", 32768, "32KiB"),
            ("1MB", 1_000_000, "1MB"),
            ("1048576", 1_048_576, "1MiB"), ("7B", 7, "7"), ("2TiB", 2 << 40, "2TiB"), ("3GB", 3_000_000_000, "3GB"),
        ])
    func bytes(_ text: String, _ count: Int, _ canonical: String) throws {
        #expect(try ByteCount(parsing: text).bytes == count)
        #expect(ByteCount(count).description == canonical)
    }

    @Test(
        "Lengths of time are read and written exactly",
        arguments: [
            ("500ms", Duration.milliseconds(500), "500ms"), ("10s", .seconds(10), "10s"), ("75s", .seconds(75), "75s"),
            ("2m", .seconds(120), "2m"), ("1h", .seconds(3600), "1h"), ("90d", .seconds(90 * 86400), "90d"),
            ("0s", .zero, "0s"), ("1500ms", .milliseconds(1500), "1500ms"), ("120s", .seconds(120), "2m"),
        ])
    func duration(_ text: String, _ expected: Duration, _ canonical: String) throws {
        let duration = try ConfiguredDuration(parsing: text)
        #expect(duration.duration == expected)
        #expect(duration.description == canonical)
        #expect(Duration.nanoseconds(duration.nanoseconds) == expected)
    }

    @Test(
        "Address blocks contain what they should",
        arguments: [
            ("127.0.0.0/8", [127, 1, 2, 3], true), ("127.0.0.0/8", [128, 0, 0, 1], false),
            ("10.1.2.3", [10, 1, 2, 3], true),
            ("10.1.2.3", [10, 1, 2, 4], false), ("0.0.0.0/0", [1, 2, 3, 4], true),
            ("192.168.16.0/20", [192, 168, 31, 255], true),
            ("192.168.16.0/20", [192, 168, 32, 0], false), ("::1", [UInt8](repeating: 0, count: 15) + [1], true),
            ("::/0", [1, 2, 3, 4], false), ("10.0.0.0/8", [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 255, 255, 10, 9, 8, 7], true),
            ("::ffff:10.0.0.0/104", [10, 9, 8, 7], true), ("fd00::/8", [0xFD] + [UInt8](repeating: 7, count: 15), true),
            ("fd00::/8", [0xFC] + [UInt8](repeating: 7, count: 15), false), ("10.0.0.0/8", [10], false),
            ("10.0.0.0/8", [], false),
        ] as [(String, [UInt8], Bool)])
    func blocks(_ text: String, _ address: [UInt8], _ expected: Bool) throws {
        let block = try CIDRBlock(parsing: text)
        #expect(block.contains(address) == expected)
        #expect(try CIDRBlock(parsing: block.description) == block)
    }

    @Test(
        "IPv6 text is read strictly and written canonically (RFC 5952)",
        arguments: [
            ("::", "::"), ("::1", "::1"), ("2001:db8:0:0:1:0:0:1", "2001:db8::1:0:0:1"),
            ("1:0:0:2:0:0:0:3", "1:0:0:2::3"),
            ("::ffff:192.0.2.1", "::ffff:c000:201"), ("1::", "1::"), ("0:1:1:1:1:1:1:1", "0:1:1:1:1:1:1:1"),
        ])
    func version6(_ text: String, _ canonical: String) { #expect(IPAddress(text)?.description == canonical) }

    @Test(
        "What is not an address is refused",
        arguments: [
            "", ":", ":::", "1::2::3", "1.2.3.4::", "1:2:3:4:5:6:7", "1:2:3:4:5:6:7:8:9", "::1.2.3", "12345::",
            "::1%lo", "1.2.3", "01.2.3.4", "256.1.1.1", "1.2.3.4.", ":1:2:3:4:5:6:7:8", "1:2:3:4:5:6:7:8::",
        ])
    func notAddresses(_ text: String) { #expect(IPAddress(text) == nil) }

    @Test(
        "References to secrets of every kind are read",
        arguments: ["env:A_1", "file:/run/secrets/x", "file:x", "dotenv:.env#NAME", "systemd:plugin-secret"])
    func references(_ text: String) throws {
        let fixture = ConfigurationFixture(auth: "service_http", added: "service: {secrets: ['\(text)']}\n")
        #expect(outcome(fixture.text).loaded?.configuration.service.secrets == [try SecretReference(parsing: text)])
    }
}
