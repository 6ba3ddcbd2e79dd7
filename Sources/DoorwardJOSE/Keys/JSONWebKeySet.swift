/// The public keys of an issuer (RFC 7517 §5).
public struct JSONWebKeySet: Sendable {
    /// A key that was passed over, by its place in `keys`.
    public struct RefusedKey: Sendable, Equatable {
        public let index: Int
        public let reason: KeyRefusal
    }

    /// The most keys a set may have.
    public static let largestCount = 100
    /// The most bytes the text of a set may have.
    public static let largestSize = 64 * 1024
    /// The most keys that are tried for one token.
    static let mostCandidates = 4
    /// The keys that can be used.
    public let keys: [JSONWebKey]
    /// The keys that cannot, and why.
    public let refused: [RefusedKey]

    public init(_ keys: [JSONWebKey]) {
        self.keys = keys
        refused = []
    }

    /// Reads a set; a key that is unknown, unsuitable or malformed is passed over and listed in `refused`.
    /// - Throws: `JOSEError` when the text is too large, not JSON, has no array `keys` or more than 100 of them.
    public init(parsing text: [UInt8]) throws(JOSEError) {
        guard text.count <= Self.largestSize else {
            throw .keySetTooLarge(size: text.count, limit: Self.largestSize)
        }
        guard let elements = try JOSEObject(parsing: text, as: .keySet)["keys"]?.array else {
            throw .keySetWithoutKeys
        }
        guard elements.count <= Self.largestCount else {
            throw .tooManyKeys(count: elements.count, limit: Self.largestCount)
        }
        var keys: [JSONWebKey] = []
        var refused: [RefusedKey] = []
        for (index, element) in elements.enumerated() {
            do throws(KeyRefusal) {
                guard let object = element.object else { throw .notAnObject }
                keys.append(try JSONWebKey(object))
            } catch {
                refused.append(RefusedKey(index: index, reason: error))
            }
        }
        self.keys = keys
        self.refused = refused
    }

    /// The set as JSON, `{"keys":[…]}`.
    public var serialized: [UInt8] {
        var text = Array(#"{"keys":"#.utf8)
        JSONWriter.append(keys, brackets: (UInt8(ascii: "["), UInt8(ascii: "]")), to: &text) {
            $1.append(contentsOf: $0.serialized)
        }
        text.append(UInt8(ascii: "}"))
        return text
    }

    /// The keys to try for a token: those of its `kid` (RFC 7515 §4.1.4), or all when it has none, as far as they may
    /// do its algorithm.
    /// - Throws: `.unknownKey` when no key has the `kid`, `.noKeyFits` when none may do the algorithm,
    ///   `.ambiguousKey` when more than four might be meant.
    func candidates(keyID: String?, algorithm: SignatureAlgorithm) throws(JOSEError) -> [JSONWebKey] {
        var named = keys
        if let keyID {
            named = keys.filter { $0.keyID?.hasSameBytes(as: keyID) == true }
            if named.isEmpty { throw .unknownKey(keyID) }
        }
        let candidates = named.filter { $0.allows(algorithm) }
        guard !candidates.isEmpty else { throw .noKeyFits(algorithm) }
        guard candidates.count <= Self.mostCandidates else { throw .ambiguousKey(candidates: candidates.count) }
        return candidates
    }
}
