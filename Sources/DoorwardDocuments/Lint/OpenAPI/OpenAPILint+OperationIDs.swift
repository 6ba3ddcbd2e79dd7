extension OpenAPILint {
    mutating func checkOperationID(_ operation: LocatedValue, _ title: String, _ path: OpenAPIPath) {
        guard let value = operation["operationId"], let id = value.filledString else {
            return reportMissingID(operation, title, path)
        }
        checkBoolean(id, value)
        if let other = operationIDs[id] {
            // An operation that is written once and meant twice is told once, at the second path.
            subject.report(
                .apiOperationIDTwice, at: value, for: .init(action: .error, manifest: .warning, mcp: .warning),
                "“\(id.excerpt)” is also the operationId of \(Self.place(of: other)).",
                hint: "Give \(title) a name of its own.")
        } else {
            operationIDs[id] = value
        }
        if !id.utf8.allSatisfy(Self.isNameByte) {
            subject.report(
                .apiOperationIDCharacters, at: value,
                "The operationId “\(id.excerpt)” has characters other than "
                    + "letters, digits, `_` and `-`.",
                hint: "Write “\(Self.mended(id).excerpt)”.", edits: mend(id, at: value))
        }
        let length = id.utf8.count > 64 ? id.unicodeScalars.count : 0
        if length > 64 {
            subject.report(
                .apiOperationIDLength, at: value,
                "The operationId of \(title) has \(length) characters; 64 is the limit.",
                hint: "Choose a shorter name, such as \(title.prefix { $0 != " " }.lowercased())… and one noun.")
        }
    }

    /// `no` and its like: a text for YAML 1.2, and false for YAML 1.1.
    private mutating func checkBoolean(_ id: String, _ value: LocatedValue) {
        guard subject.document.syntax == .yaml, id.utf8.count <= 3, !value.isAlias,
            value.document.bytes[value.range].elementsEqual(id.utf8),
            ["y", "n", "yes", "no", "on", "off"].contains(id.lowercased())
        else { return }
        subject.report(
            .apiOperationIDBoolean, at: value, "The operationId \(id) is true or false for readers of YAML 1.1.",
            hint: "Write '\(id)' with quotes, or better a verb and a noun.",
            edits: OpenAPIEdits.replacing(value, with: "'\(id)'"))
    }

    private mutating func reportMissingID(_ operation: LocatedValue, _ title: String, _ path: OpenAPIPath) {
        guard !isMisspelled("operationId", in: operation) else { return }
        if path.isPublicFile {
            return reportAbsent(
                .apiOperationID, at: operation["operationId"] ?? operation, atName: true, severity: .warning,
                "\(title) has no operationId; that is milder here, as it looks like a public file, which no model calls.",
                hint: "Leave it out of the document.")
        }
        reportAbsent(
            .apiOperationID, at: operation["operationId"] ?? operation, atName: true,
            "\(title) has no operationId, so ChatGPT skips it.",
            hint: "Add one: a verb and a noun, such as `listPets`.")
    }

    private static func place(of id: LocatedValue) -> String {
        let method = id.parent?.name?.uppercased() ?? "another operation"
        return "\(method.excerpt) \((id.parent?.parent?.name ?? "").excerpt)"
    }

    private static func isNameByte(_ byte: UInt8) -> Bool {
        byte.isAlphanumeric || byte == UInt8(ascii: "_") || byte == UInt8(ascii: "-")
    }

    /// The name with every other character replaced by `_`.
    private static func mended(_ id: String) -> String {
        var name = ""
        for scalar in id.unicodeScalars {
            let isFine = scalar.isASCII && isNameByte(UInt8(truncatingIfNeeded: scalar.value))
            name.unicodeScalars.append(isFine ? scalar : "_")
        }
        return name
    }

    /// Replaces the characters when the result is short enough and nobody else has, or speaks of, the name.
    private mutating func mend(_ id: String, at value: LocatedValue) -> [SyntaxProblem.Edit] {
        let name = Self.mended(id)
        guard name.utf8.count <= 64, name.utf8.contains(where: \.isAlphanumeric) else { return [] }
        if idMentions == nil { idMentions = Self.idMentions(in: subject.document) }
        guard idMentions?[id] == 1, idMentions?[name] == nil else { return [] }
        // A second one that ends the same does not get it too.
        idMentions?[name] = 1
        return OpenAPIEdits.renaming(value, to: name)
    }

    /// How often each operationId is written, links included.
    static func idMentions(in document: LocatedDocument) -> [String: Int] {
        var mentions: [String: Int] = [:]
        for place in document.nodes.indices {
            let value = LocatedValue(document: document, index: Int32(place))
            if value.name == "operationId", let id = value.string { mentions[id, default: 0] += 1 }
        }
        return mentions
    }
}
