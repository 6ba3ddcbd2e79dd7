/// What well-known kinds of secrets look like.
///
/// A text that only shows what a key looks like (`AKIAIOSFODNN7EXAMPLE`, `sk-xxxxxxxx…`) is none: keys are random.
public struct KeyShape: Sendable, Hashable {
    /// What it is, for a finding: `an OpenAI API key`.
    public let name: String
    /// What stands in front of the characters by which it is recognised, where there is something.
    let lead: Run?
    /// The characters by which it is recognised; mostly how it begins. They are public.
    let prefix: [UInt8]
    /// What follows.
    let parts: [Part]
    let use: Use
    let checksum: KeyChecksum?

    /// So many characters of an alphabet.
    struct Run: Sendable, Hashable {
        let alphabet: KeyAlphabet
        let length: ClosedRange<Int>
    }

    enum Part: Sendable, Hashable, ExpressibleByStringLiteral {
        case literal([UInt8])
        case run(Run)

        init(stringLiteral text: String) { self = .literal(Array(text.utf8)) }

        static func of(_ alphabet: KeyAlphabet, _ length: ClosedRange<Int>) -> Part {
            .run(Run(alphabet: alphabet, length: length))
        }

        static func of(_ alphabet: KeyAlphabet, _ length: Int) -> Part { of(alphabet, length...length) }
    }

    /// What harm it does.
    enum Use: Sendable, Hashable {
        case live
        /// It reaches a service's test mode only.
        case test
    }

    init(
        _ name: String, _ prefix: String, _ alphabet: KeyAlphabet, _ length: ClosedRange<Int>, use: Use = .live,
        checksum: KeyChecksum? = nil
    ) {
        self.init(name, prefix, [.of(alphabet, length)], use: use, checksum: checksum)
    }

    init(_ name: String, _ prefix: String, _ alphabet: KeyAlphabet, _ length: Int, use: Use = .live) {
        self.init(name, prefix, [.of(alphabet, length)], use: use)
    }

    init(
        _ name: String, after lead: (alphabet: KeyAlphabet, length: ClosedRange<Int>)? = nil, _ prefix: String,
        _ parts: [Part], use: Use = .live, checksum: KeyChecksum? = nil
    ) {
        self.name = name
        self.lead = lead.map { Run(alphabet: $0.alphabet, length: $0.length) }
        self.prefix = Array(prefix.utf8)
        self.parts = parts
        self.use = use
        self.checksum = checksum
    }

    /// The shapes that are a beginning and so many characters of some kind.
    static let all: [KeyShape] = [
        ownShapes, assistantShapes, cloudShapes, platformShapes, codeShapes, messagingShapes, paymentShapes,
        serviceShapes,
    ].flatMap(\.self)

    /// What became of a look at a place: how far it went, and what was found.
    struct Look {
        var start: Int
        var end: Int
        var isWellFormed: Bool
    }

    /// Whether the characters from a place on, where the prefix is, have this shape.
    func look(at place: Int, in text: [UInt8]) -> Look {
        var look = Look(start: place, end: place + prefix.count, isWellFormed: false)
        if let lead {
            let count = lead.alphabet.run(in: text, before: place, limit: lead.length.upperBound)
            guard lead.length.contains(count) else { return look }
            look.start -= count
        }
        for part in parts {
            switch part {
            case .literal(let bytes):
                guard text[look.end...].starts(with: bytes) else { return look }
                look.end += bytes.count
            case .run(let run):
                let count = run.alphabet.run(in: text, from: look.end, limit: run.length.upperBound)
                look.end += count
                guard run.length.contains(count) else { return look }
            }
        }
        look.isWellFormed = look.end == text.count || !text[look.end].isAlphanumeric
        return look
    }

    /// Whether what has the shape also looks random, and its checksum is right.
    func verdict(on text: [UInt8], _ look: Look) -> KeySighting.Kind? {
        let key = text[look.start..<look.end]
        let random = lead == nil ? key.dropFirst(prefix.count) : key
        // A short beginning turns up in names too (`sk-`, `re_`), so more is asked of what follows.
        guard Randomness.isLikely(random, isStrict: prefix.count < 4) else { return nil }
        if checksum == .numberInFront { return checksum?.isRight(key, prefixLength: 0) == true ? .live : nil }
        if checksum?.isRight(key, prefixLength: prefix.count) == false { return .wrongChecksum }
        return use == .test ? .test : .live
    }
}
