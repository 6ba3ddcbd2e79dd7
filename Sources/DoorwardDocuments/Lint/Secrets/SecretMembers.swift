/// Looks for secrets by the names of members: what is random under a telling name, in whatever notation and quotes,
/// and `client_secret` whatever it holds.
struct SecretMembers {
    let document: LocatedDocument
    /// Whether `client_secret` has no place in the document at all.
    let isManifest: Bool
    private var found = SightingList()

    static func list(in document: LocatedDocument, isManifest: Bool) -> SightingList {
        var members = SecretMembers(document: document, isManifest: isManifest)
        for index in document.nodes.indices {
            members.look(at: LocatedValue(document: document, index: Int32(index)))
        }
        return members.found
    }

    private init(document: LocatedDocument, isManifest: Bool) {
        self.document = document
        self.isManifest = isManifest
    }

    private mutating func look(at value: LocatedValue) {
        let kind = document.nodes[Int(value.index)].kind
        guard kind == .string || kind == .null else {
            if kind == .object { lookAtKey(value) }
            return
        }
        guard value.nameRange != nil || value.parent?.kind == .array else { return }
        if isManifest, let name = value.name, TellingName.isClientSecret(name) { return lookAtClientSecret(value) }
        guard kind == .string, value.range.count >= 8 else { return }
        guard let name = tellingName(of: value), let text = value.string else { return }
        let all = Array(text.utf8)
        var bytes = all.prefix(SecretValue.examined)
        for scheme in ["Bearer ", "bearer ", "Basic ", "Token ", "token "] where bytes.starts(with: scheme.utf8) {
            bytes = bytes.dropFirst(scheme.utf8.count)
        }
        while let last = bytes.last, last == 0x0A || last == 0x20 { bytes.removeLast() }
        guard name.telling.fits(bytes), !JWTShape.begins(at: bytes.startIndex, in: all) else { return }
        found.append(SecretSighting(.named, name.text, value.range))
    }

    /// `client_secret` does not belong into a manifest; what it holds makes the difference between untidy and urgent.
    private mutating func lookAtClientSecret(_ value: LocatedValue) {
        let bytes = Array((value.string ?? "").utf8)
        var sighting = SecretSighting(.clientSecret, value.name ?? "", value.range)
        if SecretValue.isPlaceholder(bytes[...], readsDigits: false) || bytes.count < 6 { sighting.severity = .warning }
        if let key = KeyShape.sightings(in: bytes, limit: 1).first { sighting.encodings = [key.name] }
        found.append(sighting)
    }

    /// The private part of a key in JSON (RFC 7517, RFC 7518 section 6).
    private mutating func lookAtKey(_ value: LocatedValue) {
        guard value.count >= 2, value.count <= 32, let type = value["kty"]?.string else { return }
        guard let secret = value[type == "oct" ? "k" : "d"], let text = secret.string, text.utf8.count >= 16,
            SecretValue.isRandom(Array(text.utf8)[...], least: 16)
        else { return }
        found.append(SecretSighting(.privateKey, "a private key as JSON Web Key", secret.range))
    }

    /// The name under which a value stands: its own, or for an example or a default that of what it is one of.
    private func tellingName(of value: LocatedValue) -> (text: String, telling: TellingName)? {
        if let telling = telling(value) { return (value.name ?? "", telling) }
        guard let name = value.name ?? value.parent?.name, Self.stands.contains(name) else { return nil }
        var place = value.name == nil ? value.parent : value
        for _ in 0..<4 {
            place = place?.parent
            guard let here = place, here.name != "properties", here.kind != .array else { return nil }
            if let telling = telling(here) { return (here.name ?? "", telling) }
            for label in ["name", "key", "header"] {
                guard let text = here[label]?.string else { continue }
                return TellingName(text.utf8).map { (text, $0) }
            }
        }
        return nil
    }

    /// Members whose value is one of what stands around them.
    private static let stands: Set<String> = ["example", "examples", "default", "const", "value", "x-example"]

    /// Without making a text of each name.
    private func telling(_ value: LocatedValue) -> TellingName? {
        guard let range = value.nameRange, range.count <= TellingName.mostBytes + 2 else { return nil }
        let end = document.bytes[range.upperBound - 1] == UInt8(ascii: "\"") ? range.upperBound - 1 : range.upperBound
        guard end - range.lowerBound > 2, let last = document.bytes[..<end].last else { return nil }
        guard last.isDigit || !last.isLetter || TellingName.canEndName(with: document.bytes[end - 2], last) else {
            return nil
        }
        return TellingName(document.bytes[range])
    }
}
