/// What an ``APIKeyRing`` says about a presented key.
public enum APIKeyVerdict: Sendable, Equatable {
    /// The key is live.
    case accepted(APIKeyRecord)
    /// It looks like a key, but was not issued here.
    case unknown
    /// It was issued here and its time is over.
    case expired(APIKeyRecord)
    /// It was issued here and taken back.
    case revoked(APIKeyRecord)
    /// It is not a key: wrong prefix, length, character or checksum.
    case malformed
}
