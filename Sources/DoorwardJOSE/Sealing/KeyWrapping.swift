import Crypto

/// Seals private keys for storage: AES-256-GCM under a key derived from a master secret (NIST SP 800-38D, RFC 5869).
///
/// A sealed value is a version byte (1), a random nonce of 12 bytes, the ciphertext and a tag of 16. The version and
/// the context given when sealing are authenticated, so a value cannot be moved to where another belongs.
public struct KeyWrapping: Sendable {
    private static let version: UInt8 = 1
    private static let overhead = 1 + 12 + 16
    private let key: DerivedKey

    /// - Parameter context: names the purpose of the key that is derived.
    /// - Throws: `SealingError.masterTooShort` for a master secret of fewer than 32 bytes.
    public init(master: [UInt8], context: String) throws(SealingError) {
        key = try DerivedKey(master: master, use: "seal", context: context)
    }

    /// Encrypts and authenticates the bytes together with a context, such as the identifier they are stored under.
    /// - Throws: `SealingError.sealingFailed`.
    public func seal(_ bytes: [UInt8], authenticating context: String) throws(SealingError) -> [UInt8] {
        guard let box = try? AES.GCM.seal(bytes, using: key.key, authenticating: Self.associated(context)),
            let combined = box.combined
        else { throw .sealingFailed }
        return [Self.version] + combined
    }

    /// The bytes that were sealed with the same master secret and context.
    /// - Throws: `SealingError.truncated`, `.unknownVersion` or `.notAuthentic`.
    public func open(_ sealed: [UInt8], authenticating context: String) throws(SealingError) -> [UInt8] {
        guard let version = sealed.first, sealed.count >= Self.overhead else { throw .truncated(count: sealed.count) }
        guard version == Self.version else { throw .unknownVersion(version) }
        guard let box = try? AES.GCM.SealedBox(combined: sealed.dropFirst()),
            let bytes = try? AES.GCM.open(box, using: key.key, authenticating: Self.associated(context))
        else { throw .notAuthentic }
        return Array(bytes)
    }

    private static func associated(_ context: String) -> [UInt8] { [version] + context.utf8 }
}
