/// A secret value: an API key, a password, a token.
///
/// It prints `<redacted>` however it is printed, and cannot be encoded, hashed or compared: comparing goes through
/// ``digest``, whose `==` takes the same time whatever differs. Its memory is overwritten when the last copy goes away;
/// till then it is kept out of swap and core dumps, where the system lets it. A text made of it is not.
public struct Secret: Sendable {
    private let storage: SecretStorage

    /// Keeps a copy of the bytes.
    public init(_ bytes: [UInt8]) {
        self.storage = bytes.withUnsafeBytes { SecretStorage(copying: $0) }
    }

    /// Keeps a copy of the bytes of a buffer.
    public init(_ bytes: UnsafeRawBufferPointer) {
        self.storage = SecretStorage(copying: bytes)
    }

    /// Keeps the UTF-8 bytes of a text.
    public init(utf8 text: String) {
        var text = text
        self.storage = text.withUTF8 { SecretStorage(copying: UnsafeRawBufferPointer($0)) }
    }

    /// The number of bytes.
    public var count: Int { storage.bytes.count }

    /// Lends the bytes; the buffer must not outlive the call.
    public func withUnsafeBytes<R, E: Error>(_ body: (UnsafeRawBufferPointer) throws(E) -> R) throws(E) -> R {
        defer { withExtendedLifetime(storage) {} }
        return try body(UnsafeRawBufferPointer(storage.bytes))
    }

    /// The value as text, or `nil` when its bytes are not UTF-8. The name makes the places that show a secret findable.
    public func revealUTF8() -> String? {
        withUnsafeBytes { String(validating: $0, as: UTF8.self) }
    }

    /// The SHA-256 of the bytes.
    public var digest: SecretDigest { withUnsafeBytes { SecretDigest(hashing: $0) } }

    /// The first 8 hexadecimal digits of the SHA-256: a name for the secret that may be shown.
    public var fingerprint: String { digest.fingerprint }

    /// How hard the value is to guess.
    public var strength: SecretStrength { withUnsafeBytes { SecretStrength(of: $0) } }

    /// Whether the bytes can be sent as a header's value: printable ASCII, no white space at either end
    /// (RFC 9110 §5.5).
    public var fitsInHeader: Bool {
        withUnsafeBytes { bytes in
            guard let first = bytes.first, let last = bytes.last, first != 0x20, last != 0x20 else { return false }
            return bytes.allSatisfy { (0x20...0x7E).contains($0) }
        }
    }
}

extension Secret: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    public var description: String { "<redacted>" }
    public var debugDescription: String { "<redacted>" }
    public var customMirror: Mirror { Mirror(self, children: [Mirror.Child]()) }
}
