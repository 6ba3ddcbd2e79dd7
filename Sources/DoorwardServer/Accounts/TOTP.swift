import Crypto
import DoorwardJOSE

/// One-time passwords by the clock (RFC 6238): HMAC-SHA-1, six digits, steps of 30 seconds, which is what every
/// authenticator app can do.
public enum TOTP {
    /// The number of bytes of a new key: as many as SHA-1 gives (RFC 4226 §4, R6).
    public static let keySize = 20
    static let period: Int64 = 30
    static let digits = 6

    /// The time step of a moment in Unix seconds (RFC 6238 §4.2).
    public static func step(at now: Int64) -> Int64 { max(0, now) / period }

    /// The code of a time step (RFC 4226 §5.3).
    public static func code(key: [UInt8], step: Int64) -> String {
        let counter = (0..<8).map { UInt8(truncatingIfNeeded: step >> (56 - 8 * Int64($0))) }
        let mac = Array(HMAC<Insecure.SHA1>.authenticationCode(for: counter, using: SymmetricKey(data: key)))
        let offset = Int((mac.last ?? 0) & 15)
        let value = mac[offset..<(offset + 4)].reduce(UInt32(0)) { $0 << 8 | UInt32($1) } & 0x7FFF_FFFF
        let number = String(value % 1_000_000)
        return String(repeating: "0", count: digits - number.count) + number
    }

    /// The time step whose code was typed: the present one, or one before or after for clocks that differ (RFC 6238
    /// §5.2). Nil for anything else. Whether the step was used before is for the store to say.
    public static func step(of typed: String, key: [UInt8], now: Int64) -> Int64? {
        let typed = typed.filter { !$0.isWhitespace }
        guard typed.utf8.count == digits, typed.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
        let present = step(at: now)
        var found: Int64?
        // All three are computed and compared, so that the time does not tell which one it was.
        for step in max(0, present - 1)...(present + 1) where ConstantTime.areEqual(typed, code(key: key, step: step)) {
            found = step
        }
        return found
    }

    /// The key as people type it: base32 in groups of four.
    public static func readable(key: [UInt8]) -> String {
        let letters = Array(Base32.encode(key))
        return stride(from: 0, to: letters.count, by: 4)
            .map { String(letters[$0..<min($0 + 4, letters.count)]) }.joined(separator: " ")
    }

    /// The address that authenticator apps read, also from a QR code (the `otpauth` key URI format).
    ///
    /// - Parameters:
    ///   - issuer: the service's name.
    ///   - account: the user's name.
    public static func uri(key: [UInt8], issuer: String, account: String) -> String {
        let issuer = percentEncoded(issuer.filter { $0 != ":" })
        return "otpauth://totp/\(issuer):\(percentEncoded(account))?secret=\(Base32.encode(key))&issuer=\(issuer)"
            + "&algorithm=SHA1&digits=\(digits)&period=\(period)"
    }

    /// All but unreserved characters as `%XX` (RFC 3986 §2.3).
    private static func percentEncoded(_ text: String) -> String {
        let hexadecimal = Array("0123456789ABCDEF".utf8)
        var bytes: [UInt8] = []
        for byte in text.utf8.prefix(300) {
            switch byte {
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x5F, 0x7E: bytes.append(byte)
            default: bytes += [UInt8(ascii: "%"), hexadecimal[Int(byte >> 4)], hexadecimal[Int(byte & 15)]]
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
