/// What well-known kinds of secrets look like.
///
/// A text that only shows what a key looks like (`AKIAIOSFODNN7EXAMPLE`, `sk-xxxxxxxx…`) is none: keys are random.
public struct KeyShape: Sendable, Hashable {
    /// What it is, for a finding: `an OpenAI API key`.
    public let name: String
    /// How it begins.
    let prefix: [UInt8]
    /// What its other characters can be.
    let alphabet: Alphabet
    /// How many characters follow the beginning.
    let length: ClosedRange<Int>

    enum Alphabet: Sendable {
        case upperAndDigits, alphanumeric, word, wordAndDash, alphanumericAndDash, path

        func contains(_ byte: UInt8) -> Bool {
            switch self {
            case .upperAndDigits: byte.isDigit || (0x41...0x5A).contains(byte)
            case .alphanumeric: byte.isAlphanumeric
            case .word: byte.isAlphanumeric || byte == UInt8(ascii: "_")
            case .wordAndDash: byte.isAlphanumeric || byte == UInt8(ascii: "_") || byte == UInt8(ascii: "-")
            case .alphanumericAndDash: byte.isAlphanumeric || byte == UInt8(ascii: "-")
            case .path: byte.isAlphanumeric || byte == UInt8(ascii: "/")
            }
        }
    }

    init(_ name: String, _ prefix: String, _ alphabet: Alphabet, _ length: ClosedRange<Int>) {
        self.name = name
        self.prefix = Array(prefix.utf8)
        self.alphabet = alphabet
        self.length = length
    }

    /// The shapes that are a beginning and so many characters of some kind.
    static let all: [KeyShape] = {
        var shapes = [
            KeyShape("an OpenAI API key", "sk-", .wordAndDash, 32...300),
            KeyShape("a Google API key", "AIza", .wordAndDash, 35...35),
            KeyShape("a GitHub token", "github_pat_", .word, 22...300),
            KeyShape("a Slack webhook", "hooks.slack.com/services/", .path, 30...100),
            KeyShape("a Doorward user key", "dwk_", .alphanumeric, 49...49),
        ]
        shapes += ["AKIA", "ASIA"].map { KeyShape("an AWS access key", $0, .upperAndDigits, 16...16) }
        shapes += "pousr".map { KeyShape("a GitHub token", "gh\($0)_", .alphanumeric, 36...255) }
        shapes += "abprs".map { KeyShape("a Slack token", "xox\($0)-", .alphanumericAndDash, 20...300) }
        shapes += ["sk", "rk"].map { KeyShape("a Stripe live key", "\($0)_live_", .alphanumeric, 16...300) }
        return shapes
    }()

    private static let byFirst = Dictionary(grouping: all) { $0.prefix[0] }
    private static let isFirst: [Bool] = (0...255).map { byFirst[UInt8($0)] != nil || $0 == 0x2D || $0 == 0x65 }

    /// Where texts of these shapes are, at most as many as a scan tells.
    static func hits(in text: [UInt8]) -> [LeakHit] {
        var hits: [LeakHit] = []
        for place in text.indices where isFirst[Int(text[place])] && hits.count < LeakScan.mostFindings {
            guard let name = shape(at: place, in: text) else { continue }
            hits.append(LeakHit(offset: place, what: name, encoding: "plain"))
        }
        return hits
    }

    private static func shape(at place: Int, in text: [UInt8]) -> String? {
        if text[place] == UInt8(ascii: "-") {
            return PrivateKeyShape.begins(at: place, in: text) ? "a private key in PEM" : nil
        }
        if place > 0, text[place - 1].isAlphanumeric || text[place - 1] == UInt8(ascii: "_") { return nil }
        // Within a run of characters of a token only the beginning counts, or hostile runs would be read again and
        // again.
        let followsDash = place > 0 && text[place - 1] == UInt8(ascii: "-")
        if text[place] == UInt8(ascii: "e"), !followsDash, JWTShape.begins(at: place, in: text) {
            return "a JSON Web Token"
        }
        return byFirst[text[place]]?.first {
            !(followsDash && $0.alphabet.contains(UInt8(ascii: "-"))) && $0.matches(at: place, in: text)
        }?.name
    }

    private func matches(at place: Int, in text: [UInt8]) -> Bool {
        let rest = text[place...]
        guard rest.starts(with: prefix) else { return false }
        let body = rest.dropFirst(prefix.count).prefix(length.upperBound + 1).prefix(while: alphabet.contains)
        return length.contains(body.count) && Randomness.isLikely(body)
    }
}
