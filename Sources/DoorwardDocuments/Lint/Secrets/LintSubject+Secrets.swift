extension LintSubject {
    /// Secrets in the bytes and under telling names; one finding for each. None is ever mended by `--fix`: it would
    /// make a leak look as if it had not been.
    ///
    /// - Parameter files: what the document refers to and was loaded; the paths are relative to it.
    /// - Returns: the secrets, to be kept out of whatever is shown.
    mutating func checkSecrets(and files: [(path: String, bytes: [UInt8])]) -> SecretTexts {
        var secrets = SecretTexts()
        let own = Self.secrets(in: document, isManifest: kind == .manifest)
        for (sighting, value) in own.told {
            secrets.add(sighting, in: document.bytes)
            let (message, hint) = sighting.words(around: value)
            let isKept = keeps(sighting.rule, sighting.weight)
            report(
                sighting.rule, in: sighting.range,
                pointer: isKept ? Self.cleanPointer(value, at: sighting.range.lowerBound) : "",
                severity: sighting.severity, message, hint: hint)
        }
        for cut in own.cuts {
            report(
                cut.rule, in: cut.range, pointer: "", severity: .warning,
                "The search ended here: there are more than \(SightingList.mostOfKind) places of this kind.",
                hint: "Mend those that are told and run lint again.")
        }
        for file in files { checkSecrets(in: file, &secrets) }
        return secrets
    }

    /// Reports what is in another file at the reference to it.
    private mutating func checkSecrets(in file: (path: String, bytes: [UInt8]), _ secrets: inout SecretTexts) {
        let other = LocatedDocument.read(file.bytes, as: nil)
        let found = Self.secrets(in: other, isManifest: false)
        guard !found.told.isEmpty else { return }
        let reference = reference(to: file.path)
        for (sighting, value) in found.told {
            secrets.add(sighting, in: other.bytes)
            let (message, hint) = sighting.words(around: value)
            let line = other.position(of: sighting.range.lowerBound).line
            report(
                sighting.rule, at: reference, severity: sighting.severity,
                "In \(file.path.excerpt), line \(line): \(message)", hint: hint)
        }
    }

    /// The first reference to a file; nil when only other files refer to it.
    private func reference(to path: String) -> LocatedValue? {
        for index in document.nodes.indices where document.nodes[index].kind == .string {
            let value = LocatedValue(document: document, index: Int32(index))
            guard value.name == "$ref", let text = value.string else { continue }
            let file = text.prefix { $0 != "#" }
            if !file.isEmpty, OpenAPIReference.join(String(file), in: "") == path { return value }
        }
        return nil
    }

    /// The secrets of a document in its order, with the values that they are in; and where the search ended early.
    private static func secrets(
        in document: LocatedDocument, isManifest: Bool
    ) -> (told: [(SecretSighting, LocatedValue?)], cuts: [SecretSighting]) {
        var found = SecretSearch.list(in: document.bytes)
        found.add(SecretMembers.list(in: document, isManifest: isManifest))
        guard !found.sightings.isEmpty else { return ([], []) }
        let finder = LocatedDocument.ValueFinder(document)
        let told = SecretSearch.merged(found.sightings).map { ($0, finder.value(at: $0.range.lowerBound)) }
        return (told.filter { !isForEveryone($0.0, $0.1) }, found.cuts)
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
    private static func isForEveryone(_ sighting: SecretSighting, _ value: LocatedValue?) -> Bool {
        guard sighting.kind == .named || sighting.kind == .query else { return false }
        var place = value
        for _ in 0..<8 {
            guard let here = place else { return false }
            if let name = here.name {
                if ["verification_tokens", "enum"].contains(name.lowercased()) { return true }
                if sighting.kind == .query, sighting.isDoubtful, isLink(name) { return true }
            }
            place = here.parent
        }
        return false
    }

    /// Members that hold addresses for people.
    private static func isLink(_ name: String) -> Bool {
        let words = NameWords(name.utf8).words
        return words.contains { links.contains(Array($0)) }
    }

    private static let links: Set<[UInt8]> = Set(
        [
            "logo", "legal", "terms", "privacy", "policy", "icon", "image", "avatar", "photo", "picture", "thumb",
            "thumbnail", "contact", "docs", "example", "examples", "video", "download",
        ].map { Array($0.utf8) })
}
