/// Looks for secrets in a document's bytes, whatever the notation: also in comments, and in what cannot be read.
struct SecretSearch {
    /// The places in the order of the document, each told once.
    static func sightings(in bytes: [UInt8]) -> [SecretSighting] { merged(list(in: bytes).sightings) }

    /// All places, some of them perhaps several times, and where a limit was reached.
    static func list(in bytes: [UInt8]) -> SightingList {
        var found = SightingList()
        DocumentView.forEach(of: bytes) { view in found.add(list(in: view)) }
        return found
    }

    /// Of several sightings that overlap the surest is kept; of equals the plainest. What is only mentioned never
    /// hides what is worse.
    static func merged(_ sightings: [SecretSighting]) -> [SecretSighting] {
        func rank(_ sighting: SecretSighting) -> (Int, Int, Int) {
            (sighting.weight == .info ? 1 : 0, sighting.kind.rawValue, sighting.encodings.count)
        }
        func order(_ sighting: SecretSighting) -> (Int, Int, Int, Int) {
            let rank = rank(sighting)
            return (sighting.range.lowerBound, rank.0, rank.1, rank.2)
        }
        var kept: [SecretSighting] = []
        for sighting in sightings.sorted(by: { order($0) < order($1) }) {
            guard let last = kept.last, last.range.upperBound > sighting.range.lowerBound else {
                kept.append(sighting)
                continue
            }
            let range = last.range.lowerBound..<max(last.range.upperBound, sighting.range.upperBound)
            if rank(sighting) < rank(last) {
                kept[kept.count - 1] = sighting
                kept[kept.count - 1].publicBytes = 0
            }
            kept[kept.count - 1].range = range
        }
        return kept
    }

    private static func list(in view: DocumentView) -> SightingList {
        var list = SightingList()
        KeyShape.forEachSighting(in: view.bytes) { key in
            if let sighting = sighting(of: key, in: view.bytes) { list.append(sighting) }
            return true
        }
        NamedValueScan.search(view.bytes, into: &list)
        EncodedKeyScan.search(view.bytes, into: &list)
        guard !view.encodings.isEmpty, !list.sightings.isEmpty else { return list }
        return list.with(original(list.sightings, of: view))
    }

    /// The sightings with their places in the document that a view was made from.
    private static func original(_ sightings: [SecretSighting], of view: DocumentView) -> [SecretSighting] {
        var found = sightings.sorted { $0.range.lowerBound < $1.range.lowerBound }
        let starts = view.originalOffsets(of: found.map(\.range.lowerBound))
        let byEnd = found.indices.sorted { found[$0].range.upperBound < found[$1].range.upperBound }
        let ends = view.originalOffsets(of: byEnd.map { found[$0].range.upperBound })
        for (place, end) in zip(byEnd, ends) {
            found[place].range = starts[place]..<max(starts[place], end)
            found[place].encodings += view.encodings
        }
        return found
    }

    /// What a key is to a reader of public files; nil where it is none.
    static func sighting(of key: KeySighting, in text: [UInt8]) -> SecretSighting? {
        var sighting = SecretSighting(key)
        switch key.kind {
        case .privateKey:
            let hasBody =
                PuTTYKeyShape.secretPart(of: text[key.range]) != nil || PrivateKeyShape.hasBody(text[key.range])
            return hasBody ? sighting : nil
        case .webToken:
            let claims = JWTShape.claims(of: text[key.range])
            // Supabase's key for everyone, which stands in every page.
            if claims?["role"]?.stringValue == "anon" { return nil }
            if let expiry = claims?["exp"]?.intValue, expiry < endOfOldTokens { sighting.severity = .info }
            return sighting
        default: return sighting
        }
    }

    /// Tokens that ran out before 2026 are dead whenever this is read.
    private static let endOfOldTokens = 1_767_225_600
}
