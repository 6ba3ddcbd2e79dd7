import DoorwardDocuments

/// Makes whole OpenAPI documents of parts, and lints them.
enum OpenAPIFragment {
    static let host = "api.example.com"

    /// The part itself when it says what it is, else with the parts of a good document that it does not have.
    static func document(_ part: String) -> String {
        if ["openapi:", "swagger:", "info:", "{"].contains(where: { part.hasPrefix($0) }) { return part + "\n" }
        var document = "openapi: 3.1.0\ninfo: {title: Pets, version: '1'}\n"
        if !part.hasMember("servers") { document += "servers: [{url: 'https://\(host)'}]\n" }
        document += part + "\n"
        if !part.hasMember("paths") {
            document += """
                paths:
                  /pets:
                    get:
                      operationId: listPets
                      summary: Lists the pets
                      responses: {'200': {description: The pets}}

                """
        }
        return document
    }

    /// Lints a part; `files` are those that references may lead to.
    static func lint(
        _ part: String, surface: LintSurface? = nil, host: String? = nil, files: [String: String] = [:]
    ) -> LintReport {
        Linter(surface: surface) { reference, _ in files[reference].map { Array($0.utf8) } }
            .lint(LintInput(name: "openapi.yaml", bytes: Array(document(part).utf8), host: host))
    }

    /// The findings about OpenAPI in short: `DW216 error /servers/0/url`.
    static func short(_ part: String, surface: LintSurface? = nil, host: String? = nil) -> [String] {
        lint(part, surface: surface, host: host).short.filter { $0.hasPrefix("DW2") }
    }
}

extension String {
    fileprivate func hasMember(_ name: String) -> Bool { hasPrefix(name + ":") || contains("\n\(name):") }
}
