internal import Crypto
internal import CryptoExtras
internal import DoorwardJOSE
internal import DoorwardSecrets

/// A service account with a key of its own, from a file that the console made.
struct GoogleServiceAccount: Sendable {
    let file: String
    let email: String
    let keyID: String?
    let tokenAddress: GoogleAddress
    private let key: _RSA.Signing.PrivateKey

    /// Reads the members of a file of type `service_account` (Google's guide "Using OAuth 2.0 for Server to Server
    /// Applications").
    init(_ fields: GoogleFields) throws(SecretSourceError) {
        file = fields.file
        email = try fields.text("client_email", limit: 512)
        keyID = try fields.optionalText("private_key_id", limit: 256)
        tokenAddress = try fields.address("token_uri", default: GoogleCredentialFile.tokenAddress)
        let pem = try fields.lines("private_key")
        guard let key = try? _RSA.Signing.PrivateKey(pemRepresentation: pem) else {
            throw fields.wrong("private_key", "is not an RSA key of 2048 bits at least in PEM form")
        }
        self.key = key
    }

    /// The signed claims that are exchanged for an access token (RFC 7523 §2.1, §3), good for an hour from `time` on.
    func assertion(at time: Int64) throws(SecretSourceError) -> String {
        var header: [UInt8]
        if let keyID {
            header = JOSEObject(["alg": .string("RS256"), "typ": .string("JWT"), "kid": .string(keyID)]).encoded
        } else {
            header = JOSEObject(["alg": .string("RS256"), "typ": .string("JWT")]).encoded
        }
        let claims = JOSEObject([
            "iss": .string(email), "scope": .string(GoogleIdentity.scope), "aud": .string(tokenAddress.text),
            "iat": .integer(time), "exp": .integer(time + 3600),
        ]).encoded
        let message = Base64URL.encode(header) + "." + Base64URL.encode(claims)
        guard
            let signature = try? key.signature(
                for: SHA256.hash(data: Array(message.utf8)), padding: .insecurePKCS1v1_5)
        else { throw .denied(reason: "\(file): private_key cannot sign") }
        return message + "." + Base64URL.encode(Array(signature.rawRepresentation))
    }
}
