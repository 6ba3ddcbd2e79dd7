/// Reads a section inside a value: a few keys, each with a type; what is wrong is collected on the way.
struct SectionReader {
    typealias Parse<V> = ConfigurationBinding.Parse<V>

    /// What stands behind the key's path: `.acme.allow`.
    let item: String
    /// Where the section is.
    let origin: ConfigurationOrigin
    let entries: [RawValue.Entry]
    private(set) var findings: [ConfigurationBinding.Finding] = []

    /// - Parameter kind: what would be right, when it is no section.
    init(_ raw: RawValue, item: String, kind: String) {
        self.item = item
        origin = raw.origin
        if case .map(let entries) = raw.shape, entries.count <= ConfigurationBinding.maximumItems {
            self.entries = entries
            return
        }
        entries = []
        if case .map = raw.shape {
            report("", "has more than \(ConfigurationBinding.maximumItems) entries", hint: "shorten it")
        } else {
            add(raw.wrongShape(wanted: "a section with keys of its own", kind: kind), to: "", at: origin)
        }
    }

    func raw(_ key: String) -> RawValue? { entries.first { $0.name == key }?.value }

    // MARK: Values

    /// The value of a key; `nil` when it is not said, or wrong.
    mutating func value<V>(_ key: String, _ kind: String, _ parse: Parse<V>) -> V? {
        guard let raw = raw(key) else { return nil }
        do throws(ConfigurationValueError) {
            return try parse(try raw.text(kind: kind))
        } catch {
            add(error, to: ".\(key)", at: raw.origin)
            return nil
        }
    }

    /// One word out of a few.
    mutating func choice<V: ConfigurationChoice>(_ key: String, as type: V.Type = V.self) -> V? {
        value(key, V.words) { text throws(ConfigurationValueError) in try V(parsing: text) }
    }

    /// Values of which no two are the same; what is wrong is left out.
    mutating func list<V: Equatable & Sendable>(_ key: String, _ kind: String, _ parse: Parse<V>) -> [V]? {
        guard let raw = raw(key) else { return nil }
        let (values, wrong) = ConfigurationBinding.values(
            raw, kind: kind, text: ConfigurationBinding.plainText, parse: parse)
        take(wrong, below: ".\(key)")
        if wrong.isEmpty, values.isEmpty { report(".\(key)", "is empty", hint: "write \(kind), or remove the line") }
        return values
    }

    /// A section inside this one; hand it back with ``take(_:)``.
    func section(_ key: String, kind: String) -> SectionReader? {
        raw(key).map { SectionReader($0, item: "\(item).\(key)", kind: kind) }
    }

    // MARK: Findings

    /// Says which keys are not known.
    mutating func check(known: [String]) {
        for entry in entries where !known.contains(entry.name) {
            // Looking for a near name costs time; nobody misspells so many.
            let near = findings.count < 10 ? KeySuggestion.nearest(to: entry.name, among: known) : nil
            let hint = near.map { "did you mean '\($0)'?" } ?? "known here: \(known.joined(separator: ", "))"
            add(
                ConfigurationValueError("is not a known key", hint: hint), to: ".\(entry.name.shownAsKey)",
                at: entry.place)
        }
    }

    /// Says what is wrong with a key, where it stands, or with the section when it is not there.
    ///
    /// - Parameter key: with its dot; empty for the section itself.
    mutating func report(_ key: String, _ message: String, hint: String) {
        let place = entries.first { ".\($0.name)" == key }?.place
        add(ConfigurationValueError(message, hint: hint), to: key, at: place ?? origin)
    }

    mutating func take(_ section: SectionReader) { findings += section.findings }

    private mutating func take(_ wrong: [ConfigurationBinding.Finding], below key: String) {
        findings += wrong.map { .init(item: item + key + $0.item, origin: $0.origin, error: $0.error) }
    }

    private mutating func add(_ error: ConfigurationValueError, to key: String, at origin: ConfigurationOrigin) {
        findings.append(.init(item: item + key, origin: origin, error: error))
    }
}
