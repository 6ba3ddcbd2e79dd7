import Crypto
import CryptoExtras
import DoorwardJOSE
import DoorwardSecrets

/// A password as it is kept: `$scrypt$ln=17,r=8,p=1$salt$hash`, a PHC string with salt and hash in base64 without
/// padding (PHC string format; scrypt is RFC 7914).
public struct PasswordHash: Sendable, Equatable {
    /// The longest password, in bytes of UTF-8.
    public static let longestPassword = 1024
    /// The number of bytes of salts and hashes that are made.
    public static let saltSize = 16
    static let hashSize = 32

    public let cost: ScryptCost
    private let salt: [UInt8]
    private let digest: SecretDigest
    private let hash: [UInt8]

    /// Hashes a password; takes as long as `cost` says, so not on an event loop.
    ///
    /// - Parameter salt: ``saltSize`` random bytes.
    /// - Returns: nil for an empty password, one over ``longestPassword``, or when memory is short.
    public init?(password: [UInt8], salt: [UInt8], cost: ScryptCost) {
        guard (8...64).contains(salt.count),
            let hash = Self.derive(password, salt: salt, cost: cost, size: Self.hashSize)
        else { return nil }
        self.init(cost: cost, salt: salt, hash: hash)
    }

    /// Reads a PHC string; nil for anything but the one way in which ``text`` writes it.
    public init?(parsing text: String) {
        let parts = text.split(separator: "$", omittingEmptySubsequences: false)
        guard text.utf8.count <= 256, parts.count == 5, parts[0].isEmpty, parts[1] == "scrypt",
            let cost = Self.cost(parts[2]), let salt = Self.base64(parts[3]), (8...64).contains(salt.count),
            let hash = Self.base64(parts[4]), (16...64).contains(hash.count)
        else { return nil }
        self.init(cost: cost, salt: salt, hash: hash)
    }

    private init(cost: ScryptCost, salt: [UInt8], hash: [UInt8]) {
        self.cost = cost
        self.salt = salt
        self.hash = hash
        digest = SecretDigest(hashing: hash)
    }

    /// The PHC string.
    public var text: String {
        "$scrypt$ln=\(cost.logN),r=\(cost.r),p=\(cost.p)$\(Self.base64(salt))$\(Self.base64(hash))"
    }

    /// Whether this is the hash of a password. Takes as long as the cost says; the comparison tells nothing.
    public func isOf(_ password: [UInt8]) -> Bool {
        guard let hash = Self.derive(password, salt: salt, cost: cost, size: hash.count) else { return false }
        return SecretDigest(hashing: hash) == digest
    }

    /// Whether it was made at another cost, so that the next right password should be hashed anew.
    public func needsUpgrade(to wanted: ScryptCost) -> Bool { cost != wanted || hash.count != Self.hashSize }

    private static func derive(_ password: [UInt8], salt: [UInt8], cost: ScryptCost, size: Int) -> [UInt8]? {
        guard !password.isEmpty, password.count <= longestPassword else { return nil }
        let key = try? KDF.Scrypt.deriveKey(
            from: password, salt: salt, outputByteCount: size, rounds: 1 << cost.logN, blockSize: cost.r,
            parallelism: cost.p)
        return key?.withUnsafeBytes { Array($0) }
    }

    private static func cost(_ text: Substring) -> ScryptCost? {
        let names = ["ln=", "r=", "p="]
        let parts = text.split(separator: ",", omittingEmptySubsequences: false)
        guard parts.count == names.count else { return nil }
        var numbers: [Int] = []
        for (part, name) in zip(parts, names) {
            let digits = part.dropFirst(name.count)
            guard part.hasPrefix(name), (1...2).contains(digits.utf8.count), digits.first != "0",
                digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let number = Int(digits)
            else { return nil }
            numbers.append(number)
        }
        return ScryptCost(logN: numbers[0], r: numbers[1], p: numbers[2])
    }

    /// Base64 and base64url differ in two characters.
    private static func base64(_ bytes: [UInt8]) -> String {
        let letters = Base64URL.encode(bytes).utf8.map { letter -> UInt8 in
            switch letter {
            case UInt8(ascii: "-"): UInt8(ascii: "+")
            case UInt8(ascii: "_"): UInt8(ascii: "/")
            default: letter
            }
        }
        return String(decoding: letters, as: UTF8.self)
    }

    private static func base64(_ text: Substring) -> [UInt8]? {
        guard !text.utf8.contains(where: { $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "_") }) else { return nil }
        let letters = text.utf8.map { letter -> UInt8 in
            switch letter {
            case UInt8(ascii: "+"): UInt8(ascii: "-")
            case UInt8(ascii: "/"): UInt8(ascii: "_")
            default: letter
            }
        }
        return Base64URL.decode(String(decoding: letters, as: UTF8.self))
    }
}

extension PasswordHash: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    public var description: String { "<redacted>" }
    public var debugDescription: String { "<redacted>" }
    public var customMirror: Mirror { Mirror(self, children: [Mirror.Child]()) }
}
