/// Replaces what must never be shown: known secrets in every way they can be written, and fields that hold
/// credentials by their nature.
struct Masking: Sendable {
    static let mark = "…"
    /// How many layers of escapes are looked under: JSON in a URL in a page.
    private static let layers = 3
    private static let credentialFields: Set<String> = [
        "authorization", "proxy-authorization", "cookie", "x-api-key", "api-key",
    ]
    private let search: SecretSearch
    private let fieldsOfSecrets: Set<String>

    /// - Parameters:
    ///   - secrets: the secrets; shorter ones than four bytes are not looked for in texts.
    ///   - fields: names of further request fields that hold a credential.
    init(_ secrets: Set<String>, fields: Set<String> = []) {
        search = SecretSearch(secrets.reduce(into: []) { $0.formUnion(SecretForms($1).all) })
        fieldsOfSecrets = Set(fields.map { $0.lowercased() })
    }

    /// The text with each secret replaced, in linear time.
    func text(_ text: String) -> String {
        guard !search.isEmpty else { return text }
        let bytes = Array(text.utf8)
        let places = places(in: bytes)
        guard !places.isEmpty else { return text }
        var shown: [UInt8] = []
        shown.reserveCapacity(bytes.count)
        var place = 0
        for range in places {
            shown += bytes[place..<range.lowerBound]
            shown += Self.mark.utf8
            place = range.upperBound
        }
        shown += bytes[place...]
        return String(decoding: shown, as: UTF8.self)
    }

    /// At most so many characters of a text: masked first, for half a secret would not be found any more.
    func shortened(_ text: some StringProtocol, to length: Int) -> String {
        String(self.text(String(text)).prefix(length))
    }

    /// Whether a secret is in the text, however it is written.
    func finds(in text: String) -> Bool { finds(in: Array(text.utf8)) }
    func finds(in bytes: [UInt8]) -> Bool { !search.isEmpty && !places(in: bytes).isEmpty }

    /// Where secrets are, in order; what overlaps is one place.
    private func places(in bytes: [UInt8]) -> [Range<Int>] {
        guard bytes.count < Int32.max else { return [0..<bytes.count] }
        var places = search.places(in: bytes)
        var views: [UnescapedText] = []
        var text = bytes
        while views.count < Self.layers {
            let view = UnescapedText(text)
            guard view.isChanged else { break }
            views.append(view)
            text = view.bytes
            for found in search.places(in: text) {
                places.append(views.reversed().reduce(found) { $1.origin(of: $0) })
            }
        }
        return Self.merged(places)
    }

    private static func merged(_ places: [Range<Int>]) -> [Range<Int>] {
        var merged: [Range<Int>] = []
        for place in places.sorted(by: { ($0.lowerBound, $0.upperBound) < ($1.lowerBound, $1.upperBound) }) {
            if let last = merged.last, place.lowerBound < last.upperBound {
                merged[merged.count - 1] = last.lowerBound..<max(last.upperBound, place.upperBound)
            } else {
                merged.append(place)
            }
        }
        return merged
    }

    /// A field's value; of credentials only the scheme stays, of cookies the names.
    func field(_ name: String, _ value: String) -> String {
        let name = name.lowercased()
        if name == "set-cookie" { return text(Self.cookie(value)) }
        if name == "cookie" {
            return text(value.split(separator: ";").map { Self.cookie(String($0)) }.joined(separator: ";"))
        }
        guard Self.credentialFields.contains(name) || fieldsOfSecrets.contains(name) else { return text(value) }
        guard name.hasSuffix("authorization"), let space = value.firstIndex(of: " ") else { return Self.mark }
        return text(value[...space] + Self.mark)
    }

    private static func cookie(_ text: String) -> String {
        let end = text.firstIndex(of: ";") ?? text.endIndex
        guard let equals = text[..<end].firstIndex(of: "=") else { return text }
        return text[...equals] + mark + text[end...]
    }
}
