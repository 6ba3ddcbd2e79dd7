import DoorwardDocuments
import Testing

@Suite("Lint of OpenAPI documents")
struct OpenAPILintTests {
    @Test("A good document of version 3.0 has no findings", arguments: [nil, .manifestV1, .mcp] as [LintSurface?])
    func goodYAML(_ surface: LintSurface?) {
        #expect(OpenAPIFragment.short(OpenAPIGoodDocuments.yaml, surface: surface, host: "www.example.com") == [])
    }

    @Test(
        "A good document of version 3.1 has no findings",
        arguments: [nil, .action, .manifestV1, .mcp] as [LintSurface?])
    func goodJSON(_ surface: LintSurface?) {
        #expect(OpenAPIFragment.short(OpenAPIGoodDocuments.json, surface: surface, host: "api.example.com") == [])
    }

    struct Case: CustomTestStringConvertible, Sendable {
        let part: String
        let findings: [String]
        var surface: LintSurface?
        var host: String?
        var testDescription: String { String(part.prefix(120)) }

        init(_ part: String, _ findings: String..., surface: LintSurface? = nil, host: String? = nil) {
            self.part = part
            self.findings = findings
            self.surface = surface
            self.host = host
        }
    }

    @Test(
        "Each fault is found where it is, and nothing else",
        arguments: versions + servers + paths + operations + parameters + bodies + references + security)
    func faults(_ fault: Case) {
        #expect(OpenAPIFragment.short(fault.part, surface: fault.surface, host: fault.host) == fault.findings)
    }

    private static func head(_ version: String) -> String {
        """
        openapi: \(version)
        info: {title: Pets, version: 1}
        servers: [{url: 'https://api.example.com'}]
        paths: {/pets: {get: {operationId: listPets, summary: Lists, responses: {'200': {description: Pets}}}}}
        """
    }

    static let versions = [
        Case(head("3.0.0")), Case(head("3.0.3"), surface: .manifestV1), Case(head("'3.0'")), Case(head("3.1.1")),
        Case(head("3.0.3"), "DW206 info /openapi", surface: .action),
        Case(head("3.1"), "DW205 info /openapi"), Case(head("3.0"), "DW205 info /openapi"),
        Case(head("3.2.0"), "DW204 warning /openapi"), Case(head("4.0.0"), "DW203 error /openapi"),
        Case(head("3"), "DW203 error /openapi"), Case(head("3.x"), "DW203 error /openapi"),
        Case(head("3.1.0.0"), "DW203 error /openapi"), Case(head("3.99999999999999999999"), "DW203 error /openapi"),
        Case(head("[3]"), "DW203 error /openapi"), Case(head("2.0"), "DW203 error /openapi"),
        Case("swagger: '1.2'", "DW203 error /swagger"), Case("swagger: {}", "DW203 error /swagger"),
        Case(
            "openapi: 3.1.0\ninfo: 5\nservers: 3\npaths: []", "DW207 warning /info", "DW212 error /servers",
            "DW208 error /paths"),
        Case(
            "openapi: 3.1.0\ninfo: {title: '', version: []}\nservers: []\npaths: {/a: {}}", "DW207 warning /info/title",
            "DW207 warning /info/version", "DW211 warning /servers", "DW208 error /paths"),
        Case(
            "openapi: 3.1.0\ninfo: {title: a, version: b}\nservers: [{url: 'https://a.test'}]\nwebhooks: {}",
            "DW208 error "),
        Case("openapi: 3.1.0\nservers: [{url: 'https://a.test'}]\npaths: {}", "DW207 warning ", "DW208 error /paths"),
        Case(head("3.1"), "DW205 warning /openapi", surface: .action),
        Case(head("'3.1'"), "DW205 warning /openapi", surface: .action), Case(head("'3.1'")),
        Case(
            "info: {title: a, version: b}\nOpenAPI: 3.1.0\n" + head("1").dropLines(2), "DW209 error /OpenAPI"),
        Case(
            head("3.1.0").replacing("paths:", with: "path:"), "DW209 error /path"),
        Case(
            head("3.1.0").replacing("servers:", with: "Servers:"), "DW209 warning /Servers"),
        Case(
            head("3.1.0").replacing("operationId:", with: "operationID:"),
            "DW209 error /paths/~1pets/get/operationID"),
        Case(
            head("3.1.0").replacing("responses:", with: "response:"), "DW209 warning /paths/~1pets/get/response"),
    ]

    private static func server(_ url: String, _ findings: String..., surface: LintSurface? = nil, host: String? = nil)
        -> Case
    {
        var found = Case("servers: [{url: '\(url)'}]", surface: surface, host: host)
        found = Case(found.part, all: findings, surface, host)
        return found
    }

    static let servers = [
        server("https://api.example.com/v1"), server("HTTPS://api.example.com"),
        server("https://api.example.com/", "DW220 info /servers/0/url"),
        server("https://api.example.com/v1?key=1", "DW220 warning /servers/0/url"),
        server("https://api.example.com/v1#a", "DW220 warning /servers/0/url"),
        server("http://api.example.com", "DW216 error /servers/0/url"),
        server("ftp://api.example.com", "DW216 error /servers/0/url"),
        server("https://api.example.com:443", "DW218 warning /servers/0/url"),
        server("https://Api.example.com", "DW219 warning /servers/0/url"),
        server("http://localhost:8080", "DW217 warning /servers/0/url"),
        server("https://127.0.0.1", "DW217 warning /servers/0/url"),
        server("/v1", "DW215 info /servers/0/url"), server("/", "DW215 error /servers/0/url", surface: .action),
        server("", "DW212 error /servers/0/url"), server("api.example.com", "DW212 error /servers/0/url"),
        server("https:// api.example.com", "DW212 error /servers/0/url"),
        server("https://{region}.example.com", "DW214 error /servers/0/url"),
        server("https://${HOST}", "DW214 error /servers/0/url"), server("{{BASE}}/v1", "DW214 error /servers/0/url"),
        server("https://$host/v1", "DW214 error /servers/0/url"),
        server("https://api.example.com/odata/$data"), server("https://api.example.com/a/$metadata/b"),
        server("https://api.example.com/$BASE_PATH", "DW214 error /servers/0/url"),
        server("$base/v1", "DW214 error /servers/0/url"),
        server("https://api.example.com/${path}", "DW214 error /servers/0/url"),
        server("PLUGIN_HOSTNAME", "DW214 error /servers/0/url"),
        server("https://your-app-url.com", "DW214 error /servers/0/url"),
        server("https://<your domain>", "DW214 error /servers/0/url"),
        server("https://elsewhere.test", "DW221 warning /servers/0/url", host: "example.com"),
        server("https://notexample.com", "DW221 warning /servers/0/url", host: "example.com"),
        server("https://elsewhere.test", surface: .action, host: "example.com"),
        server("https://api.example.com", host: "www.example.com"),
        server("https://example.com", host: "example.com:8443"),
        Case(
            "servers: [{url: 'https://elsewhere.test'}, {url: 'https://api.example.com'}]",
            "DW221 info /servers/0/url", host: "example.com"),
        Case("servers: [{url: 'https://{r}.a.test', variables: {r: {default: eu}}}]", "DW213 warning /servers/0/url"),
        Case(
            "servers: [{}, 5, {url: 7}]", "DW212 error /servers/0", "DW212 error /servers/1",
            "DW212 error /servers/2/url"),
        Case("servers: []", "DW211 warning /servers"), Case("servers:", "DW211 warning /servers"),
        Case("servers: []", "DW211 error /servers", surface: .action),
    ]
}

extension OpenAPILintTests.Case {
    init(_ part: String, all findings: [String], _ surface: LintSurface?, _ host: String?) {
        self.part = part
        self.findings = findings
        self.surface = surface
        self.host = host
    }
}
