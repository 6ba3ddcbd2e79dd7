internal import Yams

extension JSONValue {
    /// Reads a YAML document as JSON.
    ///
    /// Plain scalars are read as YAML 1.2's core schema has it (section 10.3): `yes`, `no`, `on`, `off` and dates
    /// stay strings, a number that JSON could spell keeps its text, hexadecimal and octal integers become decimal,
    /// `.inf` and `.nan` stay strings. Keys that are not strings (`200:`) become their source text; merge keys and
    /// aliases are resolved.
    ///
    /// - Throws: ``YAMLDocumentError`` for what is not YAML, for several documents in one text, names that occur
    ///   twice, nesting deeper than ``depthLimit``, and aliases that would blow the document up.
    public init(yaml text: String) throws(YAMLDocumentError) {
        try AliasGuard.check(text)
        var text = text
        text.makeContiguousUTF8()
        let root: Node?
        do {
            root = try Parser(yaml: text, resolver: .basic, constructor: .default, encoding: .utf8).singleRoot()
        } catch let error as YamlError {
            throw YAMLDocumentError(error)
        } catch {
            throw YAMLDocumentError(problem: "not a YAML document")
        }
        guard let root else { throw YAMLDocumentError(problem: "the document is empty") }
        var converter = YAMLConverter(sourceBytes: text.utf8.count)
        self = try converter.value(of: root, depth: 0)
    }
}

/// Turns Yams' nodes into JSON, with an account of how much is made out of how little.
private struct YAMLConverter {
    private static let nodeLimit = 1_000_000
    private static let ratioLimit = 10

    private var nodesLeft: Int
    private var bytesLeft: Int

    init(sourceBytes: Int) {
        nodesLeft = min(Self.nodeLimit, 10_000 + Self.ratioLimit * sourceBytes)
        bytesLeft = 1_000_000 + Self.ratioLimit * sourceBytes
    }

    mutating func value(of node: Node, depth: Int) throws(YAMLDocumentError) -> JSONValue {
        guard depth <= JSONValue.depthLimit else {
            throw error("at most \(JSONValue.depthLimit) lists and mappings may be inside each other", at: node)
        }
        try account(for: node)
        switch node {
        case .scalar(let scalar): return YAMLScalar.value(of: scalar)
        case .mapping(let mapping): return .object(try object(of: mapping, depth: depth))
        case .sequence(let sequence):
            var elements: [JSONValue] = []
            elements.reserveCapacity(sequence.count)
            for element in sequence { elements.append(try value(of: element, depth: depth + 1)) }
            return .array(elements)
        case .alias: throw error("an alias that leads nowhere", at: node)
        }
    }

    private mutating func account(for node: Node) throws(YAMLDocumentError) {
        nodesLeft -= 1
        if case .scalar(let scalar) = node { bytesLeft -= scalar.string.utf8.count }
        guard nodesLeft >= 0, bytesLeft >= 0 else {
            throw error("the document is too large once its aliases are written out; use fewer aliases", at: node)
        }
    }

    private mutating func object(of mapping: Node.Mapping, depth: Int) throws(YAMLDocumentError) -> JSONObject {
        var own: Set<JSONKey> = []
        if mapping.contains(where: { Self.isMerge($0.key) }) {
            for pair in mapping where !Self.isMerge(pair.key) { own.insert(JSONKey(try key(pair.key))) }
        }
        var object = JSONObject()
        for pair in mapping {
            if Self.isMerge(pair.key) {
                try merge(pair.value, into: &object, except: own, depth: depth)
                continue
            }
            let name = try key(pair.key)
            bytesLeft -= name.utf8.count
            guard object.appendIfNew(name, try value(of: pair.value, depth: depth + 1)) else {
                throw error("the key '\(name.excerpt)' is there twice; keep one of them", at: pair.key)
            }
        }
        return object
    }

    private func key(_ node: Node) throws(YAMLDocumentError) -> String {
        guard case .scalar(let scalar) = node else {
            throw error("a key must be a text; lists and mappings cannot be keys", at: node)
        }
        return scalar.string
    }

    /// Whether a key is the merge key, `<<` without quotes (yaml.org/type/merge).
    private static func isMerge(_ key: Node) -> Bool {
        guard case .scalar(let scalar) = key else { return false }
        return scalar.style == .plain && scalar.string == "<<"
    }

    /// Adds the members of one mapping or a list of them; the mapping's own win, then the earlier in the list.
    private mutating func merge(
        _ source: Node, into object: inout JSONObject, except own: Set<JSONKey>, depth: Int
    ) throws(YAMLDocumentError) {
        let sources: [Node]
        if case .sequence(let sequence) = source { sources = Array(sequence) } else { sources = [source] }
        for source in sources {
            guard case .mapping = source, case .object(let members) = try value(of: source, depth: depth + 1) else {
                throw error("'<<' takes a mapping or a list of mappings", at: source)
            }
            for member in members.members where !own.contains(JSONKey(member.key)) {
                _ = object.appendIfNew(member.key, member.value)
            }
        }
    }

    private func error(_ problem: String, at node: Node) -> YAMLDocumentError {
        YAMLDocumentError(problem: problem, line: node.mark?.line, column: node.mark?.column)
    }
}
