public import DoorwardJOSE
public import DoorwardSecrets

/// Values that mean something to the store only: a prefix that says what they are, and 32 bytes in base64url.
public enum OpaqueToken: String, Sendable {
    case code = "dwc_"
    case refreshToken = "dwr_"
    case signIn = "dwf_"
    case clientSecret = "dwcs_"
    /// By which a client may change its registration (RFC 7592 §3).
    case registration = "dwra_"
    case deviceCode = "dwd_"
    /// Of a pushed request (RFC 9126 §2.2); the prefix is the one that the RFC registers.
    case requestURI = "urn:ietf:params:oauth:request_uri:"

    /// Makes a value out of 32 random bytes.
    public func make(_ random: @Sendable (Int) -> [UInt8]) -> String { rawValue + Base64URL.encode(random(32)) }

    /// What the store knows a value by; nil when it is not of this kind and length, so that it cannot be known.
    public func digest(of text: String) -> SecretDigest? {
        let utf8 = text.utf8
        guard utf8.count == rawValue.utf8.count + 43, utf8.starts(with: rawValue.utf8) else { return nil }
        return Self.digest(of: text)
    }

    /// The SHA-256 of the whole text.
    public static func digest(of text: String) -> SecretDigest {
        var text = text
        return text.withUTF8 { SecretDigest(hashing: UnsafeRawBufferPointer($0)) }
    }

    /// The refresh token that follows one: derived from it, so that asking again gives the same one and nothing but
    /// digests is kept.
    public static func successor(of refreshToken: String, key: DerivedKey) -> String {
        OpaqueToken.refreshToken.rawValue + Base64URL.encode(key.hmac(Array(refreshToken.utf8)))
    }
}
