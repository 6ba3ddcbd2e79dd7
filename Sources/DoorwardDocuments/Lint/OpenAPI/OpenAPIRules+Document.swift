extension LintRule {
    static let apiDocumentRules: [LintRule] = [
        apiVersionMissing, apiVersion2, apiVersionUnknown, apiVersionNew, apiVersionNumber, apiVersionAction,
        apiInfo, apiPathsMissing, apiMemberMisspelled,
    ]

    static let apiVersionMissing = LintRule(
        "DW201", "openapi-version-missing", .error, "The document does not say which OpenAPI version it is",
        right: "The first member is `openapi` with a version such as 3.0.3 or 3.1.0.",
        reason: "Importers choose their reader by this member (OpenAPI 3.1 section 4.8.1).", fault: "A01",
        example: Example(
            wrong: "info: {title: Pets, version: '1'}\npaths: {}",
            right: "openapi: 3.1.0\ninfo: {title: Pets, version: '1'}\npaths: {}"))

    static let apiVersion2 = LintRule(
        "DW202", "openapi-2", .error, "The document is OpenAPI 2.0, also called Swagger",
        right: "OpenAPI 3.0 or 3.1. The finding lists what changes in this document; converters do most of it.",
        reason: "Every document that ChatGPT's plugin store accepted was 3.0 or 3.1 (measured on 415 of them).",
        fault: "A01",
        example: Example(
            wrong: """
                swagger: '2.0'
                info: {title: Pets, version: '1'}
                host: api.example.com
                basePath: /v1
                schemes: [https]
                paths: {}
                """,
            right: """
                openapi: 3.0.3
                info: {title: Pets, version: '1'}
                servers:
                - url: https://api.example.com/v1
                paths: {}
                """))

    static let apiVersionUnknown = LintRule(
        "DW203", "openapi-version-unknown", .error, "The OpenAPI version is none that exists",
        right: "A version such as 3.0.3 or 3.1.0, as a text.",
        reason: "Importers refuse a document whose version they do not know (OpenAPI 3.1 section 4.8.1).",
        fault: "A01",
        example: Example(wrong: "openapi: latest\npaths: {}", right: "openapi: 3.1.0\npaths: {}"))

    static let apiVersionNew = LintRule(
        "DW204", "openapi-version-new", .warning, "The OpenAPI version is newer than importers read",
        right: "3.1.0, or 3.0.3 where a tool asks for it.",
        reason: "ChatGPT's editor writes 3.1.0 itself; the documents in its plugin store were 3.0 and 3.1.",
        fault: "A01",
        example: Example(wrong: "openapi: 3.2.0\npaths: {}", right: "openapi: 3.1.0\npaths: {}"))

    static let apiVersionNumber = LintRule(
        "DW205", "openapi-version-number", .warning, "The OpenAPI version is not a text of three numbers",
        right: "Three numbers, as a text: \"3.1.0\".",
        reason:
            "The version is a string (OpenAPI 3.1 section 4.8.1); readers that want a text with three numbers, as the "
            + "GPT editor may, refuse 3.1.",
        isFixable: true, fault: "A01",
        example: Example(wrong: "openapi: 3.1\npaths: {}", right: "openapi: \"3.1.0\"\npaths: {}"))

    static let apiVersionAction = LintRule(
        "DW206", "openapi-version-action", .info, "GPT Actions are safest with OpenAPI 3.1.0",
        right: "`openapi: 3.1.0`; where `nullable` or `exclusiveMinimum: true` is used, the schemas change too.",
        reason: "The GPT editor's templates are 3.1.0 and one way into it insists on exactly that version.",
        surfaces: [.action], fault: "A01",
        example: Example(wrong: "openapi: 3.0.3\npaths: {}", right: "openapi: 3.1.0\npaths: {}"))

    static let apiInfo = LintRule(
        "DW207", "openapi-info", .warning, "The document does not introduce itself",
        right: "`info` with a `title` and a `version`, both texts that are not empty.",
        reason: "Both are required (OpenAPI 3.1 section 4.8.2), and the assistant uses the title as a name.",
        fault: "A01",
        example: Example(
            wrong: "openapi: 3.1.0\ninfo: {title: Pets}\npaths: {}",
            right: "openapi: 3.1.0\ninfo: {title: Pets, version: '1'}\npaths: {}"))

    static let apiMemberMisspelled = LintRule(
        "DW209", "openapi-member-misspelled", .error, "A member's name is nearly one that OpenAPI knows",
        right: "The name letter for letter, small and large letters too: `paths`, `operationId`.",
        reason: "Names are case-sensitive (OpenAPI 3.1 section 4.4), and what has another name is not read. Where "
            + "the operations can still be called it is a warning.",
        fault: "A01",
        example: Example(
            wrong: apiExample(head: "operationID: listPets"), right: apiExample(head: "operationId: listPets")))

    static let apiPathsMissing = LintRule(
        "DW208", "openapi-paths", .error, "There is nothing that could be called",
        right: "`paths` with at least one operation.",
        reason: "Without an operation the assistant has nothing to call (OpenAPI 3.1 section 4.8.8).", fault: "A01",
        example: Example(
            wrong: "openapi: 3.1.0\ninfo: {title: Pets, version: '1'}\npaths: {}",
            right: """
                paths:
                  /pets:
                    get:
                      operationId: listPets
                      summary: Lists the pets
                      responses: {'200': {description: The pets}}
                """))
}
