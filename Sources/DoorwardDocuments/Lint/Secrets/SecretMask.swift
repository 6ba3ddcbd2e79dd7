/// Takes secrets out of texts that are to be shown.
enum SecretMask {
    /// The text with everything that lint takes for a secret replaced by `•••`.
    static func masked(_ text: String) -> String {
        guard text.utf8.count >= 12 else { return text }
        let bytes = Array(text.utf8)
        let sightings = SecretSearch.sightings(in: bytes)
        guard !sightings.isEmpty else { return text }
        var shown: [UInt8] = []
        var place = 0
        for sighting in sightings where sighting.range.lowerBound >= place {
            shown += bytes[place..<sighting.range.lowerBound]
            shown += "•••".utf8
            place = sighting.range.upperBound
        }
        shown += bytes[place...]
        return String(decoding: shown, as: UTF8.self)
    }

    /// Whether a text to be shown holds no secret.
    static func isClean(_ text: String) -> Bool {
        text.utf8.count < 12 || SecretSearch.sightings(in: Array(text.utf8)).isEmpty
    }

    /// The text without what is quoted in it and looks as if chance had made it: under a name that promises no secret
    /// it is none for sure, but it may be one that stands in the wrong place.
    static func withoutRandomQuotes(_ text: String) -> String {
        guard text.utf8.count >= 20 else { return text }
        var shown = ""
        var rest = text[...]
        while let open = rest.firstIndex(where: { $0 == "“" || $0 == "`" }) {
            let inner = rest[rest.index(after: open)...]
            guard let close = inner.firstIndex(of: rest[open] == "“" ? "”" : "`") else { break }
            var quoted = Array(inner[..<close].utf8)
            if inner[..<close].hasSuffix("…") { quoted.removeLast(3) }
            shown += rest[...open]
            shown += isUnfitToShow(quoted) ? "•••" : inner[..<close]
            shown.append(inner[close])
            rest = inner[inner.index(after: close)...]
        }
        return shown + rest
    }

    private static func isUnfitToShow(_ quoted: [UInt8]) -> Bool {
        quoted.count >= 20 && quoted.allSatisfy(KeyAlphabet.wordAndDash.contains)
            && SecretValue.isRandom(quoted[...], least: 20) && !SecretValue.isUUID(quoted[...])
    }
}

extension LintFinding {
    /// The finding with no secret in its message, hint and pointer, whichever rule made it.
    func masked(_ secrets: SecretTexts) -> LintFinding {
        var finding = self
        finding.message = SecretMask.masked(message)
        finding.hint = SecretMask.masked(hint)
        finding.pointer = secrets.masked(SecretMask.masked(pointer), isName: true)
        // What rules about secrets say is made of names and kinds alone.
        guard !rule.isAboutSecrets else { return finding }
        finding.message = SecretMask.withoutRandomQuotes(secrets.masked(finding.message))
        finding.hint = secrets.masked(finding.hint)
        return finding
    }
}
