import DoorwardSecrets

// The few shapes from which the table of keys is put together.
extension ConfigurationKey {
    typealias Field<V> = ConfigurationBinding.Field<V>
    typealias Parse<V> = ConfigurationBinding.Parse<V>

    /// A value with a text form of its own.
    static func value<V: ConfigurationText>(
        _ path: String, _ field: Field<V>, _ kind: String, _ summary: String, required: Bool = false
    ) -> ConfigurationKey {
        single(
            path, field, kind, summary, required: required,
            parse: { text throws(ConfigurationValueError) in try V(parsing: text) }, written: \.description)
    }

    /// One word out of a few.
    static func choice<V: ConfigurationChoice>(
        _ path: String, _ field: Field<V>, _ summary: String
    ) -> ConfigurationKey {
        value(path, field, V.words, summary)
    }

    /// A text, empty when it is to be derived.
    static func text(
        _ path: String, _ field: Field<String>, _ kind: String, _ summary: String, derived: String,
        parse: @escaping Parse<String>
    ) -> ConfigurationKey {
        let written: @Sendable (String) -> String? = { $0 }
        let binding = ConfigurationBinding.single(
            field, kind: kind, parse: parse, written: written, shown: { $0.isEmpty ? nil : $0 })
        return ConfigurationKey(
            path: path, shape: .single, kind: kind, summary: summary, isRequired: false, isSecret: false,
            absence: derived, binding: binding)
    }

    /// The name of a file, or none.
    static func file(
        _ path: String, _ field: Field<String?>, _ kind: String, _ summary: String, absence: String,
        parse: @escaping Parse<String> = ValueRules.file
    ) -> ConfigurationKey {
        single(
            path, field, kind, summary, absence: absence,
            parse: { text throws(ConfigurationValueError) in try parse(text) }, written: { $0 })
    }

    static func duration(
        _ path: String, _ field: Field<Duration>, _ summary: String, from least: Duration = .milliseconds(1)
    ) -> ConfigurationKey {
        duration(path, field, "a length of time such as 10s, 500ms or 2m", summary, in: least ... .seconds(86400))
    }

    /// A length of time whose range is worth saying.
    static func duration(
        _ path: String, _ field: Field<Duration>, _ kind: String, _ summary: String, in range: ClosedRange<Duration>
    ) -> ConfigurationKey {
        single(
            path, field, kind, summary, parse: ValueRules.duration(in: range),
            written: { ConfiguredDuration($0).description })
    }

    /// Where a secret is kept, or nowhere.
    static func secret(
        _ path: String, _ field: Field<SecretReference?>, _ summary: String, absence: String? = nil
    ) -> ConfigurationKey {
        single(
            path, field, "where the secret is kept, such as env:NAME", summary, secret: true, absence: absence,
            text: { raw, kind throws(ConfigurationValueError) in try raw.referenceText(kind: kind) },
            parse: { text throws(ConfigurationValueError) in try ValueRules.secretReference(text) },
            written: { $0?.written })
    }

    /// A value with a text form of its own, or none.
    static func optional<V: ConfigurationText>(
        _ path: String, _ field: Field<V?>, _ kind: String, _ summary: String, absence: String
    ) -> ConfigurationKey {
        single(
            path, field, kind, summary, absence: absence,
            parse: { text throws(ConfigurationValueError) in try V(parsing: text) }, written: { $0?.description })
    }

    /// Names of the user's own choice, each with one value.
    static func map<M: ConfigurationEntries & Sendable>(
        _ path: String, _ field: Field<M>, _ kind: String, _ summary: String, whole: Bool = false,
        name: @escaping @Sendable (String) throws(ConfigurationValueError) -> Void, parse: @escaping Parse<M.Value>,
        written: @escaping @Sendable (M.Value) -> String
    ) -> ConfigurationKey {
        ConfigurationKey(
            path: path, shape: .map, kind: kind, summary: summary, isRequired: false, isSecret: false, absence: nil,
            isWholeInEnvironment: whole,
            binding: .map(field, kind: kind, name: name, parse: parse, written: written))
    }

    static func integer(
        _ path: String, _ field: Field<Int>, _ range: ClosedRange<Int>, _ summary: String
    ) -> ConfigurationKey {
        let kind = "a whole number from \(range.lowerBound) to \(range.upperBound)"
        return single(path, field, kind, summary, parse: ValueRules.integer(range), written: { String($0) })
    }

    static func single<V>(
        _ path: String, _ field: Field<V>, _ kind: String, _ summary: String, required: Bool = false,
        secret: Bool = false, absence: String? = nil,
        text: @escaping ConfigurationBinding.Text = ConfigurationBinding.plainText, parse: @escaping Parse<V>,
        written: @escaping @Sendable (V) -> String?, shown: (@Sendable (V) -> String?)? = nil
    ) -> ConfigurationKey {
        ConfigurationKey(
            path: path, shape: .single, kind: kind, summary: summary, isRequired: required, isSecret: secret,
            absence: absence,
            binding: .single(field, kind: kind, text: text, parse: parse, written: written, shown: shown))
    }

    /// - Parameter empty: what an empty list means, where that is not what it says.
    static func list<V: Equatable & Sendable>(
        _ path: String, _ field: Field<[V]>, _ kind: String, _ summary: String, secret: Bool = false,
        empty: String? = nil, text: @escaping ConfigurationBinding.Text = ConfigurationBinding.plainText,
        parse: @escaping Parse<V>, written: @escaping @Sendable (V) -> String
    ) -> ConfigurationKey {
        ConfigurationKey(
            path: path, shape: .list, kind: kind, summary: summary, isRequired: false, isSecret: secret, absence: empty,
            binding: .list(
                field, kind: kind, hidesEmpty: empty != nil, text: text, parse: parse, written: written))
    }

    /// `on` or `off`.
    static func toggle(_ path: String, _ field: Field<Bool>, _ summary: String) -> ConfigurationKey {
        single(
            path, field, "on or off", summary, parse: ValueRules.toggle, written: { $0 ? "on" : "off" })
    }
}
