import DoorwardDocuments
import Testing

@Suite("Hostile OpenAPI documents", .timeLimit(.minutes(1)))
struct OpenAPIHostileTests {
    private func lint(_ part: String) -> LintReport { OpenAPIFragment.lint(part) }

    @Test("A hundred thousand references to each other")
    func chain() {
        let count = 100_000
        let refs = (0..<count).map { "S\($0): {$ref: '#/components/schemas/S\(($0 + 1) % count)'}" }
        let report = lint("components:\n  schemas:\n    " + refs.joined(separator: "\n    "))
        #expect(report.short.filter { $0.hasPrefix("DW26") } == ["DW263 error /components/schemas/S0/$ref"])
    }

    @Test("References into a list by number take linear time")
    func elements() {
        let items = (0..<20_000).map { "{$ref: '#/components/schemas/A/allOf/\(20_000 - $0)'}" }
        let report = lint("components:\n  schemas:\n    A: {allOf: [{}, \(items.joined(separator: ", "))]}")
        #expect(report.has("DW263"))
    }

    @Test("Schemas in schemas in schemas")
    func depth() {
        for opening in ["{\"properties\":{\"a\":", "{\"items\":", "{\"allOf\":["] {
            _ = lint(
                "{\"openapi\":\"3.1.0\",\"components\":{\"schemas\":{\"A\":" + String(repeating: opening, count: 5_000)
                    + "1")
        }
    }

    @Test("Paths, operations and parameters that are one and the same by aliases")
    func aliases() {
        var part = "x-list: &list\n"
        for number in 0..<3_000 { part += "- {name: p\(number), in: header, schema: {}}\n" }
        part += "x-item: &item {get: &op {parameters: *list, operationId: a}, put: *op, post: *op}\npaths:\n"
        for number in 0..<3_000 { part += "  /p\(number)/{a}: *item\n" }
        let report = lint(part)
        #expect(report.findings.count < 2_000)
    }

    @Test("Members that are long, many, and of the wrong kind")
    func kinds() {
        for value in ["5", "[]", "{}", "null", "true", "''", "[[[]]]", "{a: {b: {c: d}}}", "&a {b: *a}"] {
            for name in [
                "info", "servers", "paths", "components", "security", "webhooks", "openapi", "swagger", "$ref",
            ] {
                _ = lint("openapi: 3.1.0\n\(name): \(value)")
            }
            for name in ["parameters", "requestBody", "responses", "security", "operationId", "summary", "$ref"] {
                _ = lint("paths: {/a: {get: {\(name): \(value)}, \(name): \(value)}}")
            }
            for name in ["schemas", "securitySchemes", "parameters", "requestBodies", "pathItems", "$ref"] {
                _ = lint("components: {\(name): \(value)}")
                _ = lint("components: {\(name): {a: \(value), $ref: \(value)}}")
                _ = lint("security: \(value)\ncomponents: {securitySchemes: {a: {type: oauth2, flows: \(value)}}}")
            }
        }
    }
}
