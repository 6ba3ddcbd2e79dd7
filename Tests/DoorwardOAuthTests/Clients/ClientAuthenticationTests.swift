import DoorwardOAuth
import DoorwardSecrets
import Testing

@Suite("Client authentication")
struct ClientAuthenticationTests {
    static let secret = Fixture.secretText

    func base64(_ text: String) -> String {
        let digits = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
        var out: [UInt8] = []
        let bytes = Array(text.utf8)
        for start in stride(from: 0, to: bytes.count, by: 3) {
            let part = Array(bytes[start..<min(start + 3, bytes.count)])
            let group =
                UInt32(part[0]) << 16 | UInt32(part.count > 1 ? part[1] : 0) << 8 | UInt32(part.count > 2 ? part[2] : 0)
            for place in 0..<4 {
                out.append(place <= part.count ? digits[Int(group >> UInt32(18 - 6 * place) & 63)] : UInt8(ascii: "="))
            }
        }
        return String(decoding: out, as: UTF8.self)
    }

    func authenticate(
        _ form: String, basic: String? = nil, _ client: ClientRecord? = Fixture.client()
    ) throws -> AuthenticatedClient {
        let field = basic.map { "Basic \(base64($0))" }
        return try ClientAuthentication(try FormParameters.parse(form), authorization: field).authenticate(client)
    }

    @Test("A secret is taken from the body or from Basic")
    func methods() throws {
        #expect(try authenticate("client_id=client-1&client_secret=\(Self.secret)").method == .post)
        #expect(try authenticate("", basic: "client-1:\(Self.secret)").method == .basic)
        #expect(try authenticate("client_id=client-1", basic: "client-1:\(Self.secret)").method == .basic)
    }

    @Test("Both halves of Basic are form-urlencoded")
    func encodedBasic() throws {
        var client = Fixture.client(id: "a:b c")
        client.secrets = [ClientSecret(digest: OpaqueToken.digest(of: "s+%:"), createdAt: noon)]
        #expect(try authenticate("", basic: "a%3Ab+c:s%2B%25%3A", client).record.id == "a:b c")
        #expect(try authenticate("", basic: "a%3Ab%20c:s%2b%25:", client).record.id == "a:b c")
    }

    @Test("The scheme's case does not matter, padding may be missing")
    func basicForms() throws {
        let text = base64("client-1:\(Self.secret)")
        for field in ["basic \(text)", "BASIC  \(text)", "Basic " + text.filter { $0 != "=" }] {
            let presented = try ClientAuthentication(try FormParameters.parse(""), authorization: field)
            #expect(try presented.authenticate(Fixture.client()).method == .basic)
        }
    }

    @Test(
        "Broken fields are refused",
        arguments: [
            "Basic", "Basic ", "Basic !!!!", "Basic YQ", "Basic YTpi=", "Basic YTpiY===", "Bearer abc", "x",
            "Basic OmI=",
        ])
    func broken(field: String) {
        #expect(throws: Rejection.malformedCredentials) {
            try ClientAuthentication(try FormParameters.parse(""), authorization: field)
        }
    }

    @Test("Two ways at once, and two ids, are refused")
    func several() {
        #expect(throws: Rejection.severalClientAuthentications) {
            try authenticate("client_id=client-1&client_secret=x", basic: "client-1:\(Self.secret)")
        }
        #expect(throws: Rejection.severalClientAuthentications) {
            try authenticate("client_id=client-2", basic: "client-1:\(Self.secret)")
        }
        #expect(throws: Rejection.repeatedParameter("client_secret")) {
            try authenticate("client_id=client-1&client_secret=x&client_secret=\(Self.secret)")
        }
        #expect(throws: Rejection.clientAssertionNotSupported) {
            try authenticate("client_id=client-1&client_assertion=x.y.z")
        }
    }

    @Test("Nothing, a wrong secret, and a secret of somebody else are refused")
    func wrong() {
        #expect(throws: Rejection.noClientAuthentication) { try authenticate("") }
        #expect(throws: Rejection.noClientAuthentication) { try authenticate("client_id=client-1") }
        #expect(throws: Rejection.noClientAuthentication) { try authenticate("", basic: "client-1:") }
        #expect(throws: Rejection.wrongClientSecret) { try authenticate("client_id=client-1&client_secret=x") }
        #expect(throws: Rejection.unknownClient) {
            try authenticate("client_id=client-2&client_secret=\(Self.secret)")
        }
        #expect(throws: Rejection.unknownClient) { try authenticate("client_id=client-1&client_secret=x", nil) }
    }

    @Test("Two secrets live at once, and no third")
    func rotation() throws {
        var client = Fixture.client()
        client.secrets = ["old", "middle", "new"].map {
            ClientSecret(digest: OpaqueToken.digest(of: $0), createdAt: noon)
        }
        #expect(
            try authenticate("client_id=client-1&client_secret=new", client).secret == OpaqueToken.digest(of: "new"))
        #expect(try authenticate("client_id=client-1&client_secret=middle", client).method == .post)
        #expect(throws: Rejection.wrongClientSecret) {
            try authenticate("client_id=client-1&client_secret=old", client)
        }
    }

    @Test("A public client says who it is and nothing more; a removed one is nobody")
    func publicClients() throws {
        let client = Fixture.client("native", isPublic: true)
        #expect(try authenticate("client_id=client-1", client).method == .none)
        #expect(throws: Rejection.wrongClientSecret) { try authenticate("client_id=client-1&client_secret=x", client) }
        var removed = client
        removed.removedAt = noon
        #expect(throws: Rejection.removedClient) { try authenticate("client_id=client-1", removed) }
        #expect(throws: Rejection.wrongClientSecret) {
            try authenticate("client_id=client-1", Fixture.client("plugin", isPublic: true))
        }
    }

    @Test("Every profile is sound, and has its own name")
    func profiles() {
        #expect(Set(ClientProfile.all.map(\.name)).count == ClientProfile.all.count)
        for profile in ClientProfile.all {
            #expect(ClientProfile.named(profile.name) == profile)
            #expect(profile.allowsPublic || profile.allowsConfidential)
            #expect(!profile.grants.contains(.authorizationCode) || profile.redirects.areAllowed)
        }
        #expect(ClientProfile.named("nonsense") == nil)
    }
}
