import Crypto

/// A code verifier with its challenge (RFC 7636 §4.1, §4.2).
struct PKCEPair: Sendable {
    let verifier: String
    let challenge: String

    init(verifier: String = Canary.text("verifier", letters: 48)) {
        self.verifier = verifier
        challenge = Base64Text.encodeURL(SHA256.hash(data: Array(verifier.utf8)))
    }
}
