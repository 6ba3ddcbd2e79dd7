import DoorwardDocuments
import Testing

@testable import DoorwardDoctor

@Suite("Where metadata is looked for")
struct DiscoveryTests {
    @Test(
        "The resource's path stands behind the well-known one, and then comes the root",
        arguments: [
            (
                "https://a.test/mcp",
                [
                    "https://a.test/.well-known/oauth-protected-resource/mcp",
                    "https://a.test/.well-known/oauth-protected-resource",
                ]
            ),
            ("https://a.test", ["https://a.test/.well-known/oauth-protected-resource"]),
            ("https://a.test/", ["https://a.test/.well-known/oauth-protected-resource"]),
        ])
    func resource(address: String, expected: [String]) throws {
        #expect(DiscoveryAddresses.resourceMetadata(of: try #require(WebAddress(address))) == expected)
    }

    @Test("An issuer with a path has three addresses, one without has two")
    func issuer() throws {
        #expect(
            DiscoveryAddresses.serverMetadata(of: try #require(WebAddress("https://a.test:8443/realms/x"))) == [
                "https://a.test:8443/.well-known/oauth-authorization-server/realms/x",
                "https://a.test:8443/.well-known/openid-configuration/realms/x",
                "https://a.test:8443/realms/x/.well-known/openid-configuration",
            ])
        #expect(
            DiscoveryAddresses.serverMetadata(of: try #require(WebAddress("https://a.test/"))) == [
                "https://a.test/.well-known/oauth-authorization-server",
                "https://a.test/.well-known/openid-configuration",
            ])
    }

    @Test("Events in a stream give their data, whatever ends their lines")
    func events() {
        let stream = ": hi\r\ndata: a\r\ndata: b\r\n\r\nevent: x\ndata:c\n\ndata: d"
        #expect(
            EventStream.messages(of: Array(stream.utf8)).map { String(decoding: $0, as: UTF8.self) } == [
                "a\nb", "c", "d",
            ])
    }
}
