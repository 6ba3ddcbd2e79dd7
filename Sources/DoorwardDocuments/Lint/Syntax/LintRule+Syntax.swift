extension LintRule {
    /// What is wrong with a document's notation, before anybody asks what it says.
    static let syntaxRules: [LintRule] =
        SyntaxProblem.Kind.allCases.map(of)
        + [jsonExpected, unknownDocument, openAPIInManifestsPlace, wrappedManifest]

    /// The rule of a kind of problem.
    static func of(_ kind: SyntaxProblem.Kind) -> LintRule {
        switch kind {
        case .empty: emptyDocument
        case .html: htmlPage
        case .byteOrderMark: byteOrderMark
        case .wideEncoding: wideEncoding
        case .invalidUTF8: invalidUTF8
        case .comment: comment
        case .trailingComma: trailingComma
        case .punctuation: punctuation
        case .pythonLiteral: pythonLiteral
        case .wrongQuotes: wrongQuotes
        case .unquoted: unquoted
        case .controlCharacter: controlCharacter
        case .badEscape: badEscape
        case .badNumber: badNumber
        case .duplicateName: duplicateName
        case .tooDeep: tooDeep
        case .tooLarge: tooLarge
        case .truncated: truncated
        case .extraContent: extraContent
        case .badAlias: badAlias
        case .unknownTag: unknownTag
        case .wrapping: wrapping
        case .notReadable: notReadable
        }
    }

    static let duplicateName = LintRule(
        "DW015", "duplicate-name", .warning, "A name occurs twice in one object",
        right:
            "Keep one of the two, under the name that is meant. In `paths` put the methods of one path under one name.",
        reason: "RFC 8259 section 4 leaves it open which value counts: Python's readers keep the last and drop the "
            + "first without a word, JavaScript's YAML readers refuse the whole file.",
        fault: "P02",
        example: .init(
            wrong: """
                {"schema_version": "v1", "schema_version": "v2"}
                """,
            right: """
                {"schema_version": "v1"}
                """))

    static let tooDeep = LintRule(
        "DW016", "too-deep", .error, "Values are nested deeper than lint follows",
        right: "Take a level out: nothing in a manifest or an OpenAPI document needs more than a few dozen levels. A "
            + "schema that contains itself is written with `$ref`.",
        reason:
            "Lint stops at \(JSONValue.depthLimit) levels: nothing legitimate is that deep. Other readers have limits "
            + "of their own (RFC 8259 section 9; Python's `json` gives up at about 1,000).",
        fault: "P02")

    static let tooLarge = LintRule(
        "DW017", "too-large", .error, "The file is larger than any reader takes",
        right: "Publish only the operations that an assistant should call. A document for an assistant is some "
            + "kilobytes; one of several megabytes is a dump of something else.",
        reason: "The importer gives up on a document that takes it more than 15 seconds to fetch, and the model reads "
            + "every description in it.",
        fault: "P02")

    static let badAlias = LintRule(
        "DW020", "bad-alias", .error, "A YAML alias leads nowhere, or to itself, or multiplies",
        right: "Define the anchor (`&name`) in front of its use (`*name`), or write the value out. In OpenAPI use "
            + "`$ref`, which every reader understands.",
        reason:
            "YAML 1.2.2 section 7.1: an alias must refer to an anchor in front of it. Importers refuse aliases that "
            + "expand without end.",
        fault: "P02",
        example: .init(
            wrong: """
                openapi: 3.1.0
                info: *details
                """,
            right: """
                openapi: 3.1.0
                info: &details
                  title: Weather
                """))

    static let notReadable = LintRule(
        "DW021", "not-readable", .error, "The file is neither JSON nor YAML",
        right: "Write the document as JSON (a manifest must be) or as YAML (an OpenAPI document may be). Let a program "
            + "write it rather than a person: `json.dumps`, `JSON.stringify`.",
        reason: "An importer reads the file with a strict reader and reports only that there is none.",
        fault: "P02")
}
