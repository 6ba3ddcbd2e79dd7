import Testing

@testable import DoorwardJOSE

@Suite("The examples of the RFCs")
struct RFCExampleTests {
    struct Example: CustomTestStringConvertible, Sendable {
        let name: String
        let key: String
        let algorithm: SignatureAlgorithm
        let token: String
        let payload: String
        var testDescription: String { name }
    }

    private static let joe = "{\"iss\":\"joe\",\r\n \"exp\":1300819380,\r\n \"http://example.com/is_root\":true}"
    private static let joeText =
        "eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ"

    static let examples = [
        Example(
            name: "RFC 7515 A.2, RS256",
            key: #"{"kty":"RSA","n":"ofgWCuLjybRlzo0tZWJjNiuSfb4p4fAkd_wWJcyQoTbji9k0l8W26mPddxHmfHQp-Vaw-4qPCJrcS2mJ"#
                + "PMEzP1Pt0Bm4d4QlL-yRT-SFd2lZS-pCgNMsD1W_YpRPEwOWvG6b32690r2jZ47soMZo9wGzjb_7OMg0LOL-bSf63kpaSHSXndS5"
                + "z5rexMdbBYUsLA9e-KXBdQOS-UTo7WTBEMa2R2CapHg665xsmtdVMTBQY4uDZlxvb3qCo5ZwKh9kG4LT6_I5IhlJH7aGhyxXFvUK"
                + #"-DWNmoudF8NAco9_h9iaGNj8q2ethFkMLs91kzk2PAcDTW9gb54h4FRWyuXpoQ","e":"AQAB"}"#,
            algorithm: .rs256,
            token: "eyJhbGciOiJSUzI1NiJ9.\(joeText)."
                + "cC4hiUPoj9Eetdgtv3hF80EGrhuB__dzERat0XF9g2VtQgr9PJbu3XOiZj5RZmh7AAuHIm4Bh-0Qc_lF5YKt_O8W2Fp5jujGbds9"
                + "uJdbF9CUAr7t1dnZcAcQjbKBYNX4BAynRFdiuB--f_nZLgrnbyTyWzO75vRK5h6xBArLIARNPvkSjtQBMHlb1L07Qe7K0GarZRmB"
                + "_eSN9383LcOLn6_dO--xi12jzDwusC-eOkHWEsqtFZESc6BfI7noOPqvhJ1phCnvWh6IeYI2w9QOYEUipUTI8np6LbgGY9Fs98rq"
                + "Vt5AXLIhWkWywlVmtVrBp0igcN_IoypGlUPQGe77Rw",
            payload: joe),
        Example(
            name: "RFC 7515 A.3, ES256", key: #"{"kty":"EC","crv":"P-256",\#(JSONWebKeyTests.point)}"#,
            algorithm: .es256,
            token: "eyJhbGciOiJFUzI1NiJ9.\(joeText)."
                + "DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q",
            payload: joe),
        Example(
            name: "RFC 7515 A.4, ES512",
            key: #"{"kty":"EC","crv":"P-521","x":"AekpBQ8ST8a8VcfVOTNl353vSrDCLLJXmPk06wTjxrrjcBpXp5EOnYG_NjFZ6OvLFV"#
                + #"1jSfS9tsz4qUxcWceqwQGk","y":"ADSmRA43Z1DSNx_RvcLI87cdL07l6jQyyBXMoxVg_l2Th-x3S1WDhjDly79ajL4K"#
                + #"kd0AZMaZmh9ubmf63e3kyMj2"}"#,
            algorithm: .es512,
            token: "eyJhbGciOiJFUzUxMiJ9.UGF5bG9hZA."
                + "AdwMgeerwtHoh-l192l60hp9wAHZFVJbLfD_UxMi70cwnZOYaRI1bKPWROc-mZZqwqT2SI-KGDKB34XO0aw_7XdtAG8GaSwFKdCA"
                + "PZgoXD2YBJZCPEX3xKpRwcdOO8KpEHwJjyqOgzDO7iKvU8vcnwNrmxYbSW9ERBXukOXolLzeO_Jn",
            payload: "Payload"),
        Example(
            name: "RFC 8037 A.4, EdDSA", key: "{\(JSONWebKeyTests.edwards)}", algorithm: .edDSA,
            token: "eyJhbGciOiJFZERTQSJ9.RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmc."
                + "hgyY0il_MGCjP0JzlnLWG1PPOt7-09PGcvMg3AIbQR6dWbhijcNR4ki4iylGjg5BhVsPt9g7sVvpAr_MuM0KAg",
            payload: "Example of Ed25519 signing"),
    ]

    private func verifier(_ example: Example, allowing algorithms: Set<SignatureAlgorithm>) throws -> TokenVerifier {
        let key = try JSONWebKey(parsing: Array(example.key.utf8))
        let policy = VerificationPolicy(issuer: "joe", audiences: ["any"], type: nil, algorithms: algorithms)
        return TokenVerifier(keys: JSONWebKeySet([key]), policy: policy)
    }

    @Test("An example verifies and holds the payload printed there", arguments: examples)
    func verifies(example: Example) throws {
        let verifier = try verifier(example, allowing: [example.algorithm])
        #expect(try verifier.signedText(of: example.token) == example.payload)
    }

    @Test("An example does not verify when its algorithm is not allowed", arguments: examples)
    func notAllowed(example: Example) throws {
        let others = Set(SignatureAlgorithm.allCases).subtracting([example.algorithm])
        let verifier = try verifier(example, allowing: others)
        let error = failure { () throws(JOSEError) in _ = try verifier.signedText(of: example.token) }
        #expect(error == .algorithmNotAllowed(example.algorithm))
    }

    @Test("An example with one bit of its signature or payload turned does not verify", arguments: examples)
    func changed(example: Example) throws {
        let verifier = try verifier(example, allowing: [example.algorithm])
        let parts = example.token.split(separator: ".").map(String.init)
        for part in [1, 2] {
            let bytes = try #require(Base64URL.decode(parts[part]))
            for place in stride(from: 0, to: bytes.count, by: 7) {
                var changed = bytes
                changed[place] ^= 1
                var token = parts
                token[part] = Base64URL.encode(changed)
                let text = token.joined(separator: ".")
                let error = failure { () throws(JOSEError) in _ = try verifier.signedText(of: text) }
                #expect(error == .invalidSignature)
            }
        }
    }

    @Test("As an access token the example of RFC 7515 A.3 is refused for what it lacks")
    func notAnAccessToken() throws {
        let verifier = try verifier(Self.examples[1], allowing: [.es256])
        let error = failure { () throws(JOSEError) in
            _ = try verifier.verify(Self.examples[1].token, now: 1_300_819_000)
        }
        #expect(error == .missingClaim("aud"))
    }
}
