import DoorwardFetch
import DoorwardJOSE

/// Lies on the way from the callback to the claims.
extension Lie {
    private static let now = FakeProvider.now

    static let inSignature: [Lie] = [
        Lie("algorithm none", "algorithm_not_allowed") {
            $0.forged = { header, claims in
                TestKey.part(header.merging(["alg": .string("none")]) { $1 }) + "." + TestKey.part(claims) + "."
            }
        },
        Lie("algorithm None", "algorithm_not_allowed") { $0.header["alg"] = .string("None") },
        Lie("HS256 with the client secret", "algorithm_not_allowed") {
            $0.forged = { header, claims in
                TestKey.hmac(FakeProvider.secret, header.merging(["alg": .string("HS256")]) { $1 }, claims)
            }
        },
        Lie("HS256 with the public key", "algorithm_not_allowed") {
            $0.forged = { header, claims in
                TestKey.hmac(TestKey.provider.publicText, header.merging(["alg": .string("HS256")]) { $1 }, claims)
            }
        },
        Lie("an algorithm that the metadata does not have", "algorithm_not_allowed") {
            $0.header["alg"] = .string("PS256")
        },
        Lie("an algorithm of another kind of key", "unknown_key") { $0.header["alg"] = .string("ES256") },
        Lie("RS256 by another key", "wrong_signature") { $0.key = .stranger },
        Lie("a key that nobody knows", "unknown_key") { $0.header["kid"] = .string("key-2") },
        Lie("its own key in the header", "wrong_signature") {
            $0.key = .stranger
            $0.header["jwk"] = .object(JSON.object(TestKey.stranger.jwk))
        },
        Lie("the address of its own key in the header", "wrong_signature") {
            $0.key = .stranger
            $0.header["jku"] = .string("https://evil.example.net/keys")
        },
        Lie("an extension that must be understood", "malformed_token") {
            $0.header["crit"] = .array([.string("exp")])
        },
        Lie("an access token as ID token", "wrong_type") { $0.header["typ"] = .string("at+jwt") },
        Lie("claims changed after signing", "wrong_signature") {
            $0.forged = { header, claims in
                let parts = TestKey.provider.token(header, claims).split(separator: ".")
                let changed = TestKey.part(claims.merging(["sub": .string("admin")]) { $1 })
                return "\(parts[0]).\(changed).\(parts[2])"
            }
        },
        Lie("no signature at all", "malformed_token") { $0.tokenAnswer["id_token"] = .string("e30.e30") },
        Lie("five parts", "malformed_token") { $0.tokenAnswer["id_token"] = .string("a.b.c.d.e") },
    ]

    static let inClaims: [Lie] = [
        Lie("expired", "expired") { $0.claims["exp"] = .integer(now - 31) },
        Lie("no end", "missing_claim") { $0.claims["exp"] = .null },
        Lie("an end that is a text", "malformed_claim") { $0.claims["exp"] = .string("1900000000") },
        Lie("issued in the future", "issued_in_future") { $0.claims["iat"] = .integer(now + 31) },
        Lie("issued an hour ago", "issued_long_ago") { $0.claims["iat"] = .integer(now - 3600) },
        Lie("issued nobody knows when", "missing_claim") { $0.claims["iat"] = .null },
        Lie("not valid yet", "not_yet_valid") { $0.claims["nbf"] = .integer(now + 31) },
        Lie("another issuer", "wrong_issuer") { $0.claims["iss"] = .string("https://id.example.net") },
        Lie("the issuer with a slash", "wrong_issuer") { $0.claims["iss"] = .string("https://id.example.com/") },
        Lie("no issuer in the token", "missing_claim") { $0.claims["iss"] = .null },
        Lie("for another client", "wrong_audience") { $0.claims["aud"] = .string("somebody-else") },
        Lie("for no client", "wrong_audience") { $0.claims["aud"] = .array([]) },
        Lie("several audiences without azp", "missing_authorized_party") {
            $0.claims["aud"] = .array([.string(FakeProvider.clientID), .string("somebody-else")])
        },
        Lie("several audiences and another azp", "wrong_authorized_party") {
            $0.claims["aud"] = .array([.string(FakeProvider.clientID), .string("somebody-else")])
            $0.claims["azp"] = .string("somebody-else")
        },
        Lie("another azp", "wrong_authorized_party") { $0.claims["azp"] = .string("somebody-else") },
        Lie("azp as a list", "wrong_authorized_party") {
            $0.claims["azp"] = .array([.string(FakeProvider.clientID)])
        },
        Lie("another nonce", "wrong_nonce") { $0.claims["nonce"] = .string("AAAA") },
        Lie("an empty nonce", "wrong_nonce") { $0.claims["nonce"] = .string("") },
        Lie("no nonce", "missing_nonce") { $0.claims["nonce"] = .null },
        Lie("the hash of another access token", "wrong_token_hash") {
            $0.claims["at_hash"] = .string("AAAAAAAAAAAAAAAAAAAAAA")
        },
        Lie("a hash that is a number", "wrong_token_hash") { $0.claims["at_hash"] = .integer(1) },
        Lie("no subject", "missing_subject") { $0.claims["sub"] = .null },
        Lie("an empty subject", "malformed_subject") { $0.claims["sub"] = .string("") },
        Lie("a subject of 256 characters", "malformed_subject") {
            $0.claims["sub"] = .string(String(repeating: "a", count: 256))
        },
        Lie("a subject that is not ASCII", "malformed_subject") { $0.claims["sub"] = .string("account-７") },
        Lie("a subject with a line break", "malformed_subject") { $0.claims["sub"] = .string("a\nb") },
        Lie("a number as subject", "malformed_subject") { $0.claims["sub"] = .integer(7) },
    ]

    static let inCallback: [Lie] = [
        Lie("another iss parameter", "wrong_iss_parameter") {
            $0.callback.append(("iss", "https://id.example.net"))
        },
        Lie("the iss parameter with a slash", "wrong_iss_parameter") {
            $0.callback.append(("iss", "https://id.example.com/"))
        },
        Lie("no iss parameter though there has to be one", "missing_iss_parameter") {
            $0.discovery["authorization_response_iss_parameter_supported"] = .bool(true)
        },
        Lie("an error of another issuer", "wrong_iss_parameter") {
            $0.callback = [("error", "access_denied"), ("iss", "https://id.example.net")]
        },
        Lie("code and error", "code_and_error") { $0.callback.append(("error", "access_denied")) },
        Lie("neither code nor error", "missing_code") { $0.callback = [] },
        Lie("two codes", "repeated_parameter") { $0.callback.append(("code", "another")) },
        Lie("two issuers in the callback", "repeated_parameter") {
            $0.callback += [("iss", "https://id.example.com"), ("iss", "https://id.example.com")]
        },
        Lie("a code with a line break", "malformed_code") { $0.callback = [("code", "a\r\nb")] },
        Lie("a code of 5,000 characters", "malformed_code") {
            $0.callback = [("code", String(repeating: "a", count: 5_000))]
        },
        Lie("an error that is registered", "invalid_scope") { $0.callback = [("error", "invalid_scope")] },
        Lie("an error that nobody has registered", "unregistered_error") {
            $0.callback = [("error", "<script>alert(1)</script>")]
        },
    ]

    static let atTokenEndpoint: [Lie] = [
        Lie("a token of type mac", "wrong_token_type") { $0.tokenAnswer["token_type"] = .string("mac") },
        Lie("a token of no type", "wrong_token_type") { $0.tokenAnswer["token_type"] = .null },
        Lie("no access token", "malformed_token_answer") { $0.tokenAnswer["access_token"] = .null },
        Lie("an access token with a line break", "malformed_token_answer") {
            $0.tokenAnswer["access_token"] = .string("a\r\nX-Role: admin")
        },
        Lie("an access token of 20,000 bytes", "malformed_token_answer") {
            $0.tokenAnswer["access_token"] = .string(String(repeating: "a", count: 20_000))
        },
        Lie("a life that is below nothing", "malformed_token_answer") { $0.tokenAnswer["expires_in"] = .integer(-1) },
        Lie("no ID token", "missing_id_token") { $0.forged = { _, _ in nil } },
        Lie("an ID token that is an object", "malformed_token_answer") {
            $0.tokenAnswer["id_token"] = .object(JSON.object([:]))
        },
        Lie("an error with status 200", "code_refused") { $0.tokenAnswer["error"] = .string("invalid_grant") },
        Lie("a code that is refused", "code_refused") {
            $0.tokenStatus = 400
            $0.tokenAnswer = ["error": .string("invalid_grant")]
        },
        Lie("a secret that is refused", "client_refused") {
            $0.tokenStatus = 401
            $0.tokenAnswer = ["error": .string("invalid_client")]
        },
        Lie("tokens with status 201", "unexpected_status") { $0.tokenStatus = 201 },
        Lie("tokens by redirect", "redirected") {
            $0.instead["https://id.example.com/token"] = .success(
                FetchedDocument(status: 308, fields: [("location", "https://evil.example.net/token")]))
        },
        Lie("a page instead of tokens", "malformed_token_answer") {
            $0.instead["https://id.example.com/token"] = .success(.html)
        },
        Lie("5 MB of tokens", "answer_too_large") {
            $0.instead["https://id.example.com/token"] = .failure(.tooLarge(limit: 262_144))
        },
    ]
}
