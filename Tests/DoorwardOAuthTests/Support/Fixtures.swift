import DoorwardOAuth
import DoorwardSecrets

/// A time in Unix seconds at which all tests happen.
let noon: Int64 = 1_800_000_000

enum Fixture {
    static let resource = "https://api.example"
    static let policy = AuthorizationPolicy(
        issuer: resource, resource: resource,
        scopes: [.init(name: "read", sentence: "Read things"), .init(name: "write", sentence: "Change things")])
    static let secretText = OpaqueToken.clientSecret.rawValue + String(repeating: "s", count: 43)

    static func client(
        _ profile: String = "web", id: String = "client-1", isPublic: Bool = false,
        redirects: [String] = ["https://app.example/callback"], scopes: [String] = ["read", "write"]
    ) -> ClientRecord {
        ClientRecord(
            id: id, name: "App", profile: profile, isPublic: isPublic, redirectURIs: redirects, scopes: scopes,
            secrets: isPublic ? [] : [ClientSecret(digest: OpaqueToken.digest(of: secretText), createdAt: noon)],
            createdAt: noon)
    }

    static func form(_ text: String) throws -> Parameters { try FormParameters.parse(text) }

    /// A client that has proved who it is.
    static func authenticated(_ client: ClientRecord = client()) throws -> AuthenticatedClient {
        let secret = client.isPublic ? "" : "&client_secret=\(secretText)"
        return try ClientAuthentication(try form("client_id=\(client.id)\(secret)"), authorization: nil)
            .authenticate(client)
    }

    static let code = OpaqueToken.code.rawValue + String(repeating: "c", count: 43)
    static let refreshToken = OpaqueToken.refreshToken.rawValue + String(repeating: "r", count: 43)
    static let successor = OpaqueToken.digest(of: OpaqueToken.refreshToken.rawValue + String(repeating: "n", count: 43))
    // RFC 7636 appendix B.
    static let verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"
    static let challenge = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"

    static func codeRecord(_ change: (inout AuthorizationCodeRecord) -> Void = { _ in }) -> AuthorizationCodeRecord {
        var record = AuthorizationCodeRecord(
            digest: OpaqueToken.digest(of: code), clientID: "client-1", userID: "user-1",
            redirectURI: "https://app.example/callback", redirectURIWasGiven: true, challenge: challenge,
            resource: resource, scopes: ["read"], createdAt: noon, expiresAt: noon + 60)
        change(&record)
        return record
    }
}

func expectRejection<T>(_ expected: Rejection, _ body: () throws -> T) -> Bool {
    do {
        _ = try body()
        return false
    } catch {
        return error as? Rejection == expected
    }
}
