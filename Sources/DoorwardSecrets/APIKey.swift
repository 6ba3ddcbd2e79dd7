/// A user's API key: `dwk_`, 43 base62 characters (32 random bytes, big-endian), and 6 base62 characters that are the
/// CRC-32 of all before them.
///
/// The prefix lets scanners recognise a leaked key, the checksum lets them and the gate tell a key from a look-alike
/// without asking a database. It prints `<redacted>`.
public struct APIKey: Sendable {
    /// What every key starts with.
    public static let prefix = "dwk_"
    /// The number of characters of every key.
    public static let length = 53
    private static let secretDigits = 43
    private static let checksumDigits = 6
    private let secret: Secret

    private init(_ secret: Secret) { self.secret = secret }

    /// Makes a key out of 32 random bytes.
    public static func generate(using random: inout some RandomNumberGenerator) -> APIKey {
        var raw = SecretGenerator.randomBytes(32, using: &random)
        defer { SystemMemory.wipe(&raw) }
        // 43 digits hold 256 bits and 6 digits hold 32, so neither encoding can fail.
        var text = Array(prefix.utf8) + (Base62.encode(raw, width: secretDigits) ?? [])
        defer { SystemMemory.wipe(&text) }
        text += text.withUnsafeBytes { checksum(of: $0) }
        return APIKey(Secret(text))
    }

    /// Reads a key; `nil` when prefix, length, a character or the checksum is wrong.
    public init?(parsing bytes: UnsafeRawBufferPointer) {
        guard Self.isWellFormed(bytes) else { return nil }
        secret = Secret(bytes)
    }

    /// Reads a key; `nil` when prefix, length, a character or the checksum is wrong.
    public init?(parsing text: String) {
        var text = text
        guard let key = text.withUTF8({ APIKey(parsing: UnsafeRawBufferPointer($0)) }) else { return nil }
        self = key
    }

    /// The key itself, to be shown once to whom it is issued.
    public var text: String { secret.revealUTF8() ?? "" }

    /// The SHA-256 of the whole text.
    public var digest: SecretDigest { secret.digest }

    /// The first 8 characters: enough to recognise the key, too little to use it.
    public var hint: String { secret.withUnsafeBytes { String(decoding: $0.prefix(8), as: UTF8.self) } }

    /// Whether the bytes have a key's prefix, length, characters and checksum. Allocates nothing.
    static func isWellFormed(_ bytes: UnsafeRawBufferPointer) -> Bool {
        guard bytes.count == length, bytes.starts(with: prefix.utf8),
            bytes.dropFirst(prefix.utf8.count).allSatisfy(Base62.isDigit)
        else { return false }
        var rest = CRC32.checksum(UnsafeRawBufferPointer(rebasing: bytes.dropLast(checksumDigits)))
        for digit in bytes.suffix(checksumDigits).reversed() {
            guard digit == Base62.alphabet[Int(rest % 62)] else { return false }
            rest /= 62
        }
        return true
    }

    private static func checksum(of bytes: UnsafeRawBufferPointer) -> [UInt8] {
        let value = CRC32.checksum(bytes).bigEndian
        return Base62.encode(withUnsafeBytes(of: value) { Array($0) }, width: checksumDigits) ?? []
    }
}

extension APIKey: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    public var description: String { "<redacted>" }
    public var debugDescription: String { "<redacted>" }
    public var customMirror: Mirror { Mirror(self, children: [Mirror.Child]()) }
}
