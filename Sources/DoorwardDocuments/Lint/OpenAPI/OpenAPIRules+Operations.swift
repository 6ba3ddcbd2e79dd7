extension LintRule {
    static let apiOperationRules: [LintRule] = [
        apiOperationID, apiOperationIDTwice, apiOperationIDCharacters, apiOperationIDLength, apiOperationText,
        apiOperationTextMissing, apiOperationsMany, apiConsequential, apiDeprecated, apiSecurityMix, apiResponses,
        apiMethodUnused, apiOperationIDBoolean,
    ]

    static let apiOperationID = LintRule(
        "DW235", "operation-id-missing", .error, "An operation has no operationId",
        right: "A name for each operation, such as `listPets`; the model calls it by that name.",
        reason: "ChatGPT skips operations without one; 413 of 415 documents in its plugin store had one everywhere.",
        fault: "A01", example: Example(wrong: apiExample(head: nil), right: apiExample()))

    static let apiOperationIDTwice = LintRule(
        "DW236", "operation-id-twice", .error, "Two operations have the same operationId",
        right: "A name of its own for each operation.",
        reason: "The model could call only one of them (OpenAPI 3.1 section 4.8.10).", fault: "A01",
        example: Example(
            wrong: apiExample() + "\n" + apiExample(path: "/cats").dropFirst("paths:\n".count),
            right: apiExample() + "\n"
                + apiExample(path: "/cats", head: "operationId: listCats").dropFirst("paths:\n".count)))

    static let apiOperationIDCharacters = LintRule(
        "DW237", "operation-id-characters", .warning,
        "An operationId has characters that a function's name cannot have",
        right: "Letters, digits, `_` and `-` only.",
        reason: "The model calls operations as functions, whose names are made of `[A-Za-z0-9_-]`.",
        isFixable: true, fault: "A01",
        example: Example(wrong: apiExample(head: "operationId: list all pets"), right: apiExample()))

    static let apiOperationIDLength = LintRule(
        "DW238", "operation-id-length", .warning, "An operationId is longer than 64 characters",
        right: "At most 64 characters. FastAPI: pass `operation_id=`, or a `generate_unique_id_function`.",
        reason: "The model calls operations as functions, whose names have at most 64 characters.",
        fault: "A01",
        example: Example(
            wrong: apiExample(
                head: "operationId: list_all_pets_of_the_shop_with_all_their_owners_api_v1_shops_pets_get"),
            right: apiExample()))

    static let apiOperationText = LintRule(
        "DW239", "operation-text-length", .error, "An operation's text is longer than 300 characters",
        right: "`summary` and `description` with at most 300 characters each; what parameters mean belongs to them.",
        reason: "OpenAI, Actions in production: 300 characters is a hard limit; no document in the store broke it.",
        surfaces: [.action, .manifestV1], fault: "A01",
        example: Example(
            wrong: apiExample("summary: " + String(repeating: "Lists all the pets. ", count: 17)), right: apiExample()))

    static let apiOperationTextMissing = LintRule(
        "DW240", "operation-text-missing", .warning, "An operation says nothing about itself",
        right: "A `summary` or a `description`: what it does, in a sentence.",
        reason: "The model chooses among operations by these texts; it sees nothing else.", fault: "A01",
        example: Example(wrong: apiExample("summary: ''"), right: apiExample()))

    static let apiOperationsMany = LintRule(
        "DW241", "operations-many", .warning, "There are more than 30 operations",
        right: "At most 30; leave out what the model need not call, or make two actions of two domains.",
        reason: "The GPT editor takes at most 30 operations for one action, as users report.", surfaces: [.action],
        fault: "A01")

    static let apiConsequential = LintRule(
        "DW242", "is-consequential", .warning, "x-openai-isConsequential is not true or false",
        right: "`x-openai-isConsequential: false` without quotes, in the operation.",
        reason: "OpenAI, Actions in production: true always asks the user, false lets the user allow it for good.",
        isFixable: true, fault: "A01",
        example: Example(
            wrong: apiExample("x-openai-isConsequential: 'false'"), right: apiExample("x-openai-isConsequential: false")
        ))

    static let apiDeprecated = LintRule(
        "DW243", "operation-deprecated", .info, "An operation is deprecated",
        right: "Leave it out of the document that assistants read.",
        reason: "The model does not know that it should not call it.", fault: "A01",
        example: Example(wrong: apiExample("deprecated: true"), right: apiExample()))

    static let apiSecurityMix = LintRule(
        "DW244", "security-mix", .warning, "Operations ask for more than one kind of credential",
        right: "One scheme for all operations that need one; others may say `security: []`.",
        reason: "OpenAI, Actions authentication: an action has one kind of authentication, and sends one credential.",
        fault: "A01",
        example: Example(
            wrong: """
                security: [{key: [], token: []}]
                components:
                  securitySchemes:
                    key: {type: apiKey, in: header, name: X-Key}
                    token: {type: http, scheme: bearer}
                """,
            right: """
                security: [{token: []}]
                components:
                  securitySchemes:
                    token: {type: http, scheme: bearer}
                """))

    static let apiResponses = LintRule(
        "DW245", "responses-missing", .warning, "An operation does not describe its answers",
        right: "`responses` with at least the one for success, and its schema.",
        reason: "They are required (OpenAPI 3.0.3 section 4.7.10), and the model reads answers better with them.",
        fault: "A01", example: Example(wrong: apiExample("responses: {}"), right: apiExample()))

    static let apiMethodUnused = LintRule(
        "DW246", "method-unused", .info, "An operation has a method that assistants do not call",
        right: "`get`, `post`, `put`, `patch` or `delete`.",
        reason:
            "OPTIONS is for browsers (CORS), HEAD for caches, TRACE for finding faults: a model learns nothing from "
            + "their answers.",
        fault: "A01", example: Example(wrong: apiExample(method: "options"), right: apiExample(method: "get")))

    static let apiOperationIDBoolean = LintRule(
        "DW247", "operation-id-boolean", .warning, "An operationId without quotes is true or false for some readers",
        right: "A name that is a verb and a noun; `no`, `on`, `yes` and their like in quotes.",
        reason: "YAML 1.1 reads them as true and false (yaml.org/type/bool.html), and many readers still are of 1.1.",
        isFixable: true, fault: "A01",
        example: Example(wrong: apiExample(head: "operationId: on"), right: apiExample(head: "operationId: 'on'")))
}
