extension LintRule {
    static let apiReferenceRules: [LintRule] = [
        apiReferenceUnknown, apiReferenceForm, apiReferenceCircle, apiReferenceFileMissing, apiReferenceFile,
        apiReferenceRemote, apiReferenceLimit, apiObjectProperties,
    ]

    private static func answer(_ schema: String) -> String {
        apiExample(
            "responses: {'200': {description: The pets, content: {application/json: {schema: \(schema)}}}}")
    }

    private static let pet =
        "\ncomponents:\n  schemas:\n    Pet: {type: object, properties: {name: {type: string}}}"

    static let apiReferenceUnknown = LintRule(
        "DW261", "reference-unknown", .error, "A reference leads to nothing in the document",
        right: "The name of something under `components`, letter for letter.",
        reason:
            "ChatGPT's importer says `reference to unknown component …; using empty schema`. A parameter or request "
            + "body that is nowhere costs the whole operation; of a schema it is a warning.",
        fault: "A01",
        example: Example(
            wrong: answer("{$ref: '#/components/schemas/Pets'}") + pet,
            right: answer("{$ref: '#/components/schemas/Pet'}") + pet))

    static let apiReferenceForm = LintRule(
        "DW262", "reference-form", .error, "A reference is not written as one",
        right: "`$ref` is a text such as `#/components/schemas/Pet`.",
        reason: "It is a URI, and its fragment a JSON pointer, which begins with a slash (OpenAPI 3.1 section 4.8.23).",
        isFixable: true, fault: "A01",
        example: Example(
            wrong: answer("{$ref: '#components/schemas/Pet'}") + pet,
            right: answer("{$ref: '#/components/schemas/Pet'}") + pet))

    static let apiReferenceCircle = LintRule(
        "DW263", "reference-circle", .error, "References lead in a circle with nothing between them",
        right: "At least one of them is a schema; a schema that holds itself in a property is fine.",
        reason: "Nothing is described, and readers that follow references run for ever or refuse the document.",
        fault: "A01",
        example: Example(
            wrong: """
                components:
                  schemas:
                    Pet: {$ref: '#/components/schemas/Animal'}
                    Animal: {$ref: '#/components/schemas/Pet'}
                """,
            right: """
                components:
                  schemas:
                    Pet: {type: object, properties: {parent: {$ref: '#/components/schemas/Pet'}}}
                """))

    static let apiReferenceFileMissing = LintRule(
        "DW264", "reference-file-missing", .error, "A reference names a file that cannot be read",
        right:
            "A path relative to the document that leads to a .json, .yaml or .yml file which can be read, or better the "
            + "schema itself.",
        reason: "What it describes is unknown to every reader (RFC 3986 section 5).", fault: "A01",
        example: Example(
            wrong: answer("{$ref: 'schemas/missing.yaml'}"), right: answer("{$ref: '#/components/schemas/Pet'}") + pet))

    static let apiReferenceFile = LintRule(
        "DW265", "reference-file", .warning, "A reference leads to another file",
        right: "One file: a bundler (`redocly bundle`, `swagger-cli bundle`) puts the parts into it.",
        reason: "Importers get one document and follow no references to others; the part is lost.", fault: "A01",
        example: Example(
            wrong: answer("{$ref: 'schemas/pet.yaml'}"), right: answer("{$ref: '#/components/schemas/Pet'}") + pet))

    static let apiReferenceRemote = LintRule(
        "DW266", "reference-remote", .warning, "A reference leads to another site",
        right: "The schema itself, in this document.",
        reason: "Importers do not fetch it, and nor does lint: whoever owns that site decides what it says.",
        fault: "A01",
        example: Example(
            wrong: answer("{$ref: 'https://example.com/pet.yaml'}"),
            right: answer("{$ref: '#/components/schemas/Pet'}") + pet))

    static let apiReferenceLimit = LintRule(
        "DW267", "reference-limit", .warning, "The document refers to more files than are read",
        right: "At most 100 files with 64 MiB together; better one file.",
        reason: "What lies behind the limit was not looked at.", fault: "A01")

    static let apiObjectProperties = LintRule(
        "DW268", "object-properties", .error, "An object does not say what is in it",
        right: "`properties` for every `type: object`; `properties: {}` when nothing is known.",
        reason: "ChatGPT's importer says `object schema missing properties`; the model knows nothing of the members.",
        surfaces: [.action, .manifestV1], fault: "A01",
        example: Example(
            wrong: answer("{type: object}"), right: answer("{type: object, properties: {name: {type: string}}}")))
}
