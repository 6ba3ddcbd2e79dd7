import Yams

/// Where `service.secrets` stands in a configuration file, and what else the file says.
struct SecretsPlace: Sendable {
    /// How the list is written.
    enum Form: Sendable, Equatable {
        /// `[a, b]`: the offset of the bracket and of each item.
        case flow(start: Int, items: [Int])
        /// Lines that begin with `-`: the offset of the first dash and of each item.
        case block(start: Int, items: [Int])
        /// The key without a value: the offset behind its colon.
        case empty(after: Int)
        /// The section `service` has other keys: the offset of its first key, or of what is behind `{` in flow style.
        case noKey(before: Int, isFlow: Bool)
        /// The section `service` without anything in it: the offset behind its colon.
        case emptySection(after: Int)
        /// No section `service`.
        case noSection
        /// Nothing that can be changed safely.
        case other
    }

    let bytes: [UInt8]
    let form: Form
    /// The items as written, in order.
    let list: [String]
    /// Everything else, for comparing.
    let rest: [String]

    init(_ bytes: [UInt8]) throws(ConfigurationEditError) {
        self.bytes = bytes
        let root: Node?
        do throws(YAMLDocument.Failure) {
            let document = try YAMLDocument(YAMLText(bytes))
            guard document.duplicates.isEmpty else {
                throw YAMLDocument.Failure(position: nil, message: "it says a key twice", hint: "")
            }
            root = document.root
        } catch {
            throw .unreadable((error.position.map { "line \($0.line): " } ?? "") + error.message)
        }
        let section = root?.mapping?["service"]
        list = section?.mapping?["secrets"]?.sequence?.map(Self.text) ?? []
        form = Self.form(root: root, text: YAMLText(bytes))
        rest = root.map { Self.flatten($0, path: "") } ?? []
    }

    /// An item in the form of one text, however it is written.
    private static func text(of item: Node) -> String {
        if let scalar = item.scalar { return scalar.string }
        let from = item.mapping?["from"]?.scalar?.string ?? ""
        return (item.mapping?["optional"]?.scalar?.string == "true" ? "optional:" : "") + from
    }

    private static func form(root: Node?, text: YAMLText) -> Form {
        guard let root, !(root.scalar?.isNull ?? false) else { return .noSection }
        guard let mapping = root.mapping else { return .other }
        guard let (key, section) = mapping.first(where: { $0.key.scalar?.string == "service" }) else {
            return .noSection
        }
        guard let sectionMapping = section.mapping else {
            guard section.scalar?.isNull ?? false, let colon = colon(behind: key, in: text) else { return .other }
            return section.scalar?.string.isEmpty ?? false ? .emptySection(after: colon) : .other
        }
        guard let (name, value) = sectionMapping.first(where: { $0.key.scalar?.string == "secrets" }) else {
            return formWithoutKey(section, sectionMapping, text: text)
        }
        if let sequence = value.sequence { return form(of: value, sequence, text: text) }
        guard value.scalar?.isNull ?? false, value.scalar?.string.isEmpty ?? false,
            let colon = colon(behind: name, in: text)
        else { return .other }
        return .empty(after: colon)
    }

    private static func form(of value: Node, _ sequence: Node.Sequence, text: YAMLText) -> Form {
        guard let start = value.offset(in: text), start < text.bytes.count else { return .other }
        let items = sequence.compactMap { $0.scalar == nil ? nil : $0.offset(in: text) }
        guard items.count == sequence.count, zip(items, items.dropFirst()).allSatisfy(<) else { return .other }
        switch text.bytes[start] {
        case 0x5B: return .flow(start: start, items: items)
        case 0x2D: return .block(start: start, items: items)
        default: return .other
        }
    }

    private static func formWithoutKey(_ section: Node, _ mapping: Node.Mapping, text: YAMLText) -> Form {
        guard let start = section.offset(in: text), start < text.bytes.count else { return .other }
        if text.bytes[start] == 0x7B { return .noKey(before: start + 1, isFlow: true) }
        guard let first = mapping.first?.key.offset(in: text) else { return .other }
        return .noKey(before: first, isFlow: false)
    }

    /// The offset behind the colon of a plain key.
    private static func colon(behind key: Node, in text: YAMLText) -> Int? {
        guard let name = key.scalar?.string, let start = key.offset(in: text) else { return nil }
        let end = start + name.utf8.count
        guard end < text.bytes.count, text.bytes[start..<end].elementsEqual(name.utf8), text.bytes[end] == 0x3A else {
            return nil
        }
        return end + 1
    }

    /// The tree without `service.secrets`, one line a leaf.
    private static func flatten(_ node: Node, path: String) -> [String] {
        if path == "/service/secrets" { return [] }
        guard path.utf8.filter({ $0 == 0x2F }).count <= 8 else { return ["\(path)…"] }
        switch node {
        case .scalar(let scalar):
            // A section without content says as much as no section.
            return scalar.isNull && path == "/service"
                ? [] : ["\(path)=\(scalar.isNull ? "null" : "'\(scalar.string)'")"]
        case .sequence(let sequence):
            return ["\(path)[\(sequence.count)]"] + sequence.enumerated().flatMap { flatten($1, path: "\(path)/\($0)") }
        case .mapping(let mapping):
            return mapping.flatMap { flatten($1, path: "\(path)/\($0.scalar?.string ?? "?")") }
        case .alias: return [path]
        }
    }
}

extension Node {
    fileprivate func offset(in text: YAMLText) -> Int? {
        mark.flatMap { text.offset(of: FilePosition(line: $0.line, column: $0.column)) }
    }
}
