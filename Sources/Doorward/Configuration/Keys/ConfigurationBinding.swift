/// How a key is read into a configuration and shown from it.
struct ConfigurationBinding: Sendable {
    /// Something wrong with a value, or with one item of it.
    struct Finding: Sendable {
        /// What follows the key's path: empty, `[1]` or `.openai`.
        let item: String
        let origin: ConfigurationOrigin
        let error: ConfigurationValueError
    }

    /// Reads the value into the configuration; what is wrong is left out of it and returned.
    let apply: @Sendable (RawValue, inout DoorwardConfiguration) -> [Finding]
    /// The value as it would be written, for reading it again.
    let written: @Sendable (DoorwardConfiguration) -> RawValue.Shape?
    /// The value as it may be shown; `nil` when there is none.
    let display: @Sendable (DoorwardConfiguration) -> ConfigurationSetting.Value?
    /// The entries of a map as they may be shown; none for other shapes.
    var entries: @Sendable (DoorwardConfiguration) -> [(name: String, value: ConfigurationSetting.Value)] = { _ in [] }
}

extension ConfigurationBinding {
    typealias Field<V> = any WritableKeyPath<DoorwardConfiguration, V> & Sendable
    /// Takes the text out of a value as it was written.
    typealias Text = @Sendable (RawValue, _ kind: String) throws(ConfigurationValueError) -> String
    static let plainText: Text = { raw, kind throws(ConfigurationValueError) in try raw.text(kind: kind) }
    typealias Parse<V> = @Sendable (String) throws(ConfigurationValueError) -> V

    /// One value; `written` and `shown` give `nil` when there is none.
    static func single<V>(
        _ field: Field<V>, kind: String, text: @escaping Text = plainText, parse: @escaping Parse<V>,
        written: @escaping @Sendable (V) -> String?,
        shown: (@Sendable (V) -> String?)? = nil
    ) -> ConfigurationBinding {
        ConfigurationBinding(
            apply: { raw, configuration in
                do throws(ConfigurationValueError) {
                    configuration[keyPath: field] = try parse(try text(raw, kind))
                    return []
                } catch {
                    return [Finding(item: "", origin: raw.origin, error: error)]
                }
            },
            written: { written($0[keyPath: field]).map { .scalar($0) } },
            display: { (shown ?? written)($0[keyPath: field]).map { .text($0) } })
    }

    /// Any number of values, no two of them the same.
    ///
    /// - Parameter hidesEmpty: whether an empty list is shown as no value.
    static func list<V: Equatable & Sendable>(
        _ field: Field<[V]>, kind: String, hidesEmpty: Bool = false, text: @escaping Text = plainText,
        parse: @escaping Parse<V>, written: @escaping @Sendable (V) -> String
    ) -> ConfigurationBinding {
        ConfigurationBinding(
            apply: { raw, configuration in
                let (values, findings) = values(raw, kind: kind, text: text, parse: parse)
                configuration[keyPath: field] = values
                return findings
            },
            written: { .texts($0[keyPath: field].map(written)) },
            display: { configuration in
                let values = configuration[keyPath: field].map(written)
                return hidesEmpty && values.isEmpty ? nil : .list(values)
            })
    }

    /// The same where no list means something else than an empty one.
    static func optionalList<V: Equatable & Sendable>(
        _ field: Field<[V]?>, kind: String, parse: @escaping Parse<V>, written: @escaping @Sendable (V) -> String
    ) -> ConfigurationBinding {
        ConfigurationBinding(
            apply: { raw, configuration in
                let (values, findings) = values(raw, kind: kind, text: plainText, parse: parse)
                configuration[keyPath: field] = values
                return findings
            },
            written: { $0[keyPath: field].map { .texts($0.map(written)) } },
            display: { $0[keyPath: field].map { .list($0.map(written)) } })
    }

    /// The values of a list; those that are wrong are left out.
    static func values<V: Equatable>(
        _ raw: RawValue, kind: String, text: Text, parse: Parse<V>
    ) -> (values: [V], findings: [Finding]) {
        guard case .list(let items) = raw.shape else {
            let error = raw.wrongShape(wanted: "a list", kind: kind)
            return ([], [Finding(item: "", origin: raw.origin, error: error)])
        }
        var values: [V] = []
        let findings = append(items, to: &values, kind: kind, text: text, parse: parse)
        return (values, findings)
    }

    private static func append<V: Equatable>(
        _ items: [RawValue], to values: inout [V], kind: String, text: Text, parse: Parse<V>
    ) -> [Finding] {
        guard items.count <= maximumItems else {
            let error = ConfigurationValueError("has more than \(maximumItems) items", hint: "shorten the list")
            return [Finding(item: "", origin: items[maximumItems].origin, error: error)]
        }
        var findings: [Finding] = []
        for (index, item) in items.enumerated() {
            do throws(ConfigurationValueError) {
                let value = try parse(try text(item, kind))
                guard !values.contains(value) else {
                    throw ConfigurationValueError("is in the list already", hint: "remove one of the two")
                }
                values.append(value)
            } catch {
                findings.append(Finding(item: "[\(index)]", origin: item.origin, error: error))
            }
        }
        return findings
    }

    /// More items than anyone writes, few enough to compare each with each.
    static let maximumItems = 256

    /// Names of the user's own choice, each with one value.
    static func map<M: ConfigurationEntries & Sendable>(
        _ field: Field<M>, kind: String, name: @escaping @Sendable (String) throws(ConfigurationValueError) -> Void,
        parse: @escaping Parse<M.Value>, written: @escaping @Sendable (M.Value) -> String
    ) -> ConfigurationBinding {
        let texts: @Sendable (DoorwardConfiguration) -> [(name: String, text: String)] = { configuration in
            configuration[keyPath: field].shown.map { (name: $0.name, text: written($0.value)) }
        }
        return ConfigurationBinding(
            apply: { raw, configuration in
                guard case .map(let entries) = raw.shape else {
                    return [Finding(item: "", origin: raw.origin, error: raw.wrongShape(wanted: "a map", kind: kind))]
                }
                guard entries.count <= maximumEntries else {
                    let error = ConfigurationValueError("has more than \(maximumEntries) entries", hint: "shorten it")
                    return [Finding(item: "", origin: entries[maximumEntries].value.origin, error: error)]
                }
                return entries.compactMap { entry in
                    do throws(ConfigurationValueError) {
                        try name(entry.name)
                        configuration[keyPath: field][entry.name] = try parse(try entry.value.text(kind: "a text"))
                        return nil
                    } catch {
                        return Finding(item: ".\(entry.name.shownAsKey)", origin: entry.value.origin, error: error)
                    }
                }
            },
            written: { configuration in
                .map(
                    texts(configuration).map {
                        RawValue.Entry(name: $0.name, value: RawValue(shape: .scalar($0.text), origin: .default))
                    })
            },
            display: { configuration in
                let entries = texts(configuration)
                return entries.isEmpty ? nil : .list(entries.map { "\($0.name): \($0.text)" })
            },
            entries: { texts($0).map { ($0.name, .text($0.text)) } })
    }

    /// More entries than anyone writes.
    static let maximumEntries = 1024
}

extension RawValue {
    /// The text of a single value.
    func text(kind: String) throws(ConfigurationValueError) -> String {
        guard case .scalar(let text) = shape else { throw wrongShape(wanted: "a single value", kind: kind) }
        return text
    }

    func wrongShape(wanted: String, kind: String) -> ConfigurationValueError {
        if case .null = shape { return ConfigurationValueError(shapeName, hint: "write \(kind), or remove the line") }
        return ConfigurationValueError("\(shapeName), not \(wanted)", hint: "write \(kind)")
    }
}

extension String {
    /// A key as the user wrote it, cut when long and with control characters escaped.
    var shownAsKey: String { (unicodeScalars.count > 40 ? String(prefix(40)) + "…" : self).printable }
}
