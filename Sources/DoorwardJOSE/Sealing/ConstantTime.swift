import Crypto

/// Comparison of secrets in a time that says nothing about where they differ.
public enum ConstantTime {
    /// Whether both are the same bytes, by the SHA-256 of each, so that not even the lengths show.
    public static func areEqual(_ one: [UInt8], _ other: [UInt8]) -> Bool {
        SHA256.hash(data: one) == SHA256.hash(data: other)
    }

    /// Whether both texts are the same bytes, by the SHA-256 of each.
    public static func areEqual(_ one: String, _ other: String) -> Bool { areEqual(Array(one.utf8), Array(other.utf8)) }
}
