/// What one scrypt hash costs (RFC 7914 §2): 128 · 2^logN · r bytes of memory, p times over.
public struct ScryptCost: Sendable, Equatable {
    /// The base-2 logarithm of N.
    public let logN: Int
    /// The block size.
    public let r: Int
    /// How many times it is done.
    public let p: Int

    /// N = 2^17, r = 8, p = 1: 128 MiB, about a third of a second (OWASP Password Storage Cheat Sheet).
    public static let standard = ScryptCost(uncheckedLogN: 17, r: 8, p: 1)

    /// Nil for what RFC 7914 §2 excludes, and for what would take more than 256 MiB or 16 rounds: a hash that was
    /// smuggled into the database shall not stop the server.
    public init?(logN: Int, r: Int, p: Int) {
        guard (1...20).contains(logN), (1...16).contains(r), (1...16).contains(p), logN < 16 * r,
            (128 * r) << logN <= 256 << 20
        else { return nil }
        self.init(uncheckedLogN: logN, r: r, p: p)
    }

    private init(uncheckedLogN logN: Int, r: Int, p: Int) {
        self.logN = logN
        self.r = r
        self.p = p
    }
}
