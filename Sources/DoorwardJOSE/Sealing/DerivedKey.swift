import Crypto

/// A 32-byte key for one purpose, derived from a master secret by HKDF-SHA256 (RFC 5869).
///
/// It prints `<redacted>`.
public struct DerivedKey: Sendable, CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// The fewest bytes of a master secret.
    public static let shortestMaster = 32
    private static let salt = Array("doorward key derivation v1".utf8)
    let key: SymmetricKey

    /// Derives the key of a purpose; different contexts give keys that tell nothing of each other.
    /// - Throws: `SealingError.masterTooShort` for a master secret of fewer than 32 bytes.
    public init(master: [UInt8], context: String) throws(SealingError) {
        try self.init(master: master, use: "hmac", context: context)
    }

    /// Derives a key for one use, so that one context never gives two algorithms the same key.
    init(master: [UInt8], use: String, context: String) throws(SealingError) {
        guard master.count >= Self.shortestMaster else {
            throw .masterTooShort(count: master.count, minimum: Self.shortestMaster)
        }
        key = HKDF<SHA256>.deriveKey(
            inputKeyMaterial: SymmetricKey(data: master), salt: Self.salt, info: Array("\(use)\0\(context)".utf8),
            outputByteCount: 32)
    }

    /// The HMAC-SHA256 of a message, 32 bytes (RFC 2104).
    public func hmac(_ message: [UInt8]) -> [UInt8] {
        Array(HMAC<SHA256>.authenticationCode(for: message, using: key))
    }

    /// Whether a code is the message's HMAC-SHA256; takes the same time wherever they differ.
    public func isValid(_ code: [UInt8], for message: [UInt8]) -> Bool {
        HMAC<SHA256>.isValidAuthenticationCode(code, authenticating: message, using: key)
    }

    public var description: String { "<redacted>" }
    public var debugDescription: String { "<redacted>" }
    public var customMirror: Mirror { Mirror(self, children: []) }
}
