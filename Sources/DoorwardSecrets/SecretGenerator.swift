/// Makes new secrets.
public enum SecretGenerator {
    /// How the random bytes are written.
    public enum Format: String, Sendable, CaseIterable {
        /// Two lower-case hexadecimal digits a byte.
        case hex
        /// base64url without padding (RFC 4648 §5).
        case base64url
    }

    /// The numbers of random bytes that are allowed: 128 bits at least.
    public static let allowedBytes = 16...1024

    /// Makes a secret out of `bytes` random bytes.
    ///
    /// - Throws: ``SecretGeneratorError`` when `bytes` is outside ``allowedBytes``.
    public static func generate(
        bytes: Int = 32, format: Format = .hex, using random: inout some RandomNumberGenerator
    ) throws(SecretGeneratorError) -> Secret {
        guard allowedBytes.contains(bytes) else { throw .bytesOutOfRange(bytes) }
        var raw = randomBytes(bytes, using: &random)
        // A text that begins with a hyphen looks like an option on command lines; the next draw is as random.
        while format == .base64url, raw[0] >> 2 == 62 { raw = randomBytes(bytes, using: &random) }
        defer { SystemMemory.wipe(&raw) }
        switch format {
        case .hex: return Secret(utf8: Hexadecimal.encode(raw))
        case .base64url: return Secret(Base64.encode(raw, alphabet: .url, padded: false))
        }
    }

    static func randomBytes(_ count: Int, using random: inout some RandomNumberGenerator) -> [UInt8] {
        (0..<count).map { _ in UInt8.random(in: .min ... .max, using: &random) }
    }
}
