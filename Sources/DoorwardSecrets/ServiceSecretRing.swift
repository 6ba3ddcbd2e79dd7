/// The live service secrets, ready to be compared with what a call presents.
///
/// What is presented is hashed once, then compared with every form of every secret, without a branch on any outcome:
/// the time tells the number of secrets, and not whether, which, or how much of one matched.
public struct ServiceSecretRing: Sendable {
    /// What is longer than this many bytes is refused before it is hashed.
    public static let longestPresented = 4096

    private struct Entry: Sendable {
        let digest: SecretDigest
        /// One more than the index of the secret; 0 stands for none.
        let number: UInt64
    }

    /// Last secret first, so that of two equal secrets the first one overwrites the other and is the answer.
    private let entries: ContiguousArray<Entry>
    /// The number of secrets.
    public let count: Int

    /// Prepares the accepted forms of every secret. With ``CredentialScheme/basic`` these are the secret as it is and
    /// its base64, padded and not, so `user:password` is accepted as RFC 7617 §2 sends it.
    public init(secrets: [ResolvedSecret], scheme: CredentialScheme) {
        count = secrets.count
        var entries: ContiguousArray<Entry> = []
        for (index, secret) in secrets.enumerated() {
            let number = UInt64(index) + 1
            entries += Self.forms(of: secret.secret, scheme: scheme).map { Entry(digest: $0, number: number) }
        }
        entries.reverse()
        self.entries = entries
    }

    /// The index of the secret that was presented, in the order given to `init`; the first one of equals.
    public func match(_ presented: UnsafeRawBufferPointer) -> Int? {
        guard presented.count <= Self.longestPresented else { return nil }
        let digest = SecretDigest(hashing: presented)
        var number: UInt64 = 0
        for entry in entries {
            let difference = entry.digest.difference(from: digest)
            // The top bit of (x | -x) is 0 for x = 0 only; less one, that is all ones for a hit and all zeros for none.
            let hit = ((difference | (0 &- difference)) >> 63) &- 1
            number = (number & ~hit) | (entry.number & hit)
        }
        return number == 0 ? nil : Int(number - 1)
    }

    private static func forms(of secret: Secret, scheme: CredentialScheme) -> [SecretDigest] {
        // An empty secret would let in a call that presents nothing.
        guard secret.count > 0 else { return [] }
        guard scheme == .basic else { return [secret.digest] }
        return secret.withUnsafeBytes { bytes in
            var padded = Base64.encode(bytes, alphabet: .standard, padded: true)
            var bare = Base64.encode(bytes, alphabet: .standard, padded: false)
            defer {
                SystemMemory.wipe(&padded)
                SystemMemory.wipe(&bare)
            }
            return [SecretDigest(hashing: bytes), SecretDigest(hashing: padded), SecretDigest(hashing: bare)]
        }
    }
}
