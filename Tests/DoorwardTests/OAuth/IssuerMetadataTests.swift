import Testing

@testable import Doorward

@Suite("The metadata of another authorization server")
struct IssuerMetadataTests {
    private let issuer = "https://login.example.com/tenant"

    private func parse(_ more: String, issuer: String? = nil) throws -> IssuerMetadata {
        let issuer = issuer ?? self.issuer
        return try IssuerMetadata(parsing: Array(#"{"issuer":"\#(issuer)"\#(more)}"#.utf8), issuer: issuer)
    }

    @Test("is looked for with the well-known part inserted and appended")
    func addresses() {
        #expect(
            IssuerMetadata.addresses(of: issuer) == [
                "https://login.example.com/.well-known/oauth-authorization-server/tenant",
                "https://login.example.com/tenant/.well-known/openid-configuration",
                "https://login.example.com/.well-known/openid-configuration/tenant",
            ])
        #expect(IssuerMetadata.addresses(of: "https://a.example/").count == 2)
    }

    @Test(
        "must name the issuer byte for byte",
        arguments: ["https://login.example.com/tenant/", "https://LOGIN.example.com/tenant"])
    func issuerName(_ other: String) {
        #expect(throws: IssuerProblem.self) {
            try IssuerMetadata(parsing: Array(#"{"issuer":"\#(other)"}"#.utf8), issuer: issuer)
        }
    }

    @Test(
        "may not send anybody to where it is not safe",
        arguments: [
            "http://login.example.com/keys", "http://127.0.0.1:8080/keys", "http://localhost:x@evil.example/keys",
            "https://user@evil.example/keys", "https://a.example/\\r\\nx", "ftp://a.example/keys", "//a.example/keys",
        ])
    func unsafe(_ url: String) {
        #expect(throws: IssuerProblem.self) { try parse(#","jwks_uri":"\#(url)""#) }
    }

    @Test("may be on this machine altogether")
    func loopback() throws {
        let local = "http://127.0.0.1:9000"
        let metadata = try parse(#","jwks_uri":"http://127.0.0.1:9000/keys""#, issuer: local)
        #expect(metadata.jwksURL == "http://127.0.0.1:9000/keys")
    }
}
