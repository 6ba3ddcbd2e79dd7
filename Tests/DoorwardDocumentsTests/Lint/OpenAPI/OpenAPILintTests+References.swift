import DoorwardDocuments

extension OpenAPILintTests {
    private static func schemas(_ schemas: String, _ findings: String..., surface: LintSurface? = nil) -> Case {
        Case(
            "components:\n  schemas: {\(schemas)}",
            all: findings.map { $0.replacing("@", with: "/components/schemas") },
            surface, nil)
    }

    static let references = [
        schemas("A: {$ref: '#/components/schemas/B'}, B: {type: string}"),
        schemas("A: {$ref: '#/components/schemas/C'}, B: {type: string}", "DW261 warning @/A/$ref"),
        schemas("A: {$ref: '#/components/schemas/B%20c'}, B c: {type: string}"),
        schemas("A: {$ref: '#components/schemas/B'}, B: {type: string}", "DW262 error @/A/$ref"),
        schemas("A: {$ref: B}, B: {type: string}", "DW262 error @/A/$ref"),
        schemas("A: {$ref: components/schemas/B}, B: {type: string}", "DW262 error @/A/$ref"),
        schemas("A: {$ref: /components/schemas/B}, B: {type: string}", "DW262 error @/A/$ref"),
        schemas("A: {$ref: components/schemas/C}, B: {type: string}", "DW262 error @/A/$ref"),
        schemas("A: {$ref: components/schemas/c.yaml}, B: {type: string}", "DW264 error @/A/$ref"),
        schemas("A: {$ref: [B]}, B: {type: string}", "DW262 error @/A/$ref"),
        schemas("A: {$ref: ''}", "DW262 error @/A/$ref"), schemas("A: {$ref: '#'}", "DW262 error @/A/$ref"),
        schemas("A: {$ref: '#/components/schemas/A'}", "DW263 error @/A/$ref"),
        schemas(
            "A: {$ref: '#/components/schemas/B'}, B: {$ref: '#/components/schemas/C'}, "
                + "C: {$ref: '#/components/schemas/B'}",
            "DW263 error @/B/$ref"),
        schemas("A: {type: array, items: {$ref: '#/components/schemas/A'}}"),
        schemas("A: {$ref: 'https://a.test/b.json'}", "DW266 warning @/A/$ref"),
        schemas("A: {$ref: 'urn:a'}", "DW266 warning @/A/$ref"),
        schemas("A: {$ref: '//a.test/b'}", "DW266 warning @/A/$ref"),
        schemas("A: {$ref: b.yaml}", "DW264 error @/A/$ref"),
        schemas("A: {$ref: 'openapi.yaml#/components/schemas/B'}, B: {type: string}"),
        schemas("A: {$ref: '#/components/schemas/B'}, B: {$anchor: b}, C: {$ref: '#b'}"),
        schemas("A: {$id: 'https://a.test/', properties: {b: {$ref: '#/$defs/b'}}, $defs: {b: {}}}"),
        schemas("A: {oneOf: [{$ref: '#/components/schemas/X'}]}", "DW261 warning @/A/oneOf/0/$ref"),
        schemas("A: {properties: {a: {items: {not: {$ref: '#/x'}}}}}", "DW261 warning @/A/properties/a/items/not/$ref"),
        schemas("A: {type: [object, 'null']}", "DW268 info @/A"),
        schemas("A: {type: object}", "DW268 info @/A", surface: .manifestV1),
        schemas("A: {enum: [{$ref: '#/x'}], default: {$ref: '#/x'}, example: {$ref: '#/x'}, x-a: {$ref: '#/x'}}"),
        Case(
            "components: {responses: {A: {description: a, headers: {H: {$ref: '#/components/headers/X'}}}}}",
            "DW261 warning /components/responses/A/headers/H/$ref"),
    ]

    private static func scheme(_ scheme: String, _ findings: String..., surface: LintSurface? = nil) -> Case {
        Case(
            "components: {securitySchemes: {main: {\(scheme)}}}",
            all: findings.map { $0.replacing("@", with: "/components/securitySchemes/main") }, surface, nil)
    }

    private static func code(_ authorize: String, _ token: String) -> String {
        "type: oauth2, flows: {authorizationCode: {authorizationUrl: '\(authorize)', tokenUrl: '\(token)', scopes: {}}}"
    }

    static let security = [
        scheme("type: http, scheme: Bearer"), scheme("type: apiKey, in: header, name: X-Key"),
        scheme("type: http, scheme: digest", "DW276 warning @/scheme"), scheme("type: http", "DW271 warning @"),
        scheme("type: bearer", "DW271 warning @/type"), scheme("scheme: bearer", "DW271 warning @"),
        scheme("type: apiKey, in: header", "DW271 warning @"),
        scheme("type: apiKey, in: query, name: key", "DW275 warning @/in"),
        scheme("type: apiKey, in: cookie, name: sid", "DW276 warning @/in"),
        scheme("type: mutualTLS", "DW276 warning @"),
        scheme("type: openIdConnect, openIdConnectUrl: 'https://a.test'", "DW276 warning @"),
        scheme("type: oauth2", "DW271 warning @"),
        scheme("type: oauth2, flows: {implicit: {}}", "DW273 warning @/flows"),
        scheme(
            "type: oauth2, flows: {authorizationCode: {}}", "DW271 warning @/flows/authorizationCode",
            "DW271 warning @/flows/authorizationCode"),
        scheme(code("https://api.example.com/a", "https://auth.example.com/t"), surface: .action),
        scheme(code("https://accounts.google.com/a", "https://login.microsoftonline.com/t"), surface: .action),
        scheme(
            code("https://notgoogle.com/a", "https://api.example.com/t"),
            "DW274 error @/flows/authorizationCode/authorizationUrl", surface: .action),
        scheme(
            code("https://a.auth0.com/a", "https://a.auth0.com/t"),
            "DW274 warning @/flows/authorizationCode/authorizationUrl",
            "DW274 warning @/flows/authorizationCode/tokenUrl"),
        scheme(code("https://a.auth0.com/a", "https://a.auth0.com/t"), surface: .manifestV1),
        scheme(
            code("/a", "http://api.example.com/t"), "DW272 warning @/flows/authorizationCode/authorizationUrl",
            "DW272 warning @/flows/authorizationCode/tokenUrl"),
        Case("security: [{a: []}]", "DW270 warning /security/0/a"), Case("security: []"), Case("security: [{}]"),
        Case(
            "security: [{a: []}, {b: []}]\ncomponents: {securitySchemes: {a: {type: http, scheme: basic}, "
                + "b: {type: http, scheme: bearer}}}"),
        Case(
            "security: [{a: [], b: []}]\ncomponents: {securitySchemes: {a: {type: http, scheme: basic}, "
                + "b: {type: http, scheme: bearer}}}",
            "DW244 warning /security/0"),
        Case(
            """
            security: [{a: []}]
            paths:
              /a:
                get:
                  operationId: one
                  summary: Lists
                  security: [{b: []}]
                  responses: {'200': {description: OK}}
            components:
              securitySchemes: {a: {type: http, scheme: basic}, b: {type: http, scheme: bearer}}
            """, "DW244 warning /paths/~1a/get/security"),
    ]
}
