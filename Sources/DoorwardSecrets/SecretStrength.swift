/// An estimate of how hard a secret is to guess, from its bytes alone; on the low side when in doubt.
public struct SecretStrength: Sendable, Hashable {
    /// What the start refuses to go below.
    public static let requiredBits = 128

    /// What the value looks like.
    public enum Shape: String, Sendable {
        case decimal, hexadecimal, base64, text, binary
        /// A UUID, of which 122 bits at most are random (RFC 9562 §5.4).
        case uuid
    }

    /// What the length alone would give, were the value random: what the start goes by.
    public let lengthBits: Int
    /// The estimate in bits, patterns and words taken off.
    public let bits: Int
    /// What the value looks like.
    public let shape: Shape
    private let isTrivial: Bool

    /// Whether the value is too short for ``requiredBits``, or nothing but a repetition or a placeholder.
    public var isShort: Bool { lengthBits < Self.requiredBits || isTrivial }

    /// Why the secret is refused, as a phrase; `nil` when it is not.
    public var shortfall: String? {
        guard isShort else { return nil }
        let bits = min(bits, lengthBits)
        return "about \(bits) bits hard to guess; at least \(Self.requiredBits) are needed "
            + "('doorward secret generate' makes one)"
    }

    /// What is doubtful about a secret that is long enough, as a phrase: it does not look random.
    public var doubt: String? {
        guard !isShort, bits < Self.requiredBits else { return nil }
        return "long enough, but it looks typed rather than random; 'doorward secret generate' makes a good one"
    }

    /// Estimates the strength of the bytes; of `user:password` that of the password.
    public init(of bytes: UnsafeRawBufferPointer) {
        var bytes = UnsafeRawBufferPointer(rebasing: bytes.prefix(SecretPatterns.examined))
        if let colon = bytes.firstIndex(of: UInt8(ascii: ":")), colon > 0, colon + 1 < bytes.count {
            bytes = UnsafeRawBufferPointer(rebasing: bytes[(colon + 1)...])
        }
        let classes = CharacterClasses(bytes)
        shape = SecretPatterns.isUUID(bytes) ? .uuid : classes.shape
        let patterns = SecretPatterns(bytes)
        isTrivial = patterns.isTrivial
        var bits = Double(patterns.surprising) * classes.bitsPerCharacter
        if patterns.distinct < 8 { bits = min(bits, Double(patterns.surprising) * Double(patterns.distinct) / 8) }
        var length = Double(bytes.count) * (shape == .text ? 5.95 : classes.bitsPerCharacter)
        if shape == .uuid {
            bits = min(bits, 122)
            length = min(length, 122)
        }
        self.bits = Int(bits)
        lengthBits = Int(length)
    }
}
