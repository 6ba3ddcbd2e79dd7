import Yams

/// What the environment says: values by key path, and the `DOORWARD_…` variables that mean nothing.
struct EnvironmentLayer {
    private(set) var values: [String: RawValue] = [:]
    /// Names that no key has; references to secrets may still claim them.
    private(set) var unknown: [String] = []

    init(_ environment: [String: String]) {
        let byName: [String: ConfigurationKey] = ConfigurationKey.all.reduce(into: [:]) { $0[$1.environmentName] = $1 }
        let maps = ConfigurationKey.all.filter(\.hasVariablePerEntry)
        for (name, text) in environment.sorted(by: { $0.key < $1.key })
        where name.hasPrefix(ConfigurationKey.environmentPrefix) {
            let origin = ConfigurationOrigin.environment(name: name)
            if let key = byName[name], !key.hasVariablePerEntry {
                values[key.path] = RawValue(text, for: key, origin: origin)
            } else if let map = maps.first(where: { name.hasPrefix($0.environmentName + "_") }) {
                add(text, to: map, name: name, origin: origin)
            } else if !Self.isForeign(name) {
                unknown.append(name)
            }
        }
    }

    private mutating func add(_ text: String, to map: ConfigurationKey, name: String, origin: ConfigurationOrigin) {
        let entryName = name.dropFirst(map.environmentName.count + 1).lowercased()
        let entry = RawValue.Entry(name: entryName, value: RawValue(shape: .scalar(text), origin: origin))
        var entries: [RawValue.Entry] = []
        if case .map(let earlier)? = values[map.path]?.shape { entries = earlier }
        values[map.path] = RawValue(shape: .map(entries + [entry]), origin: origin)
    }

    func problems(claimed: Set<String>) -> [ConfigurationProblem] {
        unknown.filter { !claimed.contains($0) }.prefix(100).map { name in
            ConfigurationProblem(
                keyPath: "", origin: .environment(name: name), message: "is not a variable that Doorward knows",
                hint: KeySuggestion.hint(forVariable: name))
        }
    }

    private static let foreignNames: Set<String> = [
        "DOORWARD_CONFIG", "DOORWARD_SHARED", "DOORWARD_BINARY", "DOORWARD_SERVICE_HOST", "DOORWARD_SERVICE_PORT",
        "DOORWARD_PORT",
    ]

    /// Variables of other purposes: the file's name, tests, and what Kubernetes sets in every container of a namespace
    /// that has a Service named `doorward`.
    private static func isForeign(_ name: String) -> Bool {
        if foreignNames.contains(name) || name.hasPrefix("DOORWARD_TEST") { return true }
        if name.hasPrefix("DOORWARD_PORT_") || name.hasPrefix("DOORWARD_SERVICE_PORT_") { return true }
        return name.hasPrefix("DOORWARD_LOG") && !name.hasPrefix("DOORWARD_LOGG")
    }
}

extension RawValue {
    /// A text from the environment or a flag: for a list its items are separated by commas.
    init(_ text: String, for key: ConfigurationKey, origin: ConfigurationOrigin) {
        guard key.shape == .list else {
            self.init(shape: Self.wholeMap(text, for: key, origin: origin) ?? .scalar(text), origin: origin)
            return
        }
        let items = text.split(separator: ",", omittingEmptySubsequences: false).map { item in
            RawValue(shape: .scalar(item.trimmed), origin: origin)
        }
        self.init(shape: .list(text.isEmpty ? [] : items), origin: origin)
    }

    /// The entries of a map that a variable says as a whole; nil when the text is no map with each name once, or deeper
    /// than the key.
    private static func wholeMap(_ text: String, for key: ConfigurationKey, origin: ConfigurationOrigin) -> Shape? {
        guard key.isWholeInEnvironment, text.utf8.count <= ConfigurationFile.maximumSize,
            let document = try? YAMLDocument(YAMLText(Array(text.utf8))), document.duplicates.isEmpty,
            case .mapping(let mapping)? = document.root
        else { return nil }
        return shape(of: .mapping(mapping), depth: key.isNested ? 5 : 1, origin: origin)
    }

    /// - Parameter depth: how many levels there may be below.
    private static func shape(of node: Node, depth: Int, origin: ConfigurationOrigin) -> Shape? {
        switch node {
        case .scalar(let scalar): return scalar.isNull ? .null : .scalar(scalar.string)
        case .alias: return .null
        case .sequence(let sequence):
            guard depth > 0, sequence.count <= ConfigurationBinding.maximumItems else { return nil }
            var items: [RawValue] = []
            for item in sequence {
                guard let shape = shape(of: item, depth: depth - 1, origin: origin) else { return nil }
                items.append(RawValue(shape: shape, origin: origin))
            }
            return .list(items)
        case .mapping(let mapping):
            guard depth > 0, mapping.count <= ConfigurationBinding.maximumEntries else { return nil }
            var entries: [Entry] = []
            for (name, value) in mapping {
                guard let name = name.scalar?.string,
                    let shape = shape(of: value, depth: depth - 1, origin: origin)
                else { return nil }
                entries.append(Entry(name: name, value: RawValue(shape: shape, origin: origin)))
            }
            return .map(entries)
        }
    }
}

extension Substring {
    /// Without spaces and tabs at both ends.
    var trimmed: String {
        let isBlank: (Character) -> Bool = { $0 == " " || $0 == "\t" }
        guard let first = firstIndex(where: { !isBlank($0) }), let last = lastIndex(where: { !isBlank($0) }) else {
            return ""
        }
        return String(self[first...last])
    }
}
