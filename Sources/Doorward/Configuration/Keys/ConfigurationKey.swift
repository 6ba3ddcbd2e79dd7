/// One key of the configuration: its name in every layer, what it takes, and what it is for.
///
/// The table ``all`` is the only list of keys: names of environment variables and flags, the detection of unknown keys,
/// `doorward config` and `docs/configuration.md` all come from it.
public struct ConfigurationKey: Sendable {
    /// How many values a key takes.
    public enum Shape: Sendable, Hashable {
        case single
        case list
        /// Names of the user's own choice, each with one value.
        case map
    }

    /// The name in the file, sections joined by dots: `upstream.ca_file`.
    public let path: String
    public let shape: Shape
    /// What it takes, as the rest of "write …": `host:port such as 127.0.0.1:8000`.
    public let kind: String
    /// One sentence on what it is for.
    public let summary: String
    /// Whether it must be said.
    public let isRequired: Bool
    /// Whether what is written here by mistake is likely to be a secret, so that messages never repeat it.
    public let isSecret: Bool
    /// What the default means where it is no value; `nil` when the default is a value.
    let absence: String?
    /// Whether an environment variable says a whole map, as YAML, for its names cannot stand in names of variables.
    var isWholeInEnvironment = false
    /// Whether the entries of a map have keys of their own.
    var isNested = false
    let binding: ConfigurationBinding

    /// `DOORWARD_UPSTREAM_CA_FILE`; for most maps the names follow behind a further underscore.
    public var environmentName: String { Self.environmentPrefix + path.uppercased().map { $0 == "." ? "_" : $0 } }

    /// Whether each entry has an environment variable of its own.
    var hasVariablePerEntry: Bool { shape == .map && !isWholeInEnvironment }

    /// `--upstream-ca-file`; the two keys of the log are `--log-format` and `--log-level`.
    public var flagName: String {
        "--" + path.replacingPrefix("logging.", with: "log.").map { $0 == "." || $0 == "_" ? "-" : $0 }
    }

    /// The default as text, in parentheses where it is no value; empty for a key that must be said.
    public var defaultText: String {
        if isRequired { return "" }
        return setting(of: DoorwardConfiguration.defaults, origin: .default).text
    }

    static let environmentPrefix = "DOORWARD_"

    /// The key of a path.
    public static func named(_ path: String) -> ConfigurationKey? { byPath[path] }

    private static let byPath: [String: ConfigurationKey] = all.reduce(into: [:]) { $0[$1.path] = $1 }

    /// The names of all sections: `upstream`, `manifest`, …
    static let sections: Set<String> = all.reduce(into: []) { names, key in
        if let dot = key.path.firstIndex(of: ".") { names.insert(String(key.path[..<dot])) }
    }

    func setting(of configuration: DoorwardConfiguration, origin: ConfigurationOrigin) -> ConfigurationSetting {
        let value = binding.display(configuration) ?? .absent(absence ?? "none")
        return ConfigurationSetting(key: path, value: value, origin: origin)
    }
}

extension String {
    func replacingPrefix(_ prefix: String, with replacement: String) -> String {
        hasPrefix(prefix) ? replacement + dropFirst(prefix.count) : self
    }
}
