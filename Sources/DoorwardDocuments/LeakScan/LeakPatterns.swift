/// All the ways in which the secrets can be written, searched for in one pass.
///
/// Each pattern is filed under its first four bytes; a position of the text is looked at closely only when the four
/// bytes there are in a small filter, which for nearly all positions they are not.
struct LeakPatterns: Sendable {
    private struct Pattern {
        let bytes: [UInt8]
        let what: String
        let encoding: String
    }

    private static let filterBits = 16

    private var patterns: [Pattern] = []
    private var byStart: [UInt32: [Int]] = [:]
    private var filter = [Bool](repeating: false, count: 1 << filterBits)

    init(secrets: [(label: String, bytes: [UInt8])]) {
        for (label, secret) in secrets {
            add(secret, label, "plain")
            for alignment in 0..<3 {
                add(Base64Form.inner(secret, alignment: alignment, alphabet: Base64Form.standard), label, "base64")
                add(Base64Form.inner(secret, alignment: alignment, alphabet: Base64Form.urlSafe), label, "base64url")
            }
            let upper = secret.flatMap(\.upperHex)
            add(upper, label, "hex")
            add(upper.map { $0.isLetter ? $0 | 0x20 : $0 }, label, "hex")
        }
    }

    /// Where secrets are in the text, at most `limit` places or one position's worth more.
    func hits(in text: [UInt8], limit: Int) -> [LeakHit] {
        guard !patterns.isEmpty, text.count >= 4 else { return [] }
        var hits: [LeakHit] = []
        var window = UInt32(text[0]) << 16 | UInt32(text[1]) << 8 | UInt32(text[2])
        for end in 3..<text.count {
            window = window << 8 | UInt32(text[end])
            guard filter[Self.slot(window)], hits.count < limit, let candidates = byStart[window] else { continue }
            for candidate in candidates where text[(end - 3)...].starts(with: patterns[candidate].bytes) {
                let pattern = patterns[candidate]
                hits.append(LeakHit(offset: end - 3, what: pattern.what, encoding: pattern.encoding))
            }
        }
        return hits
    }

    private mutating func add(_ bytes: [UInt8], _ what: String, _ encoding: String) {
        guard bytes.count >= 4 else { return }
        let start = bytes.prefix(4).reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
        let known = byStart[start, default: []].contains { patterns[$0].bytes == bytes && patterns[$0].what == what }
        guard !known else { return }
        byStart[start, default: []].append(patterns.count)
        filter[Self.slot(start)] = true
        patterns.append(Pattern(bytes: bytes, what: what, encoding: encoding))
    }

    private static func slot(_ window: UInt32) -> Int { Int((window &* 0x9E37_79B1) >> (32 - UInt32(filterBits))) }
}
