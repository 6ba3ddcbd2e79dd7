import Yams

/// What the configuration file says: values by key path, and what is wrong with its structure.
struct FileLayer {
    private let path: String
    private var duplicates: [String: YAMLDocument.Duplicate]
    private(set) var values: [String: RawValue] = [:]
    private(set) var problems: [ConfigurationProblem] = []
    /// Whether the text is YAML with keys at all; if not, its one problem says more than what is missing because of it.
    private(set) var isReadable = true

    /// Reads the text; with a text that is not YAML there are no values and one problem.
    init(_ bytes: [UInt8], path: String) {
        self.path = path
        duplicates = [:]
        do throws(YAMLDocument.Failure) {
            let document = try YAMLDocument(YAMLText(bytes))
            duplicates = document.duplicates.reduce(into: [:]) { $0[$1.alias] = $1 }
            if let root = document.root { read(root) }
            for duplicate in duplicates.values {
                let origin = ConfigurationOrigin.file(path: path, position: duplicate.position)
                report(duplicate.name.shownAsKey, origin, "is said more than once", hint: "keep one of them")
            }
        } catch {
            isReadable = false
            report("", .file(path: path, position: error.position), error.message, hint: error.hint)
        }
    }

    private mutating func read(_ root: Node) {
        switch root {
        case .mapping(let mapping): read(mapping, section: "")
        case .scalar(let scalar) where scalar.isNull: break
        default:
            isReadable = false
            report(
                "", origin(root), "is not a list of keys and values",
                hint: "write lines such as 'listen: 127.0.0.1:8000'")
        }
    }

    private mutating func read(_ mapping: Node.Mapping, section: String) {
        for (key, value) in mapping {
            guard case .scalar(let scalar) = key else {
                report(section, origin(key), "has a key that is not plain text", hint: "write 'name: value'")
                continue
            }
            let name = scalar.string
            if let duplicate = duplicates.removeValue(forKey: name) {
                reportAgain(duplicate, in: mapping, section: section)
                continue
            }
            let path = section.isEmpty ? name : "\(section).\(name)"
            if !name.contains("."), ConfigurationKey.named(path) != nil {
                values[path] = raw(value, key: key, depth: 0, path: path)
            } else if section.isEmpty, ConfigurationKey.sections.contains(name) {
                readSection(value, key: key, name: name)
            } else {
                reportUnknown(path, key: key)
            }
        }
    }

    private mutating func readSection(_ value: Node, key: Node, name: String) {
        switch value {
        case .mapping(let mapping): read(mapping, section: name)
        case .scalar(let scalar) where scalar.isNull: break
        default:
            let first =
                ConfigurationKey.all.first { $0.path.hasPrefix(name + ".") }?.path.dropFirst(name.count + 1) ?? ""
            report(
                name, origin(value), "is a section, not a single value",
                hint: "write '\(name):' and on the next line, indented, '\(first): …'")
        }
    }

    /// The value of a key as a tree; what is deeper than any value can be right is not looked at.
    ///
    /// Aliases can multiply what a text says, so of inner lists and maps only as much is read as is ever accepted.
    private mutating func raw(_ node: Node, key: Node, depth: Int, path: String) -> RawValue {
        let place = node.isBelow(key) ? origin(key) : origin(node)
        switch node {
        case .scalar(let scalar): return RawValue(shape: scalar.isNull ? .null : .scalar(scalar.string), origin: place)
        case .sequence(let sequence):
            guard depth < Self.maximumDepth else { return RawValue(shape: .list([]), origin: place) }
            let limit = depth == 0 ? sequence.count : ConfigurationBinding.maximumItems + 1
            let items = sequence.prefix(limit).map { raw($0, key: $0, depth: depth + 1, path: path) }
            return RawValue(shape: .list(items), origin: place)
        case .mapping(let mapping):
            let hasEntries = depth < Self.maximumDepth
            return RawValue(shape: .map(hasEntries ? entries(mapping, depth: depth, path: path) : []), origin: place)
        case .alias: return RawValue(shape: .null, origin: place)
        }
    }

    private mutating func entries(_ mapping: Node.Mapping, depth: Int, path: String) -> [RawValue.Entry] {
        var entries: [RawValue.Entry] = []
        let limit = depth == 0 ? mapping.count : ConfigurationBinding.maximumItems + 1
        for (key, value) in mapping.prefix(limit) {
            guard case .scalar(let scalar) = key else {
                report(path, origin(key), "has a name that is not plain text", hint: "write 'name: value'")
                continue
            }
            if let duplicate = duplicates.removeValue(forKey: scalar.string) {
                reportAgain(duplicate, in: mapping, section: path)
                continue
            }
            let inner = "\(path).\(scalar.string.shownAsKey)"
            let raw = raw(value, key: key, depth: depth + 1, path: inner)
            entries.append(.init(name: scalar.string, value: raw, place: origin(key)))
        }
        return entries
    }

    /// `identity_providers.acme.allow.claims.groups[0]`: a list in a map in three maps.
    private static let maximumDepth = 5

    // MARK: Problems

    private func origin(_ node: Node) -> ConfigurationOrigin {
        .file(path: path, position: node.mark.map { FilePosition(line: $0.line, column: $0.column) })
    }

    private mutating func report(_ keyPath: String, _ origin: ConfigurationOrigin, _ message: String, hint: String) {
        problems.append(ConfigurationProblem(keyPath: keyPath, origin: origin, message: message, hint: hint))
    }

    private mutating func reportAgain(
        _ duplicate: YAMLDocument.Duplicate, in mapping: Node.Mapping, section: String
    ) {
        let again = mapping.first { $0.key.scalar?.string == duplicate.name }?.key.mark?.line
        let message = again.map { "is said again on line \($0)" } ?? "is said more than once"
        let name = duplicate.name.shownAsKey
        report(
            section.isEmpty ? name : "\(section).\(name)", .file(path: path, position: duplicate.position), message,
            hint: "keep one of the two")
    }

    private mutating func reportUnknown(_ path: String, key: Node) {
        // Looking for a near name costs time; a file with so many unknown keys is not a configuration.
        let hint = problems.count < 40 ? KeySuggestion.hint(for: path) : ""
        report(path.shownAsKey, origin(key), "is not a known key", hint: hint)
    }
}

extension Node {
    /// Nothing behind the colon on its line: the place to name is the key's.
    fileprivate func isBelow(_ key: Node) -> Bool {
        switch self {
        case .scalar(let scalar): scalar.string.isEmpty && scalar.style == .plain
        case .mapping: (mark?.line ?? 0) > (key.mark?.line ?? 0)
        case .sequence, .alias: false
        }
    }
}

extension Node.Scalar {
    /// A plain scalar that YAML reads as nothing (YAML 1.1 type null).
    var isNull: Bool { style == .plain && ["", "~", "null", "Null", "NULL"].contains(string) }
}
