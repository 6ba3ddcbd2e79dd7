/// Why something could not be sealed or opened; never what it holds.
public enum SealingError: Error, Equatable, Sendable, CustomStringConvertible {
    /// The master secret is too short to derive keys from; sizes in bytes.
    case masterTooShort(count: Int, minimum: Int)
    /// The sealed bytes end before they hold a version, a nonce and a tag.
    case truncated(count: Int)
    /// The first byte names a version that is not known.
    case unknownVersion(UInt8)
    /// The master secret, the context or the bytes are not those it was sealed with.
    case notAuthentic
    /// The bytes could not be encrypted.
    case sealingFailed

    public var description: String {
        switch self {
        case .masterTooShort(let count, let minimum):
            "the master secret has \(count) bytes; at least \(minimum) are needed"
        case .truncated(let count): "the sealed value has only \(count) bytes; it was cut off"
        case .unknownVersion(let version): "the sealed value has version \(version); this program knows version 1"
        case .notAuthentic: "the sealed value was made with another master secret or context, or was changed"
        case .sealingFailed: "the value could not be sealed"
        }
    }
}
