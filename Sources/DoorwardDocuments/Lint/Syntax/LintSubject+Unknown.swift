extension LintSubject {
    /// A document that is none of those that lint knows: says what it seems to be, and reads a manifest that is inside
    /// another value.
    mutating func checkUnknown() {
        if reportWrappedManifest() != nil { return }
        guard let root = document.root else {
            guard document.problems.isEmpty else { return }
            report(
                .unknownDocument, at: nil, "There is no value in this document.", hint: LintRule.unknownDocument.right)
            return
        }
        guard !isFragment, !reportTextOfJSON(root) else { return }
        report(.unknownDocument, at: root, seen(root), hint: LintRule.unknownDocument.right)
    }

    /// The manifest that is in another value, reported and checked; nil when there is none.
    mutating func reportWrappedManifest() -> LocatedValue? {
        guard let root = document.root, let manifest = wrapped(in: root) else { return nil }
        report(
            .wrappedManifest, at: manifest, atName: true,
            "The manifest is not at the top of the document but at \(manifest.pointer.excerpt).",
            hint: "Take away what is around it, so that its members are the document's own.")
        checkManifest(manifest)
        return manifest
    }

    /// Reports a document that is a text with JSON in it, as a program makes it that writes its JSON as JSON; whether it
    /// is one.
    mutating func reportTextOfJSON(_ root: LocatedValue) -> Bool {
        guard root.kind == .string, let text = root.string, "{[".utf8.contains(text.utf8.first { $0 > 0x20 } ?? 0)
        else { return false }
        let isWhole = (try? JSONValue(parsing: Array(text.utf8))) != nil
        report(
            .wrapping, at: root, "This is JSON inside a JSON text: its quotes are escaped.",
            hint: "Write the value once: what `json.dumps` or `JSON.stringify` gave is the file already.",
            edits: isWhole ? [SyntaxProblem.Edit(range: root.range, replacement: Array(text.utf8))] : [])
        return true
    }

    /// The first value with the members of a manifest, at most three levels down; of each level a bounded number is
    /// looked at.
    private func wrapped(in root: LocatedValue) -> LocatedValue? {
        var level = Self.children(of: root)
        for _ in 0..<3 {
            if let manifest = level.first(where: \.hasManifestMembers) { return manifest }
            level = Array(level.lazy.flatMap(Self.children(of:)).prefix(1_000))
        }
        return nil
    }

    private static func children(of value: LocatedValue) -> [LocatedValue] {
        let children = value.kind == .array ? value.elements : value.members
        return Array(children.lazy.filter { $0.kind == .object || $0.kind == .array }.prefix(1_000))
    }

    private func seen(_ root: LocatedValue) -> String {
        switch root.kind {
        case .object:
            let names = root.members.prefix(4).map { "`\(($0.name ?? "").excerpt)`" }.joined(separator: ", ")
            if names.isEmpty { return "This is an object without members." }
            return
                "This is an object with \(names)\(root.count > 4 ? " and more" : ""): neither a plugin manifest nor an "
                + "OpenAPI document nor OAuth metadata."
        case .array: return "This is a list: neither a plugin manifest nor an OpenAPI document nor OAuth metadata."
        case .string: return "This is a text, as a file is that is neither JSON nor YAML, not a document."
        case .number, .boolean, .null: return "This is a single value, not a document."
        }
    }
}

extension LocatedValue {
    /// Whether it has at least two members that only a manifest has.
    fileprivate var hasManifestMembers: Bool {
        guard kind == .object else { return false }
        let marks = ["schema_version", "name_for_model", "name_for_human", "description_for_model", "logo_url", "auth"]
        return marks.count { self[$0] != nil } >= 2
    }
}
