extension LintRule {
    static let apiParameterRules: [LintRule] = [
        apiParameterText, apiParameterHeader, apiParameterCredential, apiParameterCookie, apiParameterIncomplete,
        apiParameterRequired, apiParameterTwice, apiParameterReference,
    ]
    static let apiBodyRules: [LintRule] = [apiBodySchema, apiBodyType, apiBodyMethod]

    private static func parameter(
        _ wrong: String, _ right: String = "{name: limit, in: query, schema: {type: integer}}"
    )
        -> Example
    {
        Example(wrong: apiExample("parameters: [\(wrong)]"), right: apiExample("parameters: [\(right)]"))
    }

    private static let noHeaders = "OpenAI, Actions in production: headers of one's own are not supported."

    static let apiParameterText = LintRule(
        "DW250", "parameter-text-length", .error, "A parameter's description is too long",
        right: "At most 700 characters for GPT Actions; plugins had 200 in 2023.",
        reason: "OpenAI, Actions in production: 700 characters.", surfaces: [.action], fault: "A01",
        example: parameter(
            "{name: q, in: query, schema: {type: string}, description: "
                + String(repeating: "What to look for. ", count: 40) + "}"))

    static let apiParameterHeader = LintRule(
        "DW251", "parameter-header", .warning, "A parameter is a header",
        right: "`in: query`, or part of the body; leave it out when the model need not set it.",
        reason: noHeaders + " The parameter is dropped.", fault: "A01",
        example: parameter("{name: X-Region, in: header, schema: {type: string}}"))

    static let apiParameterCredential = LintRule(
        "DW252", "parameter-credential", .error, "A parameter is a credential",
        right:
            "A scheme in `components.securitySchemes`; the assistant's platform sends the credential, not the model.",
        reason:
            "A model that must fill in a key asks the user for it; ChatGPT drops headers, and shows the query to the "
            + "user before the first call.",
        fault: "A01", example: parameter("{name: Authorization, in: header, schema: {type: string}}"))

    static let apiParameterCookie = LintRule(
        "DW253", "parameter-cookie", .warning, "A parameter is a cookie", right: "`in: query`, or part of the body.",
        reason: "Assistants keep and send no cookies.", fault: "A01",
        example: parameter("{name: session_hint, in: cookie, schema: {type: string}}"))

    static let apiParameterIncomplete = LintRule(
        "DW254", "parameter-incomplete", .error, "A parameter lacks what every parameter has",
        right: "`name`, `in` (query, path, header or cookie) and `schema`.",
        reason: "ChatGPT's importer says `parameter … missing or non-string name; skipping` and drops the operation.",
        fault: "A01", example: parameter("{in: query, schema: {type: string}}"))

    static let apiParameterRequired = LintRule(
        "DW255", "parameter-path-required", .warning, "A path parameter is not required",
        right: "`required: true` for every parameter with `in: path`.",
        reason: "OpenAPI 3.1 section 4.8.12: it is required, and its value true.", isFixable: true, fault: "A01",
        example: Example(
            wrong: apiExample(path: "/pets/{id}", "parameters: [{name: id, in: path, schema: {type: string}}]"),
            right: apiExample(
                path: "/pets/{id}", "parameters: [{name: id, in: path, required: true, schema: {type: string}}]")))

    static let apiParameterTwice = LintRule(
        "DW256", "parameter-twice", .error, "A parameter is described twice in one operation",
        right: "One description for each name and place.",
        reason: "ChatGPT's importer says `parameter … is duplicated`; OpenAPI 3.1 section 4.8.10 forbids it.",
        fault: "A01",
        example: parameter(
            "{name: q, in: query, schema: {type: string}}, {name: q, in: query, schema: {type: integer}}"))

    static let apiParameterReference = LintRule(
        "DW257", "parameter-reference", .error, "A parameter is described by reference",
        right: "The parameter itself, in each operation.",
        reason: "ChatGPT's importer does not follow `$ref` among `parameters` and then skips the whole operation.",
        fault: "A01",
        example: Example(
            wrong: apiExample("parameters: [{$ref: '#/components/parameters/Limit'}]")
                + "\ncomponents:\n  parameters:\n    Limit: {name: limit, in: query, schema: {type: integer}}",
            right: apiExample("parameters: [{name: limit, in: query, schema: {type: integer}}]")))

    private static func body(_ type: String, _ schema: String) -> String {
        apiExample(
            method: "post", "requestBody: {content: {\(type): {schema: \(schema)}}}", head: "operationId: addPet")
    }

    static let apiBodySchema = LintRule(
        "DW258", "body-schema", .error, "A request body is not described as an object",
        right: "`type: object` with `properties`; put a list into a member of it.",
        reason: "ChatGPT's importer says `request body schema is not an object schema; skipping`.", fault: "A01",
        example: Example(
            wrong: body("application/json", "{type: array, items: {type: string}}"),
            right: body("application/json", "{type: object, properties: {names: {type: array, items: {type: string}}}}")
        ))

    static let apiBodyType = LintRule(
        "DW259", "body-type", .warning, "A request body is not JSON",
        right: "`application/json` among the body's content types.",
        reason: "Assistants send JSON; OpenAI, Actions in production: text only, no files.", fault: "A01",
        example: Example(
            wrong: body("application/xml", "{type: object, properties: {name: {type: string}}}"),
            right: body("application/json", "{type: object, properties: {name: {type: string}}}")))

    static let apiBodyMethod = LintRule(
        "DW260", "body-method", .warning, "A GET has a request body",
        right: "Parameters with `in: query`, or another method.",
        reason: "A body of GET has no meaning (RFC 9110 section 9.3.1), and many clients and proxies drop it.",
        fault: "A01",
        example: Example(
            wrong: apiExample(
                "requestBody: {content: {application/json: {schema: {type: object, properties: {a: {}}}}}}"),
            right: apiExample("parameters: [{name: a, in: query, schema: {type: string}}]")))
}
