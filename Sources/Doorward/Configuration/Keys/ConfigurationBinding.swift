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
}

extension ConfigurationBinding {
    typealias Field<V> = any WritableKeyPath<DoorwardConfiguration, V> & Sendable
    typealias Parse<V> = @Sendable (String) throws(ConfigurationValueError) -> V

    /// One value; `written` and `shown` give `nil` when there is none.
    static func single<V>(
        _ field: Field<V>, kind: String, parse: @escaping Parse<V>, written: @escaping @Sendable (V) -> String?,
        shown: (@Sendable (V) -> String?)? = nil
    ) -> ConfigurationBinding {
        ConfigurationBinding(
            apply: { raw, configuration in
                do throws(ConfigurationValueError) {
                    configuration[keyPath: field] = try parse(try raw.text(kind: kind))
                    return []
                } catch {
                    return [Finding(item: "", origin: raw.origin, error: error)]
                }
            },
            written: { written($0[keyPath: field]).map { .scalar($0) } },
            display: { (shown ?? written)($0[keyPath: field]).map { .text($0) } })
    }

    /// Any number of values, no two of them the same.
    static func list<V: Equatable & Sendable>(
        _ field: Field<[V]>, kind: String, parse: @escaping Parse<V>, written: @escaping @Sendable (V) -> String
    ) -> ConfigurationBinding {
        ConfigurationBinding(
            apply: { raw, configuration in
                guard case .list(let items) = raw.shape else {
                    return [Finding(item: "", origin: raw.origin, error: raw.wrongShape(wanted: "a list", kind: kind))]
                }
                var values: [V] = []
                let findings = append(items, to: &values, kind: kind, parse: parse)
                configuration[keyPath: field] = values
                return findings
            },
            written: { configuration in
                let items = configuration[keyPath: field].map {
                    RawValue(shape: .scalar(written($0)), origin: .default)
                }
                return .list(items)
            },
            display: { .list($0[keyPath: field].map(written)) })
    }

    private static func append<V: Equatable>(
        _ items: [RawValue], to values: inout [V], kind: String, parse: Parse<V>
    ) -> [Finding] {
        guard items.count <= maximumItems else {
            let error = ConfigurationValueError("has more than \(maximumItems) items", hint: "shorten the list")
            return [Finding(item: "", origin: items[maximumItems].origin, error: error)]
        }
        var findings: [Finding] = []
        for (index, item) in items.enumerated() {
            do throws(ConfigurationValueError) {
                let value = try parse(try item.text(kind: kind))
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
    static func map(
        _ field: Field<[String: String]>, kind: String, parse: @escaping Parse<String>
    ) -> ConfigurationBinding {
        ConfigurationBinding(
            apply: { raw, configuration in
                guard case .map(let entries) = raw.shape else {
                    return [Finding(item: "", origin: raw.origin, error: raw.wrongShape(wanted: "a map", kind: kind))]
                }
                return entries.compactMap { entry in
                    do throws(ConfigurationValueError) {
                        try ValueRules.serviceName(entry.name)
                        configuration[keyPath: field][entry.name] = try parse(try entry.value.text(kind: kind))
                        return nil
                    } catch {
                        return Finding(item: ".\(entry.name.shownAsKey)", origin: entry.value.origin, error: error)
                    }
                }
            },
            written: { configuration in
                let entries = configuration[keyPath: field].sorted { $0.key < $1.key }
                return .map(
                    entries.map {
                        RawValue.Entry(name: $0.key, value: RawValue(shape: .scalar($0.value), origin: .default))
                    })
            },
            display: { configuration in
                let entries = configuration[keyPath: field].sorted { $0.key < $1.key }
                return entries.isEmpty ? nil : .list(entries.map { "\($0.key): \($0.value)" })
            })
    }
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
