import DoorwardSecrets

/// Puts the layers together into one configuration, collecting every problem on the way.
struct ConfigurationAssembly {
    private let path: String
    private let hasFile: Bool
    private let file: FileLayer?
    private let environment: EnvironmentLayer
    private var flags: [String: RawValue] = [:]
    var problems: [ConfigurationProblem] = []

    private var configuration = DoorwardConfiguration.defaults
    private var origins: [String: ConfigurationOrigin] = [:]
    private var failed: Set<String> = []

    /// - Parameter bytes: the file's content, `nil` without a file.
    init(
        _ bytes: [UInt8]?, path: String, environment: [String: String], flags: [(path: String, value: String)]
    ) {
        self.path = path
        hasFile = bytes != nil
        file = bytes.map { FileLayer($0, path: path) }
        self.environment = EnvironmentLayer(environment)
        problems = file?.problems ?? []
        for (keyPath, text) in flags {
            guard let key = ConfigurationKey.named(keyPath), key.shape != .map else {
                let name = "--" + keyPath
                problems.append(
                    ConfigurationProblem(
                        keyPath: "", origin: .flag(name: name), message: "is not a key that a flag can set",
                        hint: KeySuggestion.hint(for: keyPath)))
                continue
            }
            self.flags[keyPath] = RawValue(text, for: key, origin: .flag(name: key.flagName))
        }
    }

    /// Whether one of the keys that must be said is said nowhere.
    var lacksRequired: Bool { ConfigurationKey.all.contains { $0.isRequired && value(of: $0) == nil } }

    /// The value in force; entries of a map come from each layer.
    private func value(of key: ConfigurationKey) -> RawValue? {
        if let flag = flags[key.path] { return flag }
        guard let over = environment.values[key.path] else { return file?.values[key.path] }
        guard key.hasVariablePerEntry, let under = file?.values[key.path], case .map(let low) = under.shape,
            case .map(let high) = over.shape
        else { return over }
        let names = Set(high.map(\.name))
        return RawValue(shape: .map(low.filter { !names.contains($0.name) } + high), origin: over.origin)
    }

    /// Types every value, checks the rules between them, and gives the configuration.
    mutating func finish() throws(ConfigurationFailure) -> LoadedConfiguration {
        configuration.directory = path.folderOfPath
        for key in ConfigurationKey.all { apply(key) }
        let rules = ConfigurationRules(configuration, origins: origins, failed: failed)
        problems += rules.problems()
        problems += environment.problems(claimed: variablesOfSecrets)
        let all = ordered()
        if all.contains(where: { $0.severity == .error }) { throw ConfigurationFailure(all) }
        let resolved = configuration.resolvingPaths()
        return LoadedConfiguration(
            configuration: resolved, effective: effective(resolved), warnings: all, file: hasFile ? path : nil)
    }

    private mutating func apply(_ key: ConfigurationKey) {
        guard let raw = value(of: key) else {
            if key.isRequired { reportMissing(key) }
            return
        }
        origins[key.path] = raw.origin
        switch raw.shape {
        case .list(let items):
            for (index, item) in items.enumerated() { origins["\(key.path)[\(index)]"] = item.origin }
        case .map(let entries): note(entries, of: key.path)
        default: break
        }
        for finding in key.binding.apply(raw, &configuration) {
            failed.insert(key.path)
            problems.append(
                ConfigurationProblem(
                    keyPath: key.path + finding.item, origin: finding.origin, message: finding.error.message,
                    hint: finding.error.hint))
        }
    }

    /// Remembers where each entry of a map came from, and each entry of a map in it.
    private mutating func note(_ entries: [RawValue.Entry], of path: String) {
        for entry in entries {
            origins["\(path).\(entry.name)"] = entry.value.origin
            if case .map(let inner) = entry.value.shape { note(inner, of: "\(path).\(entry.name)") }
        }
    }

    private mutating func reportMissing(_ key: ConfigurationKey) {
        failed.insert(key.path)
        if let file, !file.isReadable { return }
        let origin = hasFile ? ConfigurationOrigin.file(path: path, position: nil) : .default
        problems.append(
            ConfigurationProblem(
                keyPath: key.path, origin: origin, message: "is missing",
                hint: "write \(key.kind) (or set \(key.environmentName))"))
    }

    /// The environment variables that references to secrets name: those need not be keys. The names in a `.env` file
    /// count too, for many load that file into the environment as well.
    private var variablesOfSecrets: Set<String> {
        Set(configuration.secretReferences.compactMap { $0.scheme == "env" ? $0.location : $0.fragment })
    }

    private func ordered() -> [ConfigurationProblem] {
        let keyed = problems.enumerated().map { (key: $1.origin.sortKey, offset: $0, problem: $1) }
        let sorted = keyed.sorted { $0.key == $1.key ? $0.offset < $1.offset : $0.key < $1.key }.map(\.problem)
        guard sorted.count > Self.maximumProblems else { return sorted }
        let rest = sorted.dropFirst(Self.maximumProblems)
        let severity: ConfigurationProblem.Severity = rest.contains { $0.severity == .error } ? .error : .warning
        let more = ConfigurationProblem(
            severity, keyPath: "", origin: .file(path: path, position: nil),
            message: "has \(rest.count) more problems", hint: "mend these first")
        return sorted.prefix(Self.maximumProblems) + [more]
    }

    /// More than anyone reads at once.
    static let maximumProblems = 200

    private func effective(_ configuration: DoorwardConfiguration) -> EffectiveConfiguration {
        var settings: [ConfigurationSetting] = []
        for key in ConfigurationKey.all {
            let entries = key.binding.entries(configuration)
            if !entries.isEmpty {
                settings += entries.map { name, value in
                    let path = "\(key.path).\(name)"
                    return ConfigurationSetting(key: path, value: value, origin: origins[path] ?? .default)
                }
            } else {
                settings.append(key.setting(of: configuration, origin: origins[key.path] ?? .default))
            }
        }
        return EffectiveConfiguration(settings: settings)
    }
}
