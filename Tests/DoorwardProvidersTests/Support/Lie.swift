import DoorwardFetch
import DoorwardJOSE
import Testing

/// One thing that a provider says and that does not hold.
struct Lie: Sendable, CustomTestStringConvertible {
    let name: String
    /// Of `ProviderFailure.untrue`.
    let word: String
    let change: @Sendable (inout FakeProvider) -> Void

    init(_ name: String, _ word: String, _ change: @escaping @Sendable (inout FakeProvider) -> Void) {
        self.name = name
        self.word = word
        self.change = change
    }

    var testDescription: String { name }

    static let all = inDiscovery + inKeys + inSignature + inClaims + inCallback + atTokenEndpoint + inUserInfo

    private static let document = "https://id.example.com/.well-known/openid-configuration"

    static let inDiscovery: [Lie] = [
        Lie("issuer with a slash at the end", "wrong_issuer") {
            $0.discovery["issuer"] = .string("https://id.example.com/")
        },
        Lie("issuer in another case", "wrong_issuer") { $0.discovery["issuer"] = .string("https://ID.example.com") },
        Lie("issuer on another host", "wrong_issuer") { $0.discovery["issuer"] = .string("https://id.example.net") },
        Lie("issuer with a letter that looks the same", "wrong_issuer") {
            $0.discovery["issuer"] = .string("https://іd.example.com")
        },
        Lie("no issuer", "malformed_discovery") { $0.discovery["issuer"] = nil },
        Lie("issuer as a list", "malformed_discovery") {
            $0.discovery["issuer"] = .array([.string("https://id.example.com")])
        },
        Lie("token endpoint on http", "insecure_endpoint") {
            $0.discovery["token_endpoint"] = .string("http://id.example.com/token")
        },
        Lie("token endpoint on this machine", "insecure_endpoint") {
            $0.discovery["token_endpoint"] = .string("http://127.0.0.1:8080/token")
        },
        Lie("authorization endpoint on http", "insecure_endpoint") {
            $0.discovery["authorization_endpoint"] = .string("http://id.example.com/authorize")
        },
        Lie("authorization endpoint that is a script", "malformed_endpoint") {
            $0.discovery["authorization_endpoint"] = .string("javascript:alert(1)")
        },
        Lie("endpoint with a user", "malformed_endpoint") {
            $0.discovery["token_endpoint"] = .string("https://id.example.com@evil.example.net/token")
        },
        Lie("endpoint with a fragment", "malformed_endpoint") {
            $0.discovery["authorization_endpoint"] = .string("https://id.example.com/authorize#here")
        },
        Lie("endpoint with a backslash", "malformed_endpoint") {
            $0.discovery["authorization_endpoint"] = .string("https://id.example.com\\@evil.example.net/")
        },
        Lie("keys on a foreign host by http", "insecure_endpoint") {
            $0.discovery["jwks_uri"] = .string("http://keys.example.net/keys")
        },
        Lie("keys at an address that is not public", "address_refused") {
            $0.discovery["jwks_uri"] = .string("https://keys.example.net/keys")
            $0.instead["https://keys.example.net/keys"] = .failure(.refusedAddress("it is not public"))
        },
        Lie("no keys", "missing_endpoint") { $0.discovery["jwks_uri"] = nil },
        Lie("discovery by redirect", "redirected") {
            $0.instead[document] = .success(
                FetchedDocument(status: 302, fields: [("location", "https://id.example.net/")]))
        },
        Lie("discovery that is not there", "unexpected_status") {
            $0.instead[document] = .success(FetchedDocument(status: 404))
        },
        Lie("a page instead of discovery", "malformed_discovery") { $0.instead[document] = .success(.html) },
        Lie("5 MB of discovery", "answer_too_large") { $0.instead[document] = .failure(.tooLarge(limit: 262_144)) },
        Lie("discovery that is not HTTP", "malformed_answer") {
            $0.instead[document] = .failure(.malformed("no status line"))
        },
        Lie("two issuers in one document", "malformed_discovery") {
            $0.instead[document] = .success(
                .json(#"{"issuer":"https://id.example.com","issuer":"https://id.example.com"}"#))
        },
        Lie("only algorithms that are not safe", "no_common_algorithm") {
            $0.discovery["id_token_signing_alg_values_supported"] = .array([.string("none"), .string("HS256")])
        },
        Lie("only ways to authenticate that are not known", "no_common_client_authentication") {
            $0.discovery["token_endpoint_auth_methods_supported"] = .array([.string("tls_client_auth")])
        },
    ]

    static let inKeys: [Lie] = [
        Lie("a page instead of keys", "malformed_keys") {
            $0.instead["https://id.example.com/keys"] = .success(.html)
        },
        Lie("101 keys", "malformed_keys") {
            $0.published = (0...100).map { ["kty": .string("EC"), "kid": .string("\($0)")] }
        },
        Lie("a key set with the private key", "unknown_key") { fake in
            fake.published = fake.published.map { $0.merging(["d": .string("AQAB")]) { $1 } }
        },
        Lie("a key for encryption", "unknown_key") { fake in
            fake.published = fake.published.map { $0.merging(["use": .string("enc")]) { $1 } }
        },
    ]

    static let inUserInfo: [Lie] = [
        Lie("user information about another subject", "user_info_of_another") {
            $0.claims["email"] = .null
            $0.userInfo = .success(.json(#"{"sub":"account-8","email":"eve@example.com"}"#))
        },
        Lie("user information about the subject in another case", "user_info_of_another") {
            $0.claims["email"] = .null
            $0.userInfo = .success(.json(#"{"sub":"Account-7"}"#))
        },
        Lie("user information about nobody", "user_info_of_another") {
            $0.claims["email"] = .null
            $0.userInfo = .success(.json(#"{"email":"eve@example.com"}"#))
        },
        Lie("signed user information", "signed_user_info") { fake in
            fake.claims["email"] = .null
            let token = fake.key.token(fake.header, ["sub": .string("account-7")])
            fake.userInfo = .success(
                FetchedDocument(status: 200, fields: [("content-type", "application/jwt")], body: Array(token.utf8)))
        },
        Lie("a page as user information", "malformed_user_info") {
            $0.claims["email"] = .null
            $0.userInfo = .success(.html)
        },
        Lie("user information with two subjects", "malformed_user_info") {
            $0.claims["email"] = .null
            $0.userInfo = .success(.json(#"{"sub":"account-7","sub":"account-7"}"#))
        },
        Lie("user information that is refused", "user_info_refused") {
            $0.claims["email"] = .null
            $0.userInfo = .success(.json(#"{"error":"invalid_token"}"#, status: 401))
        },
        Lie("user information by redirect", "redirected") {
            $0.claims["email"] = .null
            $0.userInfo = .success(FetchedDocument(status: 307, fields: [("location", "https://evil.example.net/")]))
        },
        Lie("5 MB of user information", "answer_too_large") {
            $0.claims["email"] = .null
            $0.userInfo = .failure(.tooLarge(limit: 262_144))
        },
    ]
}
