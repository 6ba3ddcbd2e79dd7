public import DoorwardSecrets

/// What people read on a device and type in a browser (RFC 8628 §6.1): eight consonants, which spell no words, shown in
/// two groups: `WDJB-MJHT`.
///
/// There are 20^8 of them, about 34 bits: enough only because wrong ones are counted and each lives for minutes (§5.1).
public struct UserCode: Sendable, Hashable {
    /// The letters, in the order of their value.
    static let alphabet = Array("BCDFGHJKLMNPQRSTVWXZ".utf8)
    static let length = 8

    /// Eight letters in upper case: what is kept and compared.
    public let canonical: String

    /// Reads what somebody typed, in any case, whatever stands between the letters (RFC 8628 §6.1).
    ///
    /// nil when it has other letters or digits, not eight letters, or more than 64 bytes.
    public init?(_ text: String) {
        guard text.utf8.count <= 64 else { return nil }
        var letters: [UInt8] = []
        for byte in text.utf8 {
            let letter = (0x61...0x7A).contains(byte) ? byte - 0x20 : byte
            if Self.alphabet.contains(letter) {
                letters.append(letter)
            } else if (0x41...0x5A).contains(letter) || (0x30...0x39).contains(byte) {
                return nil
            }
        }
        guard letters.count == Self.length else { return nil }
        canonical = String(decoding: letters, as: UTF8.self)
    }

    /// Makes one out of 8 random bytes. 2^64 is so much larger than 20^8 that each is as likely as any other, to one part
    /// in 10^8.
    public static func make(_ random: @Sendable (Int) -> [UInt8]) -> UserCode {
        var number = random(8).reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        var letters: [UInt8] = []
        for _ in 0..<length {
            letters.append(alphabet[Int(number % UInt64(alphabet.count))])
            number /= UInt64(alphabet.count)
        }
        return UserCode(letters: letters)
    }

    private init(letters: [UInt8]) { canonical = String(decoding: letters, as: UTF8.self) }

    /// As people see it: `XXXX-XXXX`.
    public var shown: String { "\(canonical.prefix(4))-\(canonical.suffix(4))" }

    /// What the store knows it by.
    public var digest: SecretDigest { SecretDigest(hashing: Array(canonical.utf8)) }
}
