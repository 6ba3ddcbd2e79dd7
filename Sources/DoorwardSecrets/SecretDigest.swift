internal import Crypto

/// The SHA-256 of a secret, 32 bytes held in place; what stores keep and gates compare.
///
/// `==` looks at all the bytes whatever differs. It prints the fingerprint only.
public struct SecretDigest: Sendable, Hashable {
    /// The digest as four words in memory order.
    let words: (UInt64, UInt64, UInt64, UInt64)

    /// Hashes the bytes of a secret.
    public init(hashing bytes: UnsafeRawBufferPointer) {
        var hash = SHA256()
        hash.update(bufferPointer: bytes)
        words = hash.finalize().withUnsafeBytes { Self.load($0) }
    }

    /// Hashes the bytes of a secret.
    public init(hashing bytes: [UInt8]) {
        self = bytes.withUnsafeBytes { SecretDigest(hashing: $0) }
    }

    /// Takes a digest that was computed before, or `nil` when it is not 32 bytes.
    public init?(bytes: some Collection<UInt8>) {
        guard bytes.count == 32 else { return nil }
        words = Array(bytes).withUnsafeBytes { Self.load($0) }
    }

    /// The 32 bytes.
    public var bytes: [UInt8] { withUnsafeBytes(of: words) { Array($0) } }

    /// The first 8 hexadecimal digits: a name for the secret that may be shown.
    public var fingerprint: String { Hexadecimal.encode(bytes.prefix(4)) }

    private static func load(_ bytes: UnsafeRawBufferPointer) -> (UInt64, UInt64, UInt64, UInt64) {
        (
            bytes.loadUnaligned(fromByteOffset: 0, as: UInt64.self),
            bytes.loadUnaligned(fromByteOffset: 8, as: UInt64.self),
            bytes.loadUnaligned(fromByteOffset: 16, as: UInt64.self),
            bytes.loadUnaligned(fromByteOffset: 24, as: UInt64.self)
        )
    }

    /// Zero when both are the same, any other number when not; no branch on the way.
    @inline(__always)
    func difference(from other: SecretDigest) -> UInt64 {
        (words.0 ^ other.words.0) | (words.1 ^ other.words.1) | (words.2 ^ other.words.2) | (words.3 ^ other.words.3)
    }

    public static func == (left: SecretDigest, right: SecretDigest) -> Bool { left.difference(from: right) == 0 }

    public func hash(into hasher: inout Hasher) { hasher.combine(words.0) }
}

extension SecretDigest: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    public var description: String { "sha256:\(fingerprint)…" }
    public var debugDescription: String { description }
    public var customMirror: Mirror { Mirror(self, children: ["fingerprint": fingerprint]) }
}
