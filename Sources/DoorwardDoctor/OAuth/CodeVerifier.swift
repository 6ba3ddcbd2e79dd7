internal import Crypto
internal import DoorwardJOSE

/// PKCE's secret and its challenge by S256 (RFC 7636 sections 4.1 and 4.2).
struct CodeVerifier: Sendable {
    let text: String

    /// Makes one of 32 random bytes.
    init(random: [UInt8]) { text = Base64URL.encode(random) }

    init(text: String) { self.text = text }

    var challenge: String { Base64URL.encode(Array(SHA256.hash(data: Array(text.utf8)))) }
}
