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
}

extension LintFinding {
    /// The finding with no secret in its message, hint and pointer, whichever rule made it.
    var masked: LintFinding {
        var finding = self
        finding.message = SecretMask.masked(message)
        finding.hint = SecretMask.masked(hint)
        finding.pointer = SecretMask.masked(pointer)
        return finding
    }
}
