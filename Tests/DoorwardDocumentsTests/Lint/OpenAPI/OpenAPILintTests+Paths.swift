import DoorwardDocuments

extension OpenAPILintTests {
    /// A document with one operation of these lines.
    private static func get(_ path: String = "/pets", _ lines: String..., method: String = "get") -> String {
        operation(path, lines, method)
    }

    private static func operation(_ path: String, _ lines: [String], _ method: String) -> String {
        var lines = lines
        for (name, line) in [
            ("operationId", "operationId: one"), ("summary", "summary: Lists"),
            ("responses", "responses: {'200': {description: OK}}"),
        ] where !lines.contains(where: { $0.hasPrefix(name + ":") }) {
            lines.append(line)
        }
        return "paths:\n  \(path):\n    \(method):\n" + lines.map { "      " + $0 }.joined(separator: "\n")
    }

    private static let id = "{name: id, in: path, required: true, schema: {type: string}}"

    static let paths = [
        Case(get("/a/b.json")), Case(get("pets"), "DW225 warning /paths/pets"),
        Case(get("/a?b=1"), "DW226 warning /paths/~1a?b=1"), Case(get("'/a#b'"), "DW226 warning /paths/~1a#b"),
        Case(get(method: "GET"), "DW208 error /paths", "DW227 warning /paths/~1pets/GET"),
        Case(get(method: "GET"), "DW208 error /paths", "DW227 error /paths/~1pets/GET", surface: .action),
        Case(get("/a", method: "x-get"), "DW208 error /paths"),
        Case("paths:\n  /a:\n    summary: s\n" + get("/a").dropLines(2), "DW228 info /paths/~1a/summary"),
        Case(
            "paths:\n  /a/{id}:\n    parameters: [\(id)]\n" + get("/a").dropLines(2),
            "DW228 info /paths/~1a~1{id}/parameters"),
        Case(
            "paths:\n  /a:\n    servers: [{url: 'https://b.test'}]\n" + get("/a").dropLines(2),
            "DW222 warning /paths/~1a/servers"),
        Case(get("/a/{id}/{b}", "parameters: [\(id)]"), "DW229 error /paths/~1a~1{id}~1{b}/get"),
        Case(get("/a", "parameters: [\(id)]"), "DW230 warning /paths/~1a/get/parameters/0"),
        Case(
            get("/a/{id}", "parameters: [\(id)]") + "\n"
                + operation(
                    "/a/{key}", ["operationId: two", "parameters: [\(id.replacing("id", with: "key"))]"], "get"
                ).dropLines(1),
            "DW231 warning /paths/~1a~1{key}"),
        Case("paths: {/a: 5, /b: null}", "DW208 error /paths", "DW227 warning /paths/~1a", "DW227 warning /paths/~1b"),
        Case(get("/a/:id"), "DW232 warning /paths/~1a~1:id"), Case(get("/a:verb")), Case(get("'/a/:'")),
        Case(get("/a/:id", "parameters: [\(id)]"), "DW232 warning /paths/~1a~1:id"),
        Case(get("'/a/{id'"), "DW232 warning /paths/~1a~1{id"), Case(get("'/a/id}'"), "DW232 warning /paths/~1a~1id}"),
        Case("paths: {/a: {$ref: '#/x-item'}}\nx-item:\n" + get().dropLines(2), "DW227 warning /paths/~1a/$ref"),
    ]

    static let operations = [
        Case(get("/pets", "operationId: ''"), "DW235 error /paths/~1pets/get/operationId"),
        Case(get("/logo.png", "operationId:"), "DW235 warning /paths/~1logo.png/get/operationId"),
        Case(get("/.well-known/a", "operationId:"), "DW235 warning /paths/~1.well-known~1a/get/operationId"),
        Case(get("/pets/logo", "operationId:"), "DW235 error /paths/~1pets~1logo/get/operationId"),
        Case(get("/pets", "operationId: a.b"), "DW237 warning /paths/~1pets/get/operationId"),
        Case(get("/pets", "operationId: listé"), "DW237 warning /paths/~1pets/get/operationId"),
        Case(get("/pets", "operationId: " + String(repeating: "a", count: 64))),
        Case(
            get("/pets", "operationId: " + String(repeating: "a", count: 65)),
            "DW238 warning /paths/~1pets/get/operationId"),
        Case(
            get() + "\n" + operation("/b", [], "put").dropLines(1), "DW236 warning /paths/~1b/put/operationId"),
        Case(
            get() + "\n" + operation("/b", [], "put").dropLines(1), "DW236 error /paths/~1b/put/operationId",
            surface: .action),
        Case(get("/pets", "summary: " + String(repeating: "ä", count: 300))),
        Case(
            get("/pets", "summary: " + String(repeating: "ä", count: 301)), "DW239 error /paths/~1pets/get/summary"),
        Case(get("/pets", "summary: " + String(repeating: "a", count: 301)), surface: .mcp),
        Case(
            get("/pets", "summary: " + String(repeating: "a", count: 201)), "DW239 info /paths/~1pets/get/summary",
            surface: .manifestV1),
        Case(get("/pets", "summary:"), "DW240 warning /paths/~1pets/get"),
        Case(get("/pets", "summary:", "description: Lists")),
        Case(
            get("/pets", "x-openai-isConsequential: yes please"),
            "DW242 warning /paths/~1pets/get/x-openai-isConsequential"),
        Case(
            get("/pets", "x-openai-is-consequential: true"),
            "DW242 warning /paths/~1pets/get/x-openai-is-consequential"),
        Case(get("/pets", "deprecated: true"), "DW243 info /paths/~1pets/get/deprecated"),
        Case(get("/pets", "deprecated: false")),
        Case(get("/pets", "responses:"), "DW245 warning /paths/~1pets/get/responses"),
        Case(get(method: "trace"), "DW208 error /paths", "DW246 info /paths/~1pets/trace"),
        Case(
            get("/a/{id}", "parameters: [\(id)]") + "\n    options: {responses: {'200': {$ref: '#/x'}}}",
            "DW246 info /paths/~1a~1{id}/options"),
        Case(get("/pets", "operationId: no"), "DW247 warning /paths/~1pets/get/operationId"),
        Case(get("/pets", "operationId: 'no'")),
        Case(get("/pets", "servers: []"), "DW222 warning /paths/~1pets/get/servers"),
        Case(many(30), surface: .action), Case(many(31), "DW241 warning /paths"), Case(many(31), surface: .manifestV1),
    ]

    private static func many(_ count: Int) -> String {
        "paths:\n"
            + (0..<count).map {
                "  /p\($0): {get: {operationId: g\($0), summary: a, responses: {'200': {description: b}}}}"
            }.joined(separator: "\n")
    }

    private static func query(_ parameters: String, _ findings: String..., surface: LintSurface? = nil) -> Case {
        Case(
            get("/pets", "parameters: [\(parameters)]"),
            all: findings.map { $0.replacing("@", with: "/paths/~1pets/get/parameters") }, surface, nil)
    }

    static let parameters = [
        query("{name: a, in: query, schema: {type: string}}, {name: a, in: cookie, schema: {}}", "DW253 warning @/1"),
        query("{name: a, in: query}", "DW254 warning @/0"), query("{name: a, schema: {}}", "DW254 error @/0"),
        query("{name: 5, in: query, schema: {}}", "DW254 error @/0/name"), query("5", "DW254 error @/0"),
        query("{name: a, in: body, schema: {}}", "DW254 error @/0/in"),
        query("{name: a, in: query, schema: {}}, {name: a, in: query, schema: {}}", "DW256 warning @/1"),
        query(
            "{name: a, in: query, schema: {}}, {name: a, in: query, schema: {}}", "DW256 error @/1", surface: .action),
        query("{name: X-A, in: header, schema: {}}", "DW251 warning @/0"),
        query("{name: X-API-Key, in: header, schema: {}}", "DW252 warning @/0"),
        query("{name: Ocp-Apim-Subscription-Key, in: header, schema: {}}", "DW252 error @/0", surface: .action),
        query("{name: session, in: cookie, schema: {}}", "DW252 error @/0", surface: .action),
        query("{name: api_key, in: query, schema: {}}", "DW252 warning @/0", surface: .action),
        query("{name: access_token, in: query, schema: {}}", "DW252 warning @/0"),
        query("{name: apikey, in: query, schema: {}}", "DW252 warning @/0"),
        query("{name: token, in: query, schema: {}}", "DW252 warning @/0"),
        query("{name: key, in: query, schema: {}, description: Your API key}", "DW252 warning @/0"),
        query("{name: key, in: query, schema: {}, description: C major or D minor}"),
        query("{name: page_token, in: query, schema: {}}"), query("{name: keyword, in: query, schema: {}}"),
        query("{name: authorization, in: header, schema: {}}", "DW252 warning @/0"),
        query("{name: Authorization, in: header, schema: {}}", "DW252 error @/0", surface: .action),
        query("{name: Cookie, in: header, schema: {}}", "DW252 error @/0", surface: .mcp),
        query("{name: a, in: query, schema: {}, description: \(String(repeating: "a", count: 700))}"),
        query(
            "{name: a, in: query, schema: {}, description: \(String(repeating: "a", count: 701))}",
            "DW250 warning @/0/description"),
        query(
            "{name: a, in: query, schema: {}, description: \(String(repeating: "a", count: 701))}",
            "DW250 error @/0/description", surface: .action),
        query(
            "{name: a, in: query, schema: {}, description: \(String(repeating: "a", count: 201))}",
            "DW250 info @/0/description", surface: .manifestV1),
        query("{$ref: '#/components/parameters/x'}", "DW257 warning @/0/$ref", "DW261 error @/0/$ref"),
        Case(
            get("/a/{id}", "parameters: [{name: id, in: path, schema: {type: string}}]"),
            "DW255 warning /paths/~1a~1{id}/get/parameters/0"),
        Case(
            get("/a/{id}", "parameters: [{$ref: '#/components/parameters/id'}]")
                + "\ncomponents: {parameters: {id: \(id)}}",
            "DW257 error /paths/~1a~1{id}/get/parameters/0/$ref", surface: .action),
        Case(get("/a", "parameters: {a: b}"), "DW254 error /paths/~1a/get/parameters"),
    ]

    private static func post(_ body: String, _ findings: String..., surface: LintSurface? = nil) -> Case {
        Case(
            get("/pets", "requestBody: \(body)", method: "post"),
            all: findings.map { $0.replacing("@", with: "/paths/~1pets/post/requestBody") }, surface, nil)
    }

    static let bodies = [
        post("{content: {application/json: {schema: {type: object, properties: {}}}}}"),
        post("{content: {application/json; charset=utf-8: {schema: {allOf: [{type: object, properties: {}}]}}}}"),
        post("{content: {}}", "DW259 warning @"),
        post("{content: {multipart/form-data: {schema: {type: object, properties: {}}}}}", "DW259 warning @/content"),
        post(
            "{content: {application/json: {schema: {type: string}}}}",
            "DW258 warning @/content/application~1json/schema"),
        post("{content: {application/json: {}}}", "DW258 warning @/content/application~1json"),
        post(
            "{content: {application/json: {schema: {type: array, items: {}}}}}",
            "DW258 error @/content/application~1json/schema", surface: .action),
        post(
            "{content: {application/json: {schema: {type: object}}}}",
            "DW268 error @/content/application~1json/schema", surface: .action),
        post(
            "{content: {application/json: {schema: {type: object, additionalProperties: true}}}}",
            "DW268 warning @/content/application~1json/schema", surface: .action),
        post("{content: {application/json: {schema: {type: object}}}}", surface: .mcp),
        Case(
            get("/pets", "requestBody: {content: {application/json: {schema: {type: object, properties: {}}}}}"),
            "DW260 warning /paths/~1pets/get/requestBody"),
    ]
}

extension String {
    func dropLines(_ count: Int) -> String {
        split(separator: "\n", omittingEmptySubsequences: false).dropFirst(count).joined(separator: "\n")
    }
}
