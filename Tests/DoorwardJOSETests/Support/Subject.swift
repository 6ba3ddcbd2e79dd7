@testable import DoorwardJOSE

/// The issuer, the audience and the time that most tests speak of.
enum Subject {
    static let issuer = "https://door.example.com"
    static let audience = "https://api.example.com"
    static let keyID = "k1"
    static let now: Int64 = 1_700_000_000
    static let header = #"{"alg":"ES256","kid":"k1","typ":"at+jwt"}"#
    static let payload = payload(replacing: "", with: "")

    /// Good claims with one thing changed.
    static func payload(replacing part: String, with replacement: String) -> String {
        let claims = """
            {"iss":"\(issuer)","sub":"user-1","aud":"\(audience)","client_id":"client-1","scope":"read write",\
            "iat":\(now),"exp":\(now + 600),"jti":"token-1"}
            """
        return part.isEmpty ? claims : claims.replacingOccurrences(of: part, with: replacement)
    }

    static func policy(_ algorithms: Set<SignatureAlgorithm> = [.es256]) -> VerificationPolicy {
        .accessToken(issuer: issuer, audience: audience, algorithms: algorithms)
    }

    /// A verifier that knows the P-256 key of the forge as `k1`.
    static func verifier() throws -> TokenVerifier {
        TokenVerifier(keys: JSONWebKeySet([try Forge.p256.publicKey(keyID: keyID)]), policy: policy())
    }
}

extension String {
    /// Foundation's, without needing Foundation in every test.
    func replacingOccurrences(of part: String, with replacement: String) -> String {
        split(separator: part, omittingEmptySubsequences: false).joined(separator: replacement)
    }
}

extension TokenVerifier {
    /// The payload when header and signature are right, whatever it says.
    func signedText(of token: String) throws(JOSEError) -> String {
        var token = token
        let result = token.withUTF8 { bytes in
            Result { () throws(JOSEError) in try signedContent(of: UnsafeRawBufferPointer(bytes)).payload }
        }
        return String(decoding: try result.get(), as: UTF8.self)
    }
}

/// The error that a call throws, for tables of them.
func failure(_ body: () throws(JOSEError) -> Void) -> JOSEError? {
    do throws(JOSEError) {
        try body()
        return nil
    } catch {
        return error
    }
}
