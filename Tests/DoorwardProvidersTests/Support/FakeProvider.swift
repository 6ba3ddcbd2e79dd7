import DoorwardFetch
import DoorwardJOSE
import DoorwardOAuth

@testable import DoorwardProviders

/// An OpenID provider that answers honestly until a test changes what it says.
struct FakeProvider: Sendable {
    typealias Members = [String: JOSEValue]

    static let clientID = "doorward-at-example"
    static let secret = "not-a-real-secret"
    static let accessToken = "fake-access-token"
    static let now: Int64 = 1_800_000_000

    var issuer = "https://id.example.com"
    var discovery: Members = FakeProvider.discovery("https://id.example.com")
    var key = TestKey.provider
    /// What the key set has besides or instead of the key.
    var published: [Members] = [TestKey.provider.jwk]
    var header: Members = [
        "alg": .string("RS256"), "kid": .string("key-1"), "typ": .string("JWT"),
    ]
    var claims: Members = [
        "iss": .string("https://id.example.com"), "sub": .string("account-7"), "aud": .string(clientID),
        "exp": .integer(now + 300), "iat": .integer(now), "email": .string("Ada@Example.com"),
        "email_verified": .bool(true), "name": .string("Ada Example"),
    ]
    var tokenAnswer: Members = [
        "access_token": .string(accessToken), "token_type": .string("Bearer"), "expires_in": .integer(3600),
    ]
    var tokenStatus = 200
    /// A whole ID token instead of the one that the key signs.
    var forged: (@Sendable (_ header: Members, _ claims: Members) -> String?)?
    var userInfo: Result<FetchedDocument, FetchFailure> = .success(.json(#"{"sub":"account-7"}"#))
    /// Other answers, by address.
    var instead: [String: Result<FetchedDocument, FetchFailure>] = [:]
    /// Of the callback, besides `state`.
    var callback: [(name: String, value: String)] = [("code", "the-code")]
    /// Taken from the authorization request.
    var nonce = ""

    static func discovery(_ issuer: String) -> Members {
        [
            "issuer": .string(issuer), "authorization_endpoint": .string(issuer + "/authorize"),
            "token_endpoint": .string(issuer + "/token"), "jwks_uri": .string(issuer + "/keys"),
            "userinfo_endpoint": .string(issuer + "/userinfo"),
            "id_token_signing_alg_values_supported": .array(
                ["RS256", "ES256", "EdDSA", "HS256", "none"].map { .string($0) }),
        ]
    }

    func answer(_ request: FetchRequest) -> Result<FetchedDocument, FetchFailure> {
        if let other = instead[request.url] { return other }
        switch request.url {
        case address("token_endpoint"): return .success(.json(JSON.bytes(tokens), status: tokenStatus))
        case address("jwks_uri"):
            return .success(.json(JSON.bytes(["keys": .array(published.map { .object(JSON.object($0)) })])))
        case address("userinfo_endpoint"): return userInfo
        case let url where url.hasSuffix("/.well-known/openid-configuration"):
            return .success(.json(JSON.bytes(discovery)))
        default: return .success(.json("{}", status: 404))
        }
    }

    private var tokens: Members {
        var members = tokenAnswer
        var claims = claims
        if claims["nonce"] == nil { claims["nonce"] = .string(nonce) }
        // A test that wants none writes null.
        for (name, value) in claims where value == .null { claims[name] = nil }
        if members["id_token"] == nil {
            let token = forged.map { $0(header, claims) } ?? key.token(header, claims)
            members["id_token"] = token.map { .string($0) }
        }
        return members
    }

    private func address(_ name: String) -> String { discovery[name]?.string ?? "" }
}
