extension LintRule {
    static let apiPathRules: [LintRule] = [
        apiPathSlash, apiPathQuery, apiPathMethod, apiPathShared, apiPathTemplate, apiPathUnused, apiPathTwice,
        apiPathNotation,
    ]

    /// A document part with one operation.
    static func apiExample(
        path: String = "/pets", method: String = "get", _ lines: String..., head: String? = "operationId: listPets"
    ) -> String {
        var all = [head].compactMap(\.self) + lines
        if !all.contains(where: { $0.hasPrefix("summary:") }) { all.append("summary: Lists the pets") }
        if !all.contains(where: { $0.hasPrefix("responses:") }) {
            all.append("responses: {'200': {description: The pets}}")
        }
        return (["paths:", "  \(path):", "    \(method):"] + all.map { "      " + $0 }).joined(separator: "\n")
    }

    private static let pathID = "parameters: [{name: id, in: path, required: true, schema: {type: string}}]"

    static let apiPathSlash = LintRule(
        "DW225", "path-slash", .warning, "A path does not begin with a slash", right: "`/pets`, not `pets`.",
        reason: "A path begins with a slash (OpenAPI 3.1 section 4.8.8); others would call `https://hostpets`.",
        fault: "A01", example: Example(wrong: apiExample(path: "pets"), right: apiExample(path: "/pets")))

    static let apiPathQuery = LintRule(
        "DW226", "path-query", .warning, "A path holds a query",
        right: "What stands behind the question mark as parameters with `in: query`.",
        reason: "A path has no query (OpenAPI 3.1 section 4.8.8); some clients escape the question mark.",
        fault: "A01",
        example: Example(wrong: apiExample(path: "/pets?limit=10"), right: apiExample(path: "/pets")))

    static let apiPathMethod = LintRule(
        "DW227", "path-method", .error, "A path has a member that is no method",
        right: "`get`, `put`, `post`, `delete`, `patch` in lower case; anything else begins with `x-`.",
        reason: "ChatGPT's importer says `Path … has unrecognized method …; skipping`: what is below is lost.",
        fault: "A01", example: Example(wrong: apiExample(method: "GET"), right: apiExample(method: "get")))

    static let apiPathShared = LintRule(
        "DW228", "path-shared", .info, "A path has parameters or texts for all its operations",
        right: "The same in each operation.",
        reason: "Legal OpenAPI, but ChatGPT's importer has said of them `Path … has unrecognized method …; skipping`.",
        fault: "A01",
        example: Example(
            wrong: "paths:\n  /pets/{id}:\n    \(pathID)\n"
                + apiExample(path: "/pets/{id}").split(separator: "\n").dropFirst(2).joined(separator: "\n"),
            right: apiExample(path: "/pets/{id}", pathID)))

    static let apiPathTemplate = LintRule(
        "DW229", "path-template", .error, "A path has a place for a parameter that is not described",
        right: "For each name in braces a parameter with `in: path` and that name.",
        reason: "Nobody knows what to put there, so the call cannot be made (OpenAPI 3.1 section 4.8.8).",
        fault: "A01",
        example: Example(wrong: apiExample(path: "/pets/{id}"), right: apiExample(path: "/pets/{id}", pathID)))

    static let apiPathUnused = LintRule(
        "DW230", "path-parameter-unused", .warning, "A path parameter has no place in the path",
        right: "The path has `{name}`, or the parameter says `in: query`.",
        reason: "The value would be sent nowhere (OpenAPI 3.1 section 4.8.12).", fault: "A01",
        example: Example(wrong: apiExample(path: "/pets", pathID), right: apiExample(path: "/pets/{id}", pathID)))

    static let apiPathNotation = LintRule(
        "DW232", "path-notation", .warning, "A path's parameter is not written in braces",
        right: "`/pets/{id}`, and a parameter `id` with `in: path`.",
        reason:
            "`:id` is the notation of routers; a reader of OpenAPI calls it as it stands (OpenAPI 3.1 section 4.8.8).",
        fault: "A01",
        example: Example(wrong: apiExample(path: "/pets/:id"), right: apiExample(path: "/pets/{id}", pathID)))

    static let apiPathTwice = LintRule(
        "DW231", "path-twice", .warning, "Two paths differ in nothing but the names in braces",
        right: "One path with all the operations.",
        reason: "Such paths are the same path (OpenAPI 3.1 section 4.8.8), and only one of them is reached.",
        fault: "A01",
        example: Example(
            wrong: apiExample(path: "/pets/{id}", pathID) + "\n"
                + apiExample(
                    path: "/pets/{name}", method: "delete",
                    "parameters: [{name: name, in: path, required: true, schema: {type: string}}]",
                    head: "operationId: deletePet"
                ).dropFirst("paths:\n".count),
            right: apiExample(path: "/pets/{id}", pathID)))
}
