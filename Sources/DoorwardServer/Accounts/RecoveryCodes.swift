public import DoorwardSecrets

/// Codes that stand in for the second factor when it is lost, each good for one sign-in: 16 characters, 80 random bits,
/// so that a plain digest of them may be kept.
public enum RecoveryCodes {
    /// How many are made at a time.
    public static let count = 10

    /// New codes as they are shown, once: `abcd-efgh-ijkl-mnop`.
    public static func make(random: @Sendable (Int) -> [UInt8]) -> [String] {
        (0..<count).map { _ in
            let letters = Array(Base32.encode(random(10)).lowercased())
            return stride(from: 0, to: letters.count, by: 4)
                .map { String(letters[$0..<min($0 + 4, letters.count)]) }.joined(separator: "-")
        }
    }

    /// What is kept of a code, however it was typed: hyphens, spaces and capitals do not count. Nil for what cannot be
    /// a code.
    public static func digest(of typed: String) -> SecretDigest? {
        let letters = typed.lowercased().utf8.filter { $0 != UInt8(ascii: "-") && $0 != UInt8(ascii: " ") }
        let text = String(decoding: letters, as: UTF8.self)
        guard letters.count == 16, Base32.decode(text) != nil else { return nil }
        return SecretDigest(hashing: Array(text.utf8))
    }
}
