extension LintSubject {
    /// Secrets in the bytes and under telling names; one finding for each. None is ever mended by `--fix`: it would
    /// make a leak look as if it had not been.
    mutating func checkSecrets() {
        var sightings = SecretSearch.sightings(in: document.bytes)
        sightings += SecretMembers.sightings(in: document, isManifest: kind == .manifest)
        guard !sightings.isEmpty else { return }
        let finder = LocatedDocument.ValueFinder(document)
        for sighting in SecretSearch.merged(sightings) {
            let value = finder.value(at: sighting.range.lowerBound)
            guard !isForEveryone(sighting, value) else { continue }
            let (message, hint) = sighting.words(around: value)
            report(
                sighting.rule, in: sighting.range, pointer: Self.cleanPointer(value, at: sighting.range.lowerBound),
                severity: sighting.severity, message, hint: hint)
        }
    }

    /// The way to a value, as far as it shows no secret: names can be secrets too.
    private static func cleanPointer(_ value: LocatedValue?, at offset: Int) -> String {
        var place = value
        if let name = place?.nameRange, name.contains(offset) { place = place?.parent }
        while let here = place {
            let pointer = here.pointer
            if SecretMask.isClean(pointer) { return pointer }
            place = here.parent
        }
        return ""
    }

    /// What is public by design: verification tokens, and addresses of pictures and pages that hold a token.
    private func isForEveryone(_ sighting: SecretSighting, _ value: LocatedValue?) -> Bool {
        guard sighting.kind == .named || sighting.kind == .query else { return false }
        var place = value
        for _ in 0..<8 {
            guard let here = place else { return false }
            if let name = here.name?.lowercased() {
                if name == "verification_tokens" || name == "enum" { return true }
                if sighting.kind == .query, sighting.isDoubtful, Self.isLink(name) { return true }
            }
            place = here.parent
        }
        return false
    }

    /// Members that hold addresses for people, and examples of answers.
    private static func isLink(_ name: String) -> Bool {
        [
            "logo", "legal", "terms", "privacy", "policy", "icon", "image", "avatar", "photo", "picture", "thumb",
            "contact", "docs", "example", "media", "video", "download",
        ].contains { name.contains($0) }
    }
}
