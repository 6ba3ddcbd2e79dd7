/// Looks for secrets in a document's bytes, whatever the notation: also in comments, and in what cannot be read.
struct SecretSearch {
    /// More places than these are not told of one reading of a document.
    static let mostOfView = 200

    /// The places in the order of the document, each told once.
    static func sightings(in bytes: [UInt8]) -> [SecretSighting] {
        var found: [SecretSighting] = []
        DocumentView.forEach(of: bytes) { view in found += sightings(in: view) }
        return merged(found)
    }

    /// Of several sightings that overlap the surest is kept; of equals the plainest.
    static func merged(_ sightings: [SecretSighting]) -> [SecretSighting] {
        func order(_ sighting: SecretSighting) -> (Int, Int, Int) {
            (sighting.range.lowerBound, sighting.kind.rawValue, sighting.encodings.count)
        }
        var kept: [SecretSighting] = []
        for sighting in sightings.sorted(by: { order($0) < order($1) }) {
            guard let last = kept.last, last.range.upperBound > sighting.range.lowerBound else {
                kept.append(sighting)
                continue
            }
            let isSurer =
                (sighting.kind.rawValue, sighting.encodings.count) < (last.kind.rawValue, last.encodings.count)
            let end = max(last.range.upperBound, sighting.range.upperBound)
            if isSurer { kept[kept.count - 1] = sighting }
            kept[kept.count - 1].range = kept[kept.count - 1].range.lowerBound..<end
        }
        return kept
    }

    private static func sightings(in view: DocumentView) -> [SecretSighting] {
        var found = KeyShape.sightings(in: view.bytes, limit: mostOfView).compactMap { key in
            sighting(of: key, in: view.bytes)
        }
        found += NamedValueScan.sightings(in: view.bytes, limit: mostOfView)
        found += EncodedKeyScan.sightings(in: view.bytes, limit: mostOfView)
        guard !view.encodings.isEmpty, !found.isEmpty else { return found }
        found.sort { $0.range.lowerBound < $1.range.lowerBound }
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
        case .privateKey: return PrivateKeyShape.hasBody(text[key.range]) ? sighting : nil
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
