extension LintSubject {
    /// Reports what a strict reader would refuse in the document's notation, and whether the document is what its name
    /// promises.
    mutating func checkSyntax() {
        let finder = document.problems.isEmpty ? nil : LocatedDocument.ValueFinder(document)
        for problem in document.problems where isMinded(problem) {
            report(
                .of(problem.kind), in: problem.range,
                pointer: finder?.value(at: problem.range.lowerBound)?.pointer ?? "", severity: severity(of: problem),
                problem.message.asSentence, hint: LintRule.of(problem.kind).right, edits: problem.edits)
        }
        if isJSONOnly, document.syntax == .yaml, let root = document.root, root.kind == .object {
            report(
                .jsonExpected, at: root, "This \(kind.words) is written in YAML.",
                hint: "Write it as JSON; YAML is read for OpenAPI documents only.")
        }
        if kind == .openAPI || kind == .swagger, LintReport.DocumentKind.isManifestName(input.name) {
            report(
                .openAPIInManifestsPlace, at: document.root?["openapi"] ?? document.root?["swagger"], atName: true,
                "There is an OpenAPI document where the plugin manifest must be.",
                hint: "Put the manifest here, and the OpenAPI document under the path that its `api.url` names.")
        }
    }

    /// Whether readers of this kind of document have nothing but a JSON reader.
    var isJSONOnly: Bool {
        switch kind {
        case .manifest, .protectedResourceMetadata, .authorizationServerMetadata, .clientMetadata: true
        case .openAPI, .swagger, .unknown: false
        }
    }

    /// Whether the notation is so broken that what is missing may only have been lost.
    var isFragment: Bool {
        document.problems.contains { problem in
            switch problem.kind {
            case .empty, .html, .truncated, .notReadable, .tooDeep, .tooLarge, .wideEncoding: true
            case .unknownTag, .wrapping, .byteOrderMark, .invalidUTF8, .comment, .trailingComma, .punctuation,
                .pythonLiteral, .wrongQuotes,
                .unquoted, .controlCharacter, .badEscape, .badNumber, .duplicateName, .extraContent, .badAlias:
                false
            }
        }
    }

    /// A byte order mark is allowed in YAML.
    private func isMinded(_ problem: SyntaxProblem) -> Bool {
        !(problem.kind == .byteOrderMark && document.syntax == .yaml)
    }

    /// How bad a problem is: importers read an OpenAPI document as YAML when it is not JSON, and YAML allows in `{…}`
    /// what JSON does not.
    private func severity(of problem: SyntaxProblem) -> LintSeverity {
        let usual = LintRule.of(problem.kind).severity
        if problem.kind == .byteOrderMark, isJSONOnly { return usual }
        guard problem.isFatal else { return min(usual, .warning) }
        guard !isJSONOnly, kind != .unknown, document.syntax == .json else { return usual }
        switch problem.kind {
        case .byteOrderMark, .trailingComma: return .warning
        case .pythonLiteral where document.bytes[problem.range].first != UInt8(ascii: "N"): return .warning
        case .comment where document.bytes[problem.range].first == UInt8(ascii: "#"): return .warning
        case .wrongQuotes where document.bytes[problem.range].first == UInt8(ascii: "'"): return .warning
        default: return usual
        }
    }
}

extension LintReport.DocumentKind {
    /// What it is called in a sentence.
    var words: String {
        switch self {
        case .manifest: "manifest"
        case .openAPI, .swagger: "OpenAPI document"
        case .protectedResourceMetadata: "protected resource metadata document"
        case .authorizationServerMetadata: "authorization server metadata document"
        case .clientMetadata: "client metadata document"
        case .unknown: "document"
        }
    }
}

extension String {
    /// With a capital letter in front and a full stop behind.
    var asSentence: String {
        guard let first = utf8.first else { return self }
        let begun = (0x61...0x7A).contains(first) ? prefix(1).uppercased() + dropFirst() : self
        return utf8.last == UInt8(ascii: ".") ? begun : begun + "."
    }
}
